//! Checks sources against many versions at once: what would each CPython say?
//!
//! A file is compiled for every target in memory, so that what the compiler refuses after the parser counts, too; nothing is
//! written. What several versions say alike is said once.
//!
//! **Invariants**: results come in the order of the files whatever the number of threads; the order of messages follows
//! the lines of the file, then the versions.

mod find;
mod message;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pycmill_parser::DEFAULT_MAX_STR_DIGITS;
use pycmill_pyc::Optimization;
use pycmill_target::Target;

pub use find::find;
pub use message::{Message, Severity};

use crate::compileall::Stop;
use crate::os_text::decode_path;
use crate::warnings::Filters;
use crate::{Compiler, ordered};
use message::Messages;

/// What a check is told besides the files.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The releases to check against, each with its filters for warnings.
    pub targets: Vec<(Target, Filters)>,
    /// The optimisation level: without asserts and docstrings less is compiled.
    pub optimize: Optimization,
    /// The most digits of a decimal literal, 0 for any number.
    pub max_str_digits: u32,
    /// How many threads work; 0 is one per processor.
    pub workers: usize,
    /// Set from outside to stop the work.
    pub interrupted: Option<Arc<AtomicBool>>,
}

impl Options {
    /// Checks against releases as their interpreters do without options.
    #[must_use]
    pub fn new(targets: impl IntoIterator<Item = Target>) -> Self {
        Self {
            targets: targets.into_iter().map(|target| (target, Filters::new())).collect(),
            optimize: Optimization::Zero,
            max_str_digits: DEFAULT_MAX_STR_DIGITS,
            workers: 0,
            interrupted: None,
        }
    }
}

/// What was found out about a source.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The file.
    pub path: PathBuf,
    /// What the versions say; nothing if all of them accept it without a word.
    pub messages: Vec<Message>,
    /// Why the file cannot be read.
    pub unreadable: Option<String>,
}

impl Checked {
    /// Whether it can be read and every version accepts it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.unreadable.is_none() && self.messages.iter().all(|message| message.severity == Severity::Warning)
    }
}

/// Checks sources, as [`find()`] finds them, and hands the results over in order.
///
/// ```no_run
/// use pycmill::check::{Options, check, find};
/// use pycmill::{Target, Version};
///
/// let options = Options::new(Version::COMPLETE.iter().map(|version| Target::newest(*version)));
/// check(&find(&["src".into()]), &options, |checked| {
///     for message in checked.messages {
///         println!("{}: {}", checked.path.display(), message.message);
///     }
///     Ok(())
/// })?;
/// # Ok::<(), pycmill::compileall::Stop>(())
/// ```
///
/// # Errors
/// If the work is interrupted, or `take` returns an error.
pub fn check(
    files: &[PathBuf],
    options: &Options,
    take: impl FnMut(Checked) -> std::io::Result<()>,
) -> Result<(), Stop> {
    let work = |compiler: &mut Compiler, path: &PathBuf| check_file(compiler, path, options);
    ordered::run(files, options.workers, options.interrupted.as_deref(), work, take)
}

fn check_file(compiler: &mut Compiler, path: &Path, options: &Options) -> Checked {
    let (messages, unreadable) = match std::fs::read(path) {
        Ok(source) => (check_source(compiler, &decode_path(path.as_os_str()), &source, options), None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    Checked { path: path.to_owned(), messages, unreadable }
}

/// Checks one source; `filename` is the name in the messages, as [`decode_path`] gives it.
pub fn check_source(compiler: &mut Compiler, filename: &[u8], source: &[u8], options: &Options) -> Vec<Message> {
    let mut messages = Messages::default();
    let settings = crate::Options::new(filename).optimize(options.optimize).max_str_digits(options.max_str_digits);
    for (target, filters) in &options.targets {
        match compiler.compile_filtered(*target, source, settings, filters) {
            Ok(compiled) => {
                messages.add_warnings(*target, &compiled.warnings);
                compiler.reuse(compiled.payload);
            }
            Err(error) => {
                messages.add_warnings(*target, error.warnings());
                messages.add_error(*target, &error);
            }
        }
    }
    messages.in_order()
}
