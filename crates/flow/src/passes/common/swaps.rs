//! Shortens runs of `SWAP` and moves what is left into the order of the stores behind them.
//!
//! Follows `swaptimize` and `apply_static_swaps` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{self, NOP, POP_TOP, STORE_FAST, STORE_FAST_MAYBE_NULL, SWAP};

use crate::graph::{BlockId, CfgInstr, Graph};

/// Treats each run of swaps in a block.
pub(crate) fn optimize_swaps(graph: &mut Graph, block: BlockId) {
    let mut index = 0;
    while let Some(op) = graph.op_at(block, index) {
        if op == SWAP {
            index = optimize_swaps_at(graph, block, index);
        }
        index += 1;
    }
}

/// Treats the run that begins at an index; gives the index of its last instruction.
pub(crate) fn optimize_swaps_at(graph: &mut Graph, block: BlockId, index: usize) -> usize {
    let checks_stores = graph.target.static_swap_checks_same_variable();
    let instrs = graph.instrs_mut(block);
    let last = shorten_run(instrs, index);
    apply_static_swaps(instrs, last, checks_stores);
    last
}

/// Replaces a run of `SWAP` and `NOP` by the fewest swaps of the same effect; gives the index of its last
/// instruction, or `start` if there is one swap only.
fn shorten_run(instrs: &mut [CfgInstr], start: usize) -> usize {
    let run = &mut instrs[start..];
    let len = run.iter().position(|instr| !matches!(instr.op, SWAP | NOP)).unwrap_or(run.len());
    let run = &mut run[..len];
    if run.iter().filter(|instr| instr.op == SWAP).count() == 1 {
        return start;
    }
    let mut stack = permutation(run);
    let mut free = run.len();
    for item in 0..stack.len() {
        write_cycle(run, &mut free, &mut stack, item);
    }
    for instr in &mut run[..free] {
        instr.set_nop();
    }
    start + run.len() - 1
}

/// Where each stack item comes from, the top first, after a run of swaps.
fn permutation(run: &[CfgInstr]) -> Vec<Option<usize>> {
    let swaps = || run.iter().filter(|instr| instr.op == SWAP).map(|instr| instr.arg as usize);
    let depth = swaps().max().unwrap_or(0);
    let mut stack: Vec<Option<usize>> = (0..depth).map(Some).collect();
    for arg in swaps() {
        stack.swap(0, arg.max(1) - 1);
    }
    stack
}

/// Writes the swaps of the cycle through `item` from the end of the run, and marks its items as done.
fn write_cycle(run: &mut [CfgInstr], free: &mut usize, stack: &mut [Option<usize>], item: usize) {
    if stack[item].is_none_or(|from| from == item) {
        return;
    }
    let mut at = item;
    loop {
        // The top needs no swap with itself.
        if at != 0 {
            *free -= 1;
            run[*free].op = SWAP;
            run[*free].arg = at as u32 + 1;
        }
        let Some(from) = stack[at].take() else { return };
        at = from;
    }
}

/// Instructions that only pop the top and run no code of the program.
const fn is_swappable(op: Opcode) -> bool {
    matches!(op, STORE_FAST | STORE_FAST_MAYBE_NULL | POP_TOP)
}

/// The variable an instruction stores to.
fn stores_to(instr: &CfgInstr) -> Option<u32> {
    matches!(instr.op, STORE_FAST | STORE_FAST_MAYBE_NULL).then_some(instr.arg)
}

/// Exchanges stores instead of stack items, for the swaps up to `index` from right to left.
fn apply_static_swaps(instrs: &mut [CfgInstr], index: usize, checks_stores: bool) {
    for at in (0..=index).rev() {
        match instrs[at].op {
            SWAP => {}
            op if op == NOP || is_swappable(op) => continue,
            _ => return,
        }
        let Some((first, other)) = swapped_stores(instrs, at) else { return };
        if checks_stores && order_matters(&instrs[first..=other]) {
            return;
        }
        instrs[at].set_nop();
        instrs.swap(first, other);
    }
}

/// The two stores that a swap exchanges.
fn swapped_stores(instrs: &[CfgInstr], swap: usize) -> Option<(usize, usize)> {
    let first = next_swappable(instrs, swap, None)?;
    let line = instrs[first].loc.line;
    let line = (line >= 0).then_some(line);
    let mut other = first;
    for _ in 1..instrs[swap].arg {
        other = next_swappable(instrs, other, line)?;
    }
    Some((first, other))
}

/// The next instruction after `at` that can change places, on the given line.
fn next_swappable(instrs: &[CfgInstr], at: usize, line: Option<i32>) -> Option<usize> {
    let mut candidates = instrs.iter().enumerate().skip(at + 1);
    let (index, instr) =
        candidates.find(|(_, instr)| instr.op != NOP || line.is_some_and(|line| instr.loc.line != line))?;
    let same_line = line.is_none_or(|line| instr.loc.line == line);
    (same_line && is_swappable(instr.op)).then_some(index)
}

/// Whether the two ends store to one variable, or something between them stores where one of them does.
fn order_matters(instrs: &[CfgInstr]) -> bool {
    let [first, between @ .., last] = instrs else { return false };
    let ends = [stores_to(first), stores_to(last)];
    if ends == [None, None] {
        return false;
    }
    ends[0] == ends[1] || between.iter().any(|instr| stores_to(instr).is_some() && ends.contains(&stores_to(instr)))
}

#[cfg(test)]
mod tests {
    use crate::passes::fusing::optimize_basic_blocks::optimize_basic_blocks;
    use crate::testing::check;

    #[test]
    fn runs_are_shortened_and_right_aligned() {
        check(
            optimize_basic_blocks,
            "B1:\n    SWAP 3\n    NOP\n    SWAP 2\n    SWAP 3\n    SWAP 2\n    LOAD_FAST 0\n",
            "B1:\n    NOP\n    NOP\n    NOP\n    SWAP 2\n    SWAP 3\n    LOAD_FAST 0\n",
        );
    }

    #[test]
    fn stores_change_places_on_one_line_only() {
        let tail = "    RETURN_CONST 0\n";
        check(
            optimize_basic_blocks,
            &format!("B1:\n    SWAP 2\n    STORE_FAST 0 @1-1:0-1\n    STORE_FAST 1 @1-1:2-3\n{tail}"),
            &format!("B1:\n    NOP\n    STORE_FAST 1 @1-1:2-3\n    STORE_FAST 0 @1-1:0-1\n{tail}"),
        );
        let unchanged = format!("B1:\n    SWAP 2\n    STORE_FAST 0 @1-1:0-1\n    STORE_FAST 1 @2-2:2-3\n{tail}");
        check(optimize_basic_blocks, &unchanged, &unchanged);
        let same = format!("B1:\n    SWAP 3\n    STORE_FAST 1\n    STORE_FAST 0\n    STORE_FAST 1\n{tail}");
        check(optimize_basic_blocks, &same, &same);
    }
}
