//! The command line.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use pycmill::py_compile::InvalidationMode;
use pycmill::{Optimization, Stage, Target};

/// Compiles Python source to CPython's .pyc files, byte for byte as CPython writes them.
#[derive(Parser, Debug)]
#[command(
    name = "pycmill",
    version,
    after_help = "Without --target the newest supported version is meant. `-m` may stand before py_compile and \
                  compileall, as after `python`."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What stands before the command.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// Version to write for: 3.13, or one micro release as in 3.13.0 [default: the newest supported version]
    #[arg(long, value_name = "VERSION", default_value_t = Target::newest_complete(), hide_default_value = true)]
    pub(crate) target: Target,
    /// Optimise: -O leaves out `assert` and what is only for `__debug__`, -OO docstrings too
    #[arg(short = 'O', action = ArgAction::Count)]
    pub(crate) optimize: u8,
}

impl Common {
    pub(crate) fn level(&self) -> Optimization {
        Optimization::from_level(self.optimize).unwrap_or(Optimization::Two)
    }
}

/// What to do.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Compile files
    #[command(name = "py_compile")]
    PyCompile(PyCompile),
    /// Compile all files of directories
    #[command(name = "compileall")]
    Compileall(Box<Compileall>),
    /// Print what a stage of the compiler makes of a file
    Dump(Dump),
}

/// `py_compile`.
#[derive(Args, Debug)]
pub(crate) struct PyCompile {
    /// Suppress error output
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Files to compile; `-` alone reads their names from standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// `compileall`.
#[derive(Args, Debug)]
pub(crate) struct Compileall {
    /// Don't recurse into subdirectories
    #[arg(short = 'l')]
    pub(crate) flat: bool,
    /// Maximum recursion level; takes precedence over -l
    #[arg(short = 'r', value_name = "LEVELS", allow_hyphen_values = true)]
    pub(crate) recursion: Option<i64>,
    /// Force rebuild even if timestamps are up to date
    #[arg(short = 'f')]
    pub(crate) force: bool,
    /// Output only error messages; -qq suppresses the error messages as well
    #[arg(short = 'q', action = ArgAction::Count)]
    pub(crate) quiet: u8,
    /// Use legacy (pre-PEP 3147) compiled file locations
    #[arg(short = 'b')]
    pub(crate) legacy: bool,
    /// Directory to put before file names in the code
    #[arg(short = 'd', value_name = "DESTDIR", conflicts_with_all = ["strip_dir", "prepend_dir"])]
    pub(crate) destination: Option<PathBuf>,
    /// Part of the path to strip from the left of file names in the code
    #[arg(short = 's', value_name = "STRIPDIR")]
    pub(crate) strip_dir: Option<PathBuf>,
    /// Path to put before file names in the code, after -s
    #[arg(short = 'p', value_name = "PREPENDDIR")]
    pub(crate) prepend_dir: Option<PathBuf>,
    /// Add the files and directories listed in FILE; `-` is standard input
    #[arg(short = 'i', value_name = "FILE")]
    pub(crate) list: Option<PathBuf>,
    /// Files at a time; 0 is one per processor, as without the flag
    #[arg(short = 'j', long = "workers", value_name = "WORKERS", default_value_t = 0, hide_default_value = true)]
    pub(crate) workers: usize,
    /// How .pyc files are kept up to date; checked-hash if SOURCE_DATE_EPOCH is set, timestamp otherwise
    #[arg(long, value_enum, value_name = "MODE")]
    pub(crate) invalidation_mode: Option<Mode>,
    /// Optimisation level to compile for, may be repeated; -1 is that of -O
    #[arg(short = 'o', value_name = "LEVEL", allow_hyphen_values = true)]
    pub(crate) levels: Vec<i64>,
    /// Ignore symlinks pointing outside of DIR
    #[arg(short = 'e', value_name = "DIR")]
    pub(crate) limit_symlinks: Option<PathBuf>,
    /// Hardlink duplicated .pyc files
    #[arg(long)]
    pub(crate) hardlink_dupes: bool,
    /// Files and directories
    #[arg(value_name = "FILE|DIR")]
    pub(crate) paths: Vec<PathBuf>,
}

/// `--invalidation-mode`.
#[derive(Clone, Copy, ValueEnum, Debug)]
pub(crate) enum Mode {
    CheckedHash,
    Timestamp,
    UncheckedHash,
}

impl From<Mode> for InvalidationMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::CheckedHash => Self::CheckedHash,
            Mode::Timestamp => Self::Timestamp,
            Mode::UncheckedHash => Self::UncheckedHash,
        }
    }
}

/// `dump`.
#[derive(Args, Debug)]
pub(crate) struct Dump {
    /// The stage
    #[arg(long, value_enum)]
    pub(crate) stage: StageName,
    /// The file; of a .pyc file `code` and `marshal` can be shown
    pub(crate) file: PathBuf,
}

/// `--stage`.
#[derive(Clone, Copy, ValueEnum, Debug)]
pub(crate) enum StageName {
    Ast,
    Symbols,
    Emit,
    Flow,
    Code,
    Marshal,
}

impl From<StageName> for Stage {
    fn from(name: StageName) -> Self {
        match name {
            StageName::Ast => Self::Ast,
            StageName::Symbols => Self::Symbols,
            StageName::Emit => Self::Emit,
            StageName::Flow => Self::Flow,
            StageName::Code => Self::Code,
            StageName::Marshal => Self::Marshal,
        }
    }
}
