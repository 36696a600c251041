//! Errors of the library as Python exceptions.

use std::ffi::OsString;

use pycmill::compileall::{OptionsError, Raised, Stop};
use pycmill::{Error, printable};
use pyo3::exceptions::{
    PyAttributeError, PyFileExistsError, PyKeyboardInterrupt, PyOSError, PyRuntimeError, PyTypeError, PyValueError,
};
use pyo3::prelude::*;

/// Why a source was rejected: the parts of the exception that `compile()` raises.
#[pyclass(frozen, get_all, module = "pycmill._pycmill")]
#[derive(Debug)]
pub(crate) struct Rejection {
    /// The name of the exception's class.
    class_name: String,
    /// Its message.
    message: String,
    /// The other arguments of a `SyntaxError`: file, line, offset, text, end line, end offset.
    place: Option<Place>,
    /// The text of `py_compile.PyCompileError`.
    text: String,
}

type Place = (OsString, i64, Option<i64>, Option<String>, Option<i64>, Option<i64>);

impl Rejection {
    /// The rejection of a file; any other error as the exception that is raised for it.
    pub(crate) fn of(error: &Error, file: OsString, name: &[u8], target: pycmill::Target) -> PyResult<Self> {
        let Some(found) = error.rejection() else { return Err(exception(error)) };
        let place = found.line().map(|line| {
            let text = found.line_text().map(str::to_owned);
            (file, line, found.offset(), text, found.end_line(), found.end_offset())
        });
        Ok(Self {
            class_name: found.class().to_owned(),
            message: found.message().to_owned(),
            place,
            text: found.py_compile_message(target, &printable(name)),
        })
    }
}

/// The exception for an error that is not a rejection.
pub(crate) fn exception(error: &Error) -> PyErr {
    let Some((source, [path, other])) = error.os_error() else {
        return match (error.value_error(), error.os_error_class()) {
            (Some(message), _) => PyValueError::new_err(message.to_owned()),
            (None, Some(_)) => PyFileExistsError::new_err(error.to_string()),
            (None, None) => PyValueError::new_err(error.to_string()),
        };
    };
    let name = |path: Option<&std::path::Path>| path.map(|path| path.as_os_str().to_owned());
    let text = source.to_string();
    match source.raw_os_error() {
        // `OSError` chooses the class by the number.
        Some(code) => {
            let text = text.strip_suffix(&format!(" (os error {code})")).unwrap_or(&text).to_owned();
            PyOSError::new_err((code, text, name(path), None::<i32>, name(other)))
        }
        None => PyOSError::new_err(text),
    }
}

/// The exception that ends a run.
pub(crate) fn of_stop(stop: Stop) -> PyErr {
    match stop {
        Stop::Raised(raised) => of_raised(&raised),
        Stop::Interrupted => PyKeyboardInterrupt::new_err(()),
        Stop::Output(error) => PyOSError::new_err(error.to_string()),
    }
}

fn of_raised(raised: &Raised) -> PyErr {
    let message = raised.message().to_owned();
    match raised.class() {
        "AttributeError" => PyAttributeError::new_err(message),
        "TypeError" => PyTypeError::new_err(message),
        "ValueError" => PyValueError::new_err(message),
        _ => PyRuntimeError::new_err(message),
    }
}

/// The exception for options that exclude each other.
pub(crate) fn of_options(error: OptionsError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
