//! A library compiled by both sides, file by file.
//!
//! The sources are those of an interpreter of the same version on this system: CPython's builds for Windows have compiled
//! files alone.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Stdio;

use walkdir::{DirEntry, WalkDir};

use super::setup::Setup;
use crate::conformance::interpreter::{self, Interpreter};

/// Results by the paths of their sources.
type Results = BTreeMap<String, Vec<u8>>;

/// Compiles the library of each version with both and says what differs; true if nothing does.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(crate) fn compare(setup: &Setup, folder: &Path) -> io::Result<bool> {
    let mut is_same = true;
    for one in &setup.interpreters {
        let version = one.target.version().to_string();
        let Ok(local) = interpreter::choose(&version, &[]) else {
            println!("{}: library skipped: no CPython {version} with sources here", one.target);
            continue;
        };
        let sources = &local[0].library;
        let theirs = compile(setup, one, sources, &one.path, &[])?;
        let target = one.target.to_string();
        let ours = compile(setup, one, sources, &folder.join("pycmill.exe"), &["--target", &target])?;
        is_same &= report(one, &theirs, &ours);
    }
    Ok(is_same)
}

/// What a program makes of a fresh copy of the library.
fn compile(setup: &Setup, one: &Interpreter, sources: &Path, program: &Path, words: &[&str]) -> io::Result<Results> {
    let top = setup.wine.drive().join(format!("library{}", one.target.version()));
    let _ = fs::remove_dir_all(&top);
    copy(sources, &top)?;
    let mut command = setup.wine.command(program);
    command.args(words).args(["-m", "compileall", "-q", "-f"]).arg(setup.wine.path(&top)).env("PYTHONHASHSEED", "0");
    // Bad files are part of libraries: the status says nothing.
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
    let results = read(&top);
    fs::remove_dir_all(&top)?;
    results
}

fn is_wanted(entry: &DirEntry) -> bool {
    let left_out = ["__pycache__", "site-packages", "test", "tests"];
    entry.depth() == 0 || !left_out.iter().any(|name| entry.file_name() == *name)
}

fn copy(sources: &Path, top: &Path) -> io::Result<()> {
    for entry in WalkDir::new(sources).into_iter().filter_entry(is_wanted) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "py") {
            let place = top.join(entry.path().strip_prefix(sources).map_err(io::Error::other)?);
            fs::create_dir_all(place.parent().unwrap_or(top))?;
            // With its time, which is in the results.
            let time = entry.metadata()?.modified()?;
            fs::write(&place, fs::read(entry.path())?)?;
            fs::File::open(&place)?.set_modified(time)?;
        }
    }
    Ok(())
}

fn read(top: &Path) -> io::Result<Results> {
    let mut results = Results::new();
    for entry in WalkDir::new(top) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "pyc") {
            let name = entry.path().strip_prefix(top).map_err(io::Error::other)?;
            results.insert(name.display().to_string(), fs::read(entry.path())?);
        }
    }
    Ok(results)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn report(one: &Interpreter, theirs: &Results, ours: &Results) -> bool {
    let other: Vec<&String> =
        theirs.iter().filter(|(name, bytes)| ours.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    let more: Vec<&String> = ours.keys().filter(|name| !theirs.contains_key(*name)).collect();
    println!("{}: {} library files, {} identical", one.target, theirs.len(), theirs.len() - other.len());
    other.iter().take(10).for_each(|name| println!("  differs: {name}"));
    more.iter().take(10).for_each(|name| println!("  only pycmill's: {name}"));
    !theirs.is_empty() && other.is_empty() && more.is_empty()
}
