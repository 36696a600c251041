//! `cargo xtask command-lines [--target V]`: the same command lines, run by real interpreters and by us.
//!
//! Both sides run every case of the tables in `tests/commandlines` on a tree of the same name. Status, both
//! outputs, names, contents and modes of all files, hard links and what was written have to be the same.

mod answers;
mod compare;
pub(crate) mod execute;
pub(crate) mod report;
mod snapshot;
pub(crate) mod table;
mod tree;
mod words;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::Parser;

use crate::cargo::{cargo, executable};
use crate::command;
use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;
pub(crate) use execute::status_name;
use execute::{Outcome, Runner, Side};
use report::Checked;
pub(crate) use snapshot::{Snapshot, stamps, take};
use table::{Case, Step};

/// Compares the command with real CPythons, command line by command line.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask command-lines")]
struct Arguments {
    /// Which CPython: 3.13 is the newest one found, 3.13.0 that one, `all` every one of a complete version
    #[arg(long, default_value = "all")]
    target: String,
    /// An interpreter to use besides those found
    #[arg(long)]
    python: Vec<PathBuf>,
    /// The command to check [default: it is built]
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Only cases whose place or command contains this
    #[arg(long, default_value = "")]
    filter: String,
    /// Ask the interpreters again
    #[arg(long)]
    fresh: bool,
    /// Compare the interpreters with themselves: shows what cannot be the same twice
    #[arg(long)]
    themselves: bool,
    /// How many groups of differences are shown
    #[arg(long, default_value_t = 40)]
    groups: usize,
    /// How many cases at a time [default: one per processor]
    #[arg(short = 'j', long = "jobs")]
    jobs: Option<usize>,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("command-lines", words, run)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run(arguments: &Arguments) -> io::Result<bool> {
    let binary = match &arguments.binary {
        Some(binary) => Some(binary.clone()),
        None if arguments.themselves => None,
        None => Some(build()?),
    };
    let links = binary.as_deref().map(execute::link).transpose()?;
    let runner = Runner { side: links.as_deref().map_or(Side::CPython, Side::Ours), wine: None };
    let mut cases = table::read(&root().join("tests/commandlines"))?;
    cases.retain(|case| has(case, &arguments.filter));
    let interpreters = interpreter::choose(&arguments.target, &arguments.python)?;
    let fits = |interpreter: &Interpreter, case: &Case| {
        case.is_for(interpreter.target) && (interpreter.starts_itself() || !case.has_environment())
    };
    let pairs = interpreters.iter().flat_map(|one| cases.iter().map(move |case| (one, case)));
    let work: Vec<(&Interpreter, &Case)> = pairs.filter(|(interpreter, case)| fits(interpreter, case)).collect();
    let how = How { runner, fresh: arguments.fresh, jobs: arguments.jobs };
    let checked = check_all(&how, &work)?;
    links.map_or(Ok(()), std::fs::remove_dir_all)?;
    print!("{}", report::render(&checked, arguments.groups));
    Ok(checked.iter().all(|one| one.differences.is_empty()))
}

pub(crate) fn has(case: &Case, filter: &str) -> bool {
    let lines = case.steps.iter().filter_map(|step| if let Step::Run(run) = step { Some(&*run.line) } else { None });
    lines.chain([&*case.place]).any(|text| text.contains(filter))
}

/// Builds the command as this one is built, beside it.
pub(crate) fn build() -> io::Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--quiet", "--package", "pycmill-cli"]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    if !command.status()?.success() {
        return Err(io::Error::other("the command cannot be built"));
    }
    let beside = std::env::current_exe()?;
    Ok(executable(beside.parent().unwrap_or(Path::new(".")), "pycmill"))
}

/// How cases are run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How<'r> {
    pub(crate) runner: Runner<'r>,
    /// Whether the interpreters are asked again.
    pub(crate) fresh: bool,
    /// How many cases at a time.
    pub(crate) jobs: Option<usize>,
}

/// Runs cases on both sides.
pub(crate) fn check_all(how: &How<'_>, work: &[(&Interpreter, &Case)]) -> io::Result<Vec<Checked>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![Vec::new(); work.len()]);
    let jobs = how.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from));
    let one = || -> io::Result<()> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((interpreter, case)) = work.get(index) else { return Ok(()) };
            progress(index, work.len());
            let checked = check(case, interpreter, how)?;
            results.lock().expect("no thread panics while it holds the lock")[index] = checked;
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(one)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no thread panics"))
    })?;
    progress(work.len(), work.len());
    Ok(results.into_inner().expect("no thread panics while it holds the lock").concat())
}

/// Runs a case on both sides. Wine starts a program in vain now and then: there, what differs is run again.
fn check(case: &Case, interpreter: &Interpreter, how: &How<'_>) -> io::Result<Vec<Checked>> {
    let checked = check_once(case, interpreter, how)?;
    if how.runner.wine.is_none() || checked.iter().all(|one| one.differences.is_empty()) {
        return Ok(checked);
    }
    check_once(case, interpreter, &How { fresh: true, ..*how })
}

fn check_once(case: &Case, interpreter: &Interpreter, how: &How<'_>) -> io::Result<Vec<Checked>> {
    let wine = how.runner.wine;
    let top = execute::folder(wine).join(answers::key(case, interpreter));
    let theirs = answers::ask(case, interpreter, wine, &top, how.fresh)?;
    let ours = execute::run(case, how.runner, interpreter, &top)?;
    let runs = case.steps.iter().filter_map(|step| if let Step::Run(run) = step { Some(&**run) } else { None });
    let checked = |((run, theirs), ours): ((&table::Run, &Outcome), &Outcome)| Checked {
        target: interpreter.target,
        place: case.place.clone(),
        line: run.line.clone(),
        differences: match wine {
            Some(_) => compare::compare_on_windows(run.compare, theirs, ours),
            None => compare::compare(interpreter.target, run.compare, theirs, ours),
        },
    };
    Ok(runs.zip(&theirs).zip(&ours).map(checked).collect())
}

fn progress(done: usize, total: usize) {
    let mut out = io::stderr();
    if out.is_terminal() {
        // A terminal that is gone is no reason to stop.
        let _ = write!(out, "\r{done}/{total} cases{}", if done == total { "\r\x1b[K" } else { "" });
        let _ = out.flush();
    }
}
