//! The symbol table: which scope every name of a file lives in.
//!
//! Follows `Python/symtable.c`: [`build`] collects what every scope does with its names, then decides
//! where each name lives.

mod analyze;
mod collect;
pub mod dump;
pub mod mangle;
mod str_set;
pub mod table;

use pycmill_ast::{Module, Names};
use pycmill_source::LineIndex;
use pycmill_target::Target;

use crate::error::CompileError;
use crate::future::Features;
use table::SymbolTable;

/// The symbol table of a folded module (`_PySymtable_Build`).
///
/// # Errors
/// For declarations, bindings and expressions that their scope does not allow.
pub fn build<'a>(
    target: Target,
    module: &Module<'a>,
    names: &mut Names<'a>,
    lines: &LineIndex,
    features: &Features,
) -> Result<SymbolTable, CompileError> {
    let collected = collect::collect(target, module, names, lines, features).map_err(|error| *error)?;
    analyze::analyze(target, collected, names, lines).map_err(|error| *error)
}
