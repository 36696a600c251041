//! The tree that is compiled: a copy of which only the sources are left.

use std::path::{Path, PathBuf};
use std::{fs, io};

use walkdir::{DirEntry, WalkDir};

use crate::conformance::root;

/// How much there is to compile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// A file system in memory.
const IN_MEMORY: &str = "/dev/shm";

/// Where everything lies that is read and written: in memory if that is possible. A disk's file system remembers for a while
/// what was deleted before a run, and to look around that can cost more than the run.
pub(crate) fn folder() -> PathBuf {
    if is_in_memory() { Path::new(IN_MEMORY).join("pycmill-bench") } else { root().join("target/bench") }
}

/// Whether that is in memory.
pub(crate) fn is_in_memory() -> bool {
    Path::new(IN_MEMORY).is_dir()
}

/// Copies the sources of a tree to where they may be compiled.
pub(crate) fn prepare(from: &Path, name: &str) -> io::Result<PathBuf> {
    let to = folder().join(name);
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    copy_sources(from, &to)?;
    Ok(to)
}

/// Copies the `.py` files, except those of packages installed in the tree.
pub(crate) fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    let installed = ["site-packages", "dist-packages"].map(Some);
    let wanted = |entry: &DirEntry| entry.depth() == 0 || !installed.contains(&entry.file_name().to_str());
    for entry in WalkDir::new(from).into_iter().filter_entry(wanted) {
        let entry = entry?;
        if is_source(&entry) {
            let copy = to.join(entry.path().strip_prefix(from).map_err(io::Error::other)?);
            fs::create_dir_all(copy.parent().unwrap_or(to))?;
            fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}

fn is_source(entry: &DirEntry) -> bool {
    entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "py")
}

/// Counts the sources.
pub(crate) fn size(tree: &Path) -> io::Result<Size> {
    let mut size = Size { files: 0, bytes: 0 };
    for entry in WalkDir::new(tree) {
        let entry = entry?;
        if is_source(&entry) {
            size.files += 1;
            size.bytes += entry.metadata()?.len();
        }
    }
    Ok(size)
}

/// Removes what was compiled.
pub(crate) fn clean(tree: &Path) -> io::Result<()> {
    for entry in WalkDir::new(tree).contents_first(true) {
        let entry = entry?;
        if entry.file_type().is_dir() && entry.file_name() == "__pycache__" {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
