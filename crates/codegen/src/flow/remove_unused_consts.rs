//! Removes the constants that no instruction loads.
//!
//! Invariant: the first constant stays, because it can be the docstring. Follows `remove_unused_consts`
//! (`Python/flowgraph.c`).

use super::Context;
use super::consts::out_of_range;
use super::op_facts::Facts;
use crate::error::CompileError;

/// Numbers the constants in use anew, in the same order.
pub(crate) fn remove_unused_consts(cx: &mut Context) -> Result<(), CompileError> {
    if cx.unit.consts.is_empty() {
        return Ok(());
    }
    let used = mark_used(cx)?;
    if used.iter().all(|used| *used) {
        return Ok(());
    }
    let numbers = new_numbers(&used);
    let mut marks = used.iter();
    cx.unit.consts.retain(|_| marks.next().copied().unwrap_or(false));
    let facts = cx.graph.facts();
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(&cx.graph) {
        for instr in cx.graph.instrs_mut(block) {
            if facts.get(instr.op).has(Facts::CONST) {
                instr.arg = numbers[instr.arg as usize];
            }
        }
    }
    Ok(())
}

/// How many constants in use stand before each.
fn new_numbers(used: &[bool]) -> Vec<u32> {
    let mut count = 0;
    let mut numbers = Vec::with_capacity(used.len());
    for used in used {
        numbers.push(count);
        count += u32::from(*used);
    }
    numbers
}

/// Which constants some instruction loads.
fn mark_used(cx: &Context) -> Result<Vec<bool>, CompileError> {
    let mut used = vec![false; cx.unit.consts.len()];
    used[0] = true;
    let facts = cx.graph.facts();
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(&cx.graph) {
        for instr in cx.graph.instrs(block).iter().filter(|instr| facts.get(instr.op).has(Facts::CONST)) {
            let len = used.len();
            *used.get_mut(instr.arg as usize).ok_or_else(|| out_of_range(instr.arg, len))? = true;
        }
    }
    Ok(used)
}

#[cfg(test)]
mod tests {
    use pycmill_object::Pool;

    use super::super::testing::run_in;
    use super::*;

    #[test]
    fn the_first_constant_stays_and_the_rest_moves_up() {
        let (mut pool, mut unit) = super::super::testing::empty_unit();
        unit.consts = vec![Pool::NONE, Pool::TRUE, Pool::FALSE, Pool::ELLIPSIS];
        let text = "B1:\n    LOAD_CONST 3\n    RETURN_CONST 2\n";
        let result = run_in(remove_unused_consts, &mut pool, &mut unit, text).unwrap();
        assert_eq!(result, "B1:\n    LOAD_CONST 2\n    RETURN_CONST 1\n");
        assert_eq!(unit.consts, [Pool::NONE, Pool::FALSE, Pool::ELLIPSIS]);
    }
}
