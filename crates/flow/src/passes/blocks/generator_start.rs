//! Begins the code of generators and coroutines.
//!
//! Follows `insert_generator_prefix` (`Python/compile.c` of 3.10).

use pycmill_target::Opcode::GEN_START;
use pycmill_target::operands::code_flags::{ASYNC_GENERATOR, COROUTINE, GENERATOR};

use crate::error::CompileError;
use crate::graph::{CfgInstr, Graph};
use crate::ir::Location;
use crate::optimize::Context;

/// What is resumed first drops the value it is resumed with; the operand tells the kind, for the error about that value.
pub(crate) fn insert_generator_start(cx: &mut Context) -> Result<(), CompileError> {
    let kinds = [(COROUTINE, 1), (ASYNC_GENERATOR, 2), (GENERATOR, 0)];
    let kind = kinds.into_iter().find(|(flag, _)| cx.unit.flags & flag != 0);
    if let Some((_, kind)) = kind {
        cx.graph.insert(Graph::ENTRY, 0, &[CfgInstr::new(GEN_START, kind, Location::NONE)]);
    }
    Ok(())
}
