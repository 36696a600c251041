//! Compiles one file to its `.pyc` file, as Python's `py_compile` module does.
//!
//! Follows `py_compile.compile` (`Lib/py_compile.py`), in the order of its steps.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use pycmill_pyc::{Layout, Optimization, Validation, cache_path, file_bytes, source_hash};
use pycmill_target::Target;

use crate::os_text::{os_bytes, path_of};
use crate::{Compiler, Error, Warning, decode_path, files};

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
#[derive(Clone, Debug)]
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
}

impl Options {
    /// The defaults of Python's function for a target.
    #[must_use]
    pub const fn new(target: Target) -> Self {
        Self {
            target,
            optimize: Optimization::Zero,
            cfile: None,
            dfile: None,
            invalidation_mode: None,
            pycache_prefix: None,
        }
    }
}

/// A file that was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Its path.
    pub path: PathBuf,
    /// What CPython would have warned of.
    pub warnings: Vec<Warning>,
}

/// Compiles a file and writes the result.
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
    let path = match &options.cfile {
        Some(path) => path.clone(),
        None => cache_file(options.target, file, options.optimize, options.pycache_prefix.as_deref())?,
    };
    files::check_replaceable(&path)?;
    let source = files::read(file)?;
    let name: &OsStr = options.dfile.as_deref().unwrap_or(file).as_os_str();
    let code = crate::Options { filename: &decode_path(name), optimize: options.optimize };
    let compiled = compiler.compile(options.target, &source, code)?;
    let metadata = files::stat(file)?;
    let validation = match options.invalidation_mode.unwrap_or_else(InvalidationMode::from_environment) {
        InvalidationMode::Timestamp => files::timestamp(&metadata),
        InvalidationMode::CheckedHash => Validation::CheckedHash(source_hash(options.target, &source)),
        InvalidationMode::UncheckedHash => Validation::UncheckedHash(source_hash(options.target, &source)),
    };
    files::write_atomically(&path, &file_bytes(options.target, validation, &compiled.payload), &metadata)?;
    Ok(Written { path, warnings: compiled.warnings })
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
    let current = std::env::current_dir().map_err(|error| Error::io(Path::new("."), error))?;
    let layout = Layout::Prefix { prefix: os_bytes(prefix.as_os_str()), current: os_bytes(current.as_os_str()) };
    Ok(path_of(cache_path(target, source, optimize, layout)))
}
