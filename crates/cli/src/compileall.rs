//! `pycmill compileall`: follows `main` of `Lib/compileall.py`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use pycmill::compileall::{
    Freshness, Level, Options, Pattern, PatternError, PatternWarning, Skip, Stop, compile_all, compile_path,
};
use pycmill::py_compile::InvalidationMode;
use pycmill::warnings::Action;
use pycmill::{Target, decode_path, printable};

use crate::console::{self, Output};
use crate::encoding::Encoding;
use crate::interrupt::Interrupt;
use crate::progress::Progress;
use crate::python::{Installation, search_path};
use crate::report::Sink;
use crate::session::Session;
use crate::surface::Compileall;
use crate::trees::{self, Installed};
use crate::{limits, list, outside, platform};

/// Runs the command.
pub(crate) fn run(mut session: Session, words: &[Vec<u8>]) -> ExitCode {
    match session.targets(words, |session| named(session, words)) {
        Ok(targets) => with_targets(&session, &targets, words).unwrap_or_else(|status| status),
        Err(status) => status,
    }
}

/// The paths that decide about the target.
fn named(session: &Session, words: &[Vec<u8>]) -> Option<Vec<PathBuf>> {
    let command = Compileall::read(&session.call, Target::newest_complete(), words).ok()?;
    let mut paths: Vec<PathBuf> = command.paths.iter().map(|path| outside::path_of(path)).collect();
    let listed = list(&command).and_then(Result::ok).unwrap_or_default();
    let listed = list::universal(&listed);
    paths.extend(list::split(&listed).map(|line| outside::path_of(list::strip(line))));
    Some(paths)
}

fn with_targets(session: &Session, targets: &[Target], words: &[Vec<u8>]) -> Result<ExitCode, ExitCode> {
    let command = Compileall::read(&session.call, targets[0], words).map_err(outside::answer)?;
    let skip = skip(session, &command, targets[0])?;
    command.check(&session.call, targets[0]).map_err(outside::answer)?;
    let paths = match paths(session, &command, targets[0])? {
        Some(paths) => paths,
        None => return say_unreadable_list(session, &command),
    };
    trees::check(session, &command, targets)?;
    let directories = if !session.own.trees.installed.is_empty() && paths.is_empty() {
        installation(session, targets[0]).map(|installation| search_path(installation, session))?
    } else {
        paths.clone()
    };
    let mut installed = Installed::find(&session.own, &directories)?;
    let paths = installed.as_ref().map_or(paths, Installed::sources);
    let mut job = Job {
        session,
        command: &command,
        skip,
        paths,
        interrupt: Interrupt::listen(),
        sink: Sink::new(&session.own, &session.interpreter),
    };
    let mut success = true;
    // Without paths, `sys.path` is compiled.
    if installed.is_none() || !job.paths.is_empty() {
        for target in targets {
            success &= job.run(*target)?;
        }
    }
    if let Some(installed) = installed.as_mut().filter(|_| !session.own.check) {
        let options: Vec<Options> = targets.iter().map(|target| job.options(*target)).collect();
        success &= installed.update(&options);
    }
    if session.own.trees.prune {
        success &= job.prune(targets[0])?;
    }
    Ok(outside::status(job.sink.finish(success).map(|()| success || session.ignores_verdict)))
}

/// `-x`, which Python compiles before it looks at anything else.
fn skip(session: &Session, command: &Compileall, target: Target) -> Result<Option<Skip>, ExitCode> {
    let expression = match command.skip.as_deref() {
        None => return Ok(None),
        Some(b"") => return Ok(Some(Skip::EmptyWord)),
        Some(expression) => outside::path_of(expression),
    };
    let pattern = Pattern::new_in(session.interpreter.path_encoding(), target, &expression);
    warn_of(session, target, pattern.as_ref().map_or_else(PatternError::warnings, Pattern::warnings))?;
    match pattern {
        Ok(pattern) => Ok(Some(Skip::Found(pattern))),
        Err(error) => Err(outside::raise(error)),
    }
}

/// Gives the warnings about the expression. They are about a line of the library, which is named if there is a library.
fn warn_of(session: &Session, target: Target, warnings: &[PatternWarning]) -> Result<(), ExitCode> {
    if warnings.is_empty() {
        return Ok(());
    }
    let library = session.installation.as_ref().filter(|found| found.release.target.version() == target.version());
    let line = library.and_then(|found| found.line("compileall.py", "re.compile(args.rx)"));
    let number = line.as_ref().map_or(0, |line| line.number);
    let filters = session.interpreter.filters(target);
    for warning in warnings {
        let (class, message) = (warning.class(), warning.message());
        match (filters.action_in(target, "__main__", number, class, message), &line) {
            (Action::Ignore, _) => {}
            (Action::Error, _) => return Err(outside::raise(format_args!("{class}: {message}"))),
            (_, Some(line)) => {
                let (file, text) = (line.file.display(), &line.text);
                outside::say(format_args!("{file}:{number}: {class}: {message}\n  {text}"));
            }
            (_, None) => outside::say(format_args!("{class}: {message}")),
        }
    }
    Ok(())
}

/// The paths on the command line and in the list; nothing if the list cannot be read.
fn paths(session: &Session, command: &Compileall, target: Target) -> Result<Option<Vec<PathBuf>>, ExitCode> {
    let mut paths: Vec<PathBuf> = command.paths.iter().map(|path| outside::path_of(path)).collect();
    let Some(text) = list(command) else { return Ok(Some(paths)) };
    if command.list.as_deref() == Some(b"-") && platform::input_was_closed() {
        if target.looks_up_enter_as_attribute() {
            return Err(outside::raise("AttributeError: __enter__"));
        }
        let detail = if target.names_missing_exit_method() { " (missed __exit__ method)" } else { "" };
        let message = "TypeError: 'NoneType' object does not support the context manager protocol";
        return Err(outside::raise(format_args!("{message}{detail}")));
    }
    let Ok(text) = text else { return Ok(None) };
    let text = match command.list.as_deref() {
        Some(b"-") => Encoding::of_input(&session.interpreter).decode(text),
        _ if target.reads_lists_in_locale() => {
            Encoding::of_files(&session.interpreter).decode(text).map(|text| list::universal(&text))
        }
        _ => list::check_utf8(&text).map(|()| list::universal(&text)),
    };
    let text = text.map_err(outside::raise)?;
    paths.extend(list::split(&text).map(|line| outside::path_of(list::strip(line))));
    Ok(Some(paths))
}

/// The content of the list, if one is given.
fn list(command: &Compileall) -> Option<io::Result<Vec<u8>>> {
    let list = command.list.as_ref().filter(|list| !list.is_empty())?;
    Some(if list == b"-" { list::standard_input() } else { fs::read(outside::path_of(list)) })
}

fn say_unreadable_list(session: &Session, command: &Compileall) -> Result<ExitCode, ExitCode> {
    let list = command.list.as_deref().unwrap_or_default();
    let shown = printable(&decode_path(outside::path_of(list).as_os_str()));
    let line = format!("Error reading file list {shown}\n");
    if command.quiet >= 2 {
        return Ok(outside::status(Ok(session.ignores_verdict)));
    }
    if session.interpreter.has_ascii_locale {
        // The bytes of a name come out as they went in.
        let line = [b"Error reading file list ", list, b"\n"].concat();
        return Ok(outside::status(Output.write_all(&line).map(|()| session.ignores_verdict)));
    }
    let encoding = Encoding::of_output(&session.interpreter);
    if let Some(raised) = encoding.strict().and_then(|strict| strict.split(&line).1) {
        return Err(outside::raise(raised));
    }
    Ok(outside::status(Output.write_all(&encoding.encode(&line)).map(|()| session.ignores_verdict)))
}

/// What is done for each target.
struct Job<'j> {
    session: &'j Session,
    command: &'j Compileall,
    skip: Option<Skip>,
    paths: Vec<PathBuf>,
    interrupt: Interrupt,
    sink: Sink,
}

impl Job<'_> {
    fn run(&mut self, target: Target) -> Result<bool, ExitCode> {
        let progress = Progress::new(&self.session.own, self.command.quiet);
        let done = if self.paths.is_empty() {
            let path = self.search_path(target)?;
            let options = self.common_options(target);
            self.sink.collect(target, &progress, |output| compile_path(&path, &options, output))
        } else {
            let options = self.options(target);
            self.sink.collect(target, &progress, |output| compile_all(&self.paths, &options, output))
        };
        progress.finish();
        match done {
            Ok(success) => Ok(success),
            Err(Stop::Raised(raised)) => Err(outside::raise(raised)),
            Err(Stop::Interrupted) => Err(self.say_interrupted()),
            Err(Stop::Output(error)) => Err(outside::status(Err(error))),
        }
    }

    fn prune(&mut self, target: Target) -> Result<bool, ExitCode> {
        let is_of_path = self.paths.is_empty();
        let paths = if is_of_path { self.search_path(target)? } else { self.paths.clone() };
        let options = if is_of_path { self.common_options(target).max_levels(0) } else { self.options(target) };
        trees::prune(&paths, &options, &mut self.sink).map_err(|error| outside::status(Err(error)))
    }

    /// The directories of `sys.path`, which must be known.
    fn search_path(&self, target: Target) -> Result<Vec<PathBuf>, ExitCode> {
        Ok(search_path(installation(self.session, target)?, self.session))
    }

    fn say_interrupted(&self) -> ExitCode {
        if !self.interrupt.is_by_user() {
            console::finish(ExitCode::SUCCESS);
            self.interrupt.die();
        }
        let said = if self.command.quiet < 2 { writeln!(Output, "\n[interrupted]") } else { Ok(()) };
        outside::status(said.map(|()| self.session.ignores_verdict))
    }

    /// The options that count without arguments, too.
    fn common_options(&self, target: Target) -> Options {
        let (command, own, interpreter) = (self.command, &self.session.own, &self.session.interpreter);
        let mut options = Options::new(target)
            .force(command.force)
            .quiet(command.quiet)
            .legacy(command.legacy)
            .default_level(interpreter.level)
            .debug_ranges(interpreter.debug_ranges)
            .hash_seed(interpreter.hash_seed)
            .max_str_digits(interpreter.max_str_digits)
            .path_encoding(interpreter.path_encoding())
            .memory(limits::memory())
            .warnings(interpreter.filters(target))
            .freshness(if own.verify { Freshness::Header } else { Freshness::Timestamp })
            .strict(own.strict)
            .check_only(own.check)
            .interrupted(Arc::clone(&self.interrupt.flag));
        if !own.json {
            let encoding = Encoding::of_output(interpreter);
            options.strict_encoding = encoding.strict();
            options.output_charset = encoding.charset();
        }
        options.invalidation_mode = command.invalidation_mode.as_deref().map(mode);
        options.pycache_prefix.clone_from(&interpreter.pycache_prefix);
        trees::set(options, own)
    }

    fn options(&self, target: Target) -> Options {
        let command = self.command;
        let path = |words: &Option<Vec<u8>>| words.as_deref().map(outside::path_of);
        let mut options = self.common_options(target);
        let flat = if command.flat { 0 } else { options.max_levels };
        options.max_levels = command.recursion.map_or(flat, |levels| usize::try_from(levels).unwrap_or(0));
        options.workers = command.workers.unwrap_or(0);
        options.hardlink_dupes = command.hardlink_dupes;
        options.skip.clone_from(&self.skip);
        options.destination = path(&command.destination);
        options.strip_dir = path(&command.strip_dir);
        options.prepend_dir = path(&command.prepend_dir);
        options.limit_symlinks = path(&command.limit_symlinks).filter(|directory| !directory.as_os_str().is_empty());
        if !command.levels.is_empty() {
            options.levels = command.levels.iter().map(|level| Level::from_number(*level)).collect();
        }
        options
    }
}

/// The Python whose `sys.path` is meant.
fn installation(session: &Session, target: Target) -> Result<&Installation, ExitCode> {
    let Some(installation) = &session.installation else {
        return Err(outside::refuse(
            "no files or directories given, and no Python whose sys.path could be compiled: name one with --python, or \
             activate a virtual environment",
        ));
    };
    if installation.release.target.version() != target.version() {
        let (found, executable) = (installation.release.target.version(), installation.executable.display());
        return Err(outside::refuse(format_args!(
            "no files or directories given, and {executable} is Python {found}, not {}",
            target.version()
        )));
    }
    Ok(installation)
}

/// The mode of a name in the table of arguments.
pub(crate) fn mode(name: &[u8]) -> InvalidationMode {
    match name {
        b"checked-hash" => InvalidationMode::CheckedHash,
        b"unchecked-hash" => InvalidationMode::UncheckedHash,
        _ => InvalidationMode::Timestamp,
    }
}
