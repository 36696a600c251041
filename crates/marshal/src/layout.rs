//! The order of the fields of a code object in each format; reader and writer follow one list.
//!
//! Follows `w_complex_object` and `r_object` (`Python/marshal.c`), arm `TYPE_CODE`.

use pycmill_object::{CodeObject, Locals, ObjId};
use pycmill_target::Target;

/// A field of a code object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Field {
    Number(Number),
    Object(Object),
}

/// A field of four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Number {
    Argcount,
    Posonlyargcount,
    Kwonlyargcount,
    Nlocals,
    Stacksize,
    Flags,
    Firstlineno,
}

/// A field that is an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Object {
    Code,
    Consts,
    Names,
    Varnames,
    Freevars,
    Cellvars,
    Localsplusnames,
    Localspluskinds,
    Filename,
    Name,
    Qualname,
    Linetable,
    Exceptiontable,
}

/// 3.8–3.10.
const SPLIT: [Field; 16] = [
    Field::Number(Number::Argcount),
    Field::Number(Number::Posonlyargcount),
    Field::Number(Number::Kwonlyargcount),
    Field::Number(Number::Nlocals),
    Field::Number(Number::Stacksize),
    Field::Number(Number::Flags),
    Field::Object(Object::Code),
    Field::Object(Object::Consts),
    Field::Object(Object::Names),
    Field::Object(Object::Varnames),
    Field::Object(Object::Freevars),
    Field::Object(Object::Cellvars),
    Field::Object(Object::Filename),
    Field::Object(Object::Name),
    Field::Number(Number::Firstlineno),
    Field::Object(Object::Linetable),
];

/// 3.11 and later.
const PLUS: [Field; 16] = [
    Field::Number(Number::Argcount),
    Field::Number(Number::Posonlyargcount),
    Field::Number(Number::Kwonlyargcount),
    Field::Number(Number::Stacksize),
    Field::Number(Number::Flags),
    Field::Object(Object::Code),
    Field::Object(Object::Consts),
    Field::Object(Object::Names),
    Field::Object(Object::Localsplusnames),
    Field::Object(Object::Localspluskinds),
    Field::Object(Object::Filename),
    Field::Object(Object::Name),
    Field::Object(Object::Qualname),
    Field::Number(Number::Firstlineno),
    Field::Object(Object::Linetable),
    Field::Object(Object::Exceptiontable),
];

/// The fields of a code object in the order in which they are written. The last is an object.
#[inline]
pub(crate) fn fields(target: Target) -> &'static [Field] {
    if target.has_localsplus() { &PLUS } else { &SPLIT }
}

/// A number of a code object, 0 if its layout has no such field.
#[inline]
pub(crate) fn number(code: &CodeObject, field: Number) -> i32 {
    let unsigned = match field {
        Number::Argcount => code.argcount,
        Number::Posonlyargcount => code.posonlyargcount,
        Number::Kwonlyargcount => code.kwonlyargcount,
        Number::Nlocals => match code.locals {
            Locals::Split { nlocals, .. } => nlocals,
            Locals::Plus { .. } => 0,
        },
        Number::Stacksize => code.stacksize,
        Number::Flags => code.flags,
        Number::Firstlineno => return code.firstlineno,
    };
    unsigned.cast_signed()
}

/// An object of a code object, unless its layout has no such field.
#[inline]
pub(crate) fn object(code: &CodeObject, field: Object) -> Option<ObjId> {
    match (field, code.locals) {
        (Object::Code, _) => Some(code.code),
        (Object::Consts, _) => Some(code.consts),
        (Object::Names, _) => Some(code.names),
        (Object::Varnames, Locals::Split { varnames, .. }) => Some(varnames),
        (Object::Freevars, Locals::Split { freevars, .. }) => Some(freevars),
        (Object::Cellvars, Locals::Split { cellvars, .. }) => Some(cellvars),
        (Object::Varnames | Object::Freevars | Object::Cellvars, Locals::Plus { .. }) => None,
        (Object::Localsplusnames, Locals::Plus { names, .. }) => Some(names),
        (Object::Localspluskinds, Locals::Plus { kinds, .. }) => Some(kinds),
        (Object::Localsplusnames | Object::Localspluskinds, Locals::Split { .. }) => None,
        (Object::Filename, _) => Some(code.filename),
        (Object::Name, _) => Some(code.name),
        (Object::Qualname, _) => code.qualname,
        (Object::Linetable, _) => Some(code.linetable),
        (Object::Exceptiontable, _) => code.exceptiontable,
    }
}

impl Object {
    /// CPython's name without `co_`; the line table is `co_lnotab` in 3.8 and 3.9.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Consts => "consts",
            Self::Names => "names",
            Self::Varnames => "varnames",
            Self::Freevars => "freevars",
            Self::Cellvars => "cellvars",
            Self::Localsplusnames => "localsplusnames",
            Self::Localspluskinds => "localspluskinds",
            Self::Filename => "filename",
            Self::Name => "name",
            Self::Qualname => "qualname",
            Self::Linetable => "linetable",
            Self::Exceptiontable => "exceptiontable",
        }
    }
}
