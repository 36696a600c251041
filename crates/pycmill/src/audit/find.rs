//! Which files an audit looks at.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::{Archive, is_named_so};
use crate::walk;

/// A file to audit.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path; that of a member follows that of its archive.
    pub(crate) path: PathBuf,
    /// The directory that was searched; nothing for a file that was named itself.
    pub(crate) root: Option<PathBuf>,
    pub(crate) holder: Holder,
}

/// What a file is in.
#[derive(Clone, Debug)]
pub(crate) enum Holder {
    /// A directory.
    Directory,
    /// An archive, under this name.
    Archive(Arc<Archive>, PathBuf),
    /// An archive that cannot be read, and why.
    NoArchive(String),
}

impl File {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its path where it is searched for a source.
    pub(crate) fn inner(&self) -> &Path {
        match &self.holder {
            Holder::Archive(_, name) => name,
            Holder::Directory | Holder::NoArchive(_) => &self.path,
        }
    }
}

/// The `.pyc` files in directories, in the order of their names, those of archives that are named (`.whl`, `.zip`, `.pyz`,
/// `.egg`), and the files named themselves, whatever they are called.
///
/// Links to directories are not followed. What cannot be read is in the result too, so that its audit says so.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Vec<File> {
    let found = paths.iter().flat_map(|path| {
        if path.is_dir() {
            in_directory(path)
        } else if is_named_so(path) && path.is_file() {
            in_archive(path)
        } else {
            vec![File { path: path.clone(), root: None, holder: Holder::Directory }]
        }
    });
    found.collect()
}

fn in_directory(directory: &Path) -> Vec<File> {
    let found = walk::files(directory, "pyc", |_| true).into_iter();
    found.map(|path| File { path, root: Some(directory.to_owned()), holder: Holder::Directory }).collect()
}

fn in_archive(path: &Path) -> Vec<File> {
    match Archive::read(path) {
        Ok((archive, names)) => {
            let archive = Arc::new(archive);
            let file = |name: String| File {
                path: path.join(&name),
                root: Some(PathBuf::new()),
                holder: Holder::Archive(Arc::clone(&archive), name.into()),
            };
            names.into_iter().map(file).collect()
        }
        Err(reason) => vec![File { path: path.to_owned(), root: None, holder: Holder::NoArchive(reason) }],
    }
}
