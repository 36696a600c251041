//! Which files an audit looks at.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// A file to audit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct File {
    /// Its path.
    pub(crate) path: PathBuf,
    /// The directory that was searched; nothing for a file that was named itself.
    pub(crate) root: Option<PathBuf>,
}

impl File {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The `.pyc` files in directories, in the order of their names, and the files named themselves, whatever they are called.
///
/// Links to directories are not followed. What cannot be read is in the result too, so that its audit says so.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Vec<File> {
    let named = |path: &PathBuf| vec![File { path: path.clone(), root: None }];
    paths.iter().flat_map(|path| if path.is_dir() { in_directory(path) } else { named(path) }).collect()
}

fn in_directory(directory: &Path) -> Vec<File> {
    let entries = WalkDir::new(directory).sort_by_file_name().into_iter();
    let found = entries.filter_map(|entry| match entry {
        Ok(entry) => {
            let is_pyc = entry.path().extension().is_some_and(|extension| extension == "pyc");
            (is_pyc && !entry.file_type().is_dir()).then(|| entry.into_path())
        }
        Err(error) => error.path().map(Path::to_owned),
    });
    found.map(|path| File { path, root: Some(directory.to_owned()) }).collect()
}
