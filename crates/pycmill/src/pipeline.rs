//! From source bytes to the bytes behind a `.pyc` header: the stages in their order.
//!
//! **Invariants**: nothing is kept between two files but the memory of the arena.

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
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
        payload(target, source, options, &self.arena)
            .map_err(|rejection| Error::rejected(target, options.filename, rejection))
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

fn payload(target: Target, bytes: &[u8], options: Options<'_>, arena: &Bump) -> Result<Compiled, Rejection> {
    let mut file = ParsedFile::read(target, bytes, arena)?;
    let code = file.compile(target, options, arena)?;
    let payload = pycmill_marshal::write(target, &code.pool, code.code).map_err(Rejection::from_write)?;
    let source = &file.source;
    let early = file.warnings.into_iter().map(|warning| Warning::from_parse(warning, source));
    let late = code.warnings.into_iter().map(|warning| Warning::from_compile(warning, source));
    Ok(Compiled { payload, warnings: early.chain(late).collect() })
}

/// What the stages up to the parser make of a file.
pub(crate) struct ParsedFile<'a> {
    pub(crate) source: Source,
    pub(crate) module: Module<'a>,
    pub(crate) names: Names<'a>,
    warnings: Vec<pycmill_parser::Warning>,
}

impl<'a> ParsedFile<'a> {
    pub(crate) fn read(target: Target, bytes: &[u8], arena: &'a Bump) -> Result<Self, Rejection> {
        let source = Source::decode(bytes).map_err(|error| Rejection::from_decode(&error))?;
        let mut names = Names::new(arena);
        let parsed = pycmill_parser::parse(target, &source, arena, &mut names)
            .map_err(|error| Rejection::from_parse(error, &source))?;
        Ok(Self { source, module: parsed.module, names, warnings: parsed.warnings })
    }

    pub(crate) fn compile(
        &mut self,
        target: Target,
        options: Options<'_>,
        arena: &'a Bump,
    ) -> Result<pycmill_codegen::Compiled, Rejection> {
        let Self { source, module, names, .. } = self;
        pycmill_codegen::compile(target, module, source.lines(), arena, names, options.of_codegen())
            .map_err(|error| Rejection::from_compile(error, source))
    }
}

impl<'a> Options<'a> {
    pub(crate) const fn of_codegen(self) -> pycmill_codegen::Options<'a> {
        pycmill_codegen::Options { filename: self.filename, optimize: self.optimize.level() }
    }
}
