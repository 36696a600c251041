//! What `compileall` can be told.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pycmill_parser::DEFAULT_MAX_STR_DIGITS;
use pycmill_pyc::Optimization;
use pycmill_target::Target;

use super::{Glob, Host, Pattern, StrictEncoding};
use crate::py_compile::InvalidationMode;
use crate::warnings::Filters;
use crate::{Charset, PathEncoding, repr};

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

impl Level {
    /// The level with this number.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        match u8::try_from(number).ok().and_then(Optimization::from_level) {
            Some(level) => Self::Is(level),
            None if number == -1 => Self::Default,
            None => Self::Invalid(number),
        }
    }

    /// Its place among others: by number.
    fn number(self) -> i64 {
        match self {
            Self::Default => -1,
            Self::Is(level) => level.level().into(),
            Self::Invalid(number) => number,
        }
    }
}

/// Which files are passed over.
#[derive(Clone, Debug)]
pub enum Skip {
    /// Those in whose path the expression is found.
    Found(Pattern),
    /// An empty expression given on the command line, which Python stumbles over at the first file.
    EmptyWord,
}

/// When a file counts as up to date.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Freshness {
    /// As in Python: when it has a timestamp, and that is the source's; size, hash and mode don't matter.
    #[default]
    Timestamp,
    /// When it has the mode that would be written, and time and size or hash of the source.
    Header,
}

/// What `compileall` can be told; the names of Python's parameters are in the comments.
///
/// ```
/// use pycmill::compileall::{Level, Options};
/// use pycmill::Optimization;
///
/// let options = Options::new("3.13".parse()?)
///     .quiet(1)
///     .force(true)
///     .levels([Level::Is(Optimization::Zero), Level::Is(Optimization::Two)])
///     .strip_dir("build/root")
///     .prepend_dir("/");
/// options.check()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The version to write for.
    pub target: Target,
    /// How many levels of directories below the first are entered (`maxlevels`).
    pub max_levels: usize,
    /// The directory that stands in the code for that of the files (`ddir`).
    pub destination: Option<PathBuf>,
    /// Compile even what is up to date (`force`).
    pub force: bool,
    /// Which files are passed over (`rx`).
    pub skip: Option<Skip>,
    /// 0: say everything, 1: errors only, 2: nothing (`quiet`).
    pub quiet: u8,
    /// Write `x.pyc` beside `x.py` (`legacy`).
    pub legacy: bool,
    /// Which levels to write (`optimize`).
    pub levels: Vec<Level>,
    /// What [`Level::Default`] is.
    pub default_level: Optimization,
    /// Files at a time; 0 is one per processor. A negative number is refused as in Python (`workers`).
    pub workers: i64,
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
    /// Whether locations have columns.
    pub debug_ranges: bool,
    /// `PYTHONHASHSEED`, which decides in which order 3.8 to 3.10 write sets.
    pub hash_seed: u32,
    /// The most digits of a decimal literal; 0 is no limit.
    pub max_str_digits: u32,
    /// Which warnings are shown or are errors.
    pub warnings: Filters,
    /// What names of files are decoded with.
    pub path_encoding: PathEncoding,
    /// The bytes that compiling a file may need; more is a `MemoryError`. Files are compiled one at a time then. Without, an
    /// allocation that fails ends the process.
    pub memory: Option<usize>,
    /// When a file counts as up to date; Python has no such choice.
    pub freshness: Freshness,
    /// Whether a directory that cannot be listed is a failure; not in Python.
    pub strict: bool,
    /// Change nothing, and fail for files that are missing or out of date; not in Python.
    pub check_only: bool,
    /// Only files that one of these matches are taken up; not in Python.
    pub include: Vec<Glob>,
    /// Files that one of these matches are passed over; not in Python.
    pub exclude: Vec<Glob>,
    /// Files that one of these matches may be rejected by the compiler: that is said, and is no failure; not in Python.
    pub tolerate: Vec<Glob>,
    /// Whether any file may be rejected; not in Python.
    pub keep_going: bool,
    /// Write `x.pyc` beside `x.py`, and remove `x.py` then; not in Python.
    pub sourceless: bool,
    /// Set from outside to stop between two files.
    pub interrupted: Option<Arc<AtomicBool>>,
    /// The encoding of messages, if it lacks characters and Python stops at one that is missing. Files are compiled one at a
    /// time then.
    pub strict_encoding: Option<StrictEncoding>,
    /// What the output has; messages of the compiler escape everything else.
    pub output_charset: Charset,
    /// The program around the run. With one worker each file is done before the next one is looked at, then.
    pub host: Option<Arc<dyn Host>>,
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
            Self::DestinationAndStrip => {
                "Destination dir (ddir) cannot be used in combination with stripdir or prependdir"
            }
            Self::NothingToLink => {
                "Hardlinking of duplicated bytecode makes sense only for more than one optimization level"
            }
        })
    }
}

impl std::error::Error for OptionsError {}

impl Options {
    /// The defaults of the Python functions, but with all processors.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self {
            target,
            // Ten, or `sys.getrecursionlimit()`.
            max_levels: if target.enters_ten_levels() { 10 } else { 1000 },
            destination: None,
            force: false,
            skip: None,
            quiet: 0,
            legacy: false,
            levels: vec![Level::Default],
            default_level: Optimization::Zero,
            workers: 0,
            invalidation_mode: None,
            strip_dir: None,
            prepend_dir: None,
            limit_symlinks: None,
            hardlink_dupes: false,
            pycache_prefix: None,
            debug_ranges: true,
            hash_seed: 0,
            max_str_digits: DEFAULT_MAX_STR_DIGITS,
            warnings: Filters::new(),
            path_encoding: PathEncoding::Utf8,
            memory: None,
            freshness: Freshness::Timestamp,
            strict: false,
            check_only: false,
            include: Vec::new(),
            exclude: Vec::new(),
            tolerate: Vec::new(),
            keep_going: false,
            sourceless: false,
            interrupted: None,
            strict_encoding: None,
            output_charset: Charset::Utf8,
            host: None,
        }
    }

    /// Whether the options go together.
    ///
    /// # Errors
    /// If they do not.
    pub fn check(&self) -> Result<(), OptionsError> {
        if self.destination.is_some() && (self.strip_dir.is_some() || self.prepend_dir.is_some()) {
            return Err(OptionsError::DestinationAndStrip);
        }
        if self.hardlink_dupes && self.sorted_levels().len() < 2 {
            return Err(OptionsError::NothingToLink);
        }
        Ok(())
    }

    /// Whether a result is beside its source.
    pub(crate) const fn writes_beside(&self) -> bool {
        self.legacy || self.sourceless
    }

    /// Whether a file or everything in a directory is passed over because of its path.
    pub(crate) fn is_excluded(&self, path: &Path) -> bool {
        self.exclude.iter().any(|glob| glob.matches(path))
    }

    /// Whether the patterns pass a file over.
    pub(crate) fn leaves_out(&self, file: &Path) -> bool {
        let is_included = self.include.is_empty() || self.include.iter().any(|glob| glob.matches(file));
        !is_included || self.is_excluded(file)
    }

    /// Whether it is no failure if the compiler rejects a file.
    pub(crate) fn tolerates(&self, file: &Path) -> bool {
        self.keep_going || self.tolerate.iter().any(|glob| glob.matches(file))
    }

    /// `repr()` of a path.
    pub(crate) fn repr(&self, path: &Path) -> String {
        repr(self.target, &self.path_encoding.decode(path.as_os_str()))
    }

    /// The options of workers, which leave files with warnings to the thread that may ask about them.
    pub(crate) fn postponing(&self) -> Self {
        Self { warnings: self.warnings.postponing(), ..self.clone() }
    }

    /// The levels in the order they are written, each once.
    pub(crate) fn sorted_levels(&self) -> Vec<Level> {
        let mut levels = self.levels.clone();
        levels.sort_by_key(|level| level.number());
        levels.dedup();
        levels
    }
}

/// A method for each option: takes the value, returns the options with it.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $value:expr;)*) => {
        impl Options {
            $($(#[$doc])* #[must_use] pub fn $name(mut self, $name: $type) -> Self {
                self.$name = $value($name);
                self
            })*
        }
    };
}

setters! {
    /// Sets how many levels of directories are entered.
    max_levels: usize = std::convert::identity;
    /// Sets the directory that stands in the code for that of the files.
    destination: impl Into<PathBuf> = path;
    /// Sets whether to compile what is up to date.
    force: bool = std::convert::identity;
    /// Sets which files are passed over.
    skip: Skip = Some;
    /// Sets how much is said.
    quiet: u8 = std::convert::identity;
    /// Sets whether to write beside the source.
    legacy: bool = std::convert::identity;
    /// Sets which levels to write.
    levels: impl Into<Vec<Level>> = Into::into;
    /// Sets what [`Level::Default`] is.
    default_level: Optimization = std::convert::identity;
    /// Sets how many files are compiled at a time.
    workers: i64 = std::convert::identity;
    /// Sets how files are kept up to date.
    invalidation_mode: InvalidationMode = Some;
    /// Sets what is taken from the left of the name in the code.
    strip_dir: impl Into<PathBuf> = path;
    /// Sets what is put on the left of the name in the code.
    prepend_dir: impl Into<PathBuf> = path;
    /// Sets the directory that symlinks may point into.
    limit_symlinks: impl Into<PathBuf> = path;
    /// Sets whether equal results are linked.
    hardlink_dupes: bool = std::convert::identity;
    /// Sets `sys.pycache_prefix`.
    pycache_prefix: impl Into<PathBuf> = path;
    /// Sets whether locations have columns.
    debug_ranges: bool = std::convert::identity;
    /// Sets `PYTHONHASHSEED`.
    hash_seed: u32 = std::convert::identity;
    /// Sets the most digits of a decimal literal; 0 is no limit.
    max_str_digits: u32 = std::convert::identity;
    /// Sets which warnings are shown or are errors.
    warnings: Filters = std::convert::identity;
    /// Sets how much memory compiling a file may need.
    memory: Option<usize> = std::convert::identity;
    /// Sets what names of files are decoded with.
    path_encoding: PathEncoding = std::convert::identity;
    /// Sets when a file counts as up to date.
    freshness: Freshness = std::convert::identity;
    /// Sets whether a directory that cannot be listed is a failure.
    strict: bool = std::convert::identity;
    /// Sets whether files are checked only.
    check_only: bool = std::convert::identity;
    /// Sets which files alone are taken up.
    include: impl Into<Vec<Glob>> = Into::into;
    /// Sets which files are passed over, too.
    exclude: impl Into<Vec<Glob>> = Into::into;
    /// Sets which files may be rejected.
    tolerate: impl Into<Vec<Glob>> = Into::into;
    /// Sets whether any file may be rejected.
    keep_going: bool = std::convert::identity;
    /// Sets whether results take the places of the sources.
    sourceless: bool = std::convert::identity;
    /// Sets the flag that stops the work.
    interrupted: Arc<AtomicBool> = Some;
    /// Sets the encoding of messages, if Python stops at characters it lacks.
    strict_encoding: StrictEncoding = Some;
    /// Sets what the output has.
    output_charset: Charset = std::convert::identity;
    /// Sets the program around the run.
    host: Arc<dyn Host> = Some;
}

fn path(path: impl Into<PathBuf>) -> Option<PathBuf> {
    Some(path.into())
}
