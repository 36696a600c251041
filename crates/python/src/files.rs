//! Many files: `compileall.compile_dir` and `compile_file`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pycmill::compileall::{self, Host, Level, OptionsError, Output, Stop};
use pyo3::prelude::*;

use crate::caller::{Caller, work_aside, work_here};
use crate::exceptions::{of_options, of_stop};
use crate::settings::Settings;
use crate::single::mode;

/// The object `Request` of the package: the arguments of Python's functions.
#[derive(FromPyObject)]
pub(crate) struct Request {
    max_levels: usize,
    destination: Option<PathBuf>,
    force: bool,
    quiet: u8,
    legacy: bool,
    levels: Vec<i64>,
    workers: i64,
    invalidation_mode: String,
    strip_dir: Option<PathBuf>,
    prepend_dir: Option<PathBuf>,
    limit_symlinks: Option<PathBuf>,
    hardlink_dupes: bool,
    /// Writes a message.
    write: Py<PyAny>,
    /// Says whether a file is passed over.
    skips: Option<Py<PyAny>>,
    /// Escapes what the output lacks characters for, if it can lack any.
    escape: Option<Py<PyAny>>,
}

/// Compiles the files of a directory; whether all went well.
#[pyfunction]
pub(crate) fn compile_dir(py: Python<'_>, directory: PathBuf, request: Request, settings: Settings) -> PyResult<bool> {
    let job = Job::new(request, settings)?;
    work_aside(py, |caller| job.run(caller, |options, output| compileall::compile_dir(&directory, options, output)))?
        .map_err(of_stop)
}

/// Compiles a file; whether all went well.
#[pyfunction]
pub(crate) fn compile_file(py: Python<'_>, file: PathBuf, request: Request, settings: Settings) -> PyResult<bool> {
    let job = Job::new(request, settings)?;
    work_here(py, |caller| job.run(caller, |options, output| compileall::compile_file(&file, options, output)))?
        .map_err(of_stop)
}

/// What a call is about.
struct Job {
    options: compileall::Options,
    settings: Settings,
    write: Py<PyAny>,
    skips: Option<Py<PyAny>>,
    escape: Option<Py<PyAny>>,
}

impl Job {
    fn new(request: Request, settings: Settings) -> PyResult<Self> {
        let mut options = compileall::Options::new(settings.target()?)
            .max_levels(request.max_levels)
            .force(request.force)
            .quiet(request.quiet)
            .legacy(request.legacy)
            .levels(request.levels.into_iter().map(Level::from_number).collect::<Vec<_>>())
            .default_level(settings.level())
            .workers(request.workers)
            .invalidation_mode(mode(&request.invalidation_mode)?)
            .hardlink_dupes(request.hardlink_dupes)
            .debug_ranges(settings.debug_ranges)
            .max_str_digits(settings.max_str_digits)
            .path_encoding(settings.path_encoding())
            .memory(settings.memory);
        options.destination = request.destination;
        options.strip_dir = request.strip_dir;
        options.prepend_dir = request.prepend_dir;
        options.limit_symlinks = request.limit_symlinks;
        options.pycache_prefix.clone_from(&settings.pycache_prefix);
        if let Err(error @ OptionsError::DestinationAndStrip) = options.check() {
            return Err(of_options(error));
        }
        Ok(Self { options, settings, write: request.write, skips: request.skips, escape: request.escape })
    }

    /// Does the work where the lock is not held.
    fn run(
        self,
        caller: &Caller,
        work: impl FnOnce(&compileall::Options, &mut Output<'_>) -> Result<bool, Stop>,
    ) -> Result<bool, Stop> {
        let Self { options, settings, write, skips, escape } = self;
        let host = PythonHost { caller: caller.clone(), skips: skips.map(Arc::new), escape };
        let options = options.warnings(settings.into_filters(caller)).interrupted(caller.stop()).host(Arc::new(host));
        let mut messages = Messages { caller, write: Arc::new(write) };
        // Python shows warnings itself.
        work(&options, &mut Output::new(&mut messages, &mut io::sink()))
    }
}

/// Python's standard output.
struct Messages<'c> {
    caller: &'c Caller,
    write: Arc<Py<PyAny>>,
}

impl Write for Messages<'_> {
    /// Messages come whole.
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if !text.is_empty() {
            let (write, message) = (Arc::clone(&self.write), String::from_utf8_lossy(text).into_owned());
            self.caller.tell(move |py| write.call1(py, (message,)).map(drop));
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The Python around a run.
#[derive(Debug)]
struct PythonHost {
    caller: Caller,
    skips: Option<Arc<Py<PyAny>>>,
    escape: Option<Py<PyAny>>,
}

impl Host for PythonHost {
    fn skips(&self, file: &Path) -> Result<bool, Stop> {
        let Some(skips) = self.skips.clone() else { return Ok(false) };
        let file = file.as_os_str().to_owned();
        let answer = self.caller.ask(move |py| skips.call1(py, (file,))?.is_truthy(py));
        answer.ok_or(Stop::Interrupted)
    }

    /// The lock is free, or soon will be: the caller waits, or writes.
    fn escaped(&self, message: &str) -> String {
        let Some(escape) = self.escape.as_ref().filter(|_| !message.is_ascii()) else { return message.to_owned() };
        let escaped = Python::attach(|py| escape.call1(py, (message,))?.extract(py));
        escaped.unwrap_or_else(|_: PyErr| message.to_owned())
    }
}
