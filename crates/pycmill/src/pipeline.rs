//! From source bytes to the bytes behind a `.pyc` header: the stages in their order.
//!
//! **Invariants**: nothing is kept between two files but memory.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_codegen::{Compilation, compile_with};
use pycmill_flow::finish::CompileUnits;
use pycmill_object::Pool;
use pycmill_parser::DEFAULT_MAX_STR_DIGITS;
use pycmill_pyc::Optimization;
use pycmill_source::{DecodeError, Source};
use pycmill_target::Target;

use crate::rejection::{LineTexts, Rejection};
use crate::typos;
use crate::{Error, Warning};

/// What `compile()` is told besides the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Options<'a> {
    /// `co_filename`, as [`decode_path`](crate::decode_path) gives it.
    pub filename: &'a [u8],
    /// The optimisation level.
    pub optimize: Optimization,
    /// Whether locations have columns; `PYTHONNODEBUGRANGES` switches them off.
    pub debug_ranges: bool,
    /// `PYTHONHASHSEED`, which decides in which order 3.8 to 3.10 write sets.
    pub hash_seed: u32,
    /// The most digits of a decimal literal, 0 for any number; `PYTHONINTMAXSTRDIGITS` and `-X int_max_str_digits`.
    pub max_str_digits: u32,
    /// Whether `~True` is left as it is because its warning is an error.
    pub keeps_bool_invert: bool,
    /// Whether the source is a string, whose declaration of an encoding means nothing; it has to be valid UTF-8.
    pub is_text: bool,
}

impl<'a> Options<'a> {
    /// The options of an interpreter that was started without any.
    #[must_use]
    pub const fn new(filename: &'a [u8]) -> Self {
        Self {
            filename,
            optimize: Optimization::Zero,
            debug_ranges: true,
            hash_seed: 0,
            max_str_digits: DEFAULT_MAX_STR_DIGITS,
            keeps_bool_invert: false,
            is_text: false,
        }
    }

    /// Sets the optimisation level.
    #[must_use]
    pub const fn optimize(self, optimize: Optimization) -> Self {
        Self { optimize, ..self }
    }

    /// Sets whether locations have columns.
    #[must_use]
    pub const fn debug_ranges(self, debug_ranges: bool) -> Self {
        Self { debug_ranges, ..self }
    }

    /// Sets `PYTHONHASHSEED`.
    #[must_use]
    pub const fn hash_seed(self, hash_seed: u32) -> Self {
        Self { hash_seed, ..self }
    }

    /// Sets the most digits of a decimal literal, 0 for any number.
    #[must_use]
    pub const fn max_str_digits(self, max_str_digits: u32) -> Self {
        Self { max_str_digits, ..self }
    }

    /// Sets whether `~True` is left as it is.
    #[must_use]
    pub const fn keeps_bool_invert(self, keeps_bool_invert: bool) -> Self {
        Self { keeps_bool_invert, ..self }
    }

    /// Sets whether the source is a string.
    #[must_use]
    pub const fn is_text(self, is_text: bool) -> Self {
        Self { is_text, ..self }
    }
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
    /// Never locked: it makes the compiler `Sync`, which an arena alone is not.
    arena: Mutex<Bump>,
    memory: Memory,
    payload: Vec<u8>,
}

/// What the stages behind the tree are done in.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// With nothing in it; none if the file before had no result.
    pool: Option<Pool>,
    emit: pycmill_codegen::Memory,
    finish: CompileUnits,
    writer: pycmill_marshal::Writer,
}

/// So many objects have files of a hundred thousand lines; what is left of such a file is not kept.
const MANY_OBJECTS: usize = 1 << 20;
/// The payload of such a file.
const MANY_BYTES: usize = 1 << 24;

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
        let arena = self.arena.get_mut().unwrap_or_else(PoisonError::into_inner);
        arena.reset();
        check_supported(target)?;
        let mut warnings = Vec::new();
        let mut payload = std::mem::take(&mut self.payload);
        let memory = &mut self.memory;
        let work = || write_payload(&mut payload, target, source, options, (arena, memory), &mut warnings);
        // A fault of ours is one of this file alone.
        match panic::catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(())) => Ok(Compiled { payload, warnings }),
            Ok(Err(rejection)) => Err(Error::rejected(target, options.filename, rejection, warnings)),
            Err(fault) => {
                *self = Self::default();
                Err(Error::rejected(target, options.filename, Rejection::from_panic(&*fault), Vec::new()))
            }
        }
    }

    /// Takes a payload back that is used no more, to put the next one in its memory.
    pub fn reuse(&mut self, mut payload: Vec<u8>) {
        if payload.capacity() <= MANY_BYTES {
            payload.clear();
            self.payload = payload;
        }
    }
}

/// Compiles a file's bytes to what follows the header of its `.pyc` file.
///
/// # Errors
/// If CPython does not accept the source.
pub fn compile_source(target: Target, source: &[u8], options: Options<'_>) -> Result<Compiled, Error> {
    Compiler::new().compile(target, source, options)
}

/// Parses a file's bytes and compiles nothing, as `ast.parse` does; possible for every target. What CPython warns of is
/// returned.
///
/// # Errors
/// If CPython does not parse the source.
pub fn check_syntax(target: Target, source: &[u8], options: Options<'_>) -> Result<Vec<Warning>, Error> {
    let arena = Bump::new();
    let mut warnings = Vec::new();
    match ParsedFile::read(target, source, options.max_str_digits, &arena, &mut warnings) {
        Ok(_) => Ok(warnings),
        Err(rejection) => Err(Error::rejected(target, options.filename, rejection, warnings)),
    }
}

pub(crate) fn check_supported(target: Target) -> Result<(), Error> {
    if target.is_complete() { Ok(()) } else { Err(Error::unsupported(target)) }
}

fn decode(target: Target, bytes: &[u8], options: Options<'_>) -> Result<Source, DecodeError> {
    if options.is_text
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Source::decode_text(text);
    }
    pycmill_parser::decode(target, bytes)
}

/// The error of a file of which some of the parser's warnings are errors, by their numbers, and all warnings that it has then.
pub(crate) fn raise(
    target: Target,
    bytes: &[u8],
    options: Options<'_>,
    raised: &[usize],
) -> Option<(Rejection, Vec<Warning>)> {
    let source = decode(target, bytes, options).ok()?;
    let mut found = Vec::new();
    let error = pycmill_parser::explain_raising(target, &source, options.max_str_digits, raised, &mut found)?;
    let mut texts = LineTexts::of(&source);
    let warnings = found.into_iter().map(|warning| Warning::from_parse(target, warning, &mut texts)).collect();
    Some((Rejection::from_parse(target, error, &texts), warnings))
}

fn write_payload(
    payload: &mut Vec<u8>,
    target: Target,
    bytes: &[u8],
    options: Options<'_>,
    (arena, memory): (&Bump, &mut Memory),
    warnings: &mut Vec<Warning>,
) -> Result<(), Rejection> {
    let source = decode(target, bytes, options).map_err(|error| Rejection::from_decode(target, &error))?;
    let mut file = ParsedFile::parse(target, source, options.max_str_digits, arena, warnings)?;
    let code = file.compile(target, options, arena, memory, warnings)?;
    memory.writer.hash_seed(options.hash_seed);
    memory.writer.write_into(payload, target, &code.pool, code.code).map_err(Rejection::from_write)?;
    memory.keep(code.pool);
    Ok(())
}

impl Memory {
    /// Keeps a pool that is used no more.
    fn keep(&mut self, mut pool: Pool) {
        if pool.len() > MANY_OBJECTS {
            *self = Self::default();
            return;
        }
        pool.clear();
        self.pool = Some(pool);
    }
}

/// What the stages up to the parser make of a file.
pub(crate) struct ParsedFile<'a> {
    pub(crate) source: Source,
    pub(crate) module: Module<'a>,
    pub(crate) names: Names<'a>,
}

impl<'a> ParsedFile<'a> {
    pub(crate) fn read(
        target: Target,
        bytes: &[u8],
        max_str_digits: u32,
        arena: &'a Bump,
        warnings: &mut Vec<Warning>,
    ) -> Result<Self, Rejection> {
        let source = pycmill_parser::decode(target, bytes).map_err(|error| Rejection::from_decode(target, &error))?;
        Self::parse(target, source, max_str_digits, arena, warnings)
    }

    fn parse(
        target: Target,
        source: Source,
        max_str_digits: u32,
        arena: &'a Bump,
        warnings: &mut Vec<Warning>,
    ) -> Result<Self, Rejection> {
        let mut names = Names::new(arena);
        let mut found = Vec::new();
        let module = pycmill_parser::parse_noting(target, &source, max_str_digits, arena, &mut names, &mut found);
        let mut texts = LineTexts::of(&source);
        warnings.extend(found.into_iter().map(|warning| Warning::from_parse(target, warning, &mut texts)));
        let module = module.map_err(|error| {
            let rejection = Rejection::from_parse(target, error, &texts);
            let typo = typos::find(target, &source, &rejection, warnings);
            Rejection { typo: typo.map(Box::new), ..rejection }
        })?;
        Ok(Self { source, module, names })
    }

    pub(crate) fn compile(
        &mut self,
        target: Target,
        options: Options<'_>,
        arena: &'a Bump,
        memory: &mut Memory,
        warnings: &mut Vec<Warning>,
    ) -> Result<pycmill_codegen::Compiled, Rejection> {
        let Self { source, module, names } = self;
        let mut before_error = Vec::new();
        let Memory { pool, emit, finish, .. } = memory;
        finish.keep_columns(options.debug_ranges || !target.has_columns());
        let pool = pool.take().unwrap_or_default();
        let compilation = Compilation { finish, pool, memory: emit, warnings: &mut before_error };
        let lines = source.lines();
        let looks_up =
            target.marks_depend_on_alive_strings() && pycmill_parser::looks_up_character_names(target, source);
        let options = pycmill_codegen::Options { looked_up_characters: looks_up, ..options.of_codegen() };
        let mut compiled = compile_with(target, module, lines, arena, names, options, compilation);
        let found = compiled.as_mut().map_or(before_error, |compiled| std::mem::take(&mut compiled.warnings));
        let mut texts = LineTexts::of(source);
        warnings.extend(found.into_iter().map(|warning| Warning::from_compile(target, warning, &mut texts)));
        compiled.map_err(|error| Rejection::from_compile(target, error, &mut texts))
    }
}

impl<'a> Options<'a> {
    pub(crate) const fn of_codegen(self) -> pycmill_codegen::Options<'a> {
        pycmill_codegen::Options {
            filename: self.filename,
            optimize: self.optimize.level(),
            keeps_bool_invert: self.keeps_bool_invert,
            looked_up_characters: false,
        }
    }
}
