//! The arguments of `archive`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Own;
use super::hidden::hide;

/// `archive`.
#[derive(Args, Debug)]
#[command(mut_args(|argument| hide(argument, &["fallback", "verbose", "strict", "verify", "check", "no_progress"])))]
#[command(
    after_help = "Without --target and --python, a wheel for one version is compiled for that one; else the version is \
                        chosen as for the other commands.\n\nSOURCE_DATE_EPOCH: no member gets a later time.\n\nExit status: 0 \
                        if all archives were written, 1 if not, or if sources were rejected; 2 for a wrong command line."
)]
pub(crate) struct Archive {
    /// Wheels, zip files and zipapps
    #[arg(required = true, value_name = "IN")]
    pub(crate) archives: Vec<PathBuf>,
    /// Directory for the new archives
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Leave sources out: compiled files take their places, and wheels get the tag of the version
    #[arg(long)]
    pub(crate) sourceless: bool,
    /// How importers see whether the .pyc is up to date
    #[arg(long, value_enum, default_value_t)]
    pub(crate) invalidation_mode: HashMode,
    /// Threads; 0 is one per processor
    #[arg(short = 'j', value_name = "N", default_value_t = 0)]
    pub(crate) workers: usize,
    #[command(flatten)]
    pub(crate) own: Own,
}

/// `--invalidation-mode`: installers change times.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum, Debug)]
pub(crate) enum HashMode {
    CheckedHash,
    #[default]
    UncheckedHash,
}
