//! Streams as they are.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use pycmill::Charset;

use crate::interpreter::Interpreter;

/// Whether encodings depend on the locale that the environment names.
pub(crate) const HAS_LOCALES: bool = true;

/// The encoding of standard streams, if nothing names one.
pub(crate) const fn charset(interpreter: &Interpreter, _is_terminal: bool) -> Charset {
    if interpreter.has_ascii_locale { Charset::Ascii } else { Charset::Utf8 }
}

/// Whether a terminal has an encoding of its own, whatever the environment says.
pub(crate) const fn has_own_encoding(_is_terminal: bool) -> bool {
    false
}

/// A text with its lines ended as the system does.
pub(crate) const fn lines(text: &[u8]) -> Cow<'_, [u8]> {
    Cow::Borrowed(text)
}

/// Writes to standard output. The standard library's stream would take a descriptor that is not for writing for one that
/// was closed, and drop everything.
pub(crate) fn write_output(text: &[u8]) -> io::Result<()> {
    descriptor(io::stdout())?.write_all(text)
}

/// Writes to standard error.
pub(crate) fn write_errors(text: &[u8]) -> io::Result<()> {
    descriptor(io::stderr())?.write_all(text)
}

/// All of standard input. Unlike the standard library's stream, it fails where the descriptor is not for reading.
pub(crate) fn read_input() -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    descriptor(io::stdin())?.read_to_end(&mut text)?;
    Ok(text)
}

fn descriptor(stream: impl std::os::fd::AsFd) -> io::Result<File> {
    stream.as_fd().try_clone_to_owned().map(File::from)
}

/// Whether the process was started without a standard input. The standard library then puts `/dev/null` there, for reading
/// and writing, which a shell opens for reading alone.
pub(crate) fn input_was_closed() -> bool {
    use std::os::unix::fs::MetadataExt;

    use rustix::fs::OFlags;
    let stdin = io::stdin();
    let flags = rustix::fs::fcntl_getfl(&stdin);
    let for_both = flags.is_ok_and(|flags| flags.intersection(OFlags::RWMODE) == OFlags::RDWR);
    let device = rustix::fs::fstat(&stdin).map(|found| found.st_rdev);
    let null = std::fs::metadata("/dev/null").map(|null| null.rdev());
    for_both && device.is_ok_and(|device| null.is_ok_and(|null| device == null))
}

/// Names are bytes, whatever these mean.
pub(crate) const fn named_by(text: Vec<u8>) -> Vec<u8> {
    text
}

/// A path without symlinks.
pub(crate) fn real_path(path: &Path) -> io::Result<PathBuf> {
    std::fs::canonicalize(path)
}

/// Whether a file can be started.
pub(crate) fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// Ends the process by a signal, as one that does not listen.
pub(crate) fn die(signal: i32) -> ! {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal);
}
