//! The stages of this crate in their order.
//!
//! Follows `Python/compile.c` `_PyAST_Compile`.

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_source::LineIndex;
use pycmill_target::Target;

use crate::emit::{self, Input};
use crate::error::CompileError;
use crate::finish::{Finish, Straight, Trace, Traced};
use crate::{Compiled, Options, fold, future, symbols};

/// Compiles a parsed file.
///
/// # Errors
/// If CPython rejects the file behind its parser.
pub fn compile<'a>(
    target: Target,
    module: &Module<'a>,
    lines: &LineIndex,
    arena: &'a Bump,
    names: &mut Names<'a>,
    options: Options<'_>,
) -> Result<Compiled, CompileError> {
    run(target, module, lines, arena, names, options, &mut Straight)
}

/// The instructions of each code unit of a parsed file before and behind the flow graph passes, in
/// the order the units are finished.
///
/// # Errors
/// If CPython rejects the file behind its parser.
pub fn trace<'a>(
    target: Target,
    module: &Module<'a>,
    lines: &LineIndex,
    arena: &'a Bump,
    names: &mut Names<'a>,
    options: Options<'_>,
) -> Result<Vec<Trace>, CompileError> {
    let mut traced = Traced::default();
    run(target, module, lines, arena, names, options, &mut traced)?;
    Ok(traced.units)
}

fn run<'a>(
    target: Target,
    module: &Module<'a>,
    lines: &LineIndex,
    arena: &'a Bump,
    names: &mut Names<'a>,
    options: Options<'_>,
    finish: &mut dyn Finish,
) -> Result<Compiled, CompileError> {
    let features = future::scan(target, module, names, lines)?;
    let mut warnings = Vec::new();
    let context = fold::Context { target, lines, optimize: options.optimize, features };
    let module = fold::fold(context, module, names, arena, &mut warnings);
    let symbols = symbols::build(target, &module, names, lines, &features)?;
    let input = Input { module: &module, names, lines, symbols, features, warnings };
    emit::emit(target, input, options, finish)
}
