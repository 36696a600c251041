//! `pycmill py_compile`: follows `main` of `Lib/py_compile.py`, which stops at the first error.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pycmill::py_compile::{self, Options};
use pycmill::{Compiler, Error, Target, Warning, decode_path, printable};

use crate::encoding::{Encoder, Encoding};
use crate::session::Session;
use crate::surface::PyCompile;
use crate::{interrupt, lines, outside};

/// Runs the command.
pub(crate) fn run(mut session: Session, words: &[Vec<u8>]) -> ExitCode {
    let targets = match session.targets(words) {
        Ok(targets) => targets,
        Err(status) => return status,
    };
    let command = match PyCompile::read(&session.call, targets[0], words) {
        Ok(command) => command,
        Err(stop) => return outside::answer(stop),
    };
    let files = match files(&session, &command.files) {
        Ok(files) => files,
        Err(status) => return status,
    };
    let encoding = Encoding::of_errors(session.interpreter.uses_environment);
    let mut success = true;
    for target in targets {
        match compile(&files, &options(&session, target), command.quiet, encoding) {
            Ok(done) => success &= done,
            Err(error) => return outside::status(Err(error)),
        }
    }
    outside::status(Ok(success))
}

fn options(session: &Session, target: Target) -> Options {
    let interpreter = &session.interpreter;
    let mut options = Options::new(target)
        .optimize(interpreter.level)
        .debug_ranges(interpreter.debug_ranges)
        .max_str_digits(interpreter.max_str_digits)
        .warnings(interpreter.filters(target));
    options.pycache_prefix.clone_from(&interpreter.pycache_prefix);
    options
}

/// The files named, or those that standard input names line by line.
fn files(session: &Session, named: &[Vec<u8>]) -> Result<Vec<PathBuf>, ExitCode> {
    if named != [b"-".to_vec()] {
        return Ok(named.iter().map(|name| outside::path_of(name)).collect());
    }
    let text = lines::standard_input().map_err(outside::refuse)?;
    let text = Encoding::of_output(session.interpreter.uses_environment).decode(text).map_err(outside::raise)?;
    Ok(lines::split(&text).map(|line| outside::path_of(line.strip_suffix(b"\n").unwrap_or(line))).collect())
}

fn compile(files: &[PathBuf], options: &Options, quiet: bool, encoding: Encoding) -> io::Result<bool> {
    let mut errors = Encoder { encoding, inner: io::stderr() };
    let mut compiler = Compiler::new();
    let mut seen = HashSet::new();
    let interrupted = interrupt::flag();
    for file in files {
        let done = py_compile::compile_with(&mut compiler, file, options);
        let warnings = done.as_ref().map_or_else(Error::warnings, |written| &written.warnings);
        warn(&mut errors, file, warnings, &mut seen)?;
        interrupt::die_if(&interrupted);
        if let Err(error) = done {
            // The message as it is: one of a plain `SyntaxError` ends with a newline, others do not.
            return if quiet { Ok(false) } else { errors.write_all(error.to_string().as_bytes()).map(|()| false) };
        }
    }
    Ok(true)
}

fn warn(errors: &mut impl Write, file: &Path, warnings: &[Warning], seen: &mut HashSet<String>) -> io::Result<()> {
    let shown = printable(&decode_path(file.as_os_str()));
    for warning in warnings {
        if !warning.is_once() || seen.insert(format!("{} {}", warning.class(), warning.message())) {
            errors.write_all(warning.format(&shown).as_bytes())?;
        }
    }
    Ok(())
}
