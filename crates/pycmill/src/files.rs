//! Reading sources and writing results.
//!
//! **Invariants**: a result is written under another name in the same directory and then renamed, so
//! nobody sees half a file; an existing file stays if anything fails.
//!
//! Follows `_calc_mode` and `_write_atomic` (`Lib/importlib/_bootstrap_external.py`) and `os.makedirs`.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::UNIX_EPOCH;

use pycmill_pyc::Validation;
use pycmill_target::Target;

use crate::Error;

/// The content of a file.
pub(crate) fn read(target: Target, path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::io(target, path, error))
}

/// What `stat` says of a file.
pub(crate) fn stat(target: Target, path: &Path) -> Result<Metadata, Error> {
    fs::metadata(path).map_err(|error| Error::io(target, path, error))
}

/// Refuses a place that holds a symlink or something that is no regular file.
pub(crate) fn check_replaceable(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(Error::taken(path, "symlink", "regular file")),
        Ok(found) if !found.is_file() => Err(Error::taken(path, "non-regular file", "regular one")),
        _ => Ok(()),
    }
}

/// The timestamp header of a source file.
pub(crate) fn timestamp(source: &Metadata) -> Validation {
    let (seconds, nanoseconds) = modified(source);
    Validation::timestamp(seconds, nanoseconds, source.len())
}

/// Seconds since the epoch and nanoseconds counting forward.
fn modified(source: &Metadata) -> (i64, u32) {
    let Ok(time) = source.modified() else { return (0, 0) };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (after.as_secs().cast_signed(), after.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            match before.subsec_nanos() {
                0 => (-before.as_secs().cast_signed(), 0),
                nanoseconds => (-before.as_secs().cast_signed() - 1, 1_000_000_000 - nanoseconds),
            }
        }
    }
}

/// Writes a result beside its final place, makes missing directories, and renames it.
pub(crate) fn write_atomically(target: Target, path: &Path, bytes: &[u8], source: &Metadata) -> Result<(), Error> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        make_directories(target, directory)?;
    }
    let (temporary, file) = create_temporary(target, path, source)?;
    let written = fill(file, bytes).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // The first error is the one worth reporting.
        let _ = fs::remove_file(&temporary);
        Error::io(target, path, error)
    })
}

/// Makes a directory and those above it; that something is there already is found out when it is used.
fn make_directories(target: Target, directory: &Path) -> Result<(), Error> {
    if let Some(above) = directory.parent().filter(|above| !above.as_os_str().is_empty() && !above.exists()) {
        make_directories(target, above)?;
    }
    match fs::create_dir(directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(Error::io(target, directory, error)),
        _ => Ok(()),
    }
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)
}

/// A new file in the same directory; its name has a number, as CPython's has.
fn create_temporary(target: Target, path: &Path, source: &Metadata) -> Result<(PathBuf, File), Error> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = u64::from(std::process::id()) << 32 | u64::from(NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        let temporary = PathBuf::from(name);
        match options(source).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            // A process that died may have left one with the same number.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::io(target, &temporary, error)),
        }
    }
}

/// Readable and writable as the source is, writable by its owner, never executable; the umask applies.
#[cfg(unix)]
fn options(source: &Metadata) -> OpenOptions {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode((source.permissions().mode() | 0o200) & 0o666);
    options
}

#[cfg(not(unix))]
fn options(_source: &Metadata) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}
