//! Compiles many files, as Python's `compileall` module does.
//!
//! **Invariants**: files are compiled at the same time, messages come in the order of one after the
//! other, and the bytes are those; a file that fails does not stop the others.
//!
//! Follows `compile_dir`, `compile_file`, `compile_path` and `main` (`Lib/compileall.py`).

mod file;
mod fresh;
mod glob;
mod host;
mod name;
mod options;
mod outcome;
mod output;
mod pattern;
mod prune;
mod queue;
mod run;
mod seen;
mod sourceless;
mod stop;
mod strict;
mod symlinks;
mod task;
mod walk;

use std::path::{Path, PathBuf};

pub use glob::{Glob, GlobError};
pub use host::Host;
pub use options::{Freshness, Level, Options, OptionsError, Skip};
pub use outcome::{Outcome, Status, Watch};
pub use output::Output;
pub use pattern::{Pattern, PatternError, PatternWarning};
pub use prune::{find_orphans, remove_orphan};
pub use stop::{Raised, Stop};
pub use strict::StrictEncoding;

use run::run;

/// The files that a source is compiled to.
pub(crate) fn results(source: &Path, options: &Options) -> Vec<PathBuf> {
    file::results(source, options).unwrap_or_default()
}

/// Compiles the `.py` files of a directory tree; false if one of them failed.
///
/// ```no_run
/// use std::io;
///
/// use pycmill::compileall::{Options, Output, compile_dir};
///
/// let options = Options::new("3.13".parse()?).quiet(1);
/// let (mut messages, mut warnings) = (io::stdout(), io::stderr());
/// let is_done = compile_dir("src".as_ref(), &options, &mut Output::new(&mut messages, &mut warnings))?;
/// # let _: bool = is_done;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If a message cannot be written, the work is interrupted, or Python would end with an exception.
pub fn compile_dir(directory: &Path, options: &Options, output: &mut Output<'_>) -> Result<bool, Stop> {
    run(options, output, |run| run.directory(directory))
}

/// Compiles one file; false if it failed. Files of other names than `….py` and names of no files are
/// passed over.
///
/// # Errors
/// As [`compile_dir`].
pub fn compile_file(file: &Path, options: &Options, output: &mut Output<'_>) -> Result<bool, Stop> {
    run(options, output, |run| run.file(file))
}

/// Compiles files and directories, as the command does; false if a file failed.
///
/// # Errors
/// As [`compile_dir`].
pub fn compile_all(paths: &[PathBuf], options: &Options, output: &mut Output<'_>) -> Result<bool, Stop> {
    run(options, output, |run| {
        let mut paths = paths.iter();
        paths.try_for_each(|path| if path.is_file() { run.file(path) } else { run.directory(path) })
    })
}

/// Compiles the files of each directory of `sys.path`, without those below; false if one failed. As
/// in Python nothing more is done behind the first directory with a failure.
///
/// # Errors
/// As [`compile_dir`].
pub fn compile_path(path: &[PathBuf], options: &Options, output: &mut Output<'_>) -> Result<bool, Stop> {
    let options = options.clone().max_levels(0);
    let mut success = true;
    for directory in path {
        if directory.as_os_str().is_empty() || directory.as_os_str() == "." {
            if options.quiet < 2 {
                output.write("Skipping current directory\n")?;
            }
        } else {
            success = success && compile_dir(directory, &options, output)?;
        }
    }
    Ok(success)
}
