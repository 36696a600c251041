//! One file of many: is it up to date, compile each level, say what went wrong.
//!
//! Follows the second part of `compile_file` (`Lib/compileall.py`).

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use pycmill_pyc::{Optimization, file_bytes, legacy_path};

use super::name::name_in_code;
use super::{Level, Options};
use crate::os_text::{decode_path, os_bytes, path_of, printable, repr};
use crate::{Compiler, Error, files, py_compile};

/// What there is to say about a file.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Report {
    pub(crate) messages: String,
    pub(crate) warnings: String,
    pub(crate) failed: bool,
}

/// Compiles a file unless it is up to date.
pub(crate) fn compile(compiler: &mut Compiler, file: &Path, options: &Options) -> Report {
    let mut report = Report::default();
    let (name, complaint) = name_in_code(file, options);
    if let Some(complaint) = complaint.filter(|_| options.quiet < 2) {
        report.messages = complaint + "\n";
    }
    if leaves_limits(file, options) || !is_source(file) || (!options.force && is_up_to_date(file, options)) {
        return report;
    }
    if options.quiet == 0 {
        report.messages += &format!("Compiling {}...\n", repr(&decode_path(file.as_os_str())));
    }
    if let Err(message) = compile_levels(compiler, file, name, options, &mut report) {
        report.failed = true;
        report.messages += &failure(file, &message, options);
    }
    report
}

fn is_source(file: &Path) -> bool {
    os_bytes(file.as_os_str()).ends_with(b".py") && file.is_file()
}

/// A symlink whose file is outside of the directory given.
fn leaves_limits(file: &Path, options: &Options) -> bool {
    let Some(limit) = &options.limit_symlinks else { return false };
    if !file.is_symlink() {
        return false;
    }
    match (fs::canonicalize(limit), fs::canonicalize(file)) {
        (Ok(limit), Ok(file)) => !file.starts_with(limit),
        _ => true,
    }
}

/// Magic number, flags and time of every result are compared; the size is not.
fn is_up_to_date(file: &Path, options: &Options) -> bool {
    let Ok(metadata) = fs::metadata(file) else { return false };
    let expected = file_bytes(options.target, files::timestamp(&metadata), &[]);
    options.sorted_levels().into_iter().all(|level| {
        let first = cfile(file, level, options).ok().and_then(|path| first_bytes(&path));
        first.is_some_and(|first| first[..] == expected[..first.len()])
    })
}

fn first_bytes(path: &Path) -> Option<[u8; 12]> {
    let mut first = [0; 12];
    File::open(path).ok()?.read_exact(&mut first).ok()?;
    Some(first)
}

fn cfile(file: &Path, level: Level, options: &Options) -> Result<PathBuf, String> {
    let optimize = optimization(level, options)?;
    if options.legacy {
        return Ok(path_of(legacy_path(os_bytes(file.as_os_str()))));
    }
    let prefix = options.pycache_prefix.as_deref();
    py_compile::cache_file(options.target, file, optimize, prefix).map_err(|error| message(&error))
}

fn optimization(level: Level, options: &Options) -> Result<Optimization, String> {
    match level {
        Level::Default => Ok(options.default_level),
        Level::Is(optimization) => Ok(optimization),
        Level::Invalid(_) => Err("Sorry: ValueError: compile(): invalid optimize value".to_owned()),
    }
}

fn compile_levels(
    compiler: &mut Compiler,
    file: &Path,
    name: Option<PathBuf>,
    options: &Options,
    report: &mut Report,
) -> Result<(), String> {
    let mut one = py_compile::Options {
        dfile: name,
        invalidation_mode: options.invalidation_mode,
        pycache_prefix: options.pycache_prefix.clone(),
        ..py_compile::Options::new(options.target)
    };
    let mut previous: Option<PathBuf> = None;
    for level in options.sorted_levels() {
        one.optimize = optimization(level, options)?;
        one.cfile = Some(cfile(file, level, options)?);
        let written = py_compile::compile_with(compiler, file, &one).map_err(|error| message(&error))?;
        if let Some(previous) = previous.filter(|_| options.hardlink_dupes) {
            link_if_equal(&previous, &written.path).map_err(|error| message(&error))?;
        }
        let shown = printable(&decode_path(one.dfile.as_deref().unwrap_or(file).as_os_str()));
        let warnings = written.warnings.iter().filter(|warning| warning.is_shown());
        report.warnings.extend(warnings.map(|warning| warning.format(&shown)));
        previous = Some(written.path);
    }
    Ok(())
}

fn link_if_equal(previous: &Path, path: &Path) -> Result<(), Error> {
    if files::read(previous)? != files::read(path)? {
        return Ok(());
    }
    fs::remove_file(path).and_then(|()| fs::hard_link(previous, path)).map_err(|error| Error::io(path, error))
}

/// What stands behind `*** `.
fn message(error: &Error) -> String {
    match error.os_error_class() {
        Some(class) => format!("{class}: {error}"),
        None => error.to_string(),
    }
}

fn failure(file: &Path, message: &str, options: &Options) -> String {
    match options.quiet {
        0 => format!("*** {message}\n"),
        1 => format!("*** Error compiling {}...\n{message}\n", repr(&decode_path(file.as_os_str()))),
        _ => String::new(),
    }
}
