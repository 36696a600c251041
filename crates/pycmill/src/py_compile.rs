//! Compiles one file to its `.pyc` file, as Python's `py_compile` module does.
//!
//! Follows `py_compile.compile` (`Lib/py_compile.py`), in the order of its steps.

use std::path::{Path, PathBuf};

use pycmill_parser::DEFAULT_MAX_STR_DIGITS;
use pycmill_pyc::{Layout, Optimization, Validation, cache_path, header_bytes, source_hash};
use pycmill_target::Target;

use crate::files::{self, Folder, Place, Stat};
use crate::os_text::{os_bytes, path_of};
use crate::warnings::{Filters, Warning};
use crate::{Compiled, Compiler, Error, PathEncoding, memory};

/// How importers decide whether a `.pyc` file is up to date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InvalidationMode {
    /// By time and size of the source.
    Timestamp,
    /// By the hash of the source.
    CheckedHash,
    /// Not at all; the hash is written.
    UncheckedHash,
}

impl InvalidationMode {
    /// The mode when none is asked for: hashes where `SOURCE_DATE_EPOCH` is set and not empty.
    #[must_use]
    pub fn from_environment() -> Self {
        match std::env::var_os("SOURCE_DATE_EPOCH") {
            Some(value) if !value.is_empty() => Self::CheckedHash,
            _ => Self::Timestamp,
        }
    }
}

/// What `py_compile.compile` is told besides the file.
///
/// ```
/// use pycmill::py_compile::{InvalidationMode, Options};
/// use pycmill::{Optimization, Target};
///
/// let target: Target = "3.13".parse()?;
/// let options = Options::new(target)
///     .optimize(Optimization::Two)
///     .invalidation_mode(InvalidationMode::UncheckedHash)
///     .dfile("/usr/lib/app/main.py");
/// # Ok::<(), pycmill::ParseTargetError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The version to write for.
    pub target: Target,
    /// The optimisation level.
    pub optimize: Optimization,
    /// Where to write; without, the cache file of the source.
    pub cfile: Option<PathBuf>,
    /// The name that goes into the code instead of the file's.
    pub dfile: Option<PathBuf>,
    /// How the file is kept up to date; without, as the environment says.
    pub invalidation_mode: Option<InvalidationMode>,
    /// `sys.pycache_prefix`.
    pub pycache_prefix: Option<PathBuf>,
    /// Whether locations have columns.
    pub debug_ranges: bool,
    /// `PYTHONHASHSEED`, which decides in which order 3.8 to 3.10 write sets.
    pub hash_seed: u32,
    /// The most digits of a decimal literal; 0 is no limit.
    pub max_str_digits: u32,
    /// Which warnings are shown or are errors.
    pub warnings: Filters,
    /// What names of files are decoded with.
    pub path_encoding: PathEncoding,
    /// The bytes that compiling the file may need; more is a `MemoryError`. Without, an allocation that fails ends the process.
    pub memory: Option<usize>,
}

impl Options {
    /// The defaults of Python's function for a target.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self {
            target,
            optimize: Optimization::Zero,
            cfile: None,
            dfile: None,
            invalidation_mode: None,
            pycache_prefix: None,
            debug_ranges: true,
            hash_seed: 0,
            max_str_digits: DEFAULT_MAX_STR_DIGITS,
            warnings: Filters::new(),
            path_encoding: PathEncoding::Utf8,
            memory: None,
        }
    }

    /// Sets the optimisation level.
    #[must_use]
    pub fn optimize(self, optimize: Optimization) -> Self {
        Self { optimize, ..self }
    }

    /// Sets where to write.
    #[must_use]
    pub fn cfile(self, cfile: impl Into<PathBuf>) -> Self {
        Self { cfile: Some(cfile.into()), ..self }
    }

    /// Sets the name that goes into the code.
    #[must_use]
    pub fn dfile(self, dfile: impl Into<PathBuf>) -> Self {
        Self { dfile: Some(dfile.into()), ..self }
    }

    /// Sets how the file is kept up to date.
    #[must_use]
    pub fn invalidation_mode(self, mode: InvalidationMode) -> Self {
        Self { invalidation_mode: Some(mode), ..self }
    }

    /// Sets `sys.pycache_prefix`.
    #[must_use]
    pub fn pycache_prefix(self, prefix: impl Into<PathBuf>) -> Self {
        Self { pycache_prefix: Some(prefix.into()), ..self }
    }

    /// Sets whether locations have columns.
    #[must_use]
    pub fn debug_ranges(self, debug_ranges: bool) -> Self {
        Self { debug_ranges, ..self }
    }

    /// Sets `PYTHONHASHSEED`.
    #[must_use]
    pub fn hash_seed(self, hash_seed: u32) -> Self {
        Self { hash_seed, ..self }
    }

    /// Sets the most digits of a decimal literal; 0 is no limit.
    #[must_use]
    pub fn max_str_digits(self, max_str_digits: u32) -> Self {
        Self { max_str_digits, ..self }
    }

    /// Sets which warnings are shown or are errors.
    #[must_use]
    pub fn warnings(self, warnings: Filters) -> Self {
        Self { warnings, ..self }
    }

    /// Sets how much memory compiling the file may need.
    #[must_use]
    pub fn memory(self, memory: Option<usize>) -> Self {
        Self { memory, ..self }
    }

    /// Sets what names of files are decoded with.
    #[must_use]
    pub fn path_encoding(self, path_encoding: PathEncoding) -> Self {
        Self { path_encoding, ..self }
    }
}

/// A file that was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Its path.
    pub path: PathBuf,
    /// What CPython would have warned of, as far as the filters let it be shown.
    pub warnings: Vec<Warning>,
}

/// Compiles a file and writes the result.
///
/// ```no_run
/// use pycmill::py_compile::{Options, compile};
///
/// let written = compile("hello.py".as_ref(), &Options::new("3.13".parse()?))?;
/// assert_eq!(written.path.to_str(), Some("__pycache__/hello.cpython-313.pyc"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the file cannot be read or the result not be written, or if CPython does not accept the source.
pub fn compile(file: &Path, options: &Options) -> Result<Written, Error> {
    compile_with(&mut Compiler::new(), file, options)
}

/// [`compile`] with the memory of a compiler that was used before.
///
/// # Errors
/// As [`compile`].
pub fn compile_with(compiler: &mut Compiler, file: &Path, options: &Options) -> Result<Written, Error> {
    compile_known(compiler, Known { path: file, folder: None, stat: None }, options)
}

/// A source, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'p> {
    pub(crate) path: &'p Path,
    /// Its directory, if that is open.
    pub(crate) folder: Option<&'p Folder>,
    pub(crate) stat: Option<Stat>,
}

impl<'p> Known<'p> {
    /// Where it is.
    pub(crate) fn place(self) -> Place<'p> {
        self.place_of(self.path)
    }

    /// Where a result is.
    pub(crate) fn place_of<'r>(self, result: &'r Path) -> Place<'r>
    where
        'p: 'r,
    {
        self.folder.map_or(Place::of(result), |folder| folder.place(result))
    }
}

/// [`compile_with`] for a source of which something is known.
pub(crate) fn compile_known(compiler: &mut Compiler, source: Known<'_>, options: &Options) -> Result<Written, Error> {
    write(compiler, source, options).map_err(|error| error.with_paths_in(options.path_encoding))
}

/// [`compile`] for many files, one after the other; an error does not stop the others.
///
/// ```no_run
/// use pycmill::py_compile::{Options, compile_all};
///
/// let results = compile_all(["a.py", "b.py"], &Options::new("3.13".parse()?));
/// let first_error = results.into_iter().find_map(Result::err);
/// # Ok::<(), pycmill::ParseTargetError>(())
/// ```
pub fn compile_all<P: AsRef<Path>>(
    files: impl IntoIterator<Item = P>,
    options: &Options,
) -> Vec<Result<Written, Error>> {
    let mut compiler = Compiler::new();
    files.into_iter().map(|file| compile_with(&mut compiler, file.as_ref(), options)).collect()
}

fn write(compiler: &mut Compiler, known: Known<'_>, options: &Options) -> Result<Written, Error> {
    let (target, file) = (options.target, known.path);
    if os_bytes(file.as_os_str()).contains(&0) {
        return Err(Error::null_byte());
    }
    let path = match &options.cfile {
        Some(path) => path.clone(),
        None => cache_file(target, file, options.optimize, options.pycache_prefix.as_deref())?,
    };
    let place = known.place_of(&path);
    files::check_replaceable(place, options.path_encoding)?;
    let (source, stat) = files::read_source(target, known.place(), known.stat)?;
    if options.memory.is_some_and(|limit| memory::may_exceed(&source, limit)) {
        return Err(Error::memory(target));
    }
    let compiled = code(compiler, file, &source, options);
    let other = options.dfile.as_deref().filter(|name| *name != file);
    let Compiled { payload, warnings } = match other {
        Some(name) => compiled.map_err(|error| error.read_line_from(|| std::fs::read(name).ok()))?,
        None => compiled?,
    };
    let mode = options.invalidation_mode.unwrap_or_else(InvalidationMode::from_environment);
    let validation = mode.validation(target, stat, &source);
    let written = files::write_atomically(target, place, &header_bytes(target, validation), &payload, stat);
    compiler.reuse(payload);
    if let Err(error) = written {
        return Err(error.after(warnings));
    }
    Ok(Written { path, warnings })
}

/// The code of a file; warnings that are errors are raised, others left out.
fn code(compiler: &mut Compiler, file: &Path, source: &[u8], options: &Options) -> Result<Compiled, Error> {
    let name = options.path_encoding.decode(options.dfile.as_deref().unwrap_or(file).as_os_str());
    let settings = crate::Options::new(&name)
        .optimize(options.optimize)
        .debug_ranges(options.debug_ranges)
        .hash_seed(options.hash_seed)
        .max_str_digits(options.max_str_digits);
    compiler.compile_filtered(options.target, source, settings, &options.warnings)
}

impl InvalidationMode {
    /// The header of a source's file.
    pub(crate) fn validation(self, target: Target, stat: Stat, source: &[u8]) -> Validation {
        match self {
            Self::Timestamp => files::timestamp(stat),
            Self::CheckedHash => Validation::CheckedHash(source_hash(target, source)),
            Self::UncheckedHash => Validation::UncheckedHash(source_hash(target, source)),
        }
    }
}

/// `importlib.util.cache_from_source`.
///
/// # Errors
/// If the current directory is needed and cannot be found.
pub fn cache_file(
    target: Target,
    file: &Path,
    optimize: Optimization,
    pycache_prefix: Option<&Path>,
) -> Result<PathBuf, Error> {
    let source = os_bytes(file.as_os_str());
    let Some(prefix) = pycache_prefix else {
        return Ok(path_of(cache_path(target, source, optimize, Layout::Beside)));
    };
    let current = std::env::current_dir().map_err(|error| Error::io(target, Path::new("."), error))?;
    let layout = Layout::Prefix { prefix: os_bytes(prefix.as_os_str()), current: os_bytes(current.as_os_str()) };
    Ok(path_of(cache_path(target, source, optimize, layout)))
}
