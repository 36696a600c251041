//! The names and kinds of the slots of a frame.
//!
//! Follows `compute_localsplus_info` (`Python/assemble.c`).

use pycmill_object::ObjId;
use pycmill_target::Target;
use pycmill_target::operands::code_flags::{VARARGS, VARKEYWORDS};
use rustc_hash::FxHashSet;

use super::system_error;
use crate::error::CompileError;
use crate::ir::Unit;

/// `CO_FAST_ARG_POS`, `CO_FAST_ARG_KW`, `CO_FAST_ARG_VAR`.
const BY_POSITION: u8 = 0x02;
const BY_KEYWORD: u8 = 0x04;
const VARIADIC: u8 = 0x08;
const HIDDEN: u8 = 0x10;
const LOCAL: u8 = 0x20;
const CELL: u8 = 0x40;
const FREE: u8 = 0x80;

/// Locals, then cells that are no locals, then free variables.
pub(crate) fn compute(target: Target, unit: &Unit, nlocalsplus: u32) -> Result<(Vec<ObjId>, Vec<u8>), CompileError> {
    let mut names = unit.varnames.clone();
    let mut kinds = local_kinds(unit);
    if target.marks_argument_slots() {
        mark_arguments(unit, &mut kinds);
    }
    if !unit.cellvars.is_empty() {
        let locals: FxHashSet<ObjId> = unit.varnames.iter().copied().collect();
        names.extend(unit.cellvars.iter().filter(|name| !locals.contains(name)));
        kinds.resize(names.len(), CELL);
    }
    names.extend(&unit.freevars);
    kinds.resize(names.len(), FREE);
    if names.len() != nlocalsplus as usize {
        return Err(system_error("the flow graph counted other slots than the assembler"));
    }
    Ok((names, kinds))
}

fn local_kinds(unit: &Unit) -> Vec<u8> {
    if unit.fast_hidden.is_empty() && unit.cellvars.is_empty() {
        return vec![LOCAL; unit.varnames.len()];
    }
    let hidden: FxHashSet<ObjId> = unit.fast_hidden.iter().copied().collect();
    let cells: FxHashSet<ObjId> = unit.cellvars.iter().copied().collect();
    let kind = |name| {
        let extra = |set: &FxHashSet<ObjId>, bit| if set.contains(name) { bit } else { 0 };
        LOCAL | extra(&hidden, HIDDEN) | extra(&cells, CELL)
    };
    unit.varnames.iter().map(kind).collect()
}

/// Tells of each parameter how arguments reach it; the parameters are the first locals.
fn mark_arguments(unit: &Unit, kinds: &mut [u8]) {
    let runs = [
        (unit.posonlyargcount, BY_POSITION),
        (unit.argcount.saturating_sub(unit.posonlyargcount), BY_POSITION | BY_KEYWORD),
        (unit.kwonlyargcount, BY_KEYWORD),
        (u32::from(unit.flags & VARARGS != 0), VARIADIC | BY_POSITION),
        (u32::from(unit.flags & VARKEYWORDS != 0), VARIADIC | BY_KEYWORD),
    ];
    let bits = runs.into_iter().flat_map(|(count, bits)| std::iter::repeat_n(bits, count as usize));
    for (kind, bits) in kinds.iter_mut().zip(bits) {
        *kind |= bits;
    }
}
