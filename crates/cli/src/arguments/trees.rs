//! Options of ours for `compileall` alone.

use std::path::PathBuf;

use clap::Args;
use pycmill::compileall::Glob;

/// Options of ours for `compileall` alone.
#[derive(Args, Clone, Default, Debug)]
#[command(next_help_heading = "Options of pycmill for compileall")]
pub(crate) struct Trees {
    /// Pass over files and directories that match: `tests`, `pkg/**/data_*.py`; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<Glob>,
    /// Take up only files that match, or are in a directory that does; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) include: Vec<Glob>,
    /// Report files that match and do not compile, but succeed; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) tolerate: Vec<Glob>,
    /// Report files that do not compile, but succeed
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Write the .pyc in the place of the source, and remove the source
    #[arg(long)]
    pub(crate) sourceless: bool,
    /// Remove .pyc files in __pycache__ whose source is gone; with --check, list them
    #[arg(long)]
    pub(crate) prune: bool,
    /// Take up what an installed distribution lists, and list the .pyc files in its RECORD; directories given are searched for
    /// it, else those of the target's Python; repeatable
    #[arg(long, value_name = "NAME")]
    pub(crate) installed: Vec<String>,
    /// Likewise, for a RECORD or .dist-info directory; repeatable
    #[arg(long, value_name = "PATH")]
    pub(crate) record: Vec<PathBuf>,
}

impl Trees {
    /// Adds options given after the command.
    pub(super) fn add(&mut self, more: Self) {
        self.exclude.extend(more.exclude);
        self.include.extend(more.include);
        self.tolerate.extend(more.tolerate);
        self.keep_going |= more.keep_going;
        self.sourceless |= more.sourceless;
        self.prune |= more.prune;
        self.installed.extend(more.installed);
        self.record.extend(more.record);
    }

    /// Whether only listed files are taken up.
    pub(crate) fn is_by_record(&self) -> bool {
        !self.installed.is_empty() || !self.record.is_empty()
    }

    /// An option that is given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let given = [
            (!self.exclude.is_empty(), "--exclude"),
            (!self.include.is_empty(), "--include"),
            (!self.tolerate.is_empty(), "--tolerate"),
            (self.keep_going, "--keep-going"),
            (self.sourceless, "--sourceless"),
            (self.prune, "--prune"),
            (!self.installed.is_empty(), "--installed"),
            (!self.record.is_empty(), "--record"),
        ];
        given.into_iter().find(|(is_given, _)| *is_given).map(|(_, name)| name)
    }
}
