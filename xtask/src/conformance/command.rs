//! What the command `python -m py_compile` itself writes, where the strings that its process holds decide bytes.
//!
//! A worker that answers requests holds strings of its own, so a process compiles one file here. It finds a home without
//! site packages, whose start-up files would leave their words, and keeps byte code in a folder of ours.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use pycmill::Optimization;

use super::interpreter::Interpreter;
use super::root;
use super::worker::{Answer, flag, python};

/// What comes before the payload.
pub(crate) const HEADER_LEN: usize = 16;

/// Lets an interpreter write the byte code of what the command imports.
pub(crate) fn warm_up(interpreter: &Interpreter, optimize: Optimization) -> io::Result<()> {
    let home = prepared_home(interpreter)?;
    let empty = home.join("empty.py");
    std::fs::write(&empty, "")?;
    let _ = py_compile(interpreter, optimize, None, &empty)?;
    Ok(())
}

/// The payload that the command writes for a file, or its message.
pub(crate) fn py_compile(
    interpreter: &Interpreter,
    optimize: Optimization,
    folder: Option<&Path>,
    file: &Path,
) -> io::Result<Answer> {
    let home = prepared_home(interpreter)?;
    let prefix = home.join("pycache");
    let mut command = python(interpreter);
    command.env("PYTHONHOME", &home).env("PYTHONPYCACHEPREFIX", &prefix).stdin(Stdio::null()).stderr(Stdio::piped());
    let here = folder.map_or_else(std::env::current_dir, |folder| Ok(folder.to_owned()))?;
    let written = cached(&prefix, &here.join(file), interpreter, optimize);
    finish(command.args(flag(optimize)).args(["-m", "py_compile"]).arg(file).current_dir(here), &written)
}

fn finish(command: &mut Command, written: &Path) -> io::Result<Answer> {
    let _ = std::fs::remove_file(written);
    let output = command.output()?;
    match output.status.code() {
        Some(0) => {
            let bytes = std::fs::read(written)?;
            std::fs::remove_file(written)?;
            Ok(Answer::Payload(bytes.get(HEADER_LEN..).unwrap_or_default().to_vec()))
        }
        Some(1) => Ok(Answer::Rejected(String::from_utf8_lossy(&output.stderr).trim_end().to_owned())),
        _ => Ok(Answer::Failed(format!("the interpreter ended with {}", output.status))),
    }
}

/// Where the command writes the byte code of a file.
fn cached(prefix: &Path, file: &Path, interpreter: &Interpreter, optimize: Optimization) -> PathBuf {
    let mut name = OsString::from(file.file_stem().unwrap_or_default());
    name.push(format!(".{}", interpreter.target.cache_tag()));
    if optimize.level() > 0 {
        name.push(format!(".opt-{}", optimize.level()));
    }
    name.push(".pyc");
    let folder = file.parent().unwrap_or(Path::new("/"));
    prefix.join(folder.strip_prefix("/").unwrap_or(folder)).join(name)
}

/// A home with links to everything of the standard library but its site packages.
fn prepared_home(interpreter: &Interpreter) -> io::Result<PathBuf> {
    static PREPARING: Mutex<()> = Mutex::new(());
    let _alone = PREPARING.lock().expect("no thread panics while it holds the lock");
    let home = root().join(format!("target/conformance/home-{}", interpreter.target));
    let library = home.join(format!("lib/python{}", interpreter.target.version()));
    if library.exists() {
        return Ok(home);
    }
    let unfinished = home.join("unfinished");
    std::fs::create_dir_all(&unfinished)?;
    for entry in std::fs::read_dir(&interpreter.library)? {
        let entry = entry?;
        if !["site-packages", "dist-packages"].iter().any(|left_out| entry.file_name() == *left_out) {
            std::os::unix::fs::symlink(entry.path(), unfinished.join(entry.file_name()))?;
        }
    }
    std::fs::create_dir_all(home.join("lib"))?;
    std::fs::rename(unfinished, library)?;
    Ok(home)
}
