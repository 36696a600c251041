//! A directory: its names, and a handle that places in it are relative to.
//!
//! **Invariant**: the handles of all directories together leave most descriptors of the process to others; a directory
//! beyond that has none, and its files are found by their paths.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use super::{DirectoryId, Place};

/// What a name in a directory is, if it is no symlink.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    File,
    Directory,
    Other,
}

/// What a directory has.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) id: DirectoryId,
    /// In no order.
    pub(crate) names: Vec<(OsString, Option<Kind>)>,
    pub(crate) folder: Option<Folder>,
}

#[cfg(unix)]
pub(crate) use unix::{Folder, list};

#[cfg(unix)]
mod unix {
    use std::ffi::CStr;
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    use std::path::PathBuf;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rustix::fd::{AsFd, OwnedFd};
    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, openat, statat};
    use rustix::io::retry_on_intr;
    use rustix::process::{Resource, getrlimit};

    use super::{DirectoryId, Kind, Listing, OsString, Path, Place, io};

    /// An open directory.
    #[derive(Debug)]
    pub(crate) struct Folder {
        handle: OwnedFd,
        /// What paths in the directory begin with.
        prefix: PathBuf,
    }

    /// So many are open.
    static OPEN: AtomicUsize = AtomicUsize::new(0);
    /// So many may be.
    static MOST: LazyLock<usize> = LazyLock::new(|| {
        let descriptors = getrlimit(Resource::Nofile).current.and_then(|limit| usize::try_from(limit).ok());
        descriptors.map_or(MANY, |descriptors| MANY.min(descriptors / 4))
    });
    const MANY: usize = 256;

    /// Below a longer path names might not fit where a path has to fit: an interpreter cannot see such files.
    const LONGEST: usize = 3500;

    /// Opens a directory and reads its names.
    pub(crate) fn list(path: &Path) -> io::Result<Listing> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = retry_on_intr(|| openat(CWD, path, flags, Mode::empty()))?;
        let names = names(&handle)?;
        let found = fstat(&handle)?;
        let id = DirectoryId::Inode(found.st_dev as u64, found.st_ino as u64);
        let folder = if path.as_os_str().len() > LONGEST { None } else { Folder::keep(handle, path) };
        Ok(Listing { id, names, folder })
    }

    #[cfg(target_os = "linux")]
    fn names(handle: &OwnedFd) -> io::Result<Vec<(OsString, Option<Kind>)>> {
        let mut buffer = Vec::with_capacity(32 * 1024);
        let mut entries = rustix::fs::RawDir::new(handle, buffer.spare_capacity_mut());
        let mut names = Vec::new();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            push(&mut names, handle, entry.file_name(), entry.file_type());
        }
        Ok(names)
    }

    #[cfg(not(target_os = "linux"))]
    fn names(handle: &OwnedFd) -> io::Result<Vec<(OsString, Option<Kind>)>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(handle)? {
            let entry = entry?;
            push(&mut names, handle, entry.file_name(), entry.file_type());
        }
        Ok(names)
    }

    fn push(names: &mut Vec<(OsString, Option<Kind>)>, handle: &OwnedFd, name: &CStr, kind: FileType) {
        if name == c"." || name == c".." {
            return;
        }
        // Not every file system says.
        let looked = || statat(handle, name, AtFlags::SYMLINK_NOFOLLOW).ok();
        let kind = if kind == FileType::Unknown {
            looked().map_or(kind, |found| FileType::from_raw_mode(found.st_mode))
        } else {
            kind
        };
        let kind = match kind {
            FileType::RegularFile => Some(Kind::File),
            FileType::Directory => Some(Kind::Directory),
            FileType::Symlink | FileType::Unknown => None,
            _ => Some(Kind::Other),
        };
        names.push((OsString::from_vec(name.to_bytes().to_vec()), kind));
    }

    impl Folder {
        fn keep(handle: OwnedFd, path: &Path) -> Option<Self> {
            if OPEN.fetch_add(1, Ordering::Relaxed) < *MOST {
                return Some(Self { handle, prefix: path.join("") });
            }
            OPEN.fetch_sub(1, Ordering::Relaxed);
            None
        }

        /// The place of a file, which is relative to the directory if the file is in it or below.
        pub(crate) fn place<'p>(&'p self, path: &'p Path) -> Place<'p> {
            let (prefix, whole) = (self.prefix.as_os_str().as_bytes(), path.as_os_str().as_bytes());
            match whole.strip_prefix(prefix) {
                Some([first, ..]) if *first != b'/' => Place::below(self.handle.as_fd(), path, prefix.len()),
                _ => Place::of(path),
            }
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            OPEN.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(not(unix))]
pub(crate) use other::{Folder, list};

#[cfg(not(unix))]
mod other {
    use std::fs;

    use super::{DirectoryId, Kind, Listing, Path, Place, io};

    /// Directories have no handles here.
    #[derive(Debug)]
    pub(crate) enum Folder {}

    /// Reads the names in a directory.
    pub(crate) fn list(path: &Path) -> io::Result<Listing> {
        let mut names = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let kind = entry.file_type().ok().filter(|kind| !kind.is_symlink());
            let kind = kind.map(|kind| match kind.is_dir() {
                true => Kind::Directory,
                false if kind.is_file() => Kind::File,
                false => Kind::Other,
            });
            names.push((entry.file_name(), kind));
        }
        Ok(Listing { id: DirectoryId::of(path), names, folder: None })
    }

    impl Folder {
        /// The place of a file in the directory.
        pub(crate) fn place<'p>(&'p self, _path: &'p Path) -> Place<'p> {
            match *self {}
        }
    }
}
