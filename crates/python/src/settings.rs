//! What a running Python says of itself, and what it decides while files are compiled.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use pycmill::warnings::{Filters, Judge};
use pycmill::{Optimization, PathEncoding, Target, Warning};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::caller::Caller;

/// The object `Settings` of the package.
#[derive(FromPyObject)]
pub(crate) struct Settings {
    /// The version to write for.
    target: String,
    /// `sys.flags.optimize`, or what was asked for.
    level: u32,
    pub(crate) debug_ranges: bool,
    pub(crate) max_str_digits: u32,
    /// Whether names of files are decoded as ASCII.
    ascii_paths: bool,
    pub(crate) pycache_prefix: Option<PathBuf>,
    pub(crate) memory: Option<usize>,
    /// Gives a warning; whether it is an error.
    warn: Py<PyAny>,
    /// Whether a warning would be one.
    would_raise: Py<PyAny>,
}

impl Settings {
    pub(crate) fn target(&self) -> PyResult<Target> {
        parse(&self.target)
    }

    pub(crate) fn level(&self) -> Optimization {
        Optimization::of_interpreter(self.level)
    }

    pub(crate) fn path_encoding(&self) -> PathEncoding {
        if self.ascii_paths { PathEncoding::Ascii } else { PathEncoding::Utf8 }
    }

    /// Filters that ask Python.
    pub(crate) fn into_filters(self, caller: &Caller) -> Filters {
        Filters::judged_by(Arc::new(PythonJudge {
            caller: caller.clone(),
            warn: Arc::new(self.warn),
            would_raise: Arc::new(self.would_raise),
            found: OnceLock::new(),
        }))
    }
}

/// The target with a name.
pub(crate) fn parse(target: &str) -> PyResult<Target> {
    target.parse().map_err(|error: pycmill::ParseTargetError| PyValueError::new_err(error.to_string()))
}

/// The module `warnings`.
#[derive(Debug)]
struct PythonJudge {
    caller: Caller,
    warn: Arc<Py<PyAny>>,
    would_raise: Arc<Py<PyAny>>,
    /// What was answered once.
    found: OnceLock<bool>,
}

impl Judge for PythonJudge {
    fn is_error(&self, file: &str, warning: &Warning) -> bool {
        let (class, message) = (warning.class().to_owned(), warning.message().to_owned());
        let (file, line, module) = (file.to_owned(), warning.line(), warning.module());
        let warn = Arc::clone(&self.warn);
        let answer = self.caller.ask(move |py| {
            let answer = match module {
                Some((name, file)) => warn.call1(py, (class, message, file, line, name))?,
                None => warn.call1(py, (class, message, file, line))?,
            };
            answer.is_truthy(py)
        });
        answer.unwrap_or(false)
    }

    fn would_be_error(&self, warning: &Warning) -> bool {
        let ask = || {
            let (class, message, line) = (warning.class().to_owned(), warning.message().to_owned(), warning.line());
            let module = warning.module().map(|(name, _)| name);
            let would_raise = Arc::clone(&self.would_raise);
            let answer =
                self.caller.ask(move |py| would_raise.call1(py, (class, message, line, module))?.is_truthy(py));
            answer.unwrap_or(false)
        };
        *self.found.get_or_init(ask)
    }
}
