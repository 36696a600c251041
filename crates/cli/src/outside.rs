//! What is left to say when something outside of the sources fails.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::argparse::Stop;

/// A line on standard error; where that cannot be written, nobody can be told.
pub(crate) fn say(line: impl std::fmt::Display) {
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
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

/// Prints the help or what is wrong with a command line.
pub(crate) fn answer(stop: Stop) -> ExitCode {
    match stop {
        Stop::Help(text) => status(io::stdout().write_all(text.as_bytes()).map(|()| true)),
        Stop::Error(text) => {
            // There is nobody to tell if this fails.
            let _ = io::stderr().write_all(text.as_bytes());
            ExitCode::from(2)
        }
    }
}

/// The status for a result; a reader of our output that went away is a failure without a word.
pub(crate) fn status(result: io::Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        Err(error) => refuse(error),
    }
}

/// A path given as bytes.
pub(crate) fn path_of(bytes: &[u8]) -> PathBuf {
    pycmill::path_of(bytes.to_vec())
}
