//! `pycmill py_compile`: follows `main` of `Lib/py_compile.py`, which stops at the first error.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pycmill::py_compile::{self, Options, Written};
use pycmill::{Compiler, Error};

use crate::arguments::{Common, PyCompile};
use crate::outside;

/// Runs the command.
pub(crate) fn run(common: &Common, command: &PyCompile) -> ExitCode {
    if let Err(status) = outside::check_target(common.target) {
        return status;
    }
    let options =
        Options { optimize: common.level(), pycache_prefix: outside::pycache_prefix(), ..Options::new(common.target) };
    outside::status(files(&command.files).and_then(|files| compile(&files, &options, command.quiet)))
}

/// The files named, or those that standard input names line by line.
fn files(named: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    if named != [Path::new("-")] {
        return Ok(named.to_vec());
    }
    let mut text = Vec::new();
    io::stdin().read_to_end(&mut text)?;
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    Ok(lines.map(|line| outside::path_of(line.strip_suffix(b"\n").unwrap_or(line))).collect())
}

fn compile(files: &[PathBuf], options: &Options, quiet: bool) -> io::Result<bool> {
    let mut compiler = Compiler::new();
    for file in files {
        match py_compile::compile_with(&mut compiler, file, options) {
            Ok(written) => warn(file, &written)?,
            Err(error) => {
                say(&error, quiet)?;
                return Ok(false);
            }
        }
    }
    Ok(true)
}

fn warn(file: &Path, written: &Written) -> io::Result<()> {
    let shown = file.to_string_lossy();
    let warnings = written.warnings.iter().filter(|warning| warning.is_shown());
    warnings.map(|warning| warning.format(&shown)).try_for_each(|text| io::stderr().write_all(text.as_bytes()))
}

/// The message as it is: one of a plain `SyntaxError` ends with a newline, others do not.
fn say(error: &Error, quiet: bool) -> io::Result<()> {
    if quiet { Ok(()) } else { write!(io::stderr(), "{error}") }
}
