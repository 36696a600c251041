//! Which files a check looks at.

use std::path::PathBuf;

use walkdir::DirEntry;

use crate::walk;

/// The `.py` files in directories, in the order of their names, and the files named themselves, whatever they are called.
///
/// Left out are hidden directories, `__pycache__`, virtual environments (those with a `pyvenv.cfg`) and links to directories.
/// What cannot be read is in the result too, so that its check says so.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths
        .iter()
        .flat_map(|path| if path.is_dir() { walk::files(path, "py", is_entered) } else { vec![path.clone()] })
        .collect()
}

/// Files, and directories that belong to a project. The one that was named always does.
fn is_entered(entry: &DirEntry) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_dir() {
        return true;
    }
    let is_hidden = entry.file_name().as_encoded_bytes().first() == Some(&b'.');
    !is_hidden && entry.file_name() != "__pycache__" && !entry.path().join("pyvenv.cfg").exists()
}
