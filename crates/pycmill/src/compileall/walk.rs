//! Which files a directory has, in Python's order.
//!
//! Follows `_walk_dir` (`Lib/compileall.py`): names sorted by code point, files and directories
//! together, `__pycache__` left out, symlinks to directories not followed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::os_text::{decode_path, printable, repr};

use super::Options;

/// What is to be done, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// A message is due.
    Say(String),
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
    let shown = printable(repr(&decode_path(directory.path.as_os_str())).as_bytes());
    if options.quiet == 0 {
        steps.push(Step::Say(format!("Listing {shown}...")));
    }
    let Ok(mut names) = names(&directory.path) else {
        if options.quiet < 2 {
            steps.push(Step::Say(format!("Can't list {shown}")));
        }
        return Vec::new();
    };
    names.sort_by_cached_key(|name| decode_path(name));
    names.into_iter().filter(|name| name != "__pycache__").filter_map(|name| child(directory, name)).collect()
}

fn names(directory: &Path) -> std::io::Result<Vec<OsString>> {
    fs::read_dir(directory)?.map(|entry| Ok(entry?.file_name())).collect()
}

fn child(directory: &Entry, name: OsString) -> Option<Entry> {
    let path = directory.path.join(name);
    if !path.is_dir() {
        return Some(Entry { path, levels: 0, is_directory: false });
    }
    let entered = directory.levels > 0 && !path.is_symlink();
    entered.then(|| Entry { path, levels: directory.levels - 1, is_directory: true })
}
