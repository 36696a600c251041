//! What commands with options begin and end with.

use std::fmt::Display;
use std::iter;
use std::process::ExitCode;

use clap::Parser;

/// Reads the words of `cargo xtask NAME` and runs it; false is a failure, as an error is.
#[expect(clippy::print_stderr, reason = "an error is told the user")]
pub(crate) fn run<A: Parser, E: Display>(
    name: &str,
    words: &[String],
    run: impl FnOnce(&A) -> Result<bool, E>,
) -> ExitCode {
    let command = format!("cargo xtask {name}");
    let arguments = A::parse_from(iter::once(command.as_str()).chain(words.iter().map(String::as_str)));
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}
