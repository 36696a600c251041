//! `cargo xtask clients [--target V]`: the programs and command lines that byte-compile Python in practice, once with the real
//! interpreter under its name and once with pycmill there.
//!
//! The tables in `tests/clients` have the lines. Both sides run them at the same paths; statuses, the lines of both outputs,
//! and names, contents, modes and hard links of all files have to be the same. What is missing for a client is downloaded
//! where a package manager has it, and else said.

mod precompiler;
mod run;
mod table;
mod tools;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::command;
use crate::command_lines::build;
use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;
use run::{Outcome, Side, Stage};
use table::Client;
use tools::Tools;

/// Compares what programs that byte-compile Python get from the interpreter and from pycmill.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask clients")]
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
    /// rules_python's `tools/precompiler/precompiler.py`, whose requests are replayed
    #[arg(long)]
    precompiler: Option<PathBuf>,
    /// A directory with the Python package of pycmill, for programs that import what they compile with
    #[arg(long)]
    package: Option<PathBuf>,
    /// Download nothing
    #[arg(long)]
    offline: bool,
    /// Only clients whose name contains this
    #[arg(long, default_value = "")]
    filter: String,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("clients", words, run)
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let binary = std::path::absolute(arguments.binary.clone().map_or_else(build, Ok)?)?;
    let mut clients = table::read(&root().join("tests/clients"))?;
    clients.retain(|client| client.name.contains(&arguments.filter));
    let mut success = true;
    for interpreter in interpreter::choose(&arguments.target, &arguments.python)? {
        success &= run_one(arguments, &clients, &interpreter, &binary)?;
    }
    Ok(success)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run_one(arguments: &Arguments, clients: &[Client], interpreter: &Interpreter, binary: &Path) -> io::Result<bool> {
    let mut tools = Tools::new(interpreter, arguments.offline, arguments.package.clone());
    let stage = Stage::new(interpreter, binary)?;
    let (mut same, mut different, mut skipped) = (0, 0, 0);
    for client in clients.iter().filter(|client| client.is_for(interpreter.target)) {
        match tools.get(&client.needs) {
            Err(reason) => {
                skipped += 1;
                println!("{} {}: skipped: {reason}", interpreter.target, client.name);
            }
            Ok(()) => {
                let theirs = stage.run(client, Side::CPython, &tools)?;
                let ours = stage.run(client, Side::Ours, &tools)?;
                let differences = run::compare(&theirs, &ours);
                *(if differences.is_empty() { &mut same } else { &mut different }) += 1;
                println!("{} {}: {}", interpreter.target, client.name, verdict(&ours, &differences));
            }
        }
    }
    let replayed = "rules_python's precompiler".contains(&arguments.filter);
    if let Some(reference) = arguments.precompiler.as_deref().filter(|_| replayed) {
        different += usize::from(!precompiler::replay(interpreter, binary, reference)?);
    } else if replayed {
        println!("{} rules_python's precompiler: skipped: name its script with --precompiler", interpreter.target);
    }
    println!("{}: {same} clients the same, {different} different, {skipped} skipped", interpreter.target);
    Ok(different == 0)
}

fn verdict(ours: &Outcome, differences: &[String]) -> String {
    let handed_over = match ours.handed_over {
        0 => String::new(),
        count => format!(", {count} commands handed over to the interpreter"),
    };
    let failed = match ours.failed() {
        0 => String::new(),
        count => format!(", {count} of {} commands failed", ours.lines()),
    };
    let written = ours.written();
    match differences {
        [] => format!("the same: {written} .pyc files{failed}{handed_over}"),
        _ => format!("DIFFERENT{handed_over}\n  {}", differences.join("\n  ")),
    }
}
