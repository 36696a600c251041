//! Puts the instructions at the start of a function that make its cells and its generator, and numbers the slots.
//!
//! Invariant: slots are locals, then cells that are no locals, then free variables. Follows `prepare_localsplus`,
//! `build_cellfixedoffsets`, `insert_prefix_instructions` and `fix_cell_offsets` (`Python/flowgraph.c`).

use pycmill_object::ObjId;
use pycmill_target::Opcode::{
    COPY_FREE_VARS, DELETE_DEREF, LOAD_CLASSDEREF, LOAD_CLOSURE, LOAD_DEREF, LOAD_FROM_DICT_OR_DEREF, MAKE_CELL,
    POP_TOP, RETURN_GENERATOR, STORE_DEREF,
};
use pycmill_target::{GeneratorStart, Target};
use rustc_hash::FxHashMap;

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{CfgInstr, Graph};
use crate::ir::{Location, Unit};
use crate::optimize::{Context, malformed};

/// `CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR`.
const GENERATOR_FLAGS: u32 = 0x20 | 0x80 | 0x200;

/// Inserts the prefix and turns the numbers of cells and free variables into slots.
pub(crate) fn prepare_localsplus(cx: &mut Context) -> Result<(), CompileError> {
    let unit = &*cx.unit;
    let has_cells = !unit.cellvars.is_empty() || !unit.freevars.is_empty();
    if !has_cells && !is_generator(unit) && !cx.graph.has_blocks_with(Facts::CELL) {
        cx.nlocalsplus = unit.varnames.len() as u32;
        return Ok(());
    }
    let slots = slots(unit);
    let mut prefix = prefix(unit, &slots.unshared);
    if cx.target.generator_start() == GeneratorStart::Prefix {
        prefix.extend(generator_start(cx.target, cx.unit).into_iter().flatten());
    }
    if !prefix.is_empty() {
        cx.graph.insert(Graph::ENTRY, 0, &prefix);
    }
    fix_offsets(cx.graph, &slots.fixed)?;
    cx.nlocalsplus = slots.count;
    Ok(())
}

/// Where cells and free variables live, by their number.
struct Slots {
    /// Before the slots of cells that are locals, too, are dropped.
    unshared: Vec<u32>,
    /// The final slot.
    fixed: Vec<u32>,
    /// Number of all slots.
    count: u32,
}

fn slots(unit: &Unit) -> Slots {
    let nlocals = unit.varnames.len() as u32;
    let behind_locals = unit.cellvars.len() + unit.freevars.len();
    let mut unshared: Vec<u32> = (nlocals..).take(behind_locals).collect();
    if !unit.cellvars.is_empty() {
        let locals: FxHashMap<ObjId, u32> = unit.varnames.iter().copied().zip(0..).collect();
        for (slot, name) in unshared.iter_mut().zip(&unit.cellvars) {
            *slot = locals.get(name).copied().unwrap_or(*slot);
        }
    }
    let mut dropped = 0;
    let mut fixed = unshared.clone();
    for slot in &mut fixed {
        if *slot >= nlocals {
            *slot -= dropped;
        } else {
            dropped += 1;
        }
    }
    let count = nlocals + behind_locals as u32 - dropped;
    Slots { unshared, fixed, count }
}

/// Free variables, then cells in the order of their slots.
fn prefix(unit: &Unit, slots: &[u32]) -> Vec<CfgInstr> {
    let mut prefix = Vec::new();
    if !unit.freevars.is_empty() {
        prefix.push(CfgInstr::new(COPY_FREE_VARS, unit.freevars.len() as u32, Location::NONE));
    }
    let mut cells: Vec<u32> = (0..unit.cellvars.len() as u32).collect();
    cells.sort_unstable_by_key(|cell| slots[*cell as usize]);
    prefix.extend(cells.into_iter().map(|cell| CfgInstr::new(MAKE_CELL, cell, Location::NONE)));
    prefix
}

/// Makes the generator object and drops what it is resumed with first.
fn generator_start(target: Target, unit: &Unit) -> Option<[CfgInstr; 2]> {
    let location = Location::new(unit.firstlineno, unit.firstlineno, -1, -1);
    let pop_location = if target.generator_start_shares_location() { location } else { Location::NONE };
    let start = [CfgInstr::new(RETURN_GENERATOR, 0, location), CfgInstr::new(POP_TOP, 0, pop_location)];
    is_generator(unit).then_some(start)
}

/// Whether the code makes a generator, a coroutine or an asynchronous generator.
pub(crate) const fn is_generator(unit: &Unit) -> bool {
    unit.flags & GENERATOR_FLAGS != 0
}

fn fix_offsets(graph: &mut Graph, fixed: &[u32]) -> Result<(), CompileError> {
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if !graph.may_hold(block, Facts::CELL) {
            continue;
        }
        for instr in graph.instrs_mut(block) {
            if let MAKE_CELL
            | LOAD_CLOSURE
            | LOAD_DEREF
            | STORE_DEREF
            | DELETE_DEREF
            | LOAD_FROM_DICT_OR_DEREF
            | LOAD_CLASSDEREF = instr.op
            {
                let slot = fixed.get(instr.arg as usize).copied();
                instr.arg = slot.ok_or_else(|| malformed("a cell that the unit has not"))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{empty_unit, run_in};

    #[test]
    fn a_captured_parameter_keeps_its_slot() {
        let (mut pool, mut unit) = empty_unit();
        let [a, b, c, d] = [b"a", b"b", b"c", b"d"].map(|name| pool.intern(name));
        unit.varnames = vec![a, b];
        unit.cellvars = vec![c, b];
        unit.freevars = vec![d];
        unit.flags = 0x20;
        unit.firstlineno = 7;
        let text = "B1:\n    RESUME 0\n    LOAD_DEREF 0\n    LOAD_DEREF 1\n    LOAD_DEREF 2\n";
        let expected = "\
B1:
    COPY_FREE_VARS 1
    MAKE_CELL 1
    MAKE_CELL 2
    RETURN_GENERATOR @7-7:?-?
    POP_TOP @7-7:?-?
    RESUME 0
    LOAD_DEREF 2
    LOAD_DEREF 1
    LOAD_DEREF 3
";
        assert_eq!(run_in(prepare_localsplus, &mut pool, &mut unit, text).unwrap(), expected);
    }
}
