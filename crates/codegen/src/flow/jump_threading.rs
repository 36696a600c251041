//! Leads a jump to a jump straight to the second one's target.
//!
//! Follows `jump_thread` and the jump cases of `optimize_basic_block` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{self, JUMP, JUMP_IF_FALSE, JUMP_IF_TRUE, JUMP_NO_INTERRUPT};

use super::graph::{BlockId, CfgInstr, Graph};

/// Replaces the jump at the end of a block by a `NOP` and a jump to the target's target, with the target's location;
/// whether it did.
pub(crate) fn thread_jump(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let jump = graph.instr(block, index);
    let Some(through) = jump.target.and_then(|target| graph.instrs(target).first()).copied() else { return false };
    if skips_opposite(jump.op, through.op) {
        let behind = jump.target.and_then(|target| graph[target].next);
        graph.instrs_mut(block)[index].target = behind.or(jump.target);
        return behind.is_some();
    }
    let Some(op) = threaded_op(jump.op, through.op) else { return false };
    if jump.target == through.target {
        return false;
    }
    graph.instrs_mut(block)[index].set_nop();
    graph.append(block, CfgInstr { op, arg: 0, ..through });
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
    use super::super::optimize_basic_blocks::optimize_basic_blocks;
    use super::super::testing::check;

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
