//! Copies small exits without a line to the jumps that lead there, the newest block first.
//!
//! Follows `extend_block` (`Python/compile.c` of 3.11).

use pycmill_target::Opcode::JUMP;

use crate::error::CompileError;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::passes::fusing::inline_small_blocks::MAX_COPY_SIZE;

/// One visit to every block that was ever made. A block extended before can be copied itself.
pub(crate) fn inline_exits(cx: &mut Context) -> Result<(), CompileError> {
    for block in cx.graph.newest_first() {
        extend(cx.graph, block);
    }
    Ok(())
}

fn extend(graph: &mut Graph, block: BlockId) {
    let Some(last) = graph.last(block).filter(|last| last.op == JUMP) else { return };
    let Some(target) = last.target else { return };
    if graph.exits_scope(target) && graph[target].len() <= MAX_COPY_SIZE && has_no_positive_line(graph, target) {
        graph.inline_target(block, target);
    }
}

/// Line 0, that of a module's first instruction, counts as none here (`basicblock_has_lineno`).
fn has_no_positive_line(graph: &Graph, block: BlockId) -> bool {
    graph.instrs(block).iter().all(|instr| instr.loc.line <= 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn the_order_of_visits_decides_what_is_small() {
        check(
            inline_exits,
            "\
B1:
    JUMP -> B3
B2:
    JUMP -> B4 @2-2:0-1
B3:
    NOP
    JUMP -> B4
B4:
    LOAD_CONST 0
    RETURN_VALUE
",
            "\
B1:
    NOP
    NOP
    NOP
    LOAD_CONST 0
    RETURN_VALUE
B2:
    NOP @2-2:0-1
    LOAD_CONST 0
    RETURN_VALUE
B3:
    NOP
    NOP
    LOAD_CONST 0
    RETURN_VALUE
B4:
    LOAD_CONST 0
    RETURN_VALUE
",
        );
    }

    #[test]
    fn exits_with_a_line_stay_where_they_are() {
        let text = "B1:\n    JUMP -> B2\nB2:\n    RETURN_VALUE @1-1:0-1\n";
        check(inline_exits, text, text);
    }
}
