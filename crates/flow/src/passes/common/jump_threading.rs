//! Leads a jump to a jump straight to the second one's target.
//!
//! Follows `jump_thread` and the jump cases of `optimize_basic_block` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{
    self, JUMP, JUMP_IF_FALSE, JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE, JUMP_IF_TRUE_OR_POP, JUMP_NO_INTERRUPT,
    POP_JUMP_IF_FALSE, POP_JUMP_IF_TRUE,
};

use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};

/// Replaces the jump at the end of a block by a `NOP` and a jump to the target's target, with the target's location;
/// whether it did.
pub(crate) fn thread_jump(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let jump = graph.instr(block, index);
    let Some(through) = jump.target.and_then(|target| graph.instrs(target).first()).copied() else { return false };
    if skips_opposite(jump.op, through.op) {
        let behind = jump.target.and_then(|target| graph[target].next);
        graph.edges_changed = true;
        graph.instrs_mut(block)[index].target = behind.or(jump.target);
        return behind.is_some();
    }
    let Some(op) = threaded_op(jump.op, through.op) else { return false };
    if jump.target == through.target {
        return false;
    }
    graph.edges_changed = true;
    graph.instrs_mut(block)[index].set_nop();
    graph.now_holds(block, Facts::NOP);
    graph.append(block, CfgInstr { op, arg: 0, ..through });
    true
}

/// Leads the jump at an index to the target of the unconditional jump it leads to, if that one stands on the same line
/// or on none; whether it did.
pub(crate) fn thread_jump_in_place(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let jump = graph.instr(block, index);
    let Some(through) = jump.target.and_then(|target| graph.instrs(target).first()).copied() else { return false };
    let same_line = jump.loc.line == through.loc.line || through.has_no_line();
    if through.op != JUMP || !same_line || jump.target == through.target {
        return false;
    }
    graph.instrs_mut(block)[index].target = through.target;
    true
}

/// The same for a jump that stands on the same line as the one it leads to, which can test the value that the first one
/// keeps; a second test that fails for sure is jumped over.
pub(crate) fn thread_test_in_place(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let jump = graph.instr(block, index);
    let Some(target) = jump.target else { return false };
    let Some(through) = graph.instrs(target).first().filter(|through| through.loc.line == jump.loc.line) else {
        return false;
    };
    let (op, to) = match (jump.op, through.op) {
        (JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE_OR_POP | POP_JUMP_IF_TRUE) => (POP_JUMP_IF_FALSE, graph[target].next),
        (JUMP_IF_TRUE_OR_POP, JUMP_IF_FALSE_OR_POP | POP_JUMP_IF_FALSE) => (POP_JUMP_IF_TRUE, graph[target].next),
        (JUMP_IF_FALSE_OR_POP, POP_JUMP_IF_FALSE | JUMP_IF_FALSE_OR_POP)
        | (JUMP_IF_TRUE_OR_POP, POP_JUMP_IF_TRUE | JUMP_IF_TRUE_OR_POP) => (through.op, through.target),
        (op, JUMP) => (op, through.target),
        _ => return false,
    };
    if to.is_none() || to == jump.target {
        return false;
    }
    let instr = &mut graph.instrs_mut(block)[index];
    (instr.op, instr.target) = (op, to);
    true
}

/// Whether the second jump tests the same value and is never taken.
const fn skips_opposite(jump: Opcode, through: Opcode) -> bool {
    matches!((jump, through), (JUMP_IF_FALSE, JUMP_IF_TRUE) | (JUMP_IF_TRUE, JUMP_IF_FALSE))
}

/// The jump that stands for one jump and the jump it leads to.
const fn threaded_op(jump: Opcode, through: Opcode) -> Option<Opcode> {
    match (jump, through) {
        (JUMP | JUMP_NO_INTERRUPT, JUMP) => Some(JUMP),
        (JUMP | JUMP_NO_INTERRUPT, JUMP_NO_INTERRUPT)
        | (_, JUMP)
        | (JUMP_IF_FALSE, JUMP_IF_FALSE)
        | (JUMP_IF_TRUE, JUMP_IF_TRUE) => Some(jump),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::passes::fusing::optimize_basic_blocks::optimize_basic_blocks;
    use crate::testing::check;

    #[test]
    fn a_chain_of_jumps_is_followed_to_its_end() {
        check(
            optimize_basic_blocks,
            "\
B1:
    POP_JUMP_IF_TRUE -> B3 @1-1:0-1
B2:
    JUMP_NO_INTERRUPT -> B4 @2-2:0-1
B3:
    JUMP -> B4 @3-3:0-1
B4:
    JUMP -> B5 @4-4:0-1
B5:
    RETURN_CONST 0 @5-5:0-1
",
            "\
B1:
    NOP @1-1:0-1
    NOP @3-3:0-1
    POP_JUMP_IF_TRUE -> B5 @4-4:0-1
B2:
    NOP @2-2:0-1
    JUMP -> B5 @4-4:0-1
B3:
    NOP @3-3:0-1
    JUMP -> B5 @4-4:0-1
B4:
    JUMP -> B5 @4-4:0-1
B5:
    RETURN_CONST 0 @5-5:0-1
",
        );
    }
}
