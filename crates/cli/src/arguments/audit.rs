//! The arguments of `audit` and `diff`.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use pycmill::audit::Verdict;

use super::hidden::hide;
use super::{Format, Own};

/// Options that mean nothing to `diff`, which compiles nothing.
const UNKNOWN_TO_DIFF: [&str; 8] =
    ["targets", "python", "fallback", "verbose", "strict", "verify", "check", "no_progress"];

/// `audit`.
#[derive(Args, Debug)]
#[command(mut_args(|argument| hide(argument, &["fallback", "strict", "verify", "check"])))]
#[command(after_help = "Verdicts:\n  \
                        identical         every byte is what CPython writes\n  \
                        other-references  same code, other references: CPython's output varies so with what the same\n                    \
                        process compiled before, and add-determinism rewrites files so\n  \
                        other-places      same code, but co_filename, co_firstlineno or the line table differ\n  \
                        stale             the header's mtime and size, or hash, do not match the source\n  \
                        no-source         there is no source to compare with\n  \
                        unknown-version   no version that can be compiled for, or written by another program\n  \
                        unreadable        the file cannot be read\n  \
                        malformed         the file is no .pyc file\n  \
                        different         the code is not that of the source\n\n\
                        Exit status: 0 if all files are identical, other-references or allowed, else 1; 2 for a wrong \
                        command line.")]
pub(crate) struct Audit {
    /// Directories, searched for .pyc files, or such files, or wheels, zip files and zipapps
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Accept files with this verdict; repeatable
    #[arg(long, value_name = "VERDICT")]
    pub(crate) allow: Vec<Allowed>,
    /// Leave headers aside: compare the code alone
    #[arg(long)]
    pub(crate) code_only: bool,
    /// Threads; 0 is one per processor
    #[arg(short = 'j', value_name = "N", default_value_t = 0)]
    pub(crate) workers: usize,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) own: Own,
}

/// A verdict on the command line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Allowed(pub(crate) Verdict);

impl ValueEnum for Allowed {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Allowed; 7] = [
            Allowed(Verdict::OtherPlaces),
            Allowed(Verdict::Stale),
            Allowed(Verdict::NoSource),
            Allowed(Verdict::UnknownVersion),
            Allowed(Verdict::Unreadable),
            Allowed(Verdict::Malformed),
            Allowed(Verdict::Different),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

/// `diff`.
#[derive(Args, Debug)]
#[command(mut_args(|argument| hide(argument, &UNKNOWN_TO_DIFF)))]
#[command(
    after_help = "Exit status: 0 if all bytes are equal, 1 if the code differs, 2 if a file cannot be read, 3 for the same \
                        code with other references, 4 for the same code with another header, path or places."
)]
pub(crate) struct Diff {
    /// A .pyc file
    pub(crate) first: PathBuf,
    /// Another one
    pub(crate) second: PathBuf,
    #[command(flatten)]
    pub(crate) own: Own,
}

/// `canonical-refs`.
#[derive(Args, Debug)]
#[command(
    after_help = "The code stays the same: an audit calls the result other-references. Times in headers stay, too.\n\nExit \
                        status: 0, or 1 if a file is no .pyc file, or if --check finds something to change; 2 for a wrong \
                        command line."
)]
pub(crate) struct CanonicalRefs {
    /// Directories, searched for .pyc files, or such files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing
    #[arg(long)]
    pub(crate) check: bool,
}
