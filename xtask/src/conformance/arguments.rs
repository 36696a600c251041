//! The command line of `cargo xtask conformance`.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use pycmill::Optimization;

/// Compares this compiler with real CPythons, file by file.
#[derive(Clone, Parser, Debug)]
#[command(name = "cargo xtask conformance")]
pub(crate) struct Arguments {
    /// Which CPython: 3.13 is the newest one found, 3.13.0 that one, `all` every one found [default: the newest
    /// complete version]
    #[arg(long, default_value_t = default_target())]
    pub(crate) target: String,
    /// Optimisation level
    #[arg(long, value_enum, default_value = "0")]
    pub(crate) optimize: Levels,
    /// Compare this stage alone
    #[arg(long, value_enum, default_value = "pyc")]
    pub(crate) stage: Stage,
    /// An interpreter to use besides those found
    #[arg(long)]
    pub(crate) python: Vec<PathBuf>,
    /// A named set of files; `stdlib` is the interpreter's own library
    #[arg(long)]
    pub(crate) corpus: Vec<String>,
    /// Name of the trees in the tables
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Only files whose path contains this
    #[arg(long)]
    pub(crate) filter: Option<String>,
    /// Only every Nth file
    #[arg(long, default_value_t = 1)]
    pub(crate) every: usize,
    /// How many files at a time [default: one per processor]
    #[arg(short = 'j', long = "jobs")]
    pub(crate) jobs: Option<usize>,
    /// Seconds after which a file counts as stuck
    #[arg(long, default_value_t = 60)]
    pub(crate) timeout: u64,
    /// How many groups of differences are shown
    #[arg(long, default_value_t = 40)]
    pub(crate) groups: usize,
    /// Show the details of the first file of each group
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Print the results as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Update docs/conformance.md
    #[arg(long)]
    pub(crate) record: bool,
    /// Let figures of docs/conformance.md get worse
    #[arg(long)]
    pub(crate) allow_fall: bool,
    /// Compare programs made up from a seed instead of files
    #[arg(long)]
    pub(crate) generated: bool,
    /// What the programs are made up from
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many programs are made up for each interpreter
    #[arg(long, default_value_t = 1000)]
    pub(crate) count: u64,
    /// Files and directories
    pub(crate) trees: Vec<PathBuf>,
}

fn default_target() -> String {
    pycmill::Target::newest_complete().version().to_string()
}

/// `--optimize`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(crate) enum Levels {
    #[value(name = "0")]
    None,
    #[value(name = "1")]
    One,
    #[value(name = "2")]
    Two,
    All,
}

/// `--stage`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(crate) enum Stage {
    /// The syntax tree, with `ast.dump`.
    Parse,
    /// The symbol table, with the `_symtable` module.
    Symbols,
    /// The instructions before the flow graph, with `_testinternalcapi` (3.13 and later).
    Emit,
    /// The bytes.
    Pyc,
}

impl Arguments {
    pub(crate) fn levels(&self) -> Vec<Optimization> {
        match self.optimize {
            Levels::None => vec![Optimization::Zero],
            Levels::One => vec![Optimization::One],
            Levels::Two => vec![Optimization::Two],
            Levels::All => Optimization::ALL.to_vec(),
        }
    }
}
