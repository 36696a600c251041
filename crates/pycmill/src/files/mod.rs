//! Reading sources and writing results.
//!
//! **Invariants**: a result is written under another name in the same directory and then renamed, so
//! nobody sees half a file; an existing file stays if anything fails.
//!
//! Follows `_calc_mode` and `_write_atomic` (`Lib/importlib/_bootstrap_external.py`) and `os.makedirs`.

mod folder;
mod place;
mod stat;
mod whole;

use std::fs::{self, File};
use std::io::{self, IoSlice, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use pycmill_pyc::Validation;
use pycmill_target::Target;

pub(crate) use folder::{Folder, Kind, Listing, list};
use place::Found;
pub(crate) use place::Place;
pub(crate) use stat::Stat;
pub use whole::write_whole;

use crate::{Error, PathEncoding};

/// The content of a file.
pub(crate) fn read(target: Target, path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::io(target, path, error))
}

/// The content of a source and what there is to know of it, where that is not known yet.
///
/// CPython asks for the latter when it has compiled; a file that is changed meanwhile counts as up to date there.
pub(crate) fn read_source(target: Target, place: Place<'_>, known: Option<Stat>) -> Result<(Vec<u8>, Stat), Error> {
    let read = || {
        let mut file = place.open()?;
        let stat = known.map_or_else(|| Stat::of_open(&file), Ok::<_, io::Error>)?;
        Ok((content(&mut file, stat)?, stat))
    };
    read().map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::OutOfMemory => Error::memory(target),
        _ => Error::io(target, place.path, error),
    })
}

/// Everything in a file. A regular one ends where its size says, so that nobody needs to ask whether there is more.
fn content(file: &mut File, stat: Stat) -> io::Result<Vec<u8>> {
    let size = if stat.is_file { usize::try_from(stat.size).unwrap_or(usize::MAX - 1) } else { 0 };
    let mut content = Vec::new();
    content.try_reserve_exact(size + 1).map_err(|_| io::ErrorKind::OutOfMemory)?;
    unless_interrupted(read_once(file, &mut content))?;
    if size == 0 || content.len() != size {
        file.read_to_end(&mut content)?;
    }
    Ok(content)
}

/// Reads by one call what there is room for, into room that nothing was written to before.
#[cfg(unix)]
fn read_once(file: &mut File, content: &mut Vec<u8>) -> io::Result<()> {
    rustix::io::read(&*file, rustix::buffer::spare_capacity(content))?;
    Ok(())
}

#[cfg(not(unix))]
fn read_once(file: &mut File, content: &mut Vec<u8>) -> io::Result<()> {
    content.resize(content.capacity(), 0);
    let count = file.read(content);
    content.truncate(*count.as_ref().unwrap_or(&0));
    count.map(|_| ())
}

/// Nothing was read or written where a signal came first.
fn unless_interrupted<T: Default>(done: io::Result<T>) -> io::Result<T> {
    done.or_else(|error| if error.kind() == io::ErrorKind::Interrupted { Ok(T::default()) } else { Err(error) })
}

/// Refuses a place that holds a symlink or something that is no regular file.
pub(crate) fn check_replaceable(place: Place<'_>, encoding: PathEncoding) -> Result<(), Error> {
    match place.find() {
        Ok(Found::Link) => Err(Error::taken(place.path, "symlink", "regular file", encoding)),
        Ok(Found::Other) => Err(Error::taken(place.path, "non-regular file", "regular one", encoding)),
        Ok(Found::File) | Err(_) => Ok(()),
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
pub(crate) fn timestamp(source: Stat) -> Validation {
    let (seconds, nanoseconds) = source.modified;
    Validation::timestamp(seconds, nanoseconds, source.size)
}

/// Writes a result beside its final place, makes missing directories, and renames it.
pub(crate) fn write_atomically(
    target: Target,
    mut place: Place<'_>,
    header: &[u8],
    payload: &[u8],
    source: Stat,
) -> Result<(), Error> {
    let (temporary, file) = create_temporary(target, &mut place, source)?;
    let temporary = place.beside(&temporary);
    let written = fill(file, header, payload).map_err(|error| Error::io_of_open_file(target, error));
    let replaced = written.and_then(|()| {
        temporary.rename(place).map_err(|error| Error::io_of_two(target, temporary.path, place.path, error))
    });
    // The first error is the one worth reporting.
    replaced.inspect_err(|_| drop(temporary.remove()))
}

/// Makes a directory and those above it; that something is there already is found out when it is used.
fn make_directories(target: Target, directory: &Path) -> Result<(), Error> {
    if let Some(above) = directory.parent().filter(|above| !above.as_os_str().is_empty() && !above.exists()) {
        make_directories(target, above)?;
    }
    match fs::create_dir(directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(Error::io_of_path(target, directory, error)),
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
fn create_temporary(target: Target, place: &mut Place<'_>, source: Stat) -> Result<(PathBuf, File), Error> {
    let mut directory = place.path.parent().filter(|directory| !directory.as_os_str().is_empty());
    loop {
        let temporary = temporary_name(place.path);
        let error = match place.beside(&temporary).create_new(source) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) => error,
        };
        match (error.kind(), directory.take()) {
            (
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename,
                Some(directory),
            ) => {
                make_directories(target, directory)?;
                // A handle may be that of a directory which was removed.
                *place = Place::of(place.path);
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
