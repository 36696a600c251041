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
    /// Write the results as JSON [without FILE: to standard output]; with `--stage errors`, all that differs, a line each
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub(crate) json: Option<PathBuf>,
    /// With `--stage errors`: which mistakes are made
    #[arg(long, value_enum, default_value = "all")]
    pub(crate) kind: Mistakes,
    /// How many snippets of each kind with `--stage errors` [default: 10000 tokens, 3000 bytes, 1000 human], or how many
    /// programs with `--generated` [default: 1000]
    #[arg(long)]
    pub(crate) count: Option<u64>,
    /// Another seed gives other snippets or programs
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// With `--stage errors`: byte mutants may have NUL bytes
    #[arg(long)]
    pub(crate) nul: bool,
    /// With `--stage errors`: the snippets of this file instead of mutants (lines of JSON with `src` and `bytes` if it
    /// ends in .jsonl, otherwise one snippet)
    #[arg(long, value_name = "FILE")]
    pub(crate) snippets: Option<PathBuf>,
    /// Update docs/conformance.md
    #[arg(long)]
    pub(crate) record: bool,
    /// Let figures of docs/conformance.md get worse
    #[arg(long)]
    pub(crate) allow_fall: bool,
    /// Compare programs made up from a seed instead of files
    #[arg(long)]
    pub(crate) generated: bool,
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
    /// The errors and warnings of mutants, attribute by attribute.
    Errors,
    /// The syntax trees of mutants, or of programs with `--generated`.
    Trees,
}

/// `--kind`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(crate) enum Mistakes {
    /// One token is deleted, replaced, inserted, doubled or swapped.
    Tokens,
    /// Bytes are changed, inserted or deleted.
    Bytes,
    /// Mistakes that people make.
    Human,
    All,
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
