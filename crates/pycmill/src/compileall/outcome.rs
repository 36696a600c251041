//! What became of a file, for those who want more than messages.

use std::path::PathBuf;

/// What became of a source file or directory.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The source, as it was named or found.
    pub source: PathBuf,
    /// What became of it.
    pub status: Status,
    /// The files that were written, or that were found wanting.
    pub results: Vec<PathBuf>,
    /// Why it failed.
    pub error: Option<String>,
    /// The warnings that were shown.
    pub warnings: Vec<String>,
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// It was compiled.
    Compiled,
    /// It is up to date.
    UpToDate,
    /// It is no source, or was to be passed over.
    Skipped,
    /// It was not compiled, or not at all levels.
    Failed,
    /// The compiler rejected it, which was tolerated.
    Tolerated,
    /// A directory could not be listed.
    Unlisted,
    /// A result is not there.
    Missing,
    /// A result is not that of the source.
    Outdated,
    /// A result is kept up to date in another way than asked for.
    WrongMode,
}

impl Status {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compiled => "compiled",
            Self::UpToDate => "up-to-date",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Tolerated => "tolerated",
            Self::Unlisted => "unlisted",
            Self::Missing => "missing",
            Self::Outdated => "outdated",
            Self::WrongMode => "wrong-mode",
        }
    }
}

/// Sees work go on, from several threads.
pub trait Watch: Sync {
    /// So many more files are known.
    fn found(&self, files: usize);
    /// One of them is done.
    fn done(&self);
}
