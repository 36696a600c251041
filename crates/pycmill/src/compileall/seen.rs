//! Which sources are being worked on.
//!
//! A file can be named twice, and a directory be reached by two names. The second source of a result has to wait for the
//! first, so that it is seen as up to date where it would be.

use std::ffi::OsString;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::files::DirectoryId;

/// The sources that may be being worked on.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Those whose files all are.
    directories: FxHashSet<DirectoryId>,
    /// Names of other files by their directory.
    files: FxHashMap<DirectoryId, FxHashSet<OsString>>,
}

impl Seen {
    /// Whether a file of this directory is among them.
    pub(crate) fn has_directory(&self, directory: &DirectoryId) -> bool {
        self.directories.contains(directory) || self.files.contains_key(directory)
    }

    /// Whether this file is among them.
    pub(crate) fn has_file(&self, directory: &DirectoryId, name: &OsString) -> bool {
        self.directories.contains(directory) || self.files.get(directory).is_some_and(|names| names.contains(name))
    }

    /// Adds the files of a directory.
    pub(crate) fn add_directory(&mut self, directory: DirectoryId) {
        self.directories.insert(directory);
    }

    /// Adds a file.
    pub(crate) fn add_file(&mut self, directory: DirectoryId, name: OsString) {
        self.files.entry(directory).or_default().insert(name);
    }

    /// Everything is done.
    pub(crate) fn clear(&mut self) {
        self.directories.clear();
        self.files.clear();
    }
}
