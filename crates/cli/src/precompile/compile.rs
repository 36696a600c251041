//! What a command line or a request asks for, and doing it.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use pycmill::compileall::Level;
use pycmill::py_compile::{self, InvalidationMode, Options};
use pycmill::warnings::Filters;
use pycmill::{Compiler, Error, NamedRelease, Optimization, Target, printable};

use crate::console::Errors;
use crate::encoding::{Encoder, Encoding};
use crate::session::Session;
use crate::surface::Precompile;
use crate::{limits, outside};

/// The modes by their names in upper case.
const MODES: [(&[u8], InvalidationMode); 3] = [
    (b"TIMESTAMP", InvalidationMode::Timestamp),
    (b"CHECKED_HASH", InvalidationMode::CheckedHash),
    (b"UNCHECKED_HASH", InvalidationMode::UncheckedHash),
];

/// What all requests share.
pub(crate) struct Settings<'s> {
    pub(crate) session: &'s Session,
    /// The target of the start-up arguments, which wins over those of requests.
    target: Option<Target>,
    /// Warnings that were shown and are shown once.
    seen: Mutex<HashSet<String>>,
}

impl<'s> Settings<'s> {
    /// # Errors
    /// If the version that is named is none or not supported.
    pub(crate) fn new(session: &'s Session) -> Result<Self, String> {
        let own = &session.own;
        let is_named = !own.targets.is_empty() || own.python.is_some();
        let target = is_named.then(|| session.silently_chosen()).transpose()?;
        Ok(Self { session, target, seen: Mutex::default() })
    }

    fn target(&self, version: Option<&[u8]>) -> Result<Target, String> {
        let Some(version) = version.filter(|_| self.target.is_none()) else {
            return self.target.map_or_else(|| self.session.silently_chosen(), Ok);
        };
        let version = String::from_utf8_lossy(version);
        let release: NamedRelease = version.parse().map_err(|error| format!("argument --python_version: {error}"))?;
        crate::session::supported(&release, "--python_version")
    }
}

/// Why something was not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    /// It was asked for in a wrong way.
    Usage(String),
    /// A file could not be compiled, or the request does not fit together.
    Work(String),
}

/// What is to be done.
pub(crate) struct Job {
    options: Options,
    filters: Filters,
    files: Vec<(PathBuf, Vec<u8>, PathBuf)>,
}

impl Job {
    /// Reads what a command line says. Paths are below the sandbox, if there is one; names are not.
    pub(crate) fn new(settings: &Settings<'_>, command: &Precompile, sandbox: Option<&Path>) -> Result<Self, Failure> {
        let mode = mode(command.invalidation_mode.as_deref())?;
        let (sources, names, results) = (&command.sources, &command.names, &command.results);
        if sources.is_empty() || sources.len() != names.len() || sources.len() != results.len() {
            let (sources, names, results) = (sources.len(), names.len(), results.len());
            return Err(Failure::Work(format!(
                "--src, --src_name and --pyc belong together: {sources} sources, {names} names, {results} results"
            )));
        }
        let target = settings.target(command.python_version.as_deref()).map_err(Failure::Usage)?;
        let interpreter = &settings.session.interpreter;
        let path = |word: &[u8]| sandbox.map_or_else(|| outside::path_of(word), |top| top.join(outside::path_of(word)));
        let files = sources.iter().zip(names).zip(results);
        Ok(Self {
            options: Options::new(target)
                .optimize(level(command.optimize, interpreter.level)?)
                .invalidation_mode(mode)
                .debug_ranges(interpreter.debug_ranges)
                .hash_seed(interpreter.hash_seed)
                .max_str_digits(interpreter.max_str_digits)
                .path_encoding(interpreter.path_encoding())
                .memory(limits::memory()),
            filters: interpreter.filters(target),
            files: files.map(|((source, name), result)| (path(source), name.clone(), path(result))).collect(),
        })
    }

    /// Compiles the files up to the first that fails. Warnings go to standard error, which is the log of a worker.
    pub(crate) fn run(self, settings: &Settings<'_>, compiler: &mut Compiler) -> Result<(), Failure> {
        let options = self.options.warnings(self.filters);
        for (source, name, result) in self.files {
            let shown = printable(&options.path_encoding.decode(outside::path_of(&name).as_os_str()));
            let options = options.clone().dfile(outside::path_of(&name)).cfile(result);
            let done = py_compile::compile_with(compiler, &source, &options);
            settings.warn(&shown, done.as_ref().map_or_else(Error::warnings, |written| &written.warnings));
            done.map_err(|error| Failure::Work(text(&error)))?;
        }
        Ok(())
    }
}

impl Settings<'_> {
    fn warn(&self, name: &str, warnings: &[pycmill::Warning]) {
        let encoding = Encoding::of_errors(&self.session.interpreter);
        for warning in warnings {
            let once = warning.is_once().then(|| format!("{} {}", warning.class(), warning.message()));
            let is_new = |once: String| self.seen.lock().is_ok_and(|mut seen| seen.insert(once));
            if once.is_none_or(is_new) {
                // Standard error never fails.
                let _ = Encoder { encoding, inner: Errors }.write_all(warning.format(name).as_bytes());
            }
        }
    }
}

/// An error with its class, where the text lacks it.
fn text(error: &Error) -> String {
    let class = error.os_error_class().map(|class| format!("{class}: ")).unwrap_or_default();
    format!("{class}{error}")
}

fn mode(name: Option<&[u8]>) -> Result<InvalidationMode, Failure> {
    let Some(name) = name else { return Ok(InvalidationMode::CheckedHash) };
    let mode = MODES.iter().find(|(known, _)| *known == name.to_ascii_uppercase()).map(|(_, mode)| *mode);
    let unknown = || format!("ValueError: Unknown PycInvalidationMode: {}", String::from_utf8_lossy(name));
    mode.ok_or_else(|| Failure::Work(unknown()))
}

fn level(number: Option<i64>, of_interpreter: Optimization) -> Result<Optimization, Failure> {
    match number.map_or(Level::Default, Level::from_number) {
        Level::Default => Ok(of_interpreter),
        Level::Is(level) => Ok(level),
        Level::Invalid(_) => Err(Failure::Work("Sorry: ValueError: compile(): invalid optimize value".to_owned())),
    }
}
