//! What is to be done with an archive.

use pycmill_pyc::Optimization;
use pycmill_target::Target;

use super::{ArchiveError, WheelName};

/// What is to be done with an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The versions to compile for; only a wheel that keeps its sources can have several.
    pub targets: Vec<Target>,
    /// Whether compiled code takes the place of the sources.
    pub sourceless: bool,
    /// Whether importers compare the hash of the source; else they take the compiled file as it is.
    pub checked_hash: bool,
    /// The optimisation level.
    pub optimize: Optimization,
    /// No member gets a later time than this, in seconds since 1970: `SOURCE_DATE_EPOCH`.
    pub latest_time: Option<i64>,
    /// How many threads work; 0 is one per processor.
    pub workers: usize,
}

impl Options {
    /// Compiled code beside the sources, not compared with them by importers.
    #[must_use]
    pub fn new(targets: Vec<Target>) -> Self {
        Self {
            targets,
            sourceless: false,
            checked_hash: false,
            optimize: Optimization::Zero,
            latest_time: None,
            workers: 0,
        }
    }

    /// Sets whether compiled code takes the place of the sources.
    #[must_use]
    pub fn sourceless(self, sourceless: bool) -> Self {
        Self { sourceless, ..self }
    }

    /// Refuses what does not go together.
    pub(crate) fn check(&self, name: &str, wheel: Option<&WheelName>) -> Result<(), ArchiveError> {
        if self.targets.is_empty() {
            return Err(ArchiveError::new("no version to compile for"));
        }
        let has_one_name = self.sourceless || wheel.is_none();
        if has_one_name && self.targets.len() > 1 {
            let what = if self.sourceless { "without sources" } else { "other than a wheel" };
            return Err(ArchiveError::new(format!("an archive {what} has compiled code of one version only")));
        }
        let unfit = self.targets.iter().find(|target| wheel.is_some_and(|wheel| !wheel.fits(target.version())));
        match unfit {
            Some(target) => Err(ArchiveError::new(format!("{name} is not for CPython {}", target.version()))),
            None => Ok(()),
        }
    }
}
