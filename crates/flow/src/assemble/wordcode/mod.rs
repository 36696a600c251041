//! Assembly up to 3.10: words of an opcode and a byte of operand, in 3.8 and 3.9 followed by the peephole optimiser on them.
//!
//! Invariant: every step takes the whole code of a unit; no step needs the graph. Follows `assemble` and `makecode`
//! (`Python/compile.c` up to 3.9).

mod emit;
mod lnotab;
mod offsets;
mod peephole;
mod ranges;
mod words;

use pycmill_object::{CodeObject, ObjId, Pool, Value};
use pycmill_target::Target;

use self::offsets::Offsets;
use self::words::Word;
use super::split_code::{NameTuples, Parts, code_object};
use crate::error::CompileError;
use crate::ir::{Flow, Unit};

/// Memory that serves one unit after another.
#[derive(Clone, Default, Debug)]
pub(super) struct Wordcode {
    offsets: Offsets,
    words: Vec<Word>,
    lnotab: Vec<u8>,
    consts: Vec<ObjId>,
    bytes: Vec<u8>,
}

impl Wordcode {
    /// The code object of a unit before it is finished. Names are merged before the optimiser appends constants.
    pub(super) fn make(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &Unit,
        flow: &Flow,
        filename: ObjId,
    ) -> Result<CodeObject, CompileError> {
        let Self { offsets, words, lnotab, consts, bytes } = self;
        offsets.resolve(target, flow)?;
        emit::emit(target, flow, offsets, unit.firstlineno, words, lnotab);
        let names = NameTuples::merged(pool, unit);
        consts.clear();
        consts.extend_from_slice(&unit.consts);
        peephole::optimize(words, lnotab, pool, consts);
        let consts = pool.merged_tuple(consts);
        words::encode(target, words, bytes)?;
        let code = pool.add(Value::Bytes(bytes));
        let linetable = pool.add(Value::Bytes(lnotab));
        Ok(code_object(unit, flow, Parts { names, consts, code, linetable, filename }))
    }

    /// The same where nothing is optimised any more: the tables are shared like constants, and come before the names.
    pub(super) fn make_with_ranges(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &Unit,
        flow: &Flow,
        filename: ObjId,
    ) -> Result<CodeObject, CompileError> {
        let Self { offsets, words, lnotab, bytes, .. } = self;
        offsets.resolve(target, flow)?;
        emit::emit_with_ranges(flow, offsets, unit.firstlineno, words, lnotab);
        words::encode(target, words, bytes)?;
        let linetable = pool.merged_bytes(lnotab);
        let code = pool.merged_bytes(bytes);
        let names = NameTuples::merged(pool, unit);
        let consts = pool.merged_tuple(&unit.consts);
        Ok(code_object(unit, flow, Parts { names, consts, code, linetable, filename }))
    }
}
