//! Which files a directory has, in Python's order.
//!
//! Follows `_walk_dir` (`Lib/compileall.py`): names sorted by code point, files and directories
//! together, `__pycache__` left out, symlinks to directories not followed.

use std::ffi::OsString;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use crate::os_text::os_bytes;

use super::{Options, Raised};

/// What is to be done, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// A message is due.
    Say(String),
    /// A directory cannot be listed.
    CannotList(PathBuf),
    /// Python stops here.
    Raise(Raised),
    /// A file is there.
    Compile(PathBuf),
}

/// The steps for a directory.
pub(crate) fn steps(directory: &Path, options: &Options) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open = vec![Entry { path: directory.to_owned(), levels: options.max_levels, is_directory: true }];
    while let Some(entry) = open.pop() {
        if entry.is_directory {
            let children = list(&entry, options, &mut steps);
            open.extend(children.into_iter().rev());
        } else {
            steps.push(Step::Compile(entry.path));
        }
    }
    steps
}

struct Entry {
    path: PathBuf,
    levels: usize,
    is_directory: bool,
}

fn list(directory: &Entry, options: &Options, steps: &mut Vec<Step>) -> Vec<Entry> {
    if options.quiet == 0 && !options.check_only {
        let shown = options.repr(&directory.path);
        steps.push(Step::Say(format!("Listing {shown}...\n")));
    }
    if os_bytes(directory.path.as_os_str()).contains(&0) {
        let function = if options.target.names_function_of_null_errors() { "listdir: " } else { "" };
        let what = if function.is_empty() { "byte" } else { "character in path" };
        steps.push(Step::Raise(Raised::new("ValueError", format!("{function}embedded null {what}"))));
        return Vec::new();
    }
    let Ok(mut names) = names(&directory.path) else {
        steps.push(Step::CannotList(directory.path.clone()));
        return Vec::new();
    };
    if names.iter().all(|(name, _)| name.is_ascii()) {
        names.sort_unstable_by(|(name, _), (other, _)| name.cmp(other));
    } else {
        names.sort_by_cached_key(|(name, _)| options.path_encoding.decode(name));
    }
    let names = names.into_iter().filter(|(name, _)| name != "__pycache__");
    names.filter_map(|(name, kind)| child(directory, name, kind)).collect()
}

fn names(directory: &Path) -> std::io::Result<Vec<(OsString, Option<FileType>)>> {
    fs::read_dir(directory)?.map(|entry| entry.map(|entry| (entry.file_name(), entry.file_type().ok()))).collect()
}

/// Symlinks to directories are directories, but not entered.
fn child(directory: &Entry, name: OsString, kind: Option<FileType>) -> Option<Entry> {
    let path = directory.path.join(name);
    let is_link = kind.is_none_or(|kind| kind.is_symlink());
    // What cannot be looked at is no directory.
    let is_directory = !kind.is_some_and(|kind| kind.is_file()) && path.is_dir();
    if !is_directory {
        return Some(Entry { path, levels: 0, is_directory: false });
    }
    let entered = directory.levels > 0 && !is_link;
    entered.then(|| Entry { path, levels: directory.levels - 1, is_directory: true })
}
