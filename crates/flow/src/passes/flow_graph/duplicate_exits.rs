//! Copies exits without a line, one for each jump, so that each can take the line of its jump.
//!
//! Follows `duplicate_exits_without_lineno` (`Python/flowgraph.c`).

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{Block, BlockId, CfgInstr, Graph};
use crate::ir::Label;
use crate::optimize::Context;

/// Copies line-less exits that several edges reach; gives the ones behind a fall-through the line before.
pub(crate) fn duplicate_exits(cx: &mut Context) -> Result<(), CompileError> {
    let interruptible = cx.target.duplicates_interruptible_exits();
    let graph = &mut cx.graph;
    if graph.is_straight() || !graph.has_blocks_with(Facts::LINELESS) {
        return Ok(());
    }
    let is_shared = |block: &mut Block| block.may_hold(Facts::LINELESS) && block.predecessors > 1;
    if graph.blocks_mut().all_mut().any(is_shared) {
        give_each_jump_its_own(graph, interruptible);
    }
    inherit_by_fallthrough(graph, interruptible);
    Ok(())
}

fn give_each_jump_its_own(graph: &mut Graph, interruptible: bool) {
    let mut label = graph.next_label();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if let Some(target) = graph.nonempty(graph.jump_target(block))
            && graph[target].predecessors > 1
            && wants_line(graph, target, interruptible)
            && let Some(last) = graph.last(block)
        {
            let copy = duplicate(graph, block, &last, target);
            graph[copy].label = Some(Label(label));
            label += 1;
        }
    }
}

/// Whether a block can leave the code or be interrupted and has no line
/// (`is_exit_or_eval_check_without_lineno`).
fn wants_line(graph: &Graph, block: BlockId, interruptible: bool) -> bool {
    let can_be_interrupted = || interruptible && graph.instrs(block).iter().any(|instr| instr.op.has_eval_break());
    graph.may_hold(block, Facts::LINELESS)
        && graph.has_no_line(block)
        && (graph.exits_scope(block) || can_be_interrupted())
}

/// Links a copy of `target` behind it and leads the jump at the end of `block` there; gives the copy.
pub(crate) fn duplicate(graph: &mut Graph, block: BlockId, jump: &CfgInstr, target: BlockId) -> BlockId {
    graph.edges_changed = true;
    let copy = graph.add_block();
    graph.append_copies(copy, target);
    graph.instrs_mut(copy)[0].loc = jump.loc;
    let at = graph[block].len() - 1;
    graph.instrs_mut(block)[at].target = Some(copy);
    graph[target].predecessors -= 1;
    graph[copy].predecessors = 1;
    graph[copy].next = graph[target].next;
    graph[target].next = Some(copy);
    copy
}

/// What is left is reached by running on from the block before only.
pub(crate) fn inherit_by_fallthrough(graph: &mut Graph, interruptible: bool) {
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if let Some(next) = graph[block].next
            && graph.may_hold(next, Facts::LINELESS)
            && graph.falls_through(block)
            && wants_line(graph, next, interruptible)
            && let Some(last) = graph.last(block)
        {
            graph.instrs_mut(next)[0].loc = last.loc;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn each_jump_gets_its_own_exit() {
        check(
            duplicate_exits,
            "\
B1 preds=1:
    POP_JUMP_IF_TRUE -> B3 @1-1:0-1
B2 preds=1:
    NOP @2-2:0-1
B3 label=4 preds=2:
    RETURN_CONST 0
",
            "\
B1 preds=1:
    POP_JUMP_IF_TRUE -> B4 @1-1:0-1
B2 preds=1:
    NOP @2-2:0-1
B3 label=4 preds=1:
    RETURN_CONST 0 @2-2:0-1
B4 label=5 preds=1:
    RETURN_CONST 0 @1-1:0-1
",
        );
    }
}
