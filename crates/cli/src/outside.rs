//! What is left to say when something outside of the sources fails.

use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use pycmill::Target;

/// Says why nothing was done; the status is that of a wrong command line.
#[expect(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn refuse(message: impl std::fmt::Display) -> ExitCode {
    eprintln!("pycmill: {message}");
    ExitCode::from(2)
}

/// Refuses a target that the compiler does not write for yet.
pub(crate) fn check_target(target: Target) -> Result<(), ExitCode> {
    if target.is_complete() {
        return Ok(());
    }
    Err(refuse(format_args!("target {} is not supported yet", target.version())))
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

/// `sys.pycache_prefix` as the environment gives it.
pub(crate) fn pycache_prefix() -> Option<PathBuf> {
    std::env::var_os("PYTHONPYCACHEPREFIX").filter(|prefix| !prefix.is_empty()).map(PathBuf::from)
}

/// A path given as a line of bytes.
#[cfg(unix)]
pub(crate) fn path_of(line: &[u8]) -> PathBuf {
    <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(line).into()
}

/// A path given as a line of bytes.
#[cfg(not(unix))]
pub(crate) fn path_of(line: &[u8]) -> PathBuf {
    OsStr::new(&*String::from_utf8_lossy(line)).into()
}
