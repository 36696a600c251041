//! What `compileall` can be told.

use std::fmt;
use std::path::PathBuf;

use pycmill_pyc::Optimization;
use pycmill_target::Target;

use crate::py_compile::InvalidationMode;

/// An optimisation level as it was asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The level the command runs with, `-1` in Python.
    Default,
    /// This one.
    Is(Optimization),
    /// A number that is no level: every file is answered with an error.
    Invalid(i64),
}

/// What `compileall` can be told; the names of Python's parameters are in the comments.
#[derive(Clone, Debug)]
pub struct Options {
    /// The version to write for.
    pub target: Target,
    /// How many levels of directories below the first are entered (`maxlevels`).
    pub max_levels: usize,
    /// The directory that stands in the code for that of the files (`ddir`).
    pub destination: Option<PathBuf>,
    /// Compile even what is up to date (`force`).
    pub force: bool,
    /// 0: say everything, 1: errors only, 2: nothing (`quiet`).
    pub quiet: u8,
    /// Write `x.pyc` beside `x.py` (`legacy`).
    pub legacy: bool,
    /// Which levels to write (`optimize`).
    pub levels: Vec<Level>,
    /// What [`Level::Default`] is.
    pub default_level: Optimization,
    /// How files are kept up to date; without, as the environment says (`invalidation_mode`).
    pub invalidation_mode: Option<InvalidationMode>,
    /// What is taken from the left of the name in the code (`stripdir`).
    pub strip_dir: Option<PathBuf>,
    /// What is put on the left of the name in the code (`prependdir`).
    pub prepend_dir: Option<PathBuf>,
    /// Symlinks to files outside of this directory are passed over (`limit_sl_dest`).
    pub limit_symlinks: Option<PathBuf>,
    /// Equal results of two levels become one file with two names (`hardlink_dupes`).
    pub hardlink_dupes: bool,
    /// `sys.pycache_prefix`.
    pub pycache_prefix: Option<PathBuf>,
}

/// Options that exclude each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OptionsError {
    /// A destination directory together with one to strip or to prepend.
    DestinationAndStrip,
    /// Hard links, but one level.
    NothingToLink,
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DestinationAndStrip => "-d cannot be used in combination with -s or -p",
            Self::NothingToLink => {
                "Hardlinking of duplicated bytecode makes sense only for more than one optimization level."
            }
        })
    }
}

impl std::error::Error for OptionsError {}

impl Options {
    /// The defaults of the Python functions.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self {
            target,
            // `sys.getrecursionlimit()`.
            max_levels: 1000,
            destination: None,
            force: false,
            quiet: 0,
            legacy: false,
            levels: vec![Level::Default],
            default_level: Optimization::Zero,
            invalidation_mode: None,
            strip_dir: None,
            prepend_dir: None,
            limit_symlinks: None,
            hardlink_dupes: false,
            pycache_prefix: None,
        }
    }

    /// Whether the options go together.
    ///
    /// # Errors
    /// If they do not.
    pub fn check(&self) -> Result<(), OptionsError> {
        if self.hardlink_dupes && self.levels.len() < 2 {
            return Err(OptionsError::NothingToLink);
        }
        if self.destination.is_some() && (self.strip_dir.is_some() || self.prepend_dir.is_some()) {
            return Err(OptionsError::DestinationAndStrip);
        }
        Ok(())
    }

    /// The levels in the order they are written, each once.
    pub(crate) fn sorted_levels(&self) -> Vec<Level> {
        let mut levels = self.levels.clone();
        levels.sort_unstable();
        levels.dedup();
        levels
    }
}
