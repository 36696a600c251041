//! What happens to a unit when its scope is left: instructions to code object.
//!
//! Invariant: whoever finishes units may watch, but the code object is that of [`CompileUnits`]. Follows
//! `optimize_and_assemble` (`Python/compile.c`).

use pycmill_object::{ObjId, Pool, Value};
use pycmill_target::Target;

use crate::assemble::{self, Assembler};
use crate::error::CompileError;
use crate::graph::dump;
use crate::ir::Unit;
use crate::optimize::{self, Optimizer};

/// Makes code objects of units, innermost first.
pub trait Finish {
    /// Makes the code object of a unit in the pool. What is left of the unit then is used no more but for its memory.
    ///
    /// # Errors
    /// What CPython raises for code that is too long or makes no sense.
    fn finish(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &mut Unit,
        filename: ObjId,
    ) -> Result<ObjId, CompileError>;
}

/// The flow graph passes, then the assembler.
#[derive(Clone, Default, Debug)]
pub struct CompileUnits {
    optimizer: Optimizer,
    assembler: Assembler,
}

impl CompileUnits {
    /// Decides whether locations have columns (`PyConfig.code_debug_ranges`); they do at first.
    pub const fn keep_columns(&mut self, kept: bool) {
        self.assembler.keep_columns(kept);
    }
}

impl Finish for CompileUnits {
    fn finish(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &mut Unit,
        filename: ObjId,
    ) -> Result<ObjId, CompileError> {
        let flow = self.optimizer.optimize(target, pool, unit)?;
        self.assembler.assemble(target, pool, unit, flow, filename)
    }
}

/// Like [`CompileUnits`]; keeps each unit as text.
#[derive(Clone, Default, Debug)]
pub struct Traced {
    /// In the order in which they were finished.
    pub units: Vec<Trace>,
}

/// One finished unit as text, for `dump`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    /// `co_qualname`.
    pub qualname: String,
    /// Its instructions as the code generator left them.
    pub emit: String,
    /// Its instructions after the flow graph passes.
    pub flow: String,
}

impl Finish for Traced {
    fn finish(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &mut Unit,
        filename: ObjId,
    ) -> Result<ObjId, CompileError> {
        let emit = dump::sequence(target, &unit.code);
        let flow = optimize::optimize(target, pool, unit)?;
        let qualname = text_of(pool, unit.qualname);
        self.units.push(Trace { qualname, emit, flow: dump::flow(target, &flow) });
        assemble::assemble(target, pool, unit, &flow, filename)
    }
}

fn text_of(pool: &Pool, id: ObjId) -> String {
    match pool.value(id) {
        Value::Str(text) => String::from_utf8_lossy(text).into_owned(),
        _ => String::new(),
    }
}
