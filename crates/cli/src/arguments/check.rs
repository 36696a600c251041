//! The arguments of `check`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use pycmill::{NamedRelease, ParseTargetError};

use super::Format;
use super::hidden::hide;

/// `check`.
#[derive(Args, Debug)]
#[command(mut_args(|argument| hide(argument, &["fallback", "strict", "verify", "check", "no_progress"])))]
#[command(
    after_help = "Without --target, the versions that requires-python in pyproject.toml allows, else the one chosen as for \
                        the other commands.\n\nExit status: 0 if all versions accept all files, else 1; 2 for a wrong command \
                        line."
)]
pub(crate) struct Check {
    /// Directories, searched for .py files, or files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Version to check against: 3.13 (also cp313, py313), one release as in 3.13.0, or all; repeatable
    #[arg(long = "target", value_name = "VERSION")]
    pub(crate) targets: Vec<Wanted>,
    /// Print what each version prints in full
    #[arg(long)]
    pub(crate) full: bool,
    /// Threads; 0 is one per processor
    #[arg(short = 'j', value_name = "N", default_value_t = 0)]
    pub(crate) workers: usize,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Print a JSON report instead of messages
    #[arg(long)]
    pub(crate) json: bool,
    /// Show no progress bar on terminals
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// `--target`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    Release(NamedRelease),
    All,
}

impl FromStr for Wanted {
    type Err = ParseTargetError;

    fn from_str(text: &str) -> Result<Self, ParseTargetError> {
        if text == "all" { Ok(Self::All) } else { text.parse().map(Self::Release) }
    }
}
