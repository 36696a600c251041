//! `cargo xtask covers [PATTERN]`: turns the answer of each capability round and demands that a test of output fails.
//!
//! The tests are built once with the feature `flip` of pycmill-target, whose answers `PYCMILL_FLIP` turns round at run time.
//! Tests of pycmill-target itself do not count: they would only repeat the row.

mod page;
mod suites;

use std::io;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::command;
use clap::Parser;
use pycmill_target::Capability;

use suites::Suite;

/// Finds capabilities without which all tests pass.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask covers")]
struct Arguments {
    /// Write docs/differences.md from the tables, and test nothing
    #[arg(long)]
    page: bool,
    /// How many capabilities are tested at the same time
    #[arg(short, long, default_value_t = 2)]
    jobs: usize,
    /// Only capabilities whose name contains this
    pattern: Option<String>,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("covers", words, run)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run(arguments: &Arguments) -> io::Result<bool> {
    if arguments.page {
        return page::write().map(|()| true);
    }
    let suites = suites::build()?;
    let names = names(arguments.pattern.as_deref());
    let missed = missed(&names, &suites, arguments.jobs);
    println!("{} capabilities, {} without a test that fails", names.len(), missed.len());
    missed.iter().for_each(|name| println!("    {name}"));
    Ok(missed.is_empty())
}

fn names(pattern: Option<&str>) -> Vec<&'static str> {
    let all = Capability::all().into_iter().flat_map(|(_, rows)| rows).map(|row| row.name);
    all.filter(|name| pattern.is_none_or(|pattern| name.contains(pattern))).collect()
}

/// The capabilities that no suite notices.
#[expect(clippy::print_stdout, reason = "this is a command")]
fn missed<'n>(names: &[&'n str], suites: &[Suite], jobs: usize) -> Vec<&'n str> {
    let (next, missed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
            match suites.iter().find(|suite| !suite.passes(Some(name))) {
                Some(suite) => println!("{name}: {}", suite.name),
                None => {
                    println!("{name}: NOTHING FAILS");
                    missed.lock().expect("no thread panicked").push(*name);
                }
            }
        }
    };
    std::thread::scope(|scope| (0..jobs.max(1)).for_each(|_| drop(scope.spawn(work))));
    let mut missed = missed.into_inner().expect("no thread panicked");
    missed.sort_unstable();
    missed
}
