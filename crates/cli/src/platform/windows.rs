//! Streams as an interpreter for Windows has them: lines end in `\r\n`, and pipes and files are in the system's code page.

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use pycmill::{Charset, Target};
use windows_registry::LOCAL_MACHINE;

use super::{with_carriage_returns, without_verbatim_prefix};
use crate::encoding::surrogate;
use crate::interpreter::Interpreter;
use crate::list;

/// `STATUS_CONTROL_C_EXIT`, the status of an interpreter that Ctrl-C ended.
const INTERRUPTED: u32 = 0xC000_013A;

/// Whether encodings depend on the locale that the environment names.
pub(crate) const HAS_LOCALES: bool = false;

/// The encoding of standard streams, if nothing names one.
pub(crate) fn charset(interpreter: &Interpreter, is_terminal: bool) -> Charset {
    if is_terminal || interpreter.is_in_utf8_mode() { Charset::Utf8 } else { code_page() }
}

/// Whether a terminal has an encoding of its own, whatever the environment says.
pub(crate) fn has_own_encoding(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("PYTHONLEGACYWINDOWSSTDIO").is_none_or(|value| value.is_empty())
}

/// The code page of the system, which functions of the system that take bytes use, too.
fn code_page() -> Charset {
    const KEY: &str = r"SYSTEM\CurrentControlSet\Control\Nls\CodePage";
    let number = LOCAL_MACHINE.open(KEY).and_then(|key| key.get_string("ACP")).unwrap_or_default();
    Charset::named(Target::newest_complete(), &format!("cp{number}")).unwrap_or(Charset::Utf8)
}

/// A text with its lines ended as the system does.
pub(crate) fn lines(text: &[u8]) -> Cow<'_, [u8]> {
    Cow::Owned(with_carriage_returns(text))
}

/// Writes to standard output.
pub(crate) fn write_output(text: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text)?;
    output.flush()
}

/// Writes to standard error.
pub(crate) fn write_errors(text: &[u8]) -> io::Result<()> {
    io::stderr().lock().write_all(text)
}

/// All of standard input, with each way to end a line as a newline.
pub(crate) fn read_input() -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    io::stdin().lock().read_to_end(&mut text)?;
    Ok(list::universal(&text))
}

/// Whether the process was started without a standard input, which cannot be told.
pub(crate) const fn input_was_closed() -> bool {
    false
}

/// Names are text: bytes that mean nothing in UTF-8 become surrogates.
pub(crate) fn named_by(text: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        chunk.invalid().iter().for_each(|byte| out.extend_from_slice(&surrogate(*byte)));
    }
    out
}

/// A path without symlinks, as people write it.
pub(crate) fn real_path(path: &Path) -> io::Result<PathBuf> {
    let real = std::fs::canonicalize(path)?;
    let bytes = pycmill::os_bytes(real.as_os_str());
    Ok(pycmill::path_of(without_verbatim_prefix(bytes)))
}

/// Whether a file can be started.
pub(crate) fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Ends the process as one that does not listen.
pub(crate) fn die(_signal: i32) -> ! {
    std::process::exit(INTERRUPTED.cast_signed())
}
