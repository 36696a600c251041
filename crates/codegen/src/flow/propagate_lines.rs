//! Spreads locations to instructions that have none.
//!
//! Follows `propagate_line_numbers` (`Python/flowgraph.c`).

use super::Context;
use super::graph::{BlockId, Graph};
use crate::error::CompileError;
use crate::ir::Location;

/// Inside a block, and into the first instruction of a block with one predecessor.
pub(crate) fn propagate_lines(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let Some(last) = graph.last(block) else { continue };
        let location = propagate_inside(graph, block);
        if let Some(next) = graph.fallthrough(block) {
            inherit(graph, next, location);
        }
        if let Some(target) = last.target.filter(|_| graph.is_jump(&last)) {
            inherit(graph, through_empty_blocks(graph, target), location);
        }
    }
    Ok(())
}

/// Gives the location that the block ends with.
fn propagate_inside(graph: &mut Graph, block: BlockId) -> Location {
    let instrs = graph.instrs_mut(block);
    for index in 0..instrs.len() {
        if instrs[index].loc.line == Location::NONE.line {
            instrs[index].loc = if index == 0 { Location::NONE } else { instrs[index - 1].loc };
        }
    }
    instrs.last().map_or(Location::NONE, |last| last.loc)
}

/// The block where a jump arrives; blocks without instructions and with one predecessor hand it on in some versions.
fn through_empty_blocks(graph: &Graph, mut target: BlockId) -> BlockId {
    while graph.target.propagates_lines_through_empty_blocks()
        && graph[target].is_empty()
        && graph[target].predecessors == 1
        && let Some(next) = graph[target].next
    {
        target = next;
    }
    target
}

fn inherit(graph: &mut Graph, block: BlockId, location: Location) {
    if graph[block].predecessors == 1
        && let Some(first) = graph.instrs_mut(block).first_mut()
        && first.loc.line == Location::NONE.line
    {
        first.loc = location;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

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
