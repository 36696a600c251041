//! Reading sources and writing results.
//!
//! **Invariants**: a result is written under another name in the same directory and then renamed, so
//! nobody sees half a file; an existing file stays if anything fails.
//!
//! Follows `_calc_mode` and `_write_atomic` (`Lib/importlib/_bootstrap_external.py`) and `os.makedirs`.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, IoSlice, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::UNIX_EPOCH;

use pycmill_pyc::Validation;
use pycmill_target::Target;

use crate::{Error, PathEncoding};

/// The content of a file.
pub(crate) fn read(target: Target, path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::io(target, path, error))
}

/// The content of a source and what `stat` says of it.
///
/// CPython asks for the latter when it has compiled; a file that is changed meanwhile counts as up to date there.
pub(crate) fn read_source(target: Target, path: &Path) -> Result<(Vec<u8>, Metadata), Error> {
    let read = || {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        Ok((content(&mut file, &metadata)?, metadata))
    };
    read().map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::OutOfMemory => Error::memory(target),
        _ => Error::io(target, path, error),
    })
}

/// Everything in a file. A regular one ends where its size says, so that nobody needs to ask whether there is more.
fn content(file: &mut File, metadata: &Metadata) -> io::Result<Vec<u8>> {
    let size = if metadata.is_file() { usize::try_from(metadata.len()).unwrap_or(usize::MAX - 1) } else { 0 };
    let mut content = Vec::new();
    content.try_reserve_exact(size + 1).map_err(|_| io::ErrorKind::OutOfMemory)?;
    content.resize(size + 1, 0);
    let count = unless_interrupted(file.read(&mut content))?;
    content.truncate(count);
    if size == 0 || count != size {
        file.read_to_end(&mut content)?;
    }
    Ok(content)
}

/// No bytes where a signal came first.
fn unless_interrupted(count: io::Result<usize>) -> io::Result<usize> {
    count.or_else(|error| if error.kind() == io::ErrorKind::Interrupted { Ok(0) } else { Err(error) })
}

/// Refuses a place that holds a symlink or something that is no regular file.
pub(crate) fn check_replaceable(path: &Path, encoding: PathEncoding) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(Error::taken(path, "symlink", "regular file", encoding)),
        Ok(found) if !found.is_file() => Err(Error::taken(path, "non-regular file", "regular one", encoding)),
        _ => Ok(()),
    }
}

/// Which directory a path leads to, however it is written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum DirectoryId {
    /// Device and inode.
    #[cfg(unix)]
    Inode(u64, u64),
    /// Without symlinks, or as it is written where it does not exist.
    Path(PathBuf),
}

impl DirectoryId {
    /// That of a path.
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).map_or_else(|_| Self::Path(path.to_owned()), |found| Self::Inode(found.dev(), found.ino()))
    }

    /// That of a path.
    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> Self {
        Self::Path(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
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
pub(crate) fn write_atomically(
    target: Target,
    path: &Path,
    header: &[u8],
    payload: &[u8],
    source: &Metadata,
) -> Result<(), Error> {
    let (temporary, file) = create_temporary(target, path, source)?;
    let written = fill(file, header, payload).map_err(|error| Error::io_of_open_file(target, error));
    let replaced = written
        .and_then(|()| fs::rename(&temporary, path).map_err(|error| Error::io_of_two(target, &temporary, path, error)));
    // The first error is the one worth reporting.
    replaced.inspect_err(|_| drop(fs::remove_file(&temporary)))
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

/// Writes both parts, in one go if the system takes them.
fn fill(mut file: File, header: &[u8], payload: &[u8]) -> io::Result<()> {
    let count = unless_interrupted(file.write_vectored(&[IoSlice::new(header), IoSlice::new(payload)]))?;
    file.write_all(&header[count.min(header.len())..])?;
    file.write_all(&payload[count.saturating_sub(header.len())..])
}

/// A new file in the same directory, which is made if it is missing; its name has a number, as CPython's has.
fn create_temporary(target: Target, path: &Path, source: &Metadata) -> Result<(PathBuf, File), Error> {
    let mut directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    loop {
        let temporary = temporary_name(path);
        let error = match options(source).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) => error,
        };
        match (error.kind(), directory.take()) {
            (io::ErrorKind::NotFound | io::ErrorKind::NotADirectory, Some(directory)) => {
                make_directories(target, directory)?
            }
            // A process that died may have left one with the same number.
            (io::ErrorKind::AlreadyExists, tried) => directory = tried,
            _ => return Err(Error::io(target, &temporary, error)),
        }
    }
}

fn temporary_name(path: &Path) -> PathBuf {
    static PROCESS: LazyLock<u64> = LazyLock::new(|| u64::from(std::process::id()) << 32);
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = *PROCESS | u64::from(NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    PathBuf::from(name)
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
