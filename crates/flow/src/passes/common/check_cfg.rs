//! Refuses graphs in which control can leave a block in its middle.
//!
//! Follows `check_cfg` (`Python/flowgraph.c`).

use crate::error::{CompileError, ErrorClass};
use crate::graph::facts::Facts;
use crate::optimize::{Context, error};

/// A jump or an exit must be the last instruction of its block: who filled the blocks noted what stands behind one.
pub(crate) fn check_cfg(cx: &mut Context) -> Result<(), CompileError> {
    if cx.graph.has_blocks_with(Facts::MISPLACED) {
        return Err(error(ErrorClass::SystemError, "malformed control flow graph."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, try_run};

    #[test]
    fn an_exit_ends_its_block() {
        let good = "B1:\n    NOP\n    RETURN_VALUE\n";
        check(check_cfg, good, good);
        let err = try_run(check_cfg, "B1:\n    RETURN_VALUE\n    NOP\n").unwrap_err();
        assert_eq!(err.message, "malformed control flow graph.");
    }
}
