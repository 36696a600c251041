//! The proof that a build changed nothing: it writes what the library, built as cargo builds it, writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pycmill::compileall::{Options, Output, compile_dir};
use walkdir::WalkDir;

use super::training::{TARGETS, compile_all};
use crate::bench::clean;

/// Compiles a tree with a command and with the library; how many files came out.
pub(super) fn check(command: &Path, tree: &Path) -> io::Result<usize> {
    clean(tree)?;
    compile_all(command, tree)?;
    let found = results(tree)?;
    clean(tree)?;
    for target in TARGETS {
        let options = Options::new(target.parse().map_err(io::Error::other)?).quiet(2);
        let (mut messages, mut warnings) = (io::sink(), io::sink());
        // Some files are wrong, for both.
        compile_dir(tree, &options, &mut Output::new(&mut messages, &mut warnings)).map_err(io::Error::other)?;
    }
    let expected = results(tree)?;
    if found.is_empty() {
        return Err(io::Error::other("nothing was compiled"));
    }
    match different(&found, &expected) {
        None => Ok(found.len()),
        Some(path) => Err(io::Error::other(format!("{} is not what the library writes", path.display()))),
    }
}

/// What was compiled.
fn results(tree: &Path) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut results = BTreeMap::new();
    for entry in WalkDir::new(tree) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "pyc") {
            let bytes = fs::read(&path)?;
            results.insert(path, bytes);
        }
    }
    Ok(results)
}

/// The first file that differs, or that one side lacks.
fn different<'f>(found: &'f BTreeMap<PathBuf, Vec<u8>>, expected: &'f BTreeMap<PathBuf, Vec<u8>>) -> Option<&'f Path> {
    let all = found.keys().chain(expected.keys());
    all.into_iter().find(|path| found.get(*path) != expected.get(*path)).map(PathBuf::as_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_a_byte_or_a_file() {
        let files = |files: &[(&str, u8)]| files.iter().map(|(path, byte)| (path.into(), vec![*byte])).collect();
        let found: BTreeMap<PathBuf, Vec<u8>> = files(&[("a", 1), ("b", 2)]);
        assert_eq!(different(&found, &found.clone()), None);
        assert_eq!(different(&found, &files(&[("a", 1), ("b", 3)])), Some(Path::new("b")));
        assert_eq!(different(&found, &files(&[("a", 1), ("b", 2), ("c", 0)])), Some(Path::new("c")));
        assert_eq!(different(&files(&[("b", 2)]), &found), Some(Path::new("a")));
    }
}
