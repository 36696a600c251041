//! Code objects.

use crate::ObjId;

/// A code object; follows `PyCodeObject` (`Include/cpython/code.h`). Objects are ids of the pool
/// that holds the code object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeObject {
    /// `co_argcount`: positional parameters, positional-only ones included.
    pub argcount: u32,
    /// `co_posonlyargcount`.
    pub posonlyargcount: u32,
    /// `co_kwonlyargcount`.
    pub kwonlyargcount: u32,
    /// `co_stacksize`, in slots.
    pub stacksize: u32,
    /// `co_flags`.
    pub flags: u32,
    /// `co_code`, a bytes object that no other slot holds.
    pub code: ObjId,
    /// `co_consts`, a tuple.
    pub consts: ObjId,
    /// `co_names`, a tuple.
    pub names: ObjId,
    /// The variables, in the layout of the version.
    pub locals: Locals,
    /// `co_filename`.
    pub filename: ObjId,
    /// `co_name`.
    pub name: ObjId,
    /// `co_qualname` (3.11+; `None` in older layouts).
    pub qualname: Option<ObjId>,
    /// `co_firstlineno`.
    pub firstlineno: i32,
    /// `co_linetable` (3.10+) or `co_lnotab`, a bytes object.
    pub linetable: ObjId,
    /// `co_exceptiontable` (3.11+), a bytes object.
    pub exceptiontable: Option<ObjId>,
}

/// How a code object names its variables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Locals {
    /// 3.8–3.10: three tuples and a count.
    Split {
        /// `co_nlocals`.
        nlocals: u32,
        /// `co_varnames`.
        varnames: ObjId,
        /// `co_freevars`.
        freevars: ObjId,
        /// `co_cellvars`.
        cellvars: ObjId,
    },
    /// 3.11+: one tuple and a bytes object of kinds.
    Plus {
        /// `co_localsplusnames`.
        names: ObjId,
        /// `co_localspluskinds`.
        kinds: ObjId,
    },
}
