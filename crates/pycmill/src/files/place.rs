//! The place of a file: its path, and the open directory that it is in, where there is one.
//!
//! A name relative to a directory spares the system the walk over the path. **Invariant**: a place with a directory is
//! the file that the path leads to.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(unix)]
use rustix::fd::BorrowedFd;

use super::Stat;

/// What is at a place, links not followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    File,
    Link,
    Other,
}

/// The place of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'p> {
    pub(crate) path: &'p Path,
    /// The directory, and how many bytes at the start of the path lead to it.
    #[cfg(unix)]
    directory: Option<(BorrowedFd<'p>, usize)>,
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawMode, openat, renameat, statat, unlinkat};
    use rustix::io::retry_on_intr;

    use super::{BorrowedFd, File, Found, Path, Place, Stat, io};

    impl<'p> Place<'p> {
        /// A place that only has a path.
        pub(crate) const fn of(path: &'p Path) -> Self {
            Self { path, directory: None }
        }

        /// A place in an open directory or below it; so many bytes at the start of the path lead to the directory.
        pub(crate) const fn below(directory: BorrowedFd<'p>, path: &'p Path, prefix: usize) -> Self {
            Self { path, directory: Some((directory, prefix)) }
        }

        /// The directory, and the name in it.
        fn parts(self) -> (BorrowedFd<'p>, &'p OsStr) {
            match self.directory {
                Some((directory, prefix)) => {
                    (directory, OsStr::from_bytes(&self.path.as_os_str().as_bytes()[prefix..]))
                }
                None => (CWD, self.path.as_os_str()),
            }
        }

        /// What there is to know of the file; links are followed.
        pub(crate) fn stat(self) -> io::Result<Stat> {
            let (directory, name) = self.parts();
            Ok(Stat::from(statat(directory, name, AtFlags::empty())?))
        }

        /// What is there.
        pub(crate) fn find(self) -> io::Result<Found> {
            let (directory, name) = self.parts();
            let found = statat(directory, name, AtFlags::SYMLINK_NOFOLLOW)?;
            Ok(match FileType::from_raw_mode(found.st_mode) {
                FileType::Symlink => Found::Link,
                FileType::RegularFile => Found::File,
                _ => Found::Other,
            })
        }

        /// Opens the file for reading.
        pub(crate) fn open(self) -> io::Result<File> {
            let (directory, name) = self.parts();
            let flags = OFlags::RDONLY | OFlags::CLOEXEC;
            Ok(File::from(retry_on_intr(|| openat(directory, name, flags, Mode::empty()))?))
        }

        /// Makes a file that is not there yet: readable and writable as `like` is, writable by its owner, never executable;
        /// the umask applies.
        pub(crate) fn create_new(self, like: Stat) -> io::Result<File> {
            let (directory, name) = self.parts();
            let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
            let mode = Mode::from_raw_mode(((like.mode | 0o200) & 0o666) as RawMode);
            Ok(File::from(retry_on_intr(|| openat(directory, name, flags, mode))?))
        }

        /// Renames the file to a place in the same directory.
        pub(crate) fn rename(self, to: Place<'_>) -> io::Result<()> {
            let ((from, name), (directory, new)) = (self.parts(), to.parts());
            Ok(renameat(from, name, directory, new)?)
        }

        /// Removes the file.
        pub(crate) fn remove(self) -> io::Result<()> {
            let (directory, name) = self.parts();
            Ok(unlinkat(directory, name, AtFlags::empty())?)
        }

        /// Another file in the same directory, whose path begins as this one does.
        pub(crate) const fn beside(self, path: &'p Path) -> Self {
            Self { path, ..self }
        }
    }

    impl From<rustix::fs::Stat> for Stat {
        #[expect(clippy::unnecessary_cast, reason = "the types differ between systems")]
        fn from(found: rustix::fs::Stat) -> Self {
            Self {
                is_file: FileType::from_raw_mode(found.st_mode) == FileType::RegularFile,
                size: found.st_size as u64,
                modified: (found.st_mtime as i64, found.st_mtime_nsec as u32),
                mode: found.st_mode as u32,
            }
        }
    }
}

#[cfg(not(unix))]
mod other {
    use std::fs;

    use super::{File, Found, Path, Place, Stat, io};

    impl<'p> Place<'p> {
        /// A place that only has a path.
        pub(crate) const fn of(path: &'p Path) -> Self {
            Self { path }
        }

        /// What there is to know of the file; links are followed.
        pub(crate) fn stat(self) -> io::Result<Stat> {
            Ok(Stat::of(&fs::metadata(self.path)?))
        }

        /// What is there.
        pub(crate) fn find(self) -> io::Result<Found> {
            let found = fs::symlink_metadata(self.path)?;
            Ok(match found.is_symlink() {
                true => Found::Link,
                false if found.is_file() => Found::File,
                false => Found::Other,
            })
        }

        /// Opens the file for reading.
        pub(crate) fn open(self) -> io::Result<File> {
            File::open(self.path)
        }

        /// Makes a file that is not there yet.
        pub(crate) fn create_new(self, _like: Stat) -> io::Result<File> {
            File::options().write(true).create_new(true).open(self.path)
        }

        /// Renames the file to a place in the same directory.
        pub(crate) fn rename(self, to: Place<'_>) -> io::Result<()> {
            fs::rename(self.path, to.path)
        }

        /// Removes the file.
        pub(crate) fn remove(self) -> io::Result<()> {
            fs::remove_file(self.path)
        }

        /// Another file in the same directory, whose path begins as this one does.
        pub(crate) const fn beside(self, path: &'p Path) -> Self {
            Self { path }
        }
    }
}
