//! The proof that a build changed nothing: it writes what the library, built as cargo builds it, writes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use pycmill::compileall::{Options, Output, compile_dir};
use pycmill_target::{Target, Version};
use walkdir::WalkDir;

use super::content_hash;
use super::training::compile_all;
use crate::bench::clean;

/// Compiles a tree with a command and with the library.
pub(super) fn check(command: &Path, tree: &Path) -> io::Result<()> {
    clean(tree)?;
    compile_all(command, tree)?;
    let found = results(tree)?;
    clean(tree)?;
    for version in Version::COMPLETE {
        let options = Options::new(Target::newest(*version)).quiet(2);
        let (mut messages, mut warnings) = (io::sink(), io::sink());
        // Some files are wrong, for both.
        compile_dir(tree, &options, &mut Output::new(&mut messages, &mut warnings)).map_err(io::Error::other)?;
    }
    let expected = results(tree)?;
    if found.is_empty() {
        return Err(io::Error::other("nothing was compiled"));
    }
    match different(&found, &expected) {
        None => Ok(()),
        Some(path) => Err(io::Error::other(format!("{} is not what the library writes", path.display()))),
    }
}

/// The hash of each file that was written.
type Results = BTreeMap<PathBuf, u64>;

/// What was compiled.
fn results(tree: &Path) -> io::Result<Results> {
    let mut results = BTreeMap::new();
    for entry in WalkDir::new(tree) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "pyc") {
            let hash = content_hash(&path)?;
            results.insert(path, hash);
        }
    }
    Ok(results)
}

/// The first file that differs, or that one side lacks.
fn different<'f>(found: &'f Results, expected: &'f Results) -> Option<&'f Path> {
    let all = found.keys().chain(expected.keys());
    all.into_iter().find(|path| found.get(*path) != expected.get(*path)).map(PathBuf::as_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_in_bytes_or_a_file() {
        let files = |files: &[(&str, u64)]| files.iter().map(|(path, hash)| (path.into(), *hash)).collect();
        let found: Results = files(&[("a", 1), ("b", 2)]);
        assert_eq!(different(&found, &found.clone()), None);
        assert_eq!(different(&found, &files(&[("a", 1), ("b", 3)])), Some(Path::new("b")));
        assert_eq!(different(&found, &files(&[("a", 1), ("b", 2), ("c", 0)])), Some(Path::new("c")));
        assert_eq!(different(&files(&[("b", 2)]), &found), Some(Path::new("a")));
    }
}
