//! `-m clamp_source_mtime`: no source is newer than `SOURCE_DATE_EPOCH`, so that the times in `.pyc` files are the same in
//! every build.
//!
//! Follows the module of that name in Fedora's Python macros, which is run before `-m compileall` while packages are built.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pycmill::{Target, decode_path, repr};

use crate::argparse::Takes::{Help, Nothing, SomeWords};
use crate::argparse::{Action, Parser, parse_int, read};
use crate::console::{self, Output};
use crate::outside;
use crate::session::Session;
use crate::surface::Call;

/// The name of the module.
pub(crate) const NAME: &str = "clamp_source_mtime";

/// How deep directories are entered: `sys.getrecursionlimit()`.
const LEVELS: usize = 1000;

/// Runs the command.
pub(crate) fn run(mut session: Session, words: &[Vec<u8>]) -> ExitCode {
    let target = match session.choose(&[]) {
        Ok(targets) => targets[0],
        Err(status) => return status,
    };
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) else {
        return say("Not clamping source mtimes, $SOURCE_DATE_EPOCH not set", true);
    };
    let Some(epoch) = parse_int(pycmill::os_bytes(&epoch)) else {
        return say("$SOURCE_DATE_EPOCH must be an integer", false);
    };
    let taken = match read(&parser(&session.call, target), words) {
        Ok(taken) => taken,
        Err(stop) => return outside::answer(stop),
    };
    let quiet = taken.iter().filter(|taken| taken.flag == "-q").count();
    let paths = taken.iter().filter(|taken| taken.flag.is_empty()).flat_map(|taken| &taken.words);
    let mut clamping = Clamping { target, epoch, quiet, success: true };
    let done = paths.map(|path| outside::path_of(path)).try_for_each(|path| clamping.path(&path));
    outside::status(done.map(|()| clamping.success))
}

fn say(line: &str, success: bool) -> ExitCode {
    outside::status(writeln!(Output, "{line}").map(|()| success))
}

fn parser(call: &Call, target: Target) -> Parser {
    let mut parser = call.parser(target, NAME, "Clamp .py source mtime to $SOURCE_DATE_EPOCH.");
    parser.actions = vec![
        Action::new(&["-h", "--help"], Help, "", "show this help message and exit"),
        Action::new(&["-q"], Nothing, "", "output only error messages; -qq will suppress the error messages as well."),
        Action::new(&[], SomeWords, "FILE|DIR", "zero or more file and directory paths to clamp"),
    ];
    parser
}

/// What is done.
struct Clamping {
    target: Target,
    epoch: i64,
    quiet: usize,
    success: bool,
}

impl Clamping {
    fn path(&mut self, path: &Path) -> io::Result<()> {
        if path.is_file() { self.file(path) } else { self.directory(path, LEVELS) }
    }

    /// `_walk_dir`: files and directories in one order, and no directory through a link.
    fn directory(&mut self, directory: &Path, levels: usize) -> io::Result<()> {
        if self.quiet == 0 {
            writeln!(Output, "Listing {}...", self.shown(directory))?;
        }
        let Ok(mut names) = names(directory) else {
            return if self.quiet < 2 { writeln!(Output, "Can't list {}", self.shown(directory)) } else { Ok(()) };
        };
        names.sort_by_cached_key(|path| decode_path(path.as_os_str()));
        for path in names {
            if !path.is_dir() {
                self.file(&path)?;
            } else if levels > 0 && !path.is_symlink() && path.file_name() != Some("__pycache__".as_ref()) {
                self.directory(&path, levels - 1)?;
            }
        }
        Ok(())
    }

    fn shown(&self, path: &Path) -> String {
        repr(self.target, &decode_path(path.as_os_str()))
    }

    fn file(&mut self, path: &Path) -> io::Result<()> {
        let is_source = pycmill::os_bytes(path.as_os_str()).ends_with(b".py");
        if !is_source || path.is_symlink() || !path.is_file() {
            return Ok(());
        }
        let (time, metadata) = match fs::metadata(path) {
            Ok(metadata) => (modified(&metadata), metadata),
            Err(error) => return self.failed("checking", path, &error),
        };
        if time <= self.epoch {
            return Ok(());
        }
        if self.quiet == 0 {
            writeln!(Output, "Clamping mtime of {}", self.shown(path))?;
        }
        set_modified(path, &metadata, self.epoch).or_else(|error| self.failed("clamping", path, &error))
    }

    fn failed(&mut self, what: &str, path: &Path, error: &io::Error) -> io::Result<()> {
        self.success = false;
        match self.quiet {
            0 => write!(Output, "*** ")?,
            1 => writeln!(Output, "*** Error {what} mtime of {}...", self.shown(path))?,
            _ => return Ok(()),
        }
        writeln!(Output, "{}: {}", console::exception(error), self.shown(path))
    }
}

fn names(directory: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(directory)?.map(|entry| Ok(directory.join(entry?.file_name()))).collect()
}

#[cfg(unix)]
fn modified(metadata: &Metadata) -> i64 {
    std::os::unix::fs::MetadataExt::mtime(metadata)
}

#[cfg(not(unix))]
fn modified(metadata: &Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_secs().cast_signed())
}

/// Sets the time of a source; that of the last access stays, in whole seconds.
#[cfg(unix)]
fn set_modified(path: &Path, metadata: &Metadata, epoch: i64) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, utimensat};
    let at = |seconds| Timespec { tv_sec: seconds, tv_nsec: 0 };
    let accessed = std::os::unix::fs::MetadataExt::atime(metadata);
    let times = Timestamps { last_access: at(accessed), last_modification: at(epoch) };
    Ok(utimensat(CWD, path, &times, AtFlags::empty())?)
}

#[cfg(not(unix))]
fn set_modified(path: &Path, metadata: &Metadata, epoch: i64) -> io::Result<()> {
    let since = std::time::Duration::from_secs(u64::try_from(epoch).map_err(io::Error::other)?);
    let times = fs::FileTimes::new().set_modified(std::time::UNIX_EPOCH + since).set_accessed(metadata.accessed()?);
    fs::OpenOptions::new().write(true).open(path)?.set_times(times)
}
