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

/// The slots of a unit. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    pub(crate) names: Vec<ObjId>,
    pub(crate) kinds: Vec<u8>,
}

impl Slots {
    /// Locals, then cells that are no locals, then free variables.
    pub(crate) fn compute(&mut self, target: Target, unit: &Unit, nlocalsplus: u32) -> Result<(), CompileError> {
        let Self { names, kinds } = self;
        names.clear();
        names.extend_from_slice(&unit.varnames);
        kinds.clear();
        kinds.resize(names.len(), LOCAL);
        mark_locals(unit, kinds);
        if target.marks_argument_slots() {
            mark_arguments(unit, kinds);
        }
        if !unit.cellvars.is_empty() {
            let locals: FxHashSet<ObjId> = unit.varnames.iter().copied().collect();
            names.extend(unit.cellvars.iter().filter(|name| !locals.contains(name)));
            kinds.resize(names.len(), CELL);
        }
        names.extend_from_slice(&unit.freevars);
        kinds.resize(names.len(), FREE);
        if names.len() != nlocalsplus as usize {
            return Err(system_error("the flow graph counted other slots than the assembler"));
        }
        Ok(())
    }
}

/// Tells of each local whether it is hidden, and whether inner functions share it.
fn mark_locals(unit: &Unit, kinds: &mut [u8]) {
    for (marked, bit) in [(&unit.fast_hidden, HIDDEN), (&unit.cellvars, CELL)] {
        if marked.is_empty() {
            continue;
        }
        let marked: FxHashSet<ObjId> = marked.iter().copied().collect();
        for (kind, name) in kinds.iter_mut().zip(&unit.varnames) {
            *kind |= if marked.contains(name) { bit } else { 0 };
        }
    }
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
