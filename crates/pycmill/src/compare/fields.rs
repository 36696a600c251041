//! The fields of code objects, in the order in which differences are looked for: what a code object is, then what it
//! does, then what it is made of, and at the end where it comes from.

use pycmill_object::{CodeObject, Locals, ObjId};
use pycmill_target::{LineTable, Target};

/// A field of a code object.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) part: Part,
    /// Whether it only says where the code comes from.
    pub(crate) is_place: bool,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Number(i64),
    Object(ObjId),
}

/// The fields; those that a layout lacks are left out, so that code objects of one version have the same ones.
pub(crate) fn fields(target: Target, code: &CodeObject) -> Vec<Field> {
    let mut fields = Vec::with_capacity(18);
    let mut add = |name, part, is_place| fields.push(Field { name, part, is_place });
    let number = |number: u32| Part::Number(number.into());
    add("co_name", Part::Object(code.name), false);
    code.qualname.into_iter().for_each(|name| add("co_qualname", Part::Object(name), false));
    add("co_argcount", number(code.argcount), false);
    add("co_posonlyargcount", number(code.posonlyargcount), false);
    add("co_kwonlyargcount", number(code.kwonlyargcount), false);
    add("co_flags", number(code.flags), false);
    add("co_code", Part::Object(code.code), false);
    add("co_consts", Part::Object(code.consts), false);
    add("co_names", Part::Object(code.names), false);
    match code.locals {
        Locals::Split { nlocals, varnames, freevars, cellvars } => {
            add("co_nlocals", number(nlocals), false);
            add("co_varnames", Part::Object(varnames), false);
            add("co_freevars", Part::Object(freevars), false);
            add("co_cellvars", Part::Object(cellvars), false);
        }
        Locals::Plus { names, kinds } => {
            add("co_localsplusnames", Part::Object(names), false);
            add("co_localspluskinds", Part::Object(kinds), false);
        }
    }
    add("co_stacksize", number(code.stacksize), false);
    code.exceptiontable.into_iter().for_each(|table| add("co_exceptiontable", Part::Object(table), false));
    add("co_filename", Part::Object(code.filename), true);
    add("co_firstlineno", Part::Number(code.firstlineno.into()), true);
    let table = if target.line_table() == LineTable::Lnotab { "co_lnotab" } else { "co_linetable" };
    add(table, Part::Object(code.linetable), true);
    fields
}
