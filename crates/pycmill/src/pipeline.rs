//! From source bytes to the bytes behind a `.pyc` header: the stages in their order.
//!
//! **Invariants**: nothing is kept between two files but the memory of the arena.

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_object::{ObjId, Pool};
use pycmill_parser::Parsed;
use pycmill_pyc::Optimization;
use pycmill_source::Source;
use pycmill_target::Target;

use crate::rejection::Rejection;
use crate::{Error, Warning};

/// What `compile()` is told besides the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options<'a> {
    /// `co_filename`, as [`decode_path`](crate::decode_path) gives it.
    pub filename: &'a [u8],
    /// The optimisation level.
    pub optimize: Optimization,
}

/// A compiled file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compiled {
    /// The marshalled code object: what follows the header of a `.pyc` file.
    pub payload: Vec<u8>,
    /// What CPython warns of, in its order.
    pub warnings: Vec<Warning>,
}

/// Memory that serves one file after another.
#[derive(Debug, Default)]
pub struct Compiler {
    arena: Bump,
}

impl Compiler {
    /// A compiler that has no memory yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Compiles a file's bytes.
    ///
    /// # Errors
    /// If CPython does not accept the source.
    pub fn compile(&mut self, target: Target, source: &[u8], options: Options<'_>) -> Result<Compiled, Error> {
        self.arena.reset();
        check_supported(target)?;
        let (pool, code, warnings) = objects(target, source, options, &self.arena)
            .map_err(|rejection| Error::rejected(options.filename, rejection))?;
        Ok(Compiled { payload: pycmill_marshal::write(target, &pool, code), warnings })
    }
}

/// Compiles a file's bytes to what follows the header of its `.pyc` file.
///
/// # Errors
/// If CPython does not accept the source.
pub fn compile_source(target: Target, source: &[u8], options: Options<'_>) -> Result<Compiled, Error> {
    Compiler::new().compile(target, source, options)
}

pub(crate) fn check_supported(target: Target) -> Result<(), Error> {
    if target.is_complete() { Ok(()) } else { Err(Error::unsupported(target)) }
}

/// Everything before marshal.
pub(crate) fn objects(
    target: Target,
    bytes: &[u8],
    options: Options<'_>,
    arena: &Bump,
) -> Result<(Pool, ObjId, Vec<Warning>), Rejection> {
    let source = Source::decode(bytes).map_err(|error| Rejection::from_decode(&error))?;
    let mut names = Names::new(arena);
    let Parsed { module, warnings } = pycmill_parser::parse(target, &source, arena, &mut names)
        .map_err(|error| Rejection::from_parse(error, &source))?;
    let code_options = pycmill_codegen::Options { filename: options.filename, optimize: options.optimize.level() };
    let compiled = pycmill_codegen::compile(target, &module, &source, arena, &mut names, &code_options)
        .map_err(|error| Rejection::from_compile(error, &source))?;
    let warnings = warnings.into_iter().map(|warning| Warning::from_parse(warning, &source));
    let later = compiled.warnings.into_iter().map(|warning| Warning::from_compile(warning, &source));
    Ok((compiled.pool, compiled.code, warnings.chain(later).collect()))
}
