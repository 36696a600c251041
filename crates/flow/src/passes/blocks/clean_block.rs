//! Removes the `NOP`s that no line needs from a block.
//!
//! Follows `clean_basic_block` (`Python/compile.c` of 3.10).

use pycmill_target::Opcode::NOP;

use crate::graph::facts::Facts;
use crate::graph::{BlockId, Graph};
use crate::passes::common::remove_nops::first_line_after;

/// A `NOP` goes if it has no line, or if the instruction before or after it can stand for its line; `previous` is the line of the
/// code before the block.
pub(super) fn clean_block(graph: &mut Graph, block: BlockId, mut previous: i32) {
    if !graph.may_hold(block, Facts::NOP) {
        return;
    }
    let after = first_line_after(graph, block);
    let instrs = graph.instrs_mut(block);
    let (mut kept, mut nops) = (0, false);
    for at in 0..instrs.len() {
        let line = instrs[at].loc.line;
        if instrs[at].op == NOP {
            if line < 0 || line == previous {
                continue;
            }
            match instrs.get_mut(at + 1) {
                Some(next) if next.loc.line < 0 || next.loc.line == line => {
                    next.loc.line = line;
                    continue;
                }
                None if after == Some(line) => continue,
                _ => nops = true,
            }
        }
        instrs[kept] = instrs[at];
        kept += 1;
        previous = line;
    }
    graph.truncate(block, kept);
    if !nops {
        graph.no_longer_holds(block, Facts::NOP);
    }
}
