//! `pycmill py_compile`: follows `main` of `Lib/py_compile.py`, which stops at the first error; that of older versions goes on.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use pycmill::compileall::Level;
use pycmill::py_compile::{self, Options};
use pycmill::{Compiler, Error, Target, Warning, printable};
use serde_json::Value;

use crate::console::Errors;
use crate::encoding::{Encoder, Encoding};
use crate::interrupt::Interrupt;
use crate::session::Session;
use crate::surface::PyCompile;
use crate::{compileall, console, limits, list, outside, platform, report};

/// Runs the command.
pub(crate) fn run(mut session: Session, words: &[Vec<u8>]) -> ExitCode {
    let targets = match session.targets(words, |session| named(session, words)) {
        Ok(targets) => targets,
        Err(status) => return status,
    };
    if session.own.check {
        return outside::refuse("--check does not apply to py_compile, which always writes");
    }
    let command = match PyCompile::read(&session.call, targets[0], words) {
        Ok(command) => command,
        Err(stop) => return outside::answer(stop),
    };
    let files = match files(&session, targets[0], &command.files) {
        Ok(files) => files,
        Err(exception) => return outside::raise(exception),
    };
    if let Err(message) = check(&session, &command, &files, targets.len()) {
        return outside::refuse(message);
    }
    let mut sink = Sink::new(&session);
    let mut success = true;
    for target in targets {
        let asked = Asked { files: &files, quiet: command.quiet, is_listed: is_list(&command.files) };
        match compile(&asked, &options(&session, &command, target), &mut sink) {
            Ok(done) => success &= done,
            Err(error) => return outside::status(Err(error)),
        }
    }
    outside::status(sink.report.map_or(Ok(()), |report| report::print(success, &report)).map(|()| success))
}

/// The paths that decide about the target.
fn named(session: &Session, words: &[Vec<u8>]) -> Option<Vec<PathBuf>> {
    let command = PyCompile::read(&session.call, Target::newest_complete(), words).ok()?;
    files(session, Target::newest_complete(), &command.files).ok()
}

/// Where messages go: to standard error, or into a report in JSON.
struct Sink {
    errors: Encoder<Errors>,
    /// What became of the files of each target.
    report: Option<Vec<Value>>,
}

impl Sink {
    fn new(session: &Session) -> Self {
        let encoding = Encoding::of_errors(&session.interpreter);
        Self { errors: Encoder { encoding, inner: Errors }, report: session.own.json.then(Vec::new) }
    }

    /// Nobody can be told where standard error cannot be written.
    fn say(&mut self, text: &str) {
        if self.report.is_none() {
            let _ = self.errors.write_all(text.as_bytes());
        }
    }
}

impl Sink {
    /// Says why a file failed; whether the next one is taken up.
    fn fail(&mut self, error: &Error, asked: &Asked<'_>, target: Target) -> bool {
        let (text, goes_on) = if target.py_compile_takes_options() {
            // The message as it is: one of a plain `SyntaxError` ends with a newline, others do not.
            (error.to_string(), false)
        } else {
            // An error of the system is caught for the names in a list alone.
            let uncaught = error.os_error_class().filter(|_| !asked.is_listed);
            (uncaught.map(|class| format!("{class}: ")).unwrap_or_default() + &format!("{error}\n"), uncaught.is_none())
        };
        if !asked.quiet {
            self.say(&text);
        }
        // Standard error that cannot be written is an error of the system, too.
        goes_on && !(target.writes_errors_at_once() && console::errors_failed())
    }
}

/// What is said about one file can be about no other.
fn check(session: &Session, command: &PyCompile, files: &[PathBuf], targets: usize) -> Result<(), String> {
    let is_one = files.len() == 1 && targets == 1;
    for (option, is_given) in [("--cfile", command.cfile.is_some()), ("--dfile", command.dfile.is_some())] {
        if is_given && !is_one {
            return Err(format!("{option} takes one source and one target"));
        }
    }
    match level(session, command) {
        Level::Invalid(number) => Err(format!("argument --optimize: {number} is no level: -1, 0, 1 or 2")),
        Level::Default | Level::Is(_) => Ok(()),
    }
}

fn level(session: &Session, command: &PyCompile) -> Level {
    let default = Level::Is(session.interpreter.level);
    command.level.map_or(default, Level::from_number)
}

fn options(session: &Session, command: &PyCompile, target: Target) -> Options {
    let interpreter = &session.interpreter;
    let mut options = Options::new(target)
        .optimize(match level(session, command) {
            Level::Is(level) => level,
            Level::Default | Level::Invalid(_) => interpreter.level,
        })
        .debug_ranges(interpreter.debug_ranges)
        .hash_seed(interpreter.hash_seed)
        .max_str_digits(interpreter.max_str_digits)
        .path_encoding(interpreter.path_encoding())
        .memory(limits::memory())
        .warnings(interpreter.filters(target));
    options.cfile = command.cfile.as_deref().map(outside::path_of);
    options.dfile = command.dfile.as_deref().map(outside::path_of);
    options.invalidation_mode = command.invalidation_mode.as_deref().map(compileall::mode);
    options.pycache_prefix.clone_from(&interpreter.pycache_prefix);
    options
}

/// Whether standard input names the files.
fn is_list(named: &[Vec<u8>]) -> bool {
    named == [b"-".to_vec()]
}

/// The files named, or those that standard input names line by line.
fn files(session: &Session, target: Target, named: &[Vec<u8>]) -> Result<Vec<PathBuf>, String> {
    if !is_list(named) {
        return Ok(named.iter().map(|name| outside::path_of(name)).collect());
    }
    if platform::input_was_closed() {
        let method = if target.py_compile_takes_options() { "readlines" } else { "readline" };
        return Err(format!("AttributeError: 'NoneType' object has no attribute '{method}'"));
    }
    let text = list::standard_input().map_err(|error| console::exception(&error))?;
    let text = Encoding::of_input(&session.interpreter).decode(text)?;
    Ok(list::split(&text).map(|line| outside::path_of(line.strip_suffix(b"\n").unwrap_or(line))).collect())
}

/// What is compiled, and how failures are treated.
struct Asked<'f> {
    files: &'f [PathBuf],
    quiet: bool,
    /// Whether standard input named the files.
    is_listed: bool,
}

/// Compiles files, up to the first that fails or the first that cannot be read.
fn compile(asked: &Asked<'_>, options: &Options, sink: &mut Sink) -> io::Result<bool> {
    let mut compiler = Compiler::new();
    let mut seen = HashSet::new();
    let mut described = Vec::new();
    let interrupt = Interrupt::listen();
    let mut success = true;
    for file in asked.files {
        let done = py_compile::compile_with(&mut compiler, file, options);
        let name = options.dfile.as_deref().unwrap_or(file);
        let warnings = done.as_ref().map_or_else(Error::warnings, |written| &written.warnings);
        let name = printable(&options.path_encoding.decode(name.as_os_str()));
        let warnings = show(&name, warnings, &mut seen, sink);
        interrupt.die_if_set();
        described.push(report::of_file(file, done.as_ref(), &warnings));
        if let Err(error) = done {
            if error.value_error().is_some() {
                sink.say(&format!("{error}\n"));
                return Ok(false);
            }
            success = false;
            if !sink.fail(&error, asked, options.target) {
                break;
            }
        }
    }
    let target = options.target;
    sink.report.iter_mut().for_each(|report| report.push(report::of_target(target, &described)));
    Ok(success)
}

/// Shows warnings, some once in a run, and keeps their texts if there is a report.
fn show(name: &str, warnings: &[Warning], seen: &mut HashSet<String>, sink: &mut Sink) -> Vec<String> {
    let mut texts = Vec::new();
    for warning in warnings {
        if warning.is_once() && !seen.insert(format!("{} {}", warning.class(), warning.message())) {
            continue;
        }
        let text = warning.format(name);
        sink.say(&text);
        if sink.report.is_some() {
            texts.push(text);
        }
    }
    texts
}
