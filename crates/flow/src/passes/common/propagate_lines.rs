//! Spreads locations to instructions that have none.
//!
//! Follows `propagate_line_numbers` (`Python/flowgraph.c`).

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::ir::Location;
use crate::optimize::Context;

/// Inside a block, and into the first instruction of a block with one predecessor.
pub(crate) fn propagate_lines(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    if !graph.has_blocks_with(Facts::LINELESS) {
        return Ok(());
    }
    let through_empty = graph.target.propagates_lines_through_empty_blocks();
    let mut rest = false;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph.may_hold(block, Facts::LINELESS) {
            propagate_inside(graph, block);
            rest |= !graph[block].is_empty() && graph.may_hold(block, Facts::LINELESS);
        }
        hand_on(graph, block, through_empty);
    }
    if !rest {
        graph.none_holds(Facts::LINELESS);
    }
    Ok(())
}

fn propagate_inside(graph: &mut Graph, block: BlockId) {
    let instrs = graph.instrs_mut(block);
    let Some(first) = instrs.first_mut() else { return };
    let begins_with_line = !first.has_no_line();
    if first.loc.line == Location::NONE.line {
        first.loc = Location::NONE;
    }
    for at in 1..instrs.len() {
        if instrs[at].loc.line == Location::NONE.line {
            instrs[at].loc = instrs[at - 1].loc;
        }
    }
    if begins_with_line {
        graph.no_longer_holds(block, Facts::LINELESS);
    }
}

/// Hands the location that a block ends with on to where control goes from there.
#[inline]
fn hand_on(graph: &mut Graph, block: BlockId, through_empty: bool) {
    let next = graph[block].next;
    let Some(CfgInstr { op, target, loc, .. }) = graph.instrs(block).last() else { return };
    let (facts, target, location) = (graph.facts().get(*op), *target, *loc);
    if let Some(next) = next
        && !facts.has(Facts::NO_FALLTHROUGH)
    {
        inherit(graph, next, location);
    }
    if let Some(mut target) = target
        && facts.has(Facts::JUMP)
    {
        if through_empty {
            target = behind_empty_blocks(graph, target);
        }
        inherit(graph, target, location);
    }
}

/// The block where a jump arrives if blocks without instructions and with one predecessor hand it on.
fn behind_empty_blocks(graph: &Graph, mut target: BlockId) -> BlockId {
    while graph[target].is_empty()
        && graph[target].predecessors == 1
        && let Some(next) = graph[target].next
    {
        target = next;
    }
    target
}

fn inherit(graph: &mut Graph, block: BlockId, location: Location) {
    if graph[block].predecessors == 1
        && graph.may_hold(block, Facts::LINELESS)
        && let Some(first) = graph.instrs_mut(block).first_mut()
        && first.loc.line == Location::NONE.line
    {
        first.loc = location;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn only_sole_predecessors_hand_their_line_on() {
        check(
            propagate_lines,
            "\
B1 preds=1:
    LOAD_FAST 0 @1-1:0-1
    POP_JUMP_IF_TRUE -> B3
B2 preds=1:
    NOP
    NOP
B3 preds=2:
    RETURN_CONST 0
",
            "\
B1 preds=1:
    LOAD_FAST 0 @1-1:0-1
    POP_JUMP_IF_TRUE -> B3 @1-1:0-1
B2 preds=1:
    NOP @1-1:0-1
    NOP @1-1:0-1
B3 preds=2:
    RETURN_CONST 0
",
        );
    }
}
