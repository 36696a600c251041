//! What there is to know of a file, whichever way the system was asked.

use std::fs::{File, Metadata};
use std::io;
use std::time::UNIX_EPOCH;

/// What there is to know of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stat {
    /// Whether it is a regular file.
    pub(crate) is_file: bool,
    /// Its length in bytes.
    pub(crate) size: u64,
    /// When it was changed: seconds since the epoch, and nanoseconds counting forward.
    pub(crate) modified: (i64, u32),
    /// Its permissions; nothing where there are none.
    pub(crate) mode: u32,
}

impl Stat {
    /// That of an open file.
    #[cfg(not(windows))]
    pub(crate) fn of_open(file: &File) -> io::Result<Self> {
        Ok(Self::of(&file.metadata()?))
    }

    /// That of an open file; devices have nothing there is to know.
    #[cfg(windows)]
    pub(crate) fn of_open(file: &File) -> io::Result<Self> {
        let device = Self { is_file: false, size: 0, modified: (0, 0), mode: 0 };
        Ok(file.metadata().map_or(device, |found| Self::of(&found)))
    }

    /// That of metadata.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self { is_file: metadata.is_file(), size: metadata.len(), modified: modified(metadata), mode: mode(metadata) }
    }
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions())
}

#[cfg(not(unix))]
fn mode(_metadata: &Metadata) -> u32 {
    0
}

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
