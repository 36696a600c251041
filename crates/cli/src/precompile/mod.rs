//! `pycmill precompile`: the precompiler of Bazel's rules_python, whose command line and worker are a contract that any
//! executable may fulfil.
//!
//! Follows `tools/precompiler/precompiler.py` there: the same flags, `@FILE` with one argument a line, and a persistent worker
//! that speaks JSON. What is better here: a wrong request is answered instead of ending the worker, every request is answered
//! exactly once, requests need no line of their own, and the end of the input is no error.
//!
//! **Invariants**: a result is complete before its request is answered; only answers go to standard output.

mod compile;
mod messages;
mod parameters;
mod queue;
mod worker;

use std::process::ExitCode;

use crate::argparse::Stop;
use crate::outside;
use crate::session::Session;
use crate::surface::{self, Precompile};
use compile::{Failure, Job, Settings};

/// Runs the command.
pub(crate) fn run(mut session: Session, words: &[Vec<u8>]) -> ExitCode {
    if let Err(status) = session.add_own(words) {
        return status;
    }
    if session.own.targets.len() > 1 {
        return outside::refuse("precompile takes one --target");
    }
    let command = match read(&session, words) {
        Ok(command) => command,
        Err(stop) => return outside::answer(stop),
    };
    let settings = match Settings::new(&session) {
        Ok(settings) => settings,
        Err(message) => return outside::refuse(message),
    };
    if command.is_worker { worker::run(&settings, &command) } else { once(&settings, &command) }
}

/// Reads a command line or the arguments of a request.
fn read(session: &Session, words: &[Vec<u8>]) -> Result<Precompile, Stop> {
    let words =
        parameters::expand(words).map_err(|message| surface::precompile_parser(&session.call).error(&message))?;
    Precompile::read(&session.call, &words)
}

/// Compiles what a command line names.
fn once(settings: &Settings<'_>, command: &Precompile) -> ExitCode {
    let job = match Job::new(settings, command, None) {
        Ok(job) => job,
        Err(failure) => return failed(&failure),
    };
    job.run(settings, &mut pycmill::Compiler::new()).map_or_else(|failure| failed(&failure), |()| ExitCode::SUCCESS)
}

fn failed(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Usage(message) => outside::refuse(message),
        Failure::Work(message) => outside::raise(message.trim_end()),
    }
}
