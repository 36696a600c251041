//! `cargo xtask cpython-tests [--target V]`: CPython's own tests of its command lines, with pycmill in the place of
//! `python -m compileall` and `python -m py_compile`.
//!
//! `driver.py` runs inside the interpreter; `cannot_apply.txt` has the tests that cannot apply, and why.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::{fs, io};

use clap::Parser;

use crate::command_lines::build;
use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;

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
    /// Only tests whose name contains this
    pattern: Option<String>,
}

/// Runs the command.
#[expect(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn main(words: &[String]) -> ExitCode {
    let arguments =
        Arguments::parse_from(std::iter::once("cargo xtask cpython-tests").chain(words.iter().map(|word| &**word)));
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cpython-tests: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let binary = arguments.binary.clone().map_or_else(build, Ok)?;
    let mut success = true;
    for interpreter in interpreter::choose(&arguments.target, &arguments.python)? {
        success &= run_one(&interpreter, &std::path::absolute(&binary)?, arguments.pattern.as_deref())?;
    }
    Ok(success)
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run_one(interpreter: &Interpreter, binary: &std::path::Path, pattern: Option<&str>) -> io::Result<bool> {
    if !interpreter.library.join("test/test_compileall.py").is_file() {
        println!("{}: its library has no tests", interpreter.target);
        return Ok(true);
    }
    let folder = root().join("xtask/src/cpython_tests");
    let mut command = Command::new(&interpreter.path);
    command.arg(folder.join("driver.py")).arg(&interpreter.path).arg(interpreter.file()).arg(binary);
    command.arg(interpreter.target.to_string()).arg(folder.join("cannot_apply.txt")).args(pattern);
    // Without arguments the current folder is compiled, too: it has to be empty.
    let empty = root().join("target/cpython-tests");
    fs::create_dir_all(&empty)?;
    // The tests write into temporary folders; nothing of the library changes.
    command.current_dir(empty).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command.status()?.success())
}
