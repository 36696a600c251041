//! The steps that make and change a tree.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use super::words::{Variables, Word};

/// When files were changed for which the table says nothing else.
const TIME: u64 = 1_700_000_000;

/// The verbs with the number of their operands.
const VERBS: [(&str, usize); 16] = [
    ("write", 2),
    ("dir", 1),
    ("symlink", 2),
    ("hardlink", 2),
    ("copy", 2),
    ("move", 2),
    ("remove", 1),
    ("chmod", 2),
    ("touch", 2),
    ("fifo", 1),
    ("patch", 3),
    ("truncate", 2),
    ("many", 3),
    ("nested", 3),
    ("venv", 1),
    ("imported", 1),
];

/// Whether there is such a verb.
pub(crate) fn is_known(verb: &str, operands: usize) -> bool {
    VERBS.contains(&(verb, operands))
}

/// Does a step below `top`.
pub(crate) fn change(
    top: &Path,
    verb: &str,
    operands: &[Word],
    variables: &Variables,
    python: &Path,
) -> io::Result<()> {
    let bytes: Vec<Vec<u8>> = operands.iter().map(|word| word.expand(variables)).collect();
    let path = |index: usize| top.join(OsString::from_vec(bytes[index].clone()));
    match verb {
        _ if !is_known(verb, operands.len()) => Err(io::Error::other(format!("no such step: {verb}"))),
        "write" => write(&path(0), &bytes[1]),
        "dir" => fs::create_dir_all(path(0)),
        "symlink" => std::os::unix::fs::symlink(OsString::from_vec(bytes[0].clone()), made(path(1))?),
        "hardlink" => fs::hard_link(path(0), made(path(1))?),
        "copy" => copy(&path(0), &made(path(1))?),
        "move" => fs::rename(path(0), made(path(1))?),
        "remove" => remove(&path(0)),
        "chmod" => fs::set_permissions(path(1), Permissions::from_mode(number(&bytes[0], 8)?.try_into().unwrap_or(0))),
        "touch" => File::open(path(0))?.set_modified(UNIX_EPOCH + Duration::from_secs(number(&bytes[1], 10)?)),
        "fifo" => succeed(Command::new("mkfifo").arg(made(path(0))?)),
        "patch" => patch(&path(0), number(&bytes[1], 10)?, &bytes[2]),
        "truncate" => OpenOptions::new().write(true).open(path(0))?.set_len(number(&bytes[1], 10)?),
        "many" => many(&path(0), number(&bytes[1], 10)?, &bytes[2]),
        "nested" => nested(&path(0), number(&bytes[1], 10)?, &bytes[2]),
        "venv" => succeed(Command::new(python).env_clear().args(["-m", "venv", "--without-pip"]).arg(path(0))),
        // What the interpreter needs for the command goes into this cache folder.
        _ => {
            let words = ["-m", "compileall", "-i", "/dev/null", "/dev/null"];
            let mut command = Command::new(python);
            succeed(command.args(words).env_clear().env("PYTHONPYCACHEPREFIX", path(0)).current_dir(top))
        }
    }
}

fn number(digits: &[u8], base: u32) -> io::Result<u64> {
    u64::from_str_radix(&String::from_utf8_lossy(digits), base).map_err(io::Error::other)
}

/// The path, with the folders above it.
fn made(path: PathBuf) -> io::Result<PathBuf> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(path)
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(made(path.to_owned())?)?;
    file.write_all(content)?;
    file.set_modified(UNIX_EPOCH + Duration::from_secs(TIME))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    File::open(to)?.set_modified(UNIX_EPOCH + Duration::from_secs(TIME))
}

fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

fn patch(path: &Path, at: u64, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)
}

fn many(folder: &Path, count: u64, content: &[u8]) -> io::Result<()> {
    (0..count).try_for_each(|index| write(&folder.join(format!("f{index:03}.py")), content))
}

fn nested(folder: &Path, depth: u64, content: &[u8]) -> io::Result<()> {
    let mut folder = folder.to_owned();
    for _ in 0..depth {
        write(&folder.join("m.py"), content)?;
        folder.push("d");
    }
    Ok(())
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let output = command.env("PATH", "/usr/bin:/bin").output()?;
    if output.status.success() { Ok(()) } else { Err(io::Error::other(String::from_utf8_lossy(&output.stderr))) }
}
