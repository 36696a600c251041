//! Why a file was not written.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use pycmill_target::{Target, Version};

use crate::os_error::{self, Numbers, os_error_class};
use crate::os_text::printable;
use crate::platform::NULL_ERROR;
use crate::{PathEncoding, Rejection, Warning, repr};

/// Why a file was not written.
#[derive(Debug)]
pub struct Error(Box<Kind>);

#[derive(Debug)]
pub(crate) enum Kind {
    /// The compiler does not know this target yet.
    Unsupported(Target),
    /// CPython does not accept the source of this file, named as in its message.
    Rejected { target: Target, file: String, rejection: Rejection, warnings: Vec<Warning> },
    /// The operating system said no.
    Io {
        target: Target,
        path: Option<PathBuf>,
        other: Option<PathBuf>,
        source: io::Error,
        numbers: Numbers,
        encoding: PathEncoding,
        /// What the compiler warned of before.
        warnings: Vec<Warning>,
    },
    /// Python stops with this `ValueError`, whatever file comes next.
    Value(&'static str),
    /// The source has warnings, which have to wait.
    Postponed,
    /// The place of the output is taken by something that must not be replaced: a `FileExistsError`.
    Taken(String),
}

impl Error {
    pub(crate) fn unsupported(target: Target) -> Self {
        Self(Box::new(Kind::Unsupported(target)))
    }

    pub(crate) fn rejected(target: Target, file: &[u8], rejection: Rejection, warnings: Vec<Warning>) -> Self {
        Self(Box::new(Kind::Rejected { target, file: printable(file), rejection, warnings }))
    }

    /// An error of a function that is given an open file, where Python names none.
    pub(crate) fn io_of_open_file(target: Target, source: io::Error) -> Self {
        Self::of_system(target, [None, None], source, Numbers::C)
    }

    /// An error of opening a file.
    pub(crate) fn io(target: Target, path: &Path, source: io::Error) -> Self {
        Self::of_system(target, [Some(path), None], source, Numbers::C)
    }

    /// An error of a function of the system that is given a path.
    pub(crate) fn io_of_path(target: Target, path: &Path, source: io::Error) -> Self {
        Self::of_system(target, [Some(path), None], source, Numbers::System)
    }

    /// An error about two files.
    pub(crate) fn io_of_two(target: Target, path: &Path, other: &Path, source: io::Error) -> Self {
        Self::of_system(target, [Some(path), Some(other)], source, Numbers::System)
    }

    fn of_system(target: Target, paths: [Option<&Path>; 2], source: io::Error, numbers: Numbers) -> Self {
        let [path, other] = paths.map(|path| path.map(Path::to_owned));
        let (encoding, warnings) = (PathEncoding::Utf8, Vec::new());
        Self(Box::new(Kind::Io { target, path, other, source, numbers, encoding, warnings }))
    }

    /// Takes the line of the source from another file, if it is one that CPython reads from the file of the name in the code.
    #[must_use]
    pub fn read_line_from(mut self, read: impl FnOnce() -> Option<Vec<u8>>) -> Self {
        if let Kind::Rejected { rejection, .. } = &mut *self.0 {
            rejection.read_line_from(read);
        }
        self
    }

    /// There may not be enough memory for a file.
    pub(crate) fn memory(target: Target) -> Self {
        Self::rejected(target, b"", Rejection::of_memory(), Vec::new())
    }

    /// A name with a null character, which no function of the system takes.
    pub(crate) fn null_byte() -> Self {
        Self(Box::new(Kind::Value(NULL_ERROR)))
    }

    /// Nothing is wrong, but somebody has to be asked about warnings first.
    pub(crate) fn postponed() -> Self {
        Self(Box::new(Kind::Postponed))
    }

    pub(crate) fn is_postponed(&self) -> bool {
        matches!(self.kind(), Kind::Postponed)
    }

    /// The same with paths in another encoding.
    pub(crate) fn with_paths_in(mut self, wanted: PathEncoding) -> Self {
        if let Kind::Io { encoding, .. } = &mut *self.0 {
            *encoding = wanted;
        }
        self
    }

    /// The message of the `ValueError` that Python stops with, whatever file comes next.
    #[must_use]
    pub fn value_error(&self) -> Option<&str> {
        match self.kind() {
            Kind::Value(message) => Some(message),
            _ => None,
        }
    }

    pub(crate) fn taken(path: &Path, what: &str, into: &str, encoding: PathEncoding) -> Self {
        let path = printable(&encoding.decode(path.as_os_str()));
        Self(Box::new(Kind::Taken(format!(
            "{path} is a {what} and will be changed into a {into} if import writes a byte-compiled file to it"
        ))))
    }

    /// The same with what the compiler warned of before the result could not be written.
    pub(crate) fn after(mut self, compiled: Vec<Warning>) -> Self {
        if let Kind::Io { warnings, .. } = &mut *self.0 {
            *warnings = compiled;
        }
        self
    }

    /// What CPython warns of before it rejects the source or cannot write the result.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        match self.kind() {
            Kind::Rejected { warnings, .. } | Kind::Io { warnings, .. } => warnings,
            Kind::Unsupported(_) | Kind::Taken(_) | Kind::Value(_) | Kind::Postponed => &[],
        }
    }

    /// Lets filters decide about the warnings; one that is an error takes the place of this one.
    pub(crate) fn filter_warnings(
        mut self,
        apply: impl FnOnce(Vec<Warning>) -> (Vec<Warning>, Option<Rejection>),
    ) -> Self {
        if let Kind::Rejected { rejection, warnings, .. } = &mut *self.0 {
            let (shown, raised) = apply(std::mem::take(warnings));
            *warnings = shown;
            if let Some(raised) = raised {
                *rejection = raised;
            }
        }
        self
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0
    }

    /// The Python exception, if the source was rejected.
    #[must_use]
    pub fn rejection(&self) -> Option<&Rejection> {
        match self.kind() {
            Kind::Rejected { rejection, .. } => Some(rejection),
            Kind::Unsupported(_) | Kind::Io { .. } | Kind::Taken(_) | Kind::Value(_) | Kind::Postponed => None,
        }
    }

    /// Whether the target is one the compiler does not know yet.
    #[must_use]
    pub fn is_unsupported_target(&self) -> bool {
        matches!(self.kind(), Kind::Unsupported(_))
    }

    /// The class of the `OSError`, if that is what Python would raise.
    #[must_use]
    pub fn os_error_class(&self) -> Option<&'static str> {
        match self.kind() {
            Kind::Io { source, .. } => Some(os_error_class(source)),
            Kind::Taken(_) => Some("FileExistsError"),
            Kind::Rejected { .. } | Kind::Unsupported(_) | Kind::Value(_) | Kind::Postponed => None,
        }
    }

    /// The error of the operating system, with the files that Python names, in its order.
    #[must_use]
    pub fn os_error(&self) -> Option<(&io::Error, [Option<&Path>; 2])> {
        match self.kind() {
            Kind::Io { source, path, other, .. } => Some((source, [path.as_deref(), other.as_deref()])),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    /// The message of the Python exception: `PyCompileError.msg` or `str(OSError)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Kind::Unsupported(target) => {
                write!(f, "CPython {} is not supported; supported: {}", target.version(), Version::supported())
            }
            Kind::Rejected { target, file, rejection, .. } => f.write_str(&rejection.py_compile_message(*target, file)),
            Kind::Io { target, path, other, source, numbers, encoding, .. } => {
                let shown = |path: &Path| repr(*target, &encoding.decode(path.as_os_str()));
                let path = path.as_deref().map(|path| format!(": {}", shown(path))).unwrap_or_default();
                let other = other.as_deref().map(|other| format!(" -> {}", shown(other))).unwrap_or_default();
                write!(f, "{}{path}{other}", os_error::shown(source, *numbers))
            }
            Kind::Value(message) => write!(f, "ValueError: {message}"),
            Kind::Taken(message) => f.write_str(message),
            Kind::Postponed => f.write_str("not compiled yet: there are warnings"),
        }
    }
}

impl std::error::Error for Error {}
