//! Replaces the pseudo jumps that keep the value they test.
//!
//! Follows `convert_pseudo_conditional_jumps` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{COPY, JUMP_IF_FALSE, JUMP_IF_TRUE, POP_JUMP_IF_FALSE, POP_JUMP_IF_TRUE, TO_BOOL};

use crate::error::CompileError;
use crate::graph::CfgInstr;
use crate::optimize::Context;

/// The value is copied, its truth tested and popped; all with the location and the handler of the jump.
pub(crate) fn convert_pseudo_jumps(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let Some(jump) = graph.instrs_mut(block).last_mut() else { continue };
        jump.op = match jump.op {
            JUMP_IF_FALSE => POP_JUMP_IF_FALSE,
            JUMP_IF_TRUE => POP_JUMP_IF_TRUE,
            _ => continue,
        };
        let test = [(COPY, 1), (TO_BOOL, 0)].map(|(op, arg)| CfgInstr { op, arg, target: None, ..*jump });
        let index = graph[block].len() - 1;
        graph.insert(block, index, &test);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn the_value_is_copied_before_it_is_tested() {
        check_in(
            "3.14",
            convert_pseudo_jumps,
            "B1:\n    LOAD_FAST 0\n    JUMP_IF_FALSE -> B2 !B3 @1-1:0-1\nB2:\n    RETURN_VALUE\nB3:\n    RERAISE 0\n",
            "\
B1:
    LOAD_FAST 0
    COPY 1 !B3 @1-1:0-1
    TO_BOOL !B3 @1-1:0-1
    POP_JUMP_IF_FALSE -> B2 !B3 @1-1:0-1
B2:
    RETURN_VALUE
B3:
    RERAISE 0
",
        );
    }
}
