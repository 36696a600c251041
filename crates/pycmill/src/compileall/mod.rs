//! Compiles many files, as Python's `compileall` module does.
//!
//! **Invariants**: files are compiled at the same time, messages come in the order of one after the
//! other; a file that fails does not stop the others.
//!
//! Follows `compile_dir`, `compile_file` and `compile_path` (`Lib/compileall.py`).

mod file;
mod name;
mod options;
mod walk;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use options::{Level, Options, OptionsError};

use crate::Compiler;
use file::Report;
use walk::Step;

/// So many files are compiled before their messages are written.
const BATCH: usize = 512;

/// Where messages go.
pub struct Output<'a> {
    /// Everything that `compileall` prints.
    pub messages: &'a mut (dyn Write + Send),
    /// The warnings of the compiler.
    pub warnings: &'a mut (dyn Write + Send),
}

impl std::fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Output")
    }
}

/// Compiles the `.py` files of a directory tree; false if one of them failed.
///
/// # Errors
/// If a message cannot be written.
pub fn compile_dir(directory: &Path, options: &Options, output: &mut Output<'_>) -> io::Result<bool> {
    let mut options = options.clone();
    if let Some(destination) = options.destination.take() {
        options.strip_dir = Some(directory.to_owned());
        options.prepend_dir = Some(destination);
    }
    compile_steps(&walk::steps(directory, &options), &options, output)
}

/// Compiles one file; false if it failed. Files of other names than `….py` and names of no files are
/// passed over.
///
/// # Errors
/// If a message cannot be written.
pub fn compile_file(file: &Path, options: &Options, output: &mut Output<'_>) -> io::Result<bool> {
    write_report(file::compile(&mut Compiler::new(), file, options), output)
}

/// Compiles the files of each directory of `sys.path`, without those below; false if one failed. As
/// in Python nothing more is done behind the first directory with a failure.
///
/// # Errors
/// If a message cannot be written.
pub fn compile_path(path: &[PathBuf], options: &Options, output: &mut Output<'_>) -> io::Result<bool> {
    let options = Options { max_levels: 0, ..options.clone() };
    for directory in path {
        if directory.as_os_str().is_empty() || directory.as_os_str() == "." {
            if options.quiet < 2 {
                writeln!(output.messages, "Skipping current directory")?;
            }
        } else if !compile_dir(directory, &options, output)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compile_steps(steps: &[Step], options: &Options, output: &mut Output<'_>) -> io::Result<bool> {
    let mut success = true;
    for batch in steps.chunks(BATCH) {
        let reports: Vec<Report> =
            batch.par_iter().map_init(Compiler::new, |compiler, step| take(compiler, step, options)).collect();
        for report in reports {
            success &= write_report(report, output)?;
        }
    }
    Ok(success)
}

fn take(compiler: &mut Compiler, step: &Step, options: &Options) -> Report {
    match step {
        Step::Say(message) => Report { messages: format!("{message}\n"), ..Report::default() },
        Step::Compile(file) => file::compile(compiler, file, options),
    }
}

fn write_report(report: Report, output: &mut Output<'_>) -> io::Result<bool> {
    output.messages.write_all(report.messages.as_bytes())?;
    output.warnings.write_all(report.warnings.as_bytes())?;
    Ok(!report.failed)
}
