//! Sets of files.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::arguments::Arguments;
use super::interpreter::Interpreter;
use super::root;

/// Files to compare, in order.
#[derive(Clone, Debug)]
pub(crate) struct Corpus {
    /// What the tables call it.
    pub(crate) name: String,
    /// Whether it is the same set on every machine, so that figures can be kept.
    pub(crate) files: Vec<PathBuf>,
}

/// The corpora that the command line names.
pub(crate) fn chosen(arguments: &Arguments, interpreter: &Interpreter) -> io::Result<Vec<Corpus>> {
    let mut corpora = Vec::new();
    for name in &arguments.corpus {
        let tree =
            if name == "stdlib" { interpreter.library.clone() } else { root().join("target/corpora").join(name) };
        corpora.push(corpus(name.clone(), &[tree], arguments)?);
    }
    if !arguments.trees.is_empty() {
        let name = arguments.name.clone().unwrap_or_else(|| arguments.trees[0].display().to_string());
        corpora.push(corpus(name, &arguments.trees, arguments)?);
    }
    if corpora.is_empty() {
        return Err(io::Error::other("name a tree, or a corpus with --corpus"));
    }
    Ok(corpora)
}

fn corpus(name: String, trees: &[PathBuf], arguments: &Arguments) -> io::Result<Corpus> {
    let mut files = Vec::new();
    for tree in trees {
        files.extend(sources(tree)?);
    }
    let filter = arguments.filter.as_deref().unwrap_or_default();
    files.retain(|file| file.to_string_lossy().contains(filter));
    let files = files.into_iter().step_by(arguments.every.max(1)).collect();
    Ok(Corpus { name, files })
}

/// The Python files of a tree, sorted; third-party packages of an interpreter are left out.
pub(crate) fn sources(tree: &Path) -> io::Result<Vec<PathBuf>> {
    if tree.is_file() {
        return Ok(vec![tree.to_owned()]);
    }
    let entered =
        |name: &std::ffi::OsStr| !["__pycache__", "site-packages", "dist-packages"].iter().any(|skip| name == *skip);
    let walk = WalkDir::new(tree).sort_by_file_name().into_iter();
    let mut files = Vec::new();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || entered(entry.file_name())) {
        let entry = entry.map_err(io::Error::other)?;
        if entry.path().is_file() && entry.path().extension().is_some_and(|extension| extension == "py") {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
