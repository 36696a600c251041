//! `cargo xtask running [--target V] [TEST…]`: CPython runs what this compiler wrote.
//!
//! The standard library is copied without its `.pyc` files and compiled by us with unchecked hashes, so
//! that the interpreter neither compiles nor rewrites anything; then CPython's own tests run from it.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;
use std::{fs, io};

use clap::Parser;
use pycmill::compileall::{self, Output};
use pycmill::py_compile::InvalidationMode;
use walkdir::WalkDir;

use crate::command;
use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;

/// Lets CPython run its own tests from a library that this compiler compiled.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask running")]
struct Arguments {
    /// Which CPython, or `all`
    #[arg(long, default_value = "all")]
    target: String,
    /// Modules of CPython's test suite
    #[arg(default_values = ["test_grammar", "test_fstring", "test_patma", "test_generators", "test_scope", "test_dis"])]
    tests: Vec<String>,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("running", words, run)
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut success = true;
    for interpreter in interpreter::choose(&arguments.target, &[])? {
        success &= run_one(&interpreter, &arguments.tests)?;
    }
    Ok(success)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run_one(interpreter: &Interpreter, tests: &[String]) -> io::Result<bool> {
    let library = root().join(format!("target/running/{}/library", interpreter.target));
    if library.exists() {
        fs::remove_dir_all(&library)?;
    }
    copy_sources(&interpreter.library, &library)?;
    compile(interpreter, &library)?;
    let before = times(&library)?;
    let (tests, lacking) = split(tests, &library);
    println!("{}: {} files, {}", interpreter.target, before.len(), tests.join(" "));
    if !lacking.is_empty() {
        println!("{}: its library lacks {}", interpreter.target, lacking.join(" "));
    }
    let loaded = python(interpreter, &library).args(["-c", &proof(&library)]).status()?;
    let status = python(interpreter, &library).args(["-c", &suite(interpreter)]).args(tests).status()?;
    let kept = times(&library)? == before;
    if !kept {
        println!("{}: files were rewritten", interpreter.target);
    }
    Ok(loaded.success() && status.success() && kept)
}

/// The tests that the library has, and those it lacks: an older one has no `test_patma`.
fn split<'a>(tests: &'a [String], library: &Path) -> (Vec<&'a str>, Vec<&'a str>) {
    let exists = |test: &&str| ["", ".py"].iter().any(|end| library.join(format!("test/{test}{end}")).exists());
    tests.iter().map(String::as_str).partition(exists)
}

/// The interpreter with the copy before its own library on the path, and nothing taken from inside of itself.
fn python(interpreter: &Interpreter, library: &Path) -> Command {
    let mut command = Command::new(&interpreter.path);
    command.args(["-S", "-X", "frozen_modules=off"]).env("PYTHONPATH", library).env_remove("PYTHONDONTWRITEBYTECODE");
    command
}

/// `-m test`, for which `sys.executable` is what was started here: some tests start it again, and behind a
/// starter script stands a program that does not start by itself.
fn suite(interpreter: &Interpreter) -> String {
    let path = &interpreter.path;
    format!(
        "import runpy, sys; sys.executable = sys._base_executable = {path:?}; \
         sys.argv[0] = 'test'; runpy.run_module('test', run_name='__main__', alter_sys=True)"
    )
}

/// Fails unless modules come from the copy, from `.pyc` files.
fn proof(library: &Path) -> String {
    format!(
        "import encodings, os, ast, test.test_grammar, sys\n\
         for module in (encodings, os, ast, test.test_grammar):\n    \
         assert module.__file__.startswith({library:?}) and os.path.exists(module.__spec__.cached), module\n"
    )
}

/// Everything but compiled files and third-party packages.
fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    let skipped = ["__pycache__", "site-packages", "dist-packages"];
    let walk = WalkDir::new(from).follow_links(true).into_iter();
    for entry in walk.filter_entry(|entry| !skipped.iter().any(|name| entry.file_name() == *name)) {
        let Ok(entry) = entry else { continue };
        let target = to.join(entry.path().strip_prefix(from).expect("the walk stays below its start"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else if entry.file_type().is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn compile(interpreter: &Interpreter, library: &Path) -> io::Result<()> {
    let options =
        compileall::Options::new(interpreter.target).quiet(2).invalidation_mode(InvalidationMode::UncheckedHash);
    let (mut messages, mut warnings) = (io::sink(), io::sink());
    // Some files of the test suite are meant to be rejected.
    let done = compileall::compile_dir(library, &options, &mut Output::new(&mut messages, &mut warnings));
    done.map(|_| ()).map_err(io::Error::other)
}

/// The compiled files with the times they were written.
fn times(library: &Path) -> io::Result<Vec<(PathBuf, SystemTime)>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(library).sort_by_file_name() {
        let entry = entry.map_err(io::Error::other)?;
        if entry.path().extension().is_some_and(|extension| extension == "pyc") {
            found.push((entry.path().to_owned(), entry.metadata().map_err(io::Error::other)?.modified()?));
        }
    }
    Ok(found)
}
