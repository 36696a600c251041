//! Installed distributions: what their RECORD lists, and the compiled files that it should list.
//!
//! Follows the specification of recorded installations, and pip, whose rows of compiled files have no hash.
//!
//! **Invariants**: only files in the directory that the distribution is installed in are taken up, whatever RECORD lists; RECORD is
//! replaced as a whole, and rows keep their order.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::archive::record::{bare_row, quoted, rows};
use crate::compileall::{self, Options};
use crate::files::write_whole;

/// A distribution, by its RECORD.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Distribution {
    record: PathBuf,
    /// The directory that the paths of RECORD are relative to.
    root: PathBuf,
    /// The content of RECORD.
    text: String,
}

impl Distribution {
    /// Reads a RECORD, or that of a `.dist-info` directory.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn at(path: &Path) -> io::Result<Self> {
        let record = if path.is_dir() { path.join("RECORD") } else { path.to_owned() };
        let text = String::from_utf8(fs::read(&record)?)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))?;
        let info = record.parent().filter(|info| !info.as_os_str().is_empty()).map(Path::to_owned);
        // A RECORD in the current directory.
        let info = info.map_or_else(|| fs::canonicalize("."), Ok)?;
        let root = info.parent().map(Path::to_owned).unwrap_or_default();
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        Ok(Self { record, root, text })
    }

    /// Finds a distribution by its name in one of some directories, as installers normalize names.
    ///
    /// # Errors
    /// If its RECORD cannot be read; [`io::ErrorKind::NotFound`] if there is none of that name.
    pub fn find(name: &str, directories: &[PathBuf]) -> io::Result<Self> {
        let wanted = normalized(name);
        for directory in directories {
            let Ok(entries) = fs::read_dir(directory) else { continue };
            let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
            names.sort();
            let found =
                names.iter().filter_map(|name| name.to_str()).find(|found| name_of(found).as_ref() == Some(&wanted));
            if let Some(found) = found {
                return Self::at(&directory.join(found));
            }
        }
        Err(io::ErrorKind::NotFound.into())
    }

    /// Where the RECORD is.
    #[must_use]
    pub fn record(&self) -> &Path {
        &self.record
    }

    /// The sources that it lists and that are there, in its order.
    #[must_use]
    pub fn sources(&self) -> Vec<PathBuf> {
        let listed = rows(&self.text).map(|row| row[0].clone());
        let inner = listed.filter(|path| path.ends_with(".py") && is_inner(path));
        inner.map(|path| self.path_of(&path)).filter(|path| path.is_file()).collect()
    }

    /// Lists the files that were compiled from sources, and lists sources no more that are gone; how many rows that changes.
    /// Nothing is written if that is none.
    ///
    /// # Errors
    /// If RECORD cannot be written.
    pub fn update(&mut self, sources: &[PathBuf], options: &[Options]) -> io::Result<usize> {
        let results = |source: &PathBuf| {
            let of = |options: &Options| compileall::results(source, options);
            options.iter().flat_map(of).collect::<Vec<PathBuf>>()
        };
        let mut compiled: Vec<PathBuf> = sources.iter().flat_map(results).filter(|path| path.is_file()).collect();
        compiled.dedup();
        let gone: HashSet<&PathBuf> = sources.iter().filter(|source| !source.exists()).collect();
        let (kept, listed) = self.kept(&gone);
        let new = compiled.iter().map(|path| self.name_of(path)).filter(|name| !listed.contains(name));
        let new: Vec<String> = new.map(|name| bare_row(&name)).collect();
        let changed = new.len() + rows(&self.text).count() - kept.len();
        if changed > 0 {
            self.text = kept.into_iter().chain(new).collect();
            self.write()?;
        }
        Ok(changed)
    }

    /// The rows of files that are not gone, as they are written, and their names.
    fn kept(&self, gone: &HashSet<&PathBuf>) -> (Vec<String>, HashSet<String>) {
        let kept = rows(&self.text).filter(|row| !gone.contains(&self.path_of(&row[0])));
        let kept: Vec<Vec<String>> = kept.collect();
        let names = kept.iter().map(|row| row[0].clone()).collect();
        let line = |row: Vec<String>| row.iter().map(|field| quoted(field)).collect::<Vec<_>>().join(",") + "\n";
        (kept.into_iter().map(line).collect(), names)
    }

    fn path_of(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The name of a file in RECORD, with slashes on every system.
    fn name_of(&self, path: &Path) -> String {
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        inner.to_string_lossy().replace('\\', "/")
    }

    fn write(&self) -> io::Result<()> {
        write_whole(&self.record, self.text.as_bytes(), Some(fs::metadata(&self.record)?.permissions()))
    }
}

/// Whether a path stays in the directory that it is relative to.
fn is_inner(path: &str) -> bool {
    Path::new(path).components().all(|component| matches!(component, Component::Normal(_) | Component::CurDir))
}

/// The name of the distribution that a `.dist-info` directory is of.
fn name_of(directory: &str) -> Option<String> {
    let (name, _) = directory.strip_suffix(".dist-info")?.split_once('-')?;
    Some(normalized(name))
}

/// As the specification of names has it: lower case, and one hyphen for each run of `-`, `_` and `.`.
fn normalized(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalized() {
        assert_eq!(name_of("Foo.Bar_baz-1.0.dist-info").as_deref(), Some("foo-bar-baz"));
        assert_eq!(name_of("foo-1.0.egg-info"), None);
    }

    #[test]
    fn only_inner_paths_are_taken_up() {
        assert!(is_inner("pkg/a.py") && is_inner("./a.py"));
        assert!(!is_inner("../a.py") && !is_inner("/a.py") && !is_inner("a/../../b.py"));
    }
}
