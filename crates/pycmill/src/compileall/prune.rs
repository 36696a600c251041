//! Compiled files whose sources are gone.
//!
//! **Invariants**: only files are removed that are named as CPython names them, in a `__pycache__` whose directory lacks the
//! source; links to directories are not followed. Files beside sources are not looked at: those are imported without one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::Options;
use crate::audit::is_orphan;

/// Finds the orphans in directories, as deep as they are compiled, and those of sources that are named; in order.
#[must_use]
pub fn find_orphans(paths: &[PathBuf], options: &Options) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = paths.iter().flat_map(|path| in_directory(path, options)).collect();
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    found
}

/// Removes an orphan, and its directory with it if that is empty then.
///
/// # Errors
/// If the file cannot be removed.
pub fn remove_orphan(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    // Directories with something in them stay.
    path.parent().map(fs::remove_dir);
    Ok(())
}

fn in_directory(directory: &Path, options: &Options) -> Vec<PathBuf> {
    let takes = |entry: &DirEntry| entry.depth() == 0 || !options.is_excluded(entry.path());
    let walk = WalkDir::new(directory).sort_by_file_name().max_depth(options.max_levels.saturating_add(2));
    let entries = walk.into_iter().filter_entry(takes).filter_map(Result::ok);
    let is_file = |entry: &DirEntry| entry.file_type().is_file() || entry.file_type().is_symlink();
    let found = entries.filter(is_file).map(DirEntry::into_path);
    found.filter(|path| is_orphan(path)).collect()
}
