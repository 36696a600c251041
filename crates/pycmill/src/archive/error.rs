//! Why an archive is not rewritten.

use std::{fmt, io};

use zip::result::ZipError;

/// Why an archive is not rewritten.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArchiveError(String);

impl ArchiveError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ArchiveError {}

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> Self {
        Self(error.to_string())
    }
}

impl From<io::Error> for ArchiveError {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}
