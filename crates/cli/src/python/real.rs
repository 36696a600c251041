//! The interpreter in whose place a program called `python` was put: one that is named, the one that the virtual environment
//! around the program was made with, or the next of that name on `PATH`.
//!
//! **Invariants**: it is never this program itself, by whatever name or as whatever copy; nothing is run.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use super::config::{self, Config};
use crate::platform::is_program;

/// The variable that names the interpreter.
pub(crate) const VARIABLE: &str = "PYCMILL_FALLBACK";

/// A real interpreter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Real {
    pub(crate) executable: PathBuf,
    /// The name it is to know itself by, so that it finds the virtual environment.
    pub(crate) known_as: Option<PathBuf>,
}

/// Finds it. `program` is how this one was called, `named` is what an option says.
///
/// # Errors
/// Why there is none.
pub(crate) fn find(program: &OsStr, named: Option<&Path>) -> Result<Real, String> {
    let from_variable = || env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    let called = called(program);
    if let Some(named) = named.map(Path::to_owned).or_else(from_variable) {
        return named_one(&named).map(|executable| with_environment(executable, called.as_deref()));
    }
    let name = Path::new(program).file_name().unwrap_or(program);
    let config = called.as_deref().and_then(environment).and_then(|environment| config::read(&environment));
    let of_environment = config.and_then(|config| bases(config, name).find(|path| is_real(path)));
    match of_environment.or_else(|| next_on_path(called.as_deref(), name)) {
        Some(executable) => Ok(with_environment(executable, called.as_deref())),
        None => Err(format!(
            "no other {0} on PATH, and this one is pycmill, which only compiles; name a Python with --fallback or {VARIABLE}",
            name.to_string_lossy()
        )),
    }
}

/// The interpreter of an option or variable: a path, or a name on `PATH`.
fn named_one(named: &Path) -> Result<PathBuf, String> {
    let is_name = named.components().count() == 1 && !named.exists();
    let found =
        if is_name { directories().into_iter().map(|one| one.join(named)).find(|path| is_program(path)) } else { None };
    let executable = found.unwrap_or_else(|| named.to_owned());
    if !is_program(&executable) {
        return Err(format!("the fallback {} is no program", named.display()));
    }
    if is_this(&executable).unwrap_or(false) {
        return Err(format!("the fallback {} is pycmill itself", named.display()));
    }
    Ok(executable)
}

fn with_environment(executable: PathBuf, called: Option<&Path>) -> Real {
    let known_as = called.filter(|called| environment(called).is_some()).map(Path::to_owned);
    Real { executable, known_as }
}

/// The path that this program was called by.
fn called(program: &OsStr) -> Option<PathBuf> {
    let path = Path::new(program);
    if path.parent().is_some_and(|parent| !parent.as_os_str().is_empty()) {
        return std::path::absolute(path).ok();
    }
    directories().into_iter().map(|one| one.join(path)).find(|path| is_program(path) && is_this(path).unwrap_or(false))
}

/// The virtual environment that a program is in.
fn environment(program: &Path) -> Option<PathBuf> {
    let mut above = program.ancestors().skip(1).take(2);
    above.find(|directory| directory.join("pyvenv.cfg").is_file()).map(Path::to_owned)
}

/// The interpreters that an environment may have been made with; some are installed under their full name alone.
fn bases(config: Config, name: &OsStr) -> impl Iterator<Item = PathBuf> {
    let names = [name.to_owned(), "python3".into(), "python".into()];
    let at_home = config.home.into_iter().flat_map(move |home| names.clone().map(|name| home.join(name)));
    at_home.chain(config.executable)
}

/// The next program of a name after this one; from the beginning where this one is not on `PATH`.
fn next_on_path(called: Option<&Path>, name: &OsStr) -> Option<PathBuf> {
    let own = called.and_then(Path::parent);
    let directories = directories();
    let position = directories.iter().position(|directory| Some(&**directory) == own);
    let after = position.map_or(0, |position| position + 1);
    directories[after..].iter().map(|directory| directory.join(name)).find(|path| is_real(path))
}

fn directories() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).filter_map(|directory| std::path::absolute(directory).ok()).collect()
}

fn is_real(path: &Path) -> bool {
    is_program(path) && !is_this(path).unwrap_or(false)
}

/// Whether a file is this program: the same file, or a copy of it.
fn is_this(path: &Path) -> io::Result<bool> {
    let this = env::current_exe()?;
    if fs::canonicalize(&this)? == fs::canonicalize(path)? {
        return Ok(true);
    }
    Ok(fs::metadata(&this)?.len() == fs::metadata(path)?.len() && fs::read(&this)? == fs::read(path)?)
}
