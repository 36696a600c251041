//! Which files a directory has, in Python's order.
//!
//! Follows `_walk_dir` (`Lib/compileall.py`): names sorted by code point, files and directories
//! together, `__pycache__` left out, symlinks to directories not followed.
//!
//! **Invariant**: a directory is read when the steps before it have been taken out, not earlier.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Options, Raised};
use crate::files::{self, DirectoryId, Folder, Kind, Listing};
use crate::os_text::{os_bytes, path_of};
use crate::platform::{NAMES_FUNCTIONS, join};
use crate::py_compile::Known;

/// What is to be done, in order.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A message is due.
    Say(String),
    /// A directory cannot be listed.
    CannotList(PathBuf),
    /// Python stops here.
    Raise(Raised),
    /// The files of this directory come next.
    Enter(DirectoryId),
    /// A file is there.
    Compile(Source),
}

/// A file that was named or found.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    /// Its directory, if that was read and is open.
    pub(crate) folder: Option<Arc<Folder>>,
}

impl Source {
    pub(crate) fn known(&self) -> Known<'_> {
        Known { path: &self.path, folder: self.folder.as_deref(), stat: None }
    }
}

/// The steps for a directory.
pub(crate) struct Walk<'o> {
    options: &'o Options,
    /// What is left, the next one last.
    open: Vec<Entry>,
    /// What was found besides files.
    ready: Vec<Step>,
}

struct Entry {
    source: Source,
    levels: usize,
    kind: EntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    File,
    /// The one that the walk starts from.
    Root,
    Directory,
}

impl<'o> Walk<'o> {
    pub(crate) fn new(directory: &Path, options: &'o Options) -> Self {
        let source = Source { path: directory.to_owned(), folder: None };
        let root = Entry { source, levels: options.max_levels, kind: EntryKind::Root };
        Self { options, open: vec![root], ready: Vec::new() }
    }

    fn list(&mut self, directory: &Entry) {
        let (path, options) = (&directory.source.path, self.options);
        let is_valid = !os_bytes(path.as_os_str()).contains(&0);
        let listed = is_valid.then(|| files::list(path));
        // Something in a directory that cannot be searched is no directory for Python.
        if directory.kind == EntryKind::Directory && listed.as_ref().is_some_and(Result::is_err) && !path.is_dir() {
            return self.ready.push(Step::Compile(directory.source.clone()));
        }
        if options.quiet == 0 && !options.check_only {
            self.ready.push(Step::Say(format!("Listing {}...\n", options.repr(path))));
        }
        match listed {
            None => self.ready.push(Step::Raise(null_byte(options))),
            Some(Err(_)) => self.ready.push(Step::CannotList(path.clone())),
            Some(Ok(listing)) => self.enter(directory, listing),
        }
    }

    fn enter(&mut self, directory: &Entry, listing: Listing) {
        let Listing { id, mut names, folder } = listing;
        let folder = folder.map(Arc::new);
        if names.iter().all(|(name, _)| name.is_ascii()) {
            names.sort_unstable_by(|(name, _), (other, _)| name.cmp(other));
        } else {
            names.sort_by_cached_key(|(name, _)| self.options.path_encoding.decode(name));
        }
        for (name, kind) in names.into_iter().rev().filter(|(name, _)| name != "__pycache__") {
            let base = os_bytes(directory.source.path.as_os_str());
            let path = path_of(join(self.options.target, base, [os_bytes(&name)]));
            let source = Source { path, folder: folder.clone() };
            self.open.extend(child(directory.levels, source, kind));
        }
        self.ready.push(Step::Enter(id));
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        while self.ready.is_empty() {
            let entry = self.open.pop()?;
            if entry.kind == EntryKind::File {
                return Some(Step::Compile(entry.source));
            }
            self.list(&entry);
            self.ready.reverse();
        }
        self.ready.pop()
    }
}

fn null_byte(options: &Options) -> Raised {
    let is_named = NAMES_FUNCTIONS || options.target.names_function_of_null_errors();
    let function = if is_named { "listdir: " } else { "" };
    let what = if function.is_empty() { "byte" } else { "character in path" };
    Raised::new("ValueError", format!("{function}embedded null {what}"))
}

/// Symlinks to directories are directories, but not entered.
fn child(levels: usize, source: Source, kind: Option<Kind>) -> Option<Entry> {
    let is_directory = match kind {
        Some(kind) => kind == Kind::Directory,
        // What cannot be looked at is no directory.
        None => source.path.is_dir(),
    };
    if !is_directory {
        return Some(Entry { source, levels: 0, kind: EntryKind::File });
    }
    let is_link = kind.is_none();
    let entered = levels > 0 && !is_link;
    entered.then(|| Entry { source, levels: levels - 1, kind: EntryKind::Directory })
}
