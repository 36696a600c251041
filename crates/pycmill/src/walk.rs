//! Files of a kind below a directory, for the commands that do not compile it.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// The files with an extension in a directory and those below that are entered, in the order of their names.
///
/// Links to directories are not followed. What cannot be read is in the result too, so that whoever opens it says so.
pub(crate) fn files(directory: &Path, extension: &str, is_entered: fn(&DirEntry) -> bool) -> Vec<PathBuf> {
    let entries = WalkDir::new(directory).sort_by_file_name().into_iter().filter_entry(is_entered);
    let found = entries.filter_map(|entry| match entry {
        Ok(entry) => {
            let is_wanted = entry.path().extension().is_some_and(|found| found == extension);
            (is_wanted && !entry.file_type().is_dir()).then(|| entry.into_path())
        }
        Err(error) => error.path().map(Path::to_owned),
    });
    found.collect()
}
