//! Removes `NOP`s and jumps to what comes next anyway.
//!
//! Follows `remove_redundant_nops_and_jumps` (`Python/flowgraph.c`).

use crate::error::CompileError;
use crate::optimize::Context;
use crate::passes::common::remove_nops::remove_nops;
use crate::passes::flow_graph::remove_jumps::remove_jumps;

/// Repeats until nothing changes.
pub(crate) fn remove_nops_and_jumps(cx: &mut Context) -> Result<(), CompileError> {
    while remove_nops(cx.graph) + remove_jumps(cx.graph)? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, try_run};

    #[test]
    fn a_jump_over_empty_blocks_goes() {
        check(
            remove_nops_and_jumps,
            "B1:\n    POP_TOP @1-1:0-1\n    JUMP -> B3 @1-1:0-1\nB2:\nB3:\n    RETURN_CONST 0 @2-2:0-1\n",
            "B1:\n    POP_TOP @1-1:0-1\nB2:\nB3:\n    RETURN_CONST 0 @2-2:0-1\n",
        );
        let err = try_run(remove_nops_and_jumps, "B1:\n    JUMP -> B2\nB2:\n").unwrap_err();
        assert_eq!(err.message, "jump with NULL target");
    }
}
