//! `cargo xtask cpython-tests [--target V]`: CPython's own tests of its command lines, with pycmill in the place of
//! `python -m compileall` and `python -m py_compile`; with `--wheel`, its tests of both modules, with the Python package in
//! their place.
//!
//! `driver.py` and `package.py` run inside the interpreter; `cannot_apply.txt` and `cannot_apply_package.txt` have the tests
//! that cannot apply, and why.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use clap::Parser;

use crate::command;
use crate::command_lines::build;
use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;
use crate::rights;

/// Runs CPython's own tests of its command lines with pycmill in its place.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask cpython-tests")]
struct Arguments {
    /// Which CPython: 3.13 is the newest one found, 3.13.0 that one, `all` every one of a complete version
    #[arg(long, default_value = "all")]
    target: String,
    /// An interpreter to use besides those found
    #[arg(long)]
    python: Vec<PathBuf>,
    /// The command to check [default: it is built]
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Check the package of this wheel instead of the command
    #[arg(long, conflicts_with = "binary")]
    wheel: Option<PathBuf>,
    /// Only tests whose name contains this
    pattern: Option<String>,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("cpython-tests", words, run)
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let interpreters = interpreter::choose(&arguments.target, &arguments.python)?;
    let pattern = arguments.pattern.as_deref();
    if let Some(wheel) = &arguments.wheel {
        return check_package(wheel, &interpreters, pattern);
    }
    let binary = std::path::absolute(arguments.binary.clone().map_or_else(build, Ok)?)?;
    let mut success = true;
    for interpreter in &interpreters {
        let sides = [&interpreter.path, &interpreter.file(), &binary];
        success &= run_one(interpreter, "driver.py", &sides, "cannot_apply.txt", pattern)?;
    }
    Ok(success)
}

/// Runs the tests of the modules with the package of a wheel.
pub(crate) fn check_package(wheel: &Path, interpreters: &[Interpreter], pattern: Option<&str>) -> io::Result<bool> {
    let folder = root().join("target/cpython-tests/package");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut success = true;
    for interpreter in interpreters {
        if !folder.exists() {
            unpack(interpreter, wheel, &folder)?;
        }
        let sides = [&interpreter.path, &folder];
        success &= run_one(interpreter, "package.py", &sides, "cannot_apply_package.txt", pattern)?;
    }
    Ok(success)
}

/// A wheel is a zip archive.
fn unpack(interpreter: &Interpreter, wheel: &Path, folder: &Path) -> io::Result<()> {
    let mut command = Command::new(&interpreter.path);
    command.args(["-I", "-m", "zipfile", "-e"]).arg(wheel).arg(folder);
    if command.status()?.success() { Ok(()) } else { Err(io::Error::other("the wheel cannot be unpacked")) }
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run_one(
    interpreter: &Interpreter,
    script: &str,
    sides: &[&PathBuf],
    list: &str,
    pattern: Option<&str>,
) -> io::Result<bool> {
    if !interpreter.library.join("test/test_compileall.py").is_file() {
        println!("{}: its library has no tests", interpreter.target);
        return Ok(true);
    }
    let folder = root().join("xtask/src/cpython_tests");
    // Root's rights let a file be written that a test wants to be refused.
    let mut command = rights::command(&interpreter.path);
    command.arg(folder.join(script)).args(sides);
    command.arg(interpreter.target.to_string()).arg(folder.join(list)).args(pattern);
    // Without arguments the current folder is compiled, too: it has to be empty.
    let empty = root().join("target/cpython-tests/empty");
    fs::create_dir_all(&empty)?;
    // The tests write into temporary folders; nothing of the library changes.
    command.current_dir(empty).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command.status()?.success())
}
