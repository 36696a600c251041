//! Audits compiled files: does each `.pyc` hold what its source compiles to?
//!
//! The source of each file is compiled in memory for the version that the file names, and the two are compared. Nothing is
//! executed, imported or written.
//!
//! **Invariants**: findings come in the order of the files whatever the number of threads; a file is trusted in nothing but
//! the path it records, which the source is compiled with because it is part of the bytes.

mod archive;
mod attempt;
mod file;
mod find;
mod finding;
mod options;
mod origin;

pub use find::{File, find};
pub use finding::{Finding, Verdict};
pub use options::Options;
pub(crate) use origin::is_orphan;

use crate::compileall::Stop;
use crate::{Compiler, ordered};

/// Audits files, as [`find()`] finds them, and hands the findings over in order.
///
/// ```no_run
/// use pycmill::audit::{Options, audit, find};
///
/// let files = find(&["venv/lib".into()]);
/// audit(&files, &Options::new(), |finding| {
///     if !finding.verdict.is_harmless() {
///         println!("{}: {}", finding.path.display(), finding.verdict.name());
///     }
///     Ok(())
/// })?;
/// # Ok::<(), pycmill::compileall::Stop>(())
/// ```
///
/// # Errors
/// If the work is interrupted, or `take` returns an error.
pub fn audit(files: &[File], options: &Options, take: impl FnMut(Finding) -> std::io::Result<()>) -> Result<(), Stop> {
    let work = |compiler: &mut Compiler, file: &File| file::audit(compiler, file, options);
    ordered::run(files, options.workers, options.interrupted.as_deref(), work, take)
}
