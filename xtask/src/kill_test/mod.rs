//! `cargo xtask kill-test [--target V]`: the command is killed at random moments, and started twice over one tree.
//!
//! Whenever it ends, every `.pyc` file there is must be complete and right: byte for byte what CPython writes for that
//! source. Files under a temporary name may be left by a kill, as CPython leaves them; other signals leave none.

mod library;
mod process;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::chance::Chance;
use crate::command;
use crate::command_lines::build;
use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;
use library::Library;
use process::{Ended, Signal};

/// Kills the command at random moments and looks at what it leaves behind.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask kill-test")]
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
    /// How often it is killed
    #[arg(long, default_value_t = 200)]
    times: usize,
    /// How many pairs of commands run at the same time
    #[arg(long, default_value_t = 20)]
    pairs: usize,
    /// How many sources the tree has at most
    #[arg(long, default_value_t = 150)]
    files: usize,
    /// Where the random numbers begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("kill-test", words, run)
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let binary = arguments.binary.clone().map_or_else(build, Ok)?;
    let mut success = true;
    for interpreter in interpreter::choose(&arguments.target, &arguments.python)? {
        success &= run_one(arguments, &interpreter, &std::path::absolute(&binary)?)?;
    }
    Ok(success)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run_one(arguments: &Arguments, interpreter: &Interpreter, binary: &Path) -> io::Result<bool> {
    let folder = root().join(format!("target/kill-test/{}", interpreter.target));
    let library = Library::make(interpreter, &folder, arguments.files)?;
    let mut problems = Vec::new();
    let span = whole_run(&library, binary, &mut problems)?;
    println!("{}: {} files, {} ms for a whole run", interpreter.target, library.expected.len(), span.as_millis());
    kills(arguments, &library, binary, span, &mut problems)?;
    pairs(arguments, &library, binary, &mut problems)?;
    problems.iter().take(20).for_each(|problem| println!("  {problem}"));
    println!("{}: {} problems", interpreter.target, problems.len());
    Ok(problems.is_empty())
}

/// How long a run takes that nobody disturbs.
fn whole_run(library: &Library, binary: &Path, problems: &mut Vec<String>) -> io::Result<Duration> {
    let mut span = Duration::ZERO;
    for workers in ["1", "0"] {
        library.clear()?;
        let ended = process::start(library, binary, workers)?.wait()?;
        span = span.max(ended.span);
        complete(library, &format!("a whole run with -j {workers}"), problems)?;
    }
    Ok(span)
}

/// The files are all there and right.
fn complete(library: &Library, what: &str, problems: &mut Vec<String>) -> io::Result<()> {
    let found = library.look()?;
    problems.extend(found.wrong.iter().map(|file| format!("{what}: {file} is wrong")));
    if found.right != library.expected.len() || found.temporary > 0 {
        let all = library.expected.len();
        problems.push(format!("{what}: {} of {all} files, {} temporary ones", found.right, found.temporary));
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn kills(
    arguments: &Arguments,
    library: &Library,
    binary: &Path,
    span: Duration,
    problems: &mut Vec<String>,
) -> io::Result<()> {
    let mut chance = Chance::new(arguments.seed);
    let mut endings: BTreeMap<String, usize> = BTreeMap::new();
    let (mut temporary, mut partial) = (0, 0);
    for index in 0..arguments.times {
        let signal = Signal::ALL[index % Signal::ALL.len()];
        let workers = if (index / Signal::ALL.len()).is_multiple_of(2) { "1" } else { "0" };
        let delay = span.mul_f64(chance.fraction());
        // Every fifth run is disturbed while it replaces files that are there.
        if index % 5 != 4 {
            library.clear()?;
        }
        let ended = process::start(library, binary, workers)?.signal_after(delay, signal)?;
        let what = format!("run {index}, {} after {} ms, -j {workers}", signal.name(), delay.as_millis());
        *endings.entry(format!("{}: {}", signal.name(), ended.status)).or_default() += 1;
        let found = library.look()?;
        problems.extend(found.wrong.iter().map(|file| format!("{what}: {file} is wrong")));
        let began = index % 5 != 4 && found.right > 0;
        problems.extend(unexpected(&ended, signal, began, found.temporary).map(|text| format!("{what}: {text}")));
        temporary += found.temporary;
        partial += usize::from(found.right > 0 && found.right < library.expected.len());
        library.remove_temporary()?;
    }
    println!(
        "  killed {} times, {partial} in the middle of the files; {temporary} temporary files left",
        arguments.times
    );
    endings.iter().for_each(|(ending, count)| println!("    {ending}: {count}"));
    Ok(())
}

/// What an ending should not be like. A run may be over before its signal comes.
fn unexpected(ended: &Ended, signal: Signal, began: bool, temporary: usize) -> Option<String> {
    let allowed: &[&str] = match signal {
        Signal::Kill => &["0", "signal 9"],
        Signal::Terminate => &["0", "signal 15"],
        Signal::HangUp => &["0", "signal 1"],
        Signal::Interrupt if began => &["0", "1"],
        // Before it listens to the signal, it ends as any program does.
        Signal::Interrupt => &["0", "1", "signal 2"],
    };
    if !allowed.contains(&&*ended.status) {
        return Some(format!("ended with {}: {}", ended.status, ended.stderr));
    }
    let says = ended.stdout.ends_with("\n[interrupted]\n");
    if signal == Signal::Interrupt && (ended.status == "1") != says {
        return Some(format!("ended with {} and {:?}", ended.status, ended.stdout));
    }
    (signal != Signal::Kill && began && temporary > 0).then(|| format!("it left {temporary} temporary files"))
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn pairs(arguments: &Arguments, library: &Library, binary: &Path, problems: &mut Vec<String>) -> io::Result<()> {
    for index in 0..arguments.pairs {
        library.clear()?;
        let workers = if index % 2 == 0 { "1" } else { "0" };
        let first = process::start(library, binary, workers)?;
        let second = process::start(library, binary, workers)?;
        for ended in [first.wait()?, second.wait()?] {
            if ended.status != "0" {
                problems.push(format!("pair {index}: ended with {}: {}{}", ended.status, ended.stdout, ended.stderr));
            }
        }
        complete(library, &format!("pair {index}"), problems)?;
    }
    println!("  {} pairs over one tree at the same time", arguments.pairs);
    Ok(())
}
