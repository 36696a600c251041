//! The command line of `pycmill` itself: what stands in front of a command, and the commands that Python lacks.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use pycmill::{Stage, Target};

/// Compiles Python source to CPython's .pyc files, byte for byte as CPython writes them.
#[derive(Parser, Debug)]
#[command(
    name = "pycmill",
    version,
    after_help = "`-m` may stand before py_compile and compileall, as after `python`; behind it the command line is exactly \
                  that of the target's CPython. Without --target and --python the version is that of the virtual \
                  environment that contains the files or is active, else that of .python-version or requires-python, else \
                  the newest one supported; -v says which and why."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) own: Own,
    #[command(flatten)]
    pub(crate) flags: Flags,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of ours.
#[derive(Args, Clone, Default, Debug)]
#[command(next_help_heading = "Options of pycmill")]
pub(crate) struct Own {
    /// Version to write for: 3.13, or one release as in 3.13.0; may be repeated
    #[arg(long = "target", value_name = "VERSION")]
    pub(crate) targets: Vec<Target>,
    /// Write for this interpreter or virtual environment, which is not run
    #[arg(long, value_name = "PATH")]
    pub(crate) python: Option<PathBuf>,
    /// Say which version is written for, and why
    #[arg(short, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// A path that is not there is an error
    #[arg(long)]
    pub(crate) strict: bool,
    /// A file is up to date only if its invalidation mode is the one asked for, and its time and size or its hash are
    /// those of the source
    #[arg(long)]
    pub(crate) verify: bool,
    /// Change nothing, report missing and outdated files, exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Print a report in JSON instead of messages
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress bar on terminals
    #[arg(long)]
    pub(crate) no_progress: bool,
}

impl Own {
    /// Adds options that stand behind the command.
    pub(crate) fn add(&mut self, words: impl Iterator<Item = OsString>) -> Result<(), clap::Error> {
        let words = std::iter::once(OsString::from("pycmill")).chain(words);
        let more = OwnOnly::try_parse_from(words)?.own;
        self.targets.extend(more.targets);
        self.python = more.python.or(self.python.take());
        self.strict |= more.strict;
        self.verify |= more.verify;
        self.check |= more.check;
        self.json |= more.json;
        self.no_progress |= more.no_progress;
        Ok(())
    }
}

#[derive(Parser, Debug)]
#[command(name = "pycmill")]
struct OwnOnly {
    #[command(flatten)]
    own: Own,
}

/// Options of `python` that mean something here.
#[derive(Args, Clone, Default, Debug)]
#[command(next_help_heading = "Options of python")]
pub(crate) struct Flags {
    /// Optimise: -O leaves out `assert` and what is only for `__debug__`, -OO docstrings too
    #[arg(short = 'O', action = ArgAction::Count)]
    pub(crate) optimize: u8,
    /// Filter for warnings, as in `error::SyntaxWarning`
    #[arg(short = 'W', value_name = "FILTER", allow_hyphen_values = true)]
    pub(crate) warnings: Vec<String>,
    /// Option of the implementation: `pycache_prefix=PATH`, `no_debug_ranges`, `int_max_str_digits=N`
    #[arg(short = 'X', value_name = "OPTION", allow_hyphen_values = true)]
    pub(crate) implementation: Vec<OsString>,
    /// Isolate from the environment and the user: -E, -P and -s
    #[arg(short = 'I')]
    pub(crate) isolated: bool,
    /// Ignore environment variables of Python
    #[arg(short = 'E')]
    pub(crate) ignore_environment: bool,
    /// Leave the current directory out of the module search path
    #[arg(short = 'P')]
    pub(crate) safe_path: bool,
    /// Leave the user's site directory out of the module search path
    #[arg(short = 's')]
    pub(crate) no_user_site: bool,
    /// Leave site directories out of the module search path
    #[arg(short = 'S')]
    pub(crate) no_site: bool,
    /// Does nothing: what is asked for is written all the same
    #[arg(short = 'B', action = ArgAction::Count)]
    pub(crate) dont_write: u8,
    /// Does nothing here, as -d, -i, -q, -R, -u and -x
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
    unbuffered: u8,
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
    /// Compile all files of directories
    #[command(name = "compileall", disable_help_flag = true)]
    Compileall(Module),
    /// Print what a stage of the compiler makes of a file
    Dump(Dump),
    /// Print a script that completes command lines in a shell
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

/// The definition, for what is generated from it.
pub(crate) fn definition() -> clap::Command {
    Arguments::command()
}
