//! Gives returns a line that got none otherwise: that of the code before.
//!
//! Follows `guarantee_lineno_for_exits` (`Python/flowgraph.c`) of 3.12.

use pycmill_target::Opcode::RETURN_VALUE;

use crate::error::CompileError;
use crate::optimize::Context;

/// Only `RETURN_VALUE` counts, and only the line is set, not the columns.
pub(crate) fn guarantee_exit_lines(cx: &mut Context) -> Result<(), CompileError> {
    let mut line = cx.unit.firstlineno;
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let Some(last) = graph.last(block) else { continue };
        if !last.has_no_line() {
            line = last.loc.line;
        } else if last.op == RETURN_VALUE {
            for instr in graph.instrs_mut(block) {
                instr.loc.line = line;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn a_return_has_the_line_before() {
        check_in(
            "3.12.1",
            guarantee_exit_lines,
            "B1:\n    RAISE_VARARGS 0 @7-7:0-1\nB2:\n    LOAD_FAST 0\n    RETURN_VALUE\nB3:\n    RETURN_CONST 0\n",
            "B1:\n    RAISE_VARARGS 0 @7-7:0-1\nB2:\n    LOAD_FAST 0 @7-?:?-?\n    RETURN_VALUE @7-?:?-?\nB3:\n    RETURN_CONST 0\n",
        );
    }
}
