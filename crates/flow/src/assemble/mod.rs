//! Assembler: instructions to the code object.
//!
//! Invariant: the tables and tuples go through the constant cache in CPython's order, because the first object with a
//! value stands for all later ones. Follows `_PyAssemble_MakeCodeObject` and `makecode` (`Python/assemble.c`).

mod code_bytes;
mod exceptiontable;
mod jumps;
mod linetable;
mod localsplus;
mod split_code;
mod varint;
mod wordcode;
mod write;

use pycmill_object::{CodeObject, CodeRules, Locals, ObjId, Pool, Value, finish_code};
use pycmill_target::{LineTable as Format, Target};

use self::jumps::Places;
use self::localsplus::Slots;
use self::wordcode::Wordcode;
use self::write::Tables;
use crate::error::{CompileError, ErrorClass};
use crate::ir::{Flow, Location, Unit};

/// `CO_VARARGS`.
const VARARGS: u32 = 4;
/// `CO_VARKEYWORDS`.
const VARKEYWORDS: u32 = 8;

/// Makes the code object of a unit.
///
/// # Errors
/// What CPython raises for code that is too long or instructions that make no sense.
pub fn assemble(
    target: Target,
    pool: &mut Pool,
    unit: &Unit,
    flow: &Flow,
    filename: ObjId,
) -> Result<ObjId, CompileError> {
    Assembler::default().assemble(target, pool, unit, flow, filename)
}

/// Memory that serves one unit after another.
#[derive(Clone, Default, Debug)]
pub struct Assembler {
    places: Places,
    slots: Slots,
    tables: Tables,
    wordcode: Wordcode,
    /// Whether locations are left with lines only.
    drops_columns: bool,
}

impl Assembler {
    /// Decides whether location tables have more than lines (`PyConfig.code_debug_ranges`); they do at first.
    pub const fn keep_columns(&mut self, kept: bool) {
        self.drops_columns = !kept;
    }

    /// [`assemble`] with the memory of this assembler.
    ///
    /// # Errors
    /// As [`assemble`].
    pub fn assemble(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &Unit,
        flow: &Flow,
        filename: ObjId,
    ) -> Result<ObjId, CompileError> {
        let mut code = self.make(target, pool, unit, flow, filename)?;
        // That table is made when the code object is created, so no other object shares it (`_PyCode_New`).
        if self.drops_columns
            && let Value::Bytes(locations) = pool.value(code.linetable)
        {
            let lines = linetable::without_columns(locations);
            code.linetable = pool.add(Value::Bytes(&lines));
        }
        Ok(finish(target, pool, code))
    }

    /// The code object before it is finished.
    fn make(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &Unit,
        flow: &Flow,
        filename: ObjId,
    ) -> Result<CodeObject, CompileError> {
        match target.line_table() {
            Format::Lnotab => return self.wordcode.make(target, pool, unit, flow, filename),
            Format::Ranges => return self.wordcode.make_with_ranges(target, pool, unit, flow, filename),
            Format::Locations => {}
        }
        let Self { places, slots, tables, .. } = self;
        places.resolve(target, flow)?;
        tables.write(target, flow, places, unit.firstlineno)?;
        let exceptiontable = pool.merged_bytes(&tables.exceptions.bytes);
        let linetable = pool.merged_bytes(tables.locations.bytes());
        // The byte code goes through the cache too, but the code object keeps a copy only: no constant can share it.
        let code = pool.add(Value::Bytes(tables.code.bytes()));
        let names = pool.merged_tuple(&unit.names);
        let consts = pool.merged_tuple(&unit.consts);
        slots.compute(target, unit, flow.nlocalsplus)?;
        check_argument_count(unit)?;
        let locals =
            Locals::Plus { names: pool.merged_tuple(&slots.names), kinds: pool.add(Value::Bytes(&slots.kinds)) };
        Ok(CodeObject {
            argcount: unit.argcount,
            posonlyargcount: unit.posonlyargcount,
            kwonlyargcount: unit.kwonlyargcount,
            stacksize: flow.stackdepth,
            flags: unit.flags,
            code,
            consts,
            names,
            locals,
            filename,
            name: unit.name,
            qualname: Some(unit.qualname),
            firstlineno: unit.firstlineno,
            linetable,
            exceptiontable: Some(exceptiontable),
        })
    }
}

fn finish(target: Target, pool: &mut Pool, code: CodeObject) -> ObjId {
    let rules = CodeRules {
        interns_code_names: target.interns_filename_and_qualname(),
        least_stacksize: u32::from(target.has_least_stacksize()),
        is_interned_at_start: &|text| target.is_interned_at_start(text),
    };
    finish_code(pool, code, &rules)
}

/// The locals must suffice for the parameters (`_PyCode_Validate`).
fn check_argument_count(unit: &Unit) -> Result<(), CompileError> {
    let stars = u32::from(unit.flags & VARARGS != 0) + u32::from(unit.flags & VARKEYWORDS != 0);
    let parameters = u64::from(unit.argcount) + u64::from(unit.kwonlyargcount) + u64::from(stars);
    if unit.varnames.len() as u64 >= parameters {
        return Ok(());
    }
    let message = "code: co_varnames is too small".to_owned();
    Err(CompileError { class: ErrorClass::ValueError, message, location: Location::NONE })
}

fn system_error(message: &str) -> CompileError {
    CompileError { class: ErrorClass::SystemError, message: message.to_owned(), location: Location::NONE }
}
