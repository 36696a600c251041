//! Removes the constants that no instruction loads.
//!
//! Invariant: the first constant stays, because it can be the docstring. Follows `remove_unused_consts`
//! (`Python/flowgraph.c`).

use crate::constants::consts::out_of_range;
use crate::error::CompileError;
use crate::graph::Graph;
use crate::graph::facts::Facts;
use crate::ir::Unit;
use crate::optimize::Context;

/// Numbers the constants in use anew, in the same order.
pub(crate) fn remove_unused_consts(cx: &mut Context) -> Result<(), CompileError> {
    if cx.unit.consts.is_empty() {
        return Ok(());
    }
    let Context { graph, scratch, unit, .. } = cx;
    let numbers = &mut scratch.numbers;
    begin_marking(numbers, unit);
    let used = mark_used(graph, numbers)?;
    drop_unused(graph, numbers, unit, used);
    Ok(())
}

/// Prepares the marks of the constants: the first one stays.
pub(crate) fn begin_marking(numbers: &mut Vec<u32>, unit: &Unit) {
    numbers.clear();
    numbers.resize(unit.consts.len(), UNUSED);
    if let Some(first) = numbers.first_mut() {
        *first = 0;
    }
}

/// Drops the constants that are not marked; `used` of them are.
pub(crate) fn drop_unused(graph: &mut Graph, numbers: &mut [u32], unit: &mut Unit, used: usize) {
    if used == numbers.len() {
        return;
    }
    let mut marks = numbers.iter();
    unit.consts.retain(|_| marks.next().is_some_and(|mark| *mark != UNUSED));
    number_used(numbers);
    let facts = graph.facts();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        for instr in graph.instrs_mut(block) {
            if facts.get(instr.op).has(Facts::CONST) {
                instr.arg = numbers[instr.arg as usize];
            }
        }
    }
}

/// What stands for the number of a constant without use.
const UNUSED: u32 = u32::MAX;

/// Gives the constants in use their new numbers.
fn number_used(numbers: &mut [u32]) {
    for (new, number) in (0..).zip(numbers.iter_mut().filter(|number| **number != UNUSED)) {
        *number = new;
    }
}

/// Takes the mark from the constants that some instruction loads; gives how many are in use.
fn mark_used(graph: &Graph, numbers: &mut [u32]) -> Result<usize, CompileError> {
    let mut used = 1;
    let facts = graph.facts();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        for instr in graph.instrs(block) {
            if facts.get(instr.op).has(Facts::CONST) {
                used += mark(numbers, instr.arg)?;
            }
        }
    }
    Ok(used)
}

/// Marks a constant as one that is in use; 1 if it had no mark.
#[inline]
pub(crate) fn mark(numbers: &mut [u32], constant: u32) -> Result<usize, CompileError> {
    let len = numbers.len();
    let number = numbers.get_mut(constant as usize).ok_or_else(|| out_of_range(constant, len))?;
    Ok(usize::from(std::mem::replace(number, 0) == UNUSED))
}

#[cfg(test)]
mod tests {
    use pycmill_object::Pool;

    use super::*;
    use crate::testing::run_in;

    #[test]
    fn the_first_constant_stays_and_the_rest_moves_up() {
        let (mut pool, mut unit) = crate::testing::empty_unit();
        unit.consts = vec![Pool::NONE, Pool::TRUE, Pool::FALSE, Pool::ELLIPSIS];
        let text = "B1:\n    LOAD_CONST 3\n    RETURN_CONST 2\n";
        let result = run_in(remove_unused_consts, &mut pool, &mut unit, text).unwrap();
        assert_eq!(result, "B1:\n    LOAD_CONST 2\n    RETURN_CONST 1\n");
        assert_eq!(unit.consts, [Pool::NONE, Pool::FALSE, Pool::ELLIPSIS]);
    }
}
