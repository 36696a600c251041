//! `cargo xtask windows`: the command for Windows beside CPython for Windows, both under Wine.
//!
//! The command lines are those of `tests/commandlines/windows` and all others that need nothing of Unix; then libraries are
//! compared file by file. What cannot be had is said, and is no failure.

mod library;
mod setup;
mod wine;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::command;
use crate::command_lines::execute::{Runner, Side};
use crate::command_lines::table::{self, Case, Step};
use crate::command_lines::{How, check_all, has, report};
use crate::conformance::interpreter::Interpreter;
use crate::conformance::root;
use setup::Setup;
pub(crate) use wine::Wine;

/// Compares the command for Windows with CPython for Windows.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask windows")]
struct Arguments {
    /// Which CPython: 3.11, 3.12, 3.13 or `all`
    #[arg(long, default_value = "all")]
    target: String,
    /// The command to check [default: it is built]
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Only cases whose place or command contains this
    #[arg(long, default_value = "")]
    filter: String,
    /// Leave out the command lines that other systems have, too
    #[arg(long)]
    own: bool,
    /// Leave out the command lines
    #[arg(long)]
    no_command_lines: bool,
    /// Leave out the libraries
    #[arg(long)]
    no_library: bool,
    /// Ask the interpreters again
    #[arg(long)]
    fresh: bool,
    /// Install what is missing: packages of Debian, and Rust's library for Windows
    #[arg(long)]
    install: bool,
    /// How many groups of differences are shown
    #[arg(long, default_value_t = 40)]
    groups: usize,
    /// How many cases at a time [default: one per processor]
    #[arg(short = 'j', long = "jobs")]
    jobs: Option<usize>,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("windows", words, run)
}

#[expect(clippy::print_stderr, reason = "this is a command")]
fn run(arguments: &Arguments) -> io::Result<bool> {
    let setup = match Setup::make(&arguments.target, arguments.install)? {
        Ok(setup) => setup,
        Err(missing) => {
            eprintln!("windows: skipped: {missing}");
            return Ok(true);
        }
    };
    let binary = match &arguments.binary {
        Some(binary) => std::path::absolute(binary)?,
        None => setup::build()?,
    };
    // Another run may use another build.
    let folder = setup.wine.drive().join(format!("pycmill-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::copy(binary, folder.join("pycmill.exe"))?;
    let same = compare(arguments, &setup, &folder);
    fs::remove_dir_all(&folder)?;
    same
}

fn compare(arguments: &Arguments, setup: &Setup, folder: &Path) -> io::Result<bool> {
    let lines = arguments.no_command_lines || command_lines(arguments, setup, folder)?;
    Ok((arguments.no_library || library::compare(setup, folder)?) && lines)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn command_lines(arguments: &Arguments, setup: &Setup, folder: &Path) -> io::Result<bool> {
    let tables = root().join("tests/commandlines");
    let mut cases = table::read(&tables.join("windows"))?;
    if !arguments.own {
        cases.extend(table::read(&tables)?.into_iter().filter(is_portable));
    }
    cases.retain(|case| has(case, &arguments.filter));
    let pairs = setup.interpreters.iter().flat_map(|one| cases.iter().map(move |case| (one, case)));
    let work: Vec<(&Interpreter, &Case)> = pairs.filter(|(one, case)| case.is_for(one.target)).collect();
    let runner = Runner { side: Side::Ours(folder), wine: Some(&setup.wine) };
    let how = How { runner, fresh: arguments.fresh, jobs: arguments.jobs };
    let checked = check_all(&how, &work)?;
    print!("{}", report::render(&checked, arguments.groups));
    Ok(checked.iter().all(|one| one.differences.is_empty()))
}

/// Whether a case needs nothing that only Unix has.
fn is_portable(case: &Case) -> bool {
    case.steps.iter().all(|step| match step {
        Step::Change(verb, operands) => {
            !["symlink", "fifo", "chmod", "venv", "imported"].contains(&&**verb)
                && operands.first().is_none_or(|name| name.text().is_ok_and(is_windows_name))
        }
        Step::Run(run) => {
            // How a usage is wrapped depends on the name of the module's file, which is longer there.
            let is_narrow = run.environment.iter().any(|(name, _)| name == "COLUMNS");
            let is_unix = run.umask.is_some() || run.shell.is_some() || run.python.is_some();
            let words = run.words.iter().chain(run.environment.iter().map(|(_, value)| value));
            !is_unix && !is_narrow && words.into_iter().all(|word| word.text().is_ok())
        }
    })
}

/// Whether a file can have this name there.
fn is_windows_name(name: &str) -> bool {
    !name.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) && name.chars().all(|one| !one.is_control())
}
