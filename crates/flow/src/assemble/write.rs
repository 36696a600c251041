//! One walk over the instructions of a unit that writes code, locations and exception table.
//!
//! Follows `assemble_emit`, `assemble_location_info` and `assemble_exception_table` (`Python/assemble.c`).

use pycmill_target::{Opcode, Target};

use super::code_bytes::CodeBytes;
use super::exceptiontable::ExceptionTable;
use super::jumps::Places;
use super::linetable::LineTable;
use super::system_error;
use crate::error::CompileError;
use crate::ir::{CfgInstr, Flow, Location};

/// What is written. It serves one unit after another, for the memory.
#[derive(Clone, Default, Debug)]
pub(crate) struct Tables {
    pub(crate) code: CodeBytes,
    pub(crate) locations: LineTable,
    pub(crate) exceptions: ExceptionTable,
}

impl Tables {
    /// Writes a unit whose jumps are resolved.
    pub(crate) fn write(
        &mut self,
        target: Target,
        flow: &Flow,
        places: &Places,
        firstlineno: i32,
    ) -> Result<(), CompileError> {
        let (encodings, merges) = (target.encodings(), target.merges_equal_locations());
        let Self { code, locations, exceptions } = self;
        code.begin(target);
        locations.begin(firstlineno);
        exceptions.begin();
        let (mut before, mut location, mut start) = (&Location::NONE, &Location::NONE, 0);
        let mut was_that_of_next = false;
        let mut jumps = places.jumps.iter();
        let mut rest = flow.instrs.as_slice();
        while let [instr, after @ ..] = rest {
            if instr.loc != *before || !merges {
                before = &instr.loc;
                let is_that_of_next = before.line == Location::NEXT.line;
                let found = if is_that_of_next { location_after(target, rest) } else { before };
                let may_be_the_same = std::mem::replace(&mut was_that_of_next, is_that_of_next) || is_that_of_next;
                if !may_be_the_same || found != location || !merges {
                    locations.write(location, code.units() - start);
                    (location, start) = (found, code.units());
                }
            }
            if instr.handler != exceptions.handler {
                exceptions.change(instr.handler, code.units(), flow, places);
            }
            let (mut encoding, mut arg) = (encodings.of(instr.op), instr.arg);
            if encoding.has_jump
                && let Some(jump) = jumps.next()
            {
                (encoding, arg) = (encodings.of(jump.op), jump.arg);
            }
            let Some(byte) = encoding.byte else { return Err(without_byte(instr.op)) };
            code.put(byte, encoding, arg);
            rest = after;
        }
        locations.write(location, code.units() - start);
        exceptions.end(code.units(), flow, places);
        Ok(())
    }
}

#[cold]
fn without_byte(op: Opcode) -> CompileError {
    system_error(&format!("opcode {} has no byte", op.name()))
}

/// The location of the first of these instructions, which has that of the next one.
#[cold]
fn location_after(target: Target, instrs: &[CfgInstr]) -> &Location {
    for instr in instrs {
        if instr.loc != Location::NEXT {
            return &instr.loc;
        }
        if target.is_terminator(instr.op) {
            break;
        }
    }
    &Location::NONE
}
