//! What an audit is told.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pycmill_target::{Target, Version};

/// What an audit is told besides the files.
#[derive(Clone, Default, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The releases that files are expected to be written by; of versions that none of them has, the newest one.
    pub targets: Vec<Target>,
    /// Whether only these releases count. Else a file may be what any release of its version writes.
    pub exact: bool,
    /// Whether headers are left aside.
    pub code_only: bool,
    /// How many threads work; 0 is one per processor.
    pub workers: usize,
    /// Set from outside to stop the work.
    pub interrupted: Option<Arc<AtomicBool>>,
}

impl Options {
    /// Files of any release, with their headers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the releases that files are expected to be written by.
    #[must_use]
    pub fn targets(self, targets: Vec<Target>) -> Self {
        Self { targets, ..self }
    }

    /// Sets whether only these releases count.
    #[must_use]
    pub fn exact(self, exact: bool) -> Self {
        Self { exact, ..self }
    }

    /// Sets whether headers are left aside.
    #[must_use]
    pub fn code_only(self, code_only: bool) -> Self {
        Self { code_only, ..self }
    }

    /// Sets how many threads work; 0 is one per processor.
    #[must_use]
    pub fn workers(self, workers: usize) -> Self {
        Self { workers, ..self }
    }

    /// Sets what stops the work from outside.
    #[must_use]
    pub fn interrupted(self, interrupted: Arc<AtomicBool>) -> Self {
        Self { interrupted: Some(interrupted), ..self }
    }

    /// The releases that may have written a file of a version, the expected ones first.
    pub(crate) fn releases(&self, version: Version) -> Vec<Target> {
        let mut releases: Vec<Target> =
            self.targets.iter().copied().filter(|target| target.version() == version).collect();
        if releases.is_empty() {
            releases.push(Target::newest(version));
        }
        let expected = releases.len();
        if !self.exact {
            let others = (0..=version.newest_micro()).rev().map(|micro| Target::new(version, micro));
            let others: Vec<Target> = others.filter(|other| !releases[..expected].contains(other)).collect();
            releases.extend(others);
        }
        releases
    }
}
