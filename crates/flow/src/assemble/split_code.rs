//! The code object whose variables are three tuples.
//!
//! Invariant: the tuples go through the constant cache in CPython's order. Follows `makecode` (`Python/compile.c` up to 3.10)
//! and `PyCode_NewWithPosOnlyArgs` (`Objects/codeobject.c`).

use pycmill_object::{CodeObject, Locals, ObjId, Pool};
use pycmill_target::operands::code_flags::NOFREE;

use crate::ir::{Flow, Unit};

/// The tuples of names of a code object.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameTuples {
    names: ObjId,
    varnames: ObjId,
    cellvars: ObjId,
    freevars: ObjId,
}

impl NameTuples {
    /// Puts the names of a unit into the constant cache.
    pub(super) fn merged(pool: &mut Pool, unit: &Unit) -> Self {
        Self {
            names: pool.merged_tuple(&unit.names),
            varnames: pool.merged_tuple(&unit.varnames),
            cellvars: pool.merged_tuple(&unit.cellvars),
            freevars: pool.merged_tuple(&unit.freevars),
        }
    }
}

/// What the assembler made for a code object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) names: NameTuples,
    pub(super) consts: ObjId,
    pub(super) code: ObjId,
    pub(super) linetable: ObjId,
    pub(super) filename: ObjId,
}

/// The code object of a unit before it is finished.
pub(super) fn code_object(unit: &Unit, flow: &Flow, parts: Parts) -> CodeObject {
    let NameTuples { names, varnames, cellvars, freevars } = parts.names;
    let has_no_cell = unit.cellvars.is_empty() && unit.freevars.is_empty();
    CodeObject {
        argcount: unit.argcount,
        posonlyargcount: unit.posonlyargcount,
        kwonlyargcount: unit.kwonlyargcount,
        stacksize: flow.stackdepth,
        flags: unit.flags | if has_no_cell { NOFREE } else { 0 },
        code: parts.code,
        consts: parts.consts,
        names,
        locals: Locals::Split { nlocals: unit.varnames.len() as u32, varnames, freevars, cellvars },
        filename: parts.filename,
        name: unit.name,
        qualname: None,
        firstlineno: unit.firstlineno,
        linetable: parts.linetable,
        exceptiontable: None,
    }
}
