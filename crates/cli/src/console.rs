//! Standard output and standard error as an interpreter has them: output is written when a buffer is full and at the end, and a
//! stream that cannot be written shows in the status at the end, not in the work.
//!
//! Follows `flush_std_files` (`Python/pylifecycle.c`) and `Py_RunMain`, whose status for that is 120.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pycmill::Target;

use crate::encoding::Encoding;
use crate::platform;

/// The status of an interpreter whose streams could not be flushed.
const UNFLUSHED: u8 = 120;

/// What the streams of the process are like.
struct State {
    /// The version whose streams they are; none for commands that Python lacks.
    target: Option<Target>,
    is_unbuffered: bool,
    encoding: &'static str,
    /// The encoding of standard error, once it is known.
    errors: Option<Encoding>,
    pending: Vec<u8>,
}

static STATE: Mutex<State> =
    Mutex::new(State { target: None, is_unbuffered: false, encoding: "utf-8", errors: None, pending: Vec::new() });
static ERRORS_FAILED: AtomicBool = AtomicBool::new(false);

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says whether texts are written at once (`-u`), and the encodings of standard output and standard error.
pub(crate) fn set_up(is_unbuffered: bool, output: Encoding, errors: Encoding) {
    let mut state = state();
    state.is_unbuffered = is_unbuffered;
    state.encoding = output.name();
    state.errors = Some(errors);
}

/// Writes a text to standard error in its encoding. Nobody can be told where that cannot be written.
pub(crate) fn complain(text: &str) {
    let encoding = state().errors;
    let encoded = encoding.map_or_else(|| text.as_bytes().to_vec(), |encoding| encoding.encode(text));
    let _ = Errors.write_all(&encoded);
}

/// Says which version's streams these are.
pub(crate) fn set_target(target: Target) {
    state().target = Some(target);
}

/// Standard output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output;

impl Write for Output {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let mut state = state();
        state.pending.extend_from_slice(&platform::lines(text));
        if state.is_unbuffered || state.pending.len() > state.capacity() {
            state.flush()?
        }
        Ok(text.len())
    }

    /// Only a terminal is written before the end.
    fn flush(&mut self) -> io::Result<()> {
        if io::stdout().is_terminal() { state().flush() } else { Ok(()) }
    }
}

/// Writes what is pending, for somebody who waits for it.
pub(crate) fn send() -> io::Result<()> {
    state().flush()
}

impl State {
    /// `io.DEFAULT_BUFFER_SIZE`.
    fn capacity(&self) -> usize {
        if self.target.is_some_and(Target::has_large_output_buffer) { 128 * 1024 } else { 8 * 1024 }
    }

    /// Writes what is pending.
    fn flush(&mut self) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() { Ok(()) } else { platform::write_output(&pending) }
    }
}

/// Standard error: that it cannot be written is no error, as there is nobody to tell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Errors;

impl Write for Errors {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if !text.is_empty() && platform::write_errors(&platform::lines(text)).is_err() {
            ERRORS_FAILED.store(true, Ordering::Relaxed);
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a text for standard error was lost.
pub(crate) fn errors_failed() -> bool {
    ERRORS_FAILED.load(Ordering::Relaxed)
}

/// Writes what is pending; the status that the process ends with.
pub(crate) fn finish(status: ExitCode) -> ExitCode {
    let mut state = state();
    if let Err(error) = state.flush() {
        let header = state.header();
        drop(state);
        say_unwritten(header, &error);
        return ExitCode::from(UNFLUSHED);
    }
    let is_lost = errors_failed() && !state.is_unbuffered;
    if is_lost { ExitCode::from(UNFLUSHED) } else { status }
}

fn say_unwritten(header: Option<String>, error: &io::Error) {
    let text = match header {
        Some(header) => format!("{header}\n{}\n", exception(error)),
        None if error.kind() == io::ErrorKind::BrokenPipe => String::new(),
        None => format!("pycmill: cannot write standard output: {}\n", reason(error)),
    };
    let _ = Errors.write_all(text.as_bytes());
}

impl State {
    /// What an interpreter says before the exception that ends nothing.
    fn header(&self) -> Option<String> {
        let target = self.target?;
        Some(if target.shows_stream_that_failed() {
            format!("Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='{}'>", self.encoding)
        } else if target.ignores_exceptions_on_flushing() {
            "Exception ignored on flushing sys.stdout:".to_owned()
        } else {
            "Exception ignored while flushing sys.stdout:".to_owned()
        })
    }
}

/// The last line of Python's traceback for an error of the system about no file.
pub(crate) fn exception(error: &io::Error) -> String {
    format!("{}: {}", pycmill::os_error_class(error), pycmill::os_error_text(error))
}

/// The text of an error without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let number = error.raw_os_error().map(|code| format!(" (os error {code})")).unwrap_or_default();
    text.strip_suffix(&number).unwrap_or(&text).to_owned()
}
