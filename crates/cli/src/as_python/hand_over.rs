//! Starts the real interpreter.

use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitCode};

use crate::arguments::Own;
use crate::python::{self, Real};
use crate::{console, outside};

/// Becomes the interpreter, or waits for it where a process cannot become another.
pub(crate) fn run(program: &OsStr, own: &Own, words: &[OsString]) -> ExitCode {
    let real = match python::find_real(program, own.fallback.as_deref()) {
        Ok(real) => real,
        Err(reason) => return outside::refuse(reason),
    };
    let error = start(&real, words);
    let (executable, reason) = match error {
        Ok(status) => return status,
        Err(error) => (real.executable.display(), console::reason(&error)),
    };
    outside::refuse(format_args!("cannot start {executable}: {reason}"))
}

#[cfg(unix)]
fn start(real: &Real, words: &[OsString]) -> std::io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(&real.executable);
    if let Some(name) = &real.known_as {
        command.arg0(name);
    }
    Err(command.args(words).exec())
}

#[cfg(not(unix))]
fn start(real: &Real, words: &[OsString]) -> std::io::Result<ExitCode> {
    let status = Command::new(&real.executable).args(words).status()?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
