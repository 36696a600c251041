//! The command line of `pycmill` itself: the options before a command, and the commands that Python lacks.

mod archive;
mod audit;
mod check;
mod hidden;
mod inspect;
mod trees;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use pycmill::{NamedRelease, Stage};

use self::hidden::hide;

pub(crate) use archive::{Archive, HashMode};
pub(crate) use audit::{Allowed, Audit, CanonicalRefs, Diff};
pub(crate) use check::{Check, Wanted};
pub(crate) use inspect::{GraphFormat, Inspect, Part};
pub(crate) use trees::Trees;

/// Compiles Python source to CPython's .pyc files, byte for byte as CPython writes them.
#[derive(Parser, Debug)]
#[command(
    name = "pycmill",
    version,
    after_help = "As after `python`, `-m` may precede py_compile and compileall; after it the command line is exactly that of \
                  the target's CPython.\n\nA link or copy called python, python3 or python3.13 takes the place of that \
                  interpreter: it compiles, answers questions about the version, and runs the next Python of that name on \
                  PATH for everything else.\n\nThe target version is the first of: --target; --python; the version in the \
                  program's name (a link called python3.13 or pycmill3.13); the virtual environment around the files, else \
                  the active one; .python-version or requires-python; a directory called pythonX.Y in the files' path; the \
                  newest version supported."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) own: Own,
    #[command(flatten)]
    pub(crate) trees: Trees,
    #[command(flatten)]
    pub(crate) flags: Flags,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of ours.
#[derive(Args, Clone, Default, Debug)]
#[command(next_help_heading = "Options of pycmill")]
pub(crate) struct Own {
    /// Target version: 3.13 (also cp313, py313), or one release as in 3.13.0; repeatable
    #[arg(long = "target", value_name = "VERSION")]
    pub(crate) targets: Vec<NamedRelease>,
    /// Target this interpreter or virtual environment (inspected, not executed)
    #[arg(long, value_name = "PATH")]
    pub(crate) python: Option<PathBuf>,
    /// Where pycmill is called python: the interpreter that runs everything else; also PYCMILL_FALLBACK
    #[arg(long, value_name = "PATH")]
    pub(crate) fallback: Option<PathBuf>,
    /// Print the selected target version and why it was chosen
    #[arg(short, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Fail if a given path does not exist
    #[arg(long)]
    pub(crate) strict: bool,
    /// Check the whole header: a .pyc is up to date only if its mode, and its mtime and size or hash, match
    #[arg(long)]
    pub(crate) verify: bool,
    /// Write nothing; list missing or outdated .pyc files and exit with status 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Print a JSON report instead of messages
    #[arg(long)]
    pub(crate) json: bool,
    /// Show no progress bar on terminals
    #[arg(long)]
    pub(crate) no_progress: bool,
    /// Those for `compileall` alone.
    #[arg(skip)]
    pub(crate) trees: Trees,
}

impl Own {
    /// Reads options that stand alone.
    pub(crate) fn read(words: impl Iterator<Item = OsString>) -> Result<Self, clap::Error> {
        let words = std::iter::once(OsString::from("pycmill")).chain(words);
        let OwnOnly { own, trees } = OwnOnly::try_parse_from(words)?;
        Ok(Self { trees, ..own })
    }

    /// Adds options given after the command.
    pub(crate) fn add_words(&mut self, words: impl Iterator<Item = OsString>) -> Result<(), clap::Error> {
        self.add(Self::read(words)?);
        Ok(())
    }

    /// Adds options given after the command.
    pub(crate) fn add(&mut self, more: Self) {
        self.targets.extend(more.targets);
        self.python = more.python.or(self.python.take());
        self.fallback = more.fallback.or(self.fallback.take());
        self.strict |= more.strict;
        self.verify |= more.verify;
        self.check |= more.check;
        self.json |= more.json;
        self.no_progress |= more.no_progress;
        self.trees.add(more.trees);
        self.verbose = self.verbose.saturating_add(more.verbose);
    }
}

#[derive(Parser, Debug)]
#[command(name = "pycmill")]
struct OwnOnly {
    #[command(flatten)]
    own: Own,
    #[command(flatten)]
    trees: Trees,
}

/// Options of `python` that mean something here.
#[derive(Args, Clone, Default, Debug)]
#[command(next_help_heading = "Options of python")]
pub(crate) struct Flags {
    /// Optimise: -O drops `assert` and `if __debug__`, -OO docstrings too
    #[arg(short = 'O', action = ArgAction::Count)]
    pub(crate) optimize: u8,
    /// Warning filter, as in `error::SyntaxWarning`
    #[arg(short = 'W', value_name = "FILTER", allow_hyphen_values = true)]
    pub(crate) warnings: Vec<String>,
    /// Implementation option: `pycache_prefix=PATH`, `no_debug_ranges`, `int_max_str_digits=N`
    #[arg(short = 'X', value_name = "OPTION", allow_hyphen_values = true)]
    pub(crate) implementation: Vec<OsString>,
    /// Isolated mode: -E, -P and -s
    #[arg(short = 'I')]
    pub(crate) isolated: bool,
    /// Ignore Python's environment variables
    #[arg(short = 'E')]
    pub(crate) ignore_environment: bool,
    /// Keep the current directory off the module search path
    #[arg(short = 'P')]
    pub(crate) safe_path: bool,
    /// Keep the user's site directory off the module search path
    #[arg(short = 's')]
    pub(crate) no_user_site: bool,
    /// Keep site directories off the module search path
    #[arg(short = 'S')]
    pub(crate) no_site: bool,
    /// Accepted for compatibility and ignored
    #[arg(short = 'B', action = ArgAction::Count)]
    pub(crate) dont_write: u8,
    /// Accepted for compatibility and ignored, like -d, -i, -q, -R, -u and -x
    #[arg(short = 'b', action = ArgAction::Count)]
    pub(crate) bytes: u8,
    #[arg(short = 'd', hide = true, action = ArgAction::Count)]
    debug: u8,
    #[arg(short = 'i', hide = true, action = ArgAction::Count)]
    inspect: u8,
    #[arg(short = 'q', hide = true, action = ArgAction::Count)]
    quiet: u8,
    #[arg(short = 'R', hide = true, action = ArgAction::Count)]
    random: u8,
    #[arg(short = 'u', hide = true, action = ArgAction::Count)]
    pub(crate) unbuffered: u8,
    #[arg(short = 'x', hide = true, action = ArgAction::Count)]
    skip_first_line: u8,
    #[arg(long, hide = true, value_parser = ["default", "always", "never"])]
    check_hash_based_pycs: Option<String>,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Compile files
    #[command(name = "py_compile", disable_help_flag = true)]
    PyCompile(Module),
    /// Compile all files in directories
    #[command(name = "compileall", disable_help_flag = true)]
    Compileall(Module),
    /// Compile files as the precompiler of Bazel's rules_python does, once or as a persistent worker
    #[command(disable_help_flag = true)]
    Precompile(Module),
    /// Find out whether .pyc files hold what their sources compile to; nothing is executed
    Audit(Audit),
    /// Compare two .pyc files: same bytes, same code, or the first difference
    Diff(Diff),
    /// Rewrite .pyc files so that every value is written once, as add-determinism does
    CanonicalRefs(CanonicalRefs),
    /// Say what each of several CPythons would say about sources; nothing is written
    Check(Check),
    /// Put compiled code into wheels, zip files and zipapps
    Archive(Archive),
    /// Look inside a .pyc file, or what a source compiles to: code objects, instructions, tables, flow graphs
    Inspect(Inspect),
    /// Print the output of one compiler stage
    Dump(Dump),
    /// Compile what uv names on standard input: answer each path when its file is complete
    UvWorker,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// A command whose words are read as Python reads them, not here.
#[derive(Args, Debug)]
pub(crate) struct Module {}

/// `dump`.
#[derive(Args, Debug)]
#[command(mut_args(|argument| hide(argument, &["fallback", "strict", "verify", "check", "json", "no_progress"])))]
pub(crate) struct Dump {
    /// The stage
    #[arg(long, value_enum)]
    pub(crate) stage: StageName,
    /// The file; for a .pyc file, `code` or `marshal`
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) own: Own,
}

/// `--format`.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum, Debug)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON document, as with --json
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub's workflows
    Github,
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

/// The definition, for what is generated from it.
pub(crate) fn definition() -> clap::Command {
    Arguments::command()
}
