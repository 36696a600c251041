//! Removes `NOP`s and jumps to what comes next anyway.
//!
//! Follows `remove_redundant_nops_and_jumps` and `remove_redundant_jumps` (`Python/flowgraph.c`).

use super::graph::Graph;
use super::remove_nops::remove_nops;
use super::{Context, error};
use crate::error::{CompileError, ErrorClass};

/// Repeats until nothing changes.
pub(crate) fn remove_nops_and_jumps(cx: &mut Context) -> Result<(), CompileError> {
    while remove_nops(&mut cx.graph) + remove_jumps(&mut cx.graph)? > 0 {}
    Ok(())
}

/// Turns unconditional jumps to the next instruction into `NOP`s; gives how many.
fn remove_jumps(graph: &mut Graph) -> Result<usize, CompileError> {
    let mut removed = 0;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let Some(last) = graph.last(block).filter(|last| last.op.is_unconditional_jump()) else { continue };
        let Some(target) = graph.nonempty(last.target) else {
            return Err(error(ErrorClass::SystemError, "jump with NULL target"));
        };
        if graph.nonempty(graph[block].next) == Some(target) {
            let jump = graph[block].len() - 1;
            graph.instrs_mut(block)[jump].set_nop();
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, try_run};
    use super::*;

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
