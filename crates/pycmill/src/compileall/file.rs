//! One file of many: is it up to date, compile each level, say what went wrong.
//!
//! Follows the second part of `compile_file` (`Lib/compileall.py`).

use std::fs;
use std::path::{Path, PathBuf};

use pycmill_pyc::{Optimization, legacy_path};

use super::name::{NameInCode, name_in_code};
use super::outcome::{Outcome, Status};
use super::walk::Source;
use super::{Level, Options, Raised, Skip, Stop, fresh, sourceless, symlinks};
use crate::files::{self, Stat};
use crate::os_text::{os_bytes, path_of, printable};
use crate::py_compile::Known;
use crate::{Charset, Compiler, Error, Warning, py_compile};

/// What there is to say about a file.
#[derive(Clone, Default, Debug)]
pub(crate) struct Report {
    pub(crate) messages: String,
    /// Texts, and whether each is shown once in a run only.
    pub(crate) warnings: Vec<(String, Option<String>)>,
    pub(crate) failed: bool,
    /// Whether there are warnings that somebody has to be asked about: nothing of the report counts.
    pub(crate) is_postponed: bool,
    /// Whether the compiler rejected it.
    pub(crate) is_rejected: bool,
    pub(crate) outcome: Option<Outcome>,
}

/// Whether a file is to be taken up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Checked {
    /// It is.
    Due,
    /// It is passed over once this is said.
    Skipped(String),
}

/// What Python stumbles over before it looks at a file, and what it said until then.
///
/// # Errors
/// If it does, or if the host stops.
pub(crate) fn check(file: &Path, options: &Options) -> Result<Checked, (String, Stop)> {
    let found = name_in_code(file, options).map_err(|raised| (String::new(), raised.into()))?;
    let said = complaint(&found, options);
    if let Err(raised) = check_arguments(options) {
        return Err((said, raised.into()));
    }
    match options.host.as_ref().map_or(Ok(false), |host| host.skips(file)) {
        Err(stop) => return Err((said, stop)),
        Ok(true) => return Ok(Checked::Skipped(said)),
        Ok(false) => {}
    }
    let raised = check_links(file, options).or_else(|| check_time(file, options));
    raised.map_or(Ok(Checked::Due), |raised| Err((said, raised.into())))
}

/// What Python raises for a time that does not fit into a signed number of 32 bits.
fn check_time(file: &Path, options: &Options) -> Option<Raised> {
    if !options.target.refuses_late_times() || options.force || options.check_only || is_found(file, options) {
        return None;
    }
    let stat = source_stat(Known { path: file, folder: None, stat: None })?;
    if i32::try_from(stat.modified.0).is_ok() {
        return None;
    }
    Some(Raised::new("struct.error", "'l' format requires -2147483648 <= number <= 2147483647"))
}

fn check_arguments(options: &Options) -> Result<(), Raised> {
    if options.hardlink_dupes && options.sorted_levels().len() < 2 {
        let message = "Hardlinking of duplicated bytecode makes sense only for more than one optimization level";
        return Err(Raised::new("ValueError", message));
    }
    if matches!(options.skip, Some(Skip::EmptyWord)) {
        return Err(Raised::new("AttributeError", "'str' object has no attribute 'search'"));
    }
    Ok(())
}

/// What Python raises for links that lead to themselves.
fn check_links(file: &Path, options: &Options) -> Option<Raised> {
    let limit = options.limit_symlinks.as_deref().filter(|_| options.target.raises_for_symlink_loops())?;
    if is_found(file, options) || !file.is_symlink() {
        return None;
    }
    let target = options.target;
    let found = [limit, file].into_iter().find_map(|path| symlinks::loop_from(target, path))?;
    Some(Raised::new("RuntimeError", format!("Symlink loop from {}", options.repr(&found))))
}

fn complaint(found: &NameInCode, options: &Options) -> String {
    let complaint = found.complaint.as_ref().filter(|_| options.quiet < 2);
    complaint.map(|complaint| format!("{complaint}\n")).unwrap_or_default()
}

/// Compiles a file unless it is up to date.
pub(crate) fn compile(compiler: &mut Compiler, source: &Source, options: &Options) -> Report {
    let file = &*source.path;
    let found = name_in_code(file, options).unwrap_or_default();
    let mut report = Report { messages: complaint(&found, options), ..Report::default() };
    let mut outcome = Outcome {
        source: file.to_owned(),
        status: Status::Skipped,
        results: Vec::new(),
        error: None,
        warnings: Vec::new(),
    };
    if !is_skipped(file, options)
        && let Some(stat) = source_stat(source.known())
    {
        let known = Known { stat: Some(stat), ..source.known() };
        process(compiler, (known, stat), found.name, options, &mut report, &mut outcome);
    }
    report.outcome = Some(outcome);
    report
}

/// What is said of a file before it is compiled, if it will be.
pub(crate) fn announcement(source: &Source, options: &Options) -> Option<String> {
    let file = &*source.path;
    if options.quiet > 0 || options.check_only || is_skipped(file, options) {
        return None;
    }
    let stat = source_stat(source.known())?;
    let results = results(file, options);
    is_due((source.known(), stat), &results, options).then(|| compiling(file, options))
}

/// The files that all levels are written to.
pub(super) fn results(file: &Path, options: &Options) -> Result<Vec<PathBuf>, String> {
    options.sorted_levels().into_iter().map(|level| cfile(file, level, options)).collect()
}

fn is_due((source, stat): (Known<'_>, Stat), results: &Result<Vec<PathBuf>, String>, options: &Options) -> bool {
    options.force || !results.as_ref().is_ok_and(|results| fresh::is_up_to_date(source, stat, results, options))
}

fn compiling(file: &Path, options: &Options) -> String {
    format!("Compiling {}...\n", options.repr(file))
}

fn is_skipped(file: &Path, options: &Options) -> bool {
    is_found(file, options) || leaves_limits(file, options)
}

/// Whether a file is passed over because of its path.
fn is_found(file: &Path, options: &Options) -> bool {
    options.leaves_out(file) || matches!(&options.skip, Some(Skip::Found(pattern)) if pattern.is_found_in(file))
}

/// What there is to know of a source; nothing of other files.
fn source_stat(source: Known<'_>) -> Option<Stat> {
    if !os_bytes(source.path.as_os_str()).ends_with(b".py") {
        return None;
    }
    source.place().stat().ok().filter(|stat| stat.is_file)
}

/// A symlink whose file is outside of the directory given.
fn leaves_limits(file: &Path, options: &Options) -> bool {
    let Some(limit) = &options.limit_symlinks else { return false };
    if !file.is_symlink() {
        return false;
    }
    match (fs::canonicalize(limit), fs::canonicalize(file)) {
        (Ok(limit), Ok(file)) => !file.starts_with(&limit) || file == limit,
        _ => true,
    }
}

/// Checks a source, or compiles it if that is due.
fn process(
    compiler: &mut Compiler,
    (source, stat): (Known<'_>, Stat),
    name: Option<PathBuf>,
    options: &Options,
    report: &mut Report,
    outcome: &mut Outcome,
) {
    let file = source.path;
    let results = results(file, options);
    if options.check_only {
        return check_results(file, &results.unwrap_or_default(), options, report, outcome);
    }
    let done = if is_due((source, stat), &results, options) {
        if options.quiet == 0 {
            report.messages += &compiling(file, options);
        }
        outcome.status = Status::Compiled;
        compile_levels(compiler, source, name, options, report, outcome)
    } else {
        outcome.status = Status::UpToDate;
        Ok(())
    };
    if let Err(message) = done.and_then(|()| sourceless::remove(file, options, outcome)) {
        let is_tolerated = report.is_rejected && options.tolerates(file);
        report.failed = !is_tolerated;
        report.messages += &failure(file, &message, options);
        outcome.status = if is_tolerated { Status::Tolerated } else { Status::Failed };
        outcome.error = Some(message);
    }
}

/// Says which results are not as they should be.
fn check_results(file: &Path, results: &[PathBuf], options: &Options, report: &mut Report, outcome: &mut Outcome) {
    outcome.status = Status::UpToDate;
    for result in results {
        let status = fresh::status(file, result, options);
        let word = match status {
            Status::Missing => "Missing",
            Status::WrongMode => "Wrong invalidation mode",
            Status::UpToDate => continue,
            _ => "Outdated",
        };
        if options.quiet < 2 {
            report.messages += &format!("{word}: {}\n", options.repr(result));
        }
        report.failed = true;
        outcome.status = status;
        outcome.results.push(result.clone());
    }
}

fn cfile(file: &Path, level: Level, options: &Options) -> Result<PathBuf, String> {
    if options.writes_beside() {
        return Ok(path_of(legacy_path(os_bytes(file.as_os_str()))));
    }
    let optimize = match level {
        Level::Default => options.default_level,
        Level::Is(optimization) => optimization,
        // Levels that don't exist have a name all the same, below zero that of the default.
        Level::Invalid(number) => u32::try_from(number).map_or(options.default_level, Optimization::of_interpreter),
    };
    let prefix = options.pycache_prefix.as_deref();
    py_compile::cache_file(options.target, file, optimize, prefix).map_err(|error| message(&error))
}

fn optimization(level: Level, options: &Options) -> Result<Optimization, String> {
    match level {
        Level::Default => Ok(options.default_level),
        Level::Is(optimization) => Ok(optimization),
        Level::Invalid(number) if i32::try_from(number).is_err() => {
            Err("Sorry: OverflowError: Python int too large to convert to C int".to_owned())
        }
        Level::Invalid(_) => Err("Sorry: ValueError: compile(): invalid optimize value".to_owned()),
    }
}

fn compile_levels(
    compiler: &mut Compiler,
    source: Known<'_>,
    name: Option<PathBuf>,
    options: &Options,
    report: &mut Report,
    outcome: &mut Outcome,
) -> Result<(), String> {
    let file = source.path;
    let mut one = py_compile::Options::new(options.target)
        .debug_ranges(options.debug_ranges)
        .hash_seed(options.hash_seed)
        .max_str_digits(options.max_str_digits)
        .warnings(options.warnings.clone());
    one.path_encoding = options.path_encoding;
    one.memory = options.memory;
    one.dfile = name;
    one.invalidation_mode = options.invalidation_mode;
    one.pycache_prefix.clone_from(&options.pycache_prefix);
    for level in options.sorted_levels() {
        one.optimize = optimization(level, options)?;
        one.cfile = Some(cfile(file, level, options)?);
        let written = py_compile::compile_known(compiler, source, &one);
        let warnings = written.as_ref().map_or_else(Error::warnings, |written| &written.warnings);
        note(warnings, file, &one, report);
        report.is_postponed |= written.as_ref().is_err_and(Error::is_postponed);
        report.is_rejected |= written.as_ref().is_err_and(|error| error.rejection().is_some());
        let path = written.map_err(|error| message(&error))?.path;
        if let Some(previous) = outcome.results.last().filter(|_| options.hardlink_dupes) {
            link_if_equal(options, previous, &path).map_err(|error| message(&error))?;
        }
        outcome.results.push(path);
    }
    Ok(())
}

/// Python takes the line of a warning from the file that the code is said to be from, if there is one.
fn note(warnings: &[Warning], file: &Path, options: &py_compile::Options, report: &mut Report) {
    if warnings.is_empty() {
        return;
    }
    let name = options.dfile.as_deref();
    let shown = printable(&options.path_encoding.decode(name.unwrap_or(file).as_os_str()));
    let other = name.filter(|name| *name != file).map(|name| fs::read(name).unwrap_or_default());
    let other: Option<Vec<&[u8]>> = other.as_ref().map(|source| source.split(|byte| *byte == b'\n').collect());
    for warning in warnings {
        let text = match &other {
            None => warning.format(&shown),
            Some(lines) => warning.format_with(&shown, line_of(lines, warning.line()).as_deref()),
        };
        let once = warning.is_once().then(|| format!("{} {}", warning.class(), warning.message()));
        report.warnings.push((text, once));
    }
}

fn line_of(lines: &[&[u8]], number: i64) -> Option<String> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    lines.get(at).map(|line| String::from_utf8_lossy(line).into_owned())
}

fn link_if_equal(options: &Options, previous: &Path, path: &Path) -> Result<(), Error> {
    if files::read(options.target, previous)? != files::read(options.target, path)? {
        return Ok(());
    }
    fs::remove_file(path).map_err(|error| Error::io_of_path(options.target, path, error))?;
    fs::hard_link(previous, path).map_err(|error| Error::io_of_two(options.target, previous, path, error))
}

/// What follows `*** `.
pub(super) fn message(error: &Error) -> String {
    match error.os_error_class() {
        Some(class) => format!("{class}: {error}"),
        None => error.to_string(),
    }
}

fn failure(file: &Path, message: &str, options: &Options) -> String {
    let message = match &options.host {
        Some(host) if options.output_charset == Charset::Utf8 => host.escaped(message),
        _ => options.output_charset.escaped(message),
    };
    match options.quiet {
        0 => format!("*** {message}\n"),
        1 => format!("*** Error compiling {}...\n{message}\n", options.repr(file)),
        _ => String::new(),
    }
}
