//! `pycmill compileall`: follows `main` of `Lib/compileall.py`.

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use pycmill::Optimization;
use pycmill::compileall::{Level, Options, Output, compile_dir, compile_file, compile_path};

use crate::arguments::{Common, Compileall};
use crate::outside;

/// Runs the command.
pub(crate) fn run(common: &Common, command: &Compileall) -> ExitCode {
    if let Err(status) = outside::check_target(common.target) {
        return status;
    }
    let options = options(common, command);
    if let Err(error) = options.check() {
        return outside::refuse(error);
    }
    let mut messages = BufWriter::new(io::stdout());
    let mut warnings = io::stderr();
    let mut output = Output { messages: &mut messages, warnings: &mut warnings };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(command.workers).build();
    let result = match pool {
        Ok(pool) => pool.install(|| compile(command, &options, &mut output)),
        Err(error) => return outside::refuse(error),
    };
    outside::status(result.and_then(|success| messages.flush().map(|()| success)))
}

fn options(common: &Common, command: &Compileall) -> Options {
    let defaults = Options::new(common.target);
    let flat = if command.flat { 0 } else { defaults.max_levels };
    Options {
        max_levels: command.recursion.map_or(flat, |levels| usize::try_from(levels).unwrap_or(0)),
        destination: command.destination.clone(),
        force: command.force,
        quiet: command.quiet,
        legacy: command.legacy,
        levels: if command.levels.is_empty() { defaults.levels } else { levels(&command.levels) },
        default_level: common.level(),
        invalidation_mode: command.invalidation_mode.map(Into::into),
        strip_dir: command.strip_dir.clone(),
        prepend_dir: command.prepend_dir.clone(),
        limit_symlinks: command.limit_symlinks.clone().filter(|directory| !directory.as_os_str().is_empty()),
        hardlink_dupes: command.hardlink_dupes,
        pycache_prefix: outside::pycache_prefix(),
        ..defaults
    }
}

fn levels(numbers: &[i64]) -> Vec<Level> {
    let level = |number: i64| match u8::try_from(number).ok().and_then(Optimization::from_level) {
        Some(level) => Level::Is(level),
        None if number == -1 => Level::Default,
        None => Level::Invalid(number),
    };
    numbers.iter().copied().map(level).collect()
}

fn compile(command: &Compileall, options: &Options, output: &mut Output<'_>) -> io::Result<bool> {
    let mut paths = command.paths.clone();
    if let Some(list) = &command.list {
        match listed(list) {
            Ok(more) => paths.extend(more),
            Err(_) if options.quiet >= 2 => return Ok(false),
            Err(_) => {
                writeln!(output.messages, "Error reading file list {}", list.display())?;
                return Ok(false);
            }
        }
    }
    if paths.is_empty() {
        return compile_path(&search_path()?, options, output);
    }
    let mut success = true;
    for path in paths {
        success &=
            if path.is_file() { compile_file(&path, options, output)? } else { compile_dir(&path, options, output)? };
    }
    Ok(success)
}

fn listed(list: &Path) -> io::Result<Vec<PathBuf>> {
    let mut text = Vec::new();
    if list == Path::new("-") {
        io::stdin().read_to_end(&mut text)?;
    } else {
        text = fs::read(list)?;
    }
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    Ok(lines.map(|line| outside::path_of(line.trim_ascii())).collect())
}

/// What is known of `sys.path` without a Python: the current directory, which `-m` puts first, and
/// `PYTHONPATH`.
fn search_path() -> io::Result<Vec<PathBuf>> {
    let more = env::var_os("PYTHONPATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    Ok(std::iter::once(env::current_dir()?)
        .chain(more.into_iter().filter(|path| !path.as_os_str().is_empty()))
        .collect())
}
