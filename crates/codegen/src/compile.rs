//! The stages of this crate in their order.
//!
//! Follows `Python/compile.c` `_PyAST_Compile`.

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_object::Pool;
use pycmill_source::LineIndex;
use pycmill_target::Target;

use crate::emit::{self, Input, Memory};
use crate::error::{CompileError, Warning};
use crate::{Compiled, Options, fold, future, symbols};
use pycmill_flow::finish::{CompileUnits, Finish, Trace, Traced};

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
    compile_with(
        target,
        module,
        lines,
        arena,
        names,
        options,
        Compilation {
            finish: &mut CompileUnits::default(),
            pool: Pool::new(),
            memory: &mut Memory::default(),
            warnings: &mut Vec::new(),
        },
    )
}

/// How [`compile_with`] finishes units, what it makes objects in, and where its warnings are found if there is an error.
pub struct Compilation<'c> {
    /// Makes the code objects.
    pub finish: &'c mut dyn Finish,
    /// A pool with nothing in it, for the objects.
    pub pool: Pool,
    /// Memory of any file before.
    pub memory: &'c mut Memory,
    /// The warnings in front of an error; empty if there is none.
    pub warnings: &'c mut Vec<Warning>,
}

/// [`compile`] with a way of its own to finish units, and with the warnings that CPython shows before an error.
///
/// # Errors
/// As [`compile`].
pub fn compile_with<'a>(
    target: Target,
    module: &Module<'a>,
    lines: &LineIndex,
    arena: &'a Bump,
    names: &mut Names<'a>,
    options: Options<'_>,
    compilation: Compilation<'_>,
) -> Result<Compiled, CompileError> {
    let features = future::scan(target, module, names, lines)?;
    let Compilation { finish, pool, memory, warnings } = compilation;
    let context = fold::Context {
        target,
        lines,
        optimize: options.optimize,
        keeps_bool_invert: options.keeps_bool_invert,
        features,
    };
    let module = fold::fold(context, module, names, arena, warnings);
    let symbols = symbols::build(target, &module, names, lines, &features)?;
    let input = Input { module: &module, names, lines, symbols, features, pool, memory, warnings };
    emit::emit(target, input, options, finish)
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
    let compilation = Compilation {
        finish: &mut traced,
        pool: Pool::new(),
        memory: &mut Memory::default(),
        warnings: &mut Vec::new(),
    };
    compile_with(target, module, lines, arena, names, options, compilation)?;
    Ok(traced.units)
}

impl std::fmt::Debug for Compilation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compilation").field("warnings", &self.warnings).finish_non_exhaustive()
    }
}
