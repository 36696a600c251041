//! What is left to say when something outside of the sources fails.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::argparse::Stop;
use crate::console::{self, Output};
use crate::interrupt::Interrupt;

/// A line on standard error.
pub(crate) fn say(line: impl std::fmt::Display) {
    console::complain(&format!("{line}\n"));
}

/// Says why nothing was done; the status is that of a wrong command line.
pub(crate) fn refuse(message: impl std::fmt::Display) -> ExitCode {
    say(format_args!("pycmill: {message}"));
    ExitCode::from(2)
}

/// Says what Python's traceback would end with.
pub(crate) fn raise(exception: impl std::fmt::Display) -> ExitCode {
    say(exception);
    ExitCode::FAILURE
}

/// Prints the help or what is wrong with a command line; argparse does not mind where that is impossible.
pub(crate) fn answer(stop: Stop) -> ExitCode {
    match stop {
        Stop::Help(text) => {
            let _ = Output.write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Stop::Error(text) => {
            console::complain(&text);
            ExitCode::from(2)
        }
        Stop::Raised(exception) => raise(exception),
    }
}

/// The status for a result; an output that cannot be written is an exception of Python's.
pub(crate) fn status(result: io::Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => raise(console::exception(&error)),
    }
}

/// The status of a run that reports: of what it found, of an output that failed, or of a signal.
pub(crate) fn ended(
    done: Result<(), pycmill::compileall::Stop>,
    interrupt: &Interrupt,
    finish: impl FnOnce() -> io::Result<bool>,
) -> ExitCode {
    use pycmill::compileall::Stop;
    match done {
        Ok(()) => status(finish()),
        Err(Stop::Output(error)) => status(Err(error)),
        Err(Stop::Interrupted | Stop::Raised(_)) => {
            interrupt.die_if_set();
            ExitCode::FAILURE
        }
    }
}

/// A path given as bytes.
pub(crate) fn path_of(bytes: &[u8]) -> PathBuf {
    pycmill::path_of(bytes.to_vec())
}
