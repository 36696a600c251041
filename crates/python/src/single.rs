//! One file or source: `py_compile.compile` and `compile`.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use pycmill::py_compile::{self as library, InvalidationMode};
use pycmill::{Compiled, Compiler, Options, Validation, Version, file_bytes, source_hash};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::caller::work_here;
use crate::exceptions::{Rejection, exception};
use crate::settings::{Settings, parse};

/// The versions that can be written, oldest first.
#[pyfunction]
pub(crate) fn targets() -> Vec<String> {
    Version::COMPLETE.iter().map(ToString::to_string).collect()
}

/// The first four bytes of a `.pyc` file of a target.
#[pyfunction]
pub(crate) fn magic_number<'py>(py: Python<'py>, target: &str) -> PyResult<Bound<'py, PyBytes>> {
    let [low, high] = parse(target)?.magic_number().to_le_bytes();
    Ok(PyBytes::new(py, &[low, high, b'\r', b'\n']))
}

/// Where `py_compile` writes the result of a file.
#[pyfunction]
pub(crate) fn cache_file(file: PathBuf, settings: Settings) -> PyResult<OsString> {
    let prefix = settings.pycache_prefix.as_deref();
    let path = library::cache_file(settings.target()?, &file, settings.level(), prefix);
    path.map(PathBuf::into_os_string).map_err(|error| exception(&error))
}

/// The mode with a name of `PycInvalidationMode`.
pub(crate) fn mode(name: &str) -> PyResult<InvalidationMode> {
    match name {
        "TIMESTAMP" => Ok(InvalidationMode::Timestamp),
        "CHECKED_HASH" => Ok(InvalidationMode::CheckedHash),
        "UNCHECKED_HASH" => Ok(InvalidationMode::UncheckedHash),
        _ => Err(PyValueError::new_err(format!("no invalidation mode: {name}"))),
    }
}

/// Compiles a file to another; nothing, or why the source is rejected.
#[pyfunction]
pub(crate) fn py_compile(
    py: Python<'_>,
    file: PathBuf,
    cfile: PathBuf,
    dfile: Option<PathBuf>,
    invalidation_mode: &str,
    settings: Settings,
) -> PyResult<Option<Rejection>> {
    let (target, encoding) = (settings.target()?, settings.path_encoding());
    let mut options = library::Options::new(target)
        .optimize(settings.level())
        .cfile(cfile)
        .invalidation_mode(mode(invalidation_mode)?)
        .debug_ranges(settings.debug_ranges)
        .max_str_digits(settings.max_str_digits)
        .path_encoding(encoding)
        .memory(settings.memory);
    let name = dfile.clone().unwrap_or_else(|| file.clone()).into_os_string();
    options.dfile = dfile;
    let done = work_here(py, |caller| {
        options.warnings = settings.into_filters(caller);
        library::compile(&file, &options)
    })?;
    match done {
        Ok(_) => Ok(None),
        Err(error) => {
            let shown = encoding.decode(&name);
            Rejection::of(&error, name, &shown, target).map(Some)
        }
    }
}

/// What compiling a source gives.
#[derive(IntoPyObject)]
pub(crate) enum Answer<'py> {
    Bytes(Bound<'py, PyBytes>),
    Rejected(Rejection),
}

/// Compiles a source to marshal data. Text is given in UTF-8.
#[pyfunction]
pub(crate) fn compile_source<'py>(
    py: Python<'py>,
    source: &[u8],
    is_text: bool,
    filename: OsString,
    settings: Settings,
) -> PyResult<Answer<'py>> {
    let target = settings.target()?;
    let name = settings.path_encoding().decode(&filename);
    let options = Options::new(&name)
        .optimize(settings.level())
        .debug_ranges(settings.debug_ranges)
        .max_str_digits(settings.max_str_digits)
        .is_text(is_text);
    let done = work_here(py, |caller| {
        let filters = settings.into_filters(caller);
        let done = Compiler::new().compile_filtered(target, source, options, &filters);
        done.map_err(|error| error.read_line_from(|| fs::read(&filename).ok()))
    })?;
    Ok(match done {
        Ok(Compiled { payload, .. }) => Answer::Bytes(PyBytes::new(py, &payload)),
        Err(error) => Answer::Rejected(Rejection::of(&error, filename, &name, target)?),
    })
}

/// The header of a source's file in one of the modes with a hash.
#[pyfunction]
pub(crate) fn hash_header<'py>(
    py: Python<'py>,
    source: &[u8],
    invalidation_mode: &str,
    target: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let target = parse(target)?;
    let hash = source_hash(target, source);
    let validation = match mode(invalidation_mode)? {
        InvalidationMode::CheckedHash => Validation::CheckedHash(hash),
        InvalidationMode::UncheckedHash => Validation::UncheckedHash(hash),
        InvalidationMode::Timestamp => return Err(PyValueError::new_err("a source in memory has no timestamp")),
    };
    Ok(PyBytes::new(py, &file_bytes(target, validation, &[])))
}
