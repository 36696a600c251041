//! Which files a check looks at.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// The `.py` files in directories, in the order of their names, and the files named themselves, whatever they are called.
///
/// Left out are hidden directories, `__pycache__`, virtual environments (those with a `pyvenv.cfg`) and links to directories.
/// What cannot be read is in the result too, so that its check says so.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().flat_map(|path| if path.is_dir() { in_directory(path) } else { vec![path.clone()] }).collect()
}

fn in_directory(directory: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(directory).sort_by_file_name().into_iter().filter_entry(is_entered);
    let found = entries.filter_map(|entry| match entry {
        Ok(entry) => {
            let is_source = entry.path().extension().is_some_and(|extension| extension == "py");
            (is_source && !entry.file_type().is_dir()).then(|| entry.into_path())
        }
        Err(error) => error.path().map(Path::to_owned),
    });
    found.collect()
}

/// Files, and directories that belong to a project. The one that was named always does.
fn is_entered(entry: &DirEntry) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_dir() {
        return true;
    }
    let is_hidden = entry.file_name().as_encoded_bytes().first() == Some(&b'.');
    !is_hidden && entry.file_name() != "__pycache__" && !entry.path().join("pyvenv.cfg").exists()
}
