//! Why a file was not written.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use pycmill_target::{Target, Version};

use crate::os_text::printable;
use crate::{Rejection, Warning, decode_path, repr};

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
    Io { target: Target, path: PathBuf, other: Option<PathBuf>, source: io::Error },
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

    pub(crate) fn io(target: Target, path: &Path, source: io::Error) -> Self {
        Self(Box::new(Kind::Io { target, path: path.to_owned(), other: None, source }))
    }

    /// An error about two files.
    pub(crate) fn io_of_two(target: Target, path: &Path, other: &Path, source: io::Error) -> Self {
        Self(Box::new(Kind::Io { target, path: path.to_owned(), other: Some(other.to_owned()), source }))
    }

    /// Takes the line of the source from another file, if it is one that CPython reads from the file of that name.
    pub(crate) fn read_line_from(mut self, read: impl FnOnce() -> Option<Vec<u8>>) -> Self {
        if let Kind::Rejected { rejection, .. } = &mut *self.0 {
            rejection.read_line_from(read);
        }
        self
    }

    pub(crate) fn taken(path: &Path, what: &str, into: &str) -> Self {
        let path = printable(&decode_path(path.as_os_str()));
        Self(Box::new(Kind::Taken(format!(
            "{path} is a {what} and will be changed into a {into} if import writes a byte-compiled file to it"
        ))))
    }

    /// What CPython warns of before it rejects the source.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        match self.kind() {
            Kind::Rejected { warnings, .. } => warnings,
            Kind::Unsupported(_) | Kind::Io { .. } | Kind::Taken(_) => &[],
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
            Kind::Unsupported(_) | Kind::Io { .. } | Kind::Taken(_) => None,
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
            Kind::Io { source, .. } => Some(os_error_class(source.kind())),
            Kind::Taken(_) => Some("FileExistsError"),
            Kind::Rejected { .. } | Kind::Unsupported(_) => None,
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
            Kind::Io { target, path, other, source } => os_error_text(f, *target, path, other.as_deref(), source),
            Kind::Taken(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

fn os_error_text(
    f: &mut fmt::Formatter<'_>,
    target: Target,
    path: &Path,
    other: Option<&Path>,
    source: &io::Error,
) -> fmt::Result {
    let text = source.to_string();
    let shown = |path: &Path| repr(target, &decode_path(path.as_os_str()));
    let paths = other.map_or_else(|| shown(path), |other| format!("{} -> {}", shown(path), shown(other)));
    match source.raw_os_error() {
        Some(code) => {
            let text = text.strip_suffix(&format!(" (os error {code})")).unwrap_or(&text);
            write!(f, "[Errno {code}] {text}: {paths}")
        }
        None => write!(f, "{text}: {paths}"),
    }
}

fn os_error_class(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "FileNotFoundError",
        io::ErrorKind::PermissionDenied => "PermissionError",
        io::ErrorKind::AlreadyExists => "FileExistsError",
        io::ErrorKind::IsADirectory => "IsADirectoryError",
        io::ErrorKind::NotADirectory => "NotADirectoryError",
        io::ErrorKind::Interrupted => "InterruptedError",
        _ => "OSError",
    }
}
