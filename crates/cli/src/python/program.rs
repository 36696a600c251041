//! The version in the name of the program: a link or copy called `python3.11` or `pycmill3.11`; and that of the interpreter in
//! whose place a program called `python` was put.

use std::ffi::OsStr;
use std::path::Path;

use super::real::{self, Real};
use super::source::Source;
use super::{Installation, install, version};

/// The name that a program was called by, without directories.
pub(crate) fn name(program: &OsStr) -> String {
    Path::new(program).file_name().unwrap_or(program).to_string_lossy().into_owned()
}

/// Whether a program is called as interpreters of Python are.
pub(crate) fn is_interpreter(name: &str) -> bool {
    let Some(rest) = name.strip_suffix(".exe").unwrap_or(name).strip_prefix("python") else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match rest.strip_prefix("3.") {
        None => rest.is_empty() || rest == "3",
        Some(rest) => rest.strip_suffix('t').unwrap_or(rest).split('.').all(is_number),
    }
}

/// What the name says, or the interpreter in whose place the program is.
pub(crate) fn source(program: &OsStr, fallback: Option<&Path>) -> Option<Result<Source, String>> {
    let name = name(program);
    let Some(number) = number(&name) else {
        return is_interpreter(&name).then(|| unversioned(program, fallback)).flatten();
    };
    let release = match version::known(number) {
        Ok(release) => release,
        Err(error) => return Some(Err(format!("program name {name}: {error}"))),
    };
    let of_name = Source::new(release, format!("program name {name}"));
    if !is_interpreter(&name) || number.matches('.').count() > 1 {
        return Some(Ok(of_name));
    }
    // Its micro release counts, too; it is not started for that.
    let replaced = real::find(program, fallback).ok().and_then(|real| install::inspected(at(&real)));
    let replaced = replaced.filter(|found| found.release.target.version() == release.target.version());
    Some(Ok(replaced.map_or(of_name, |found| replaces(&name, found))))
}

/// The source for `python` and `python3`, which only the interpreter in whose place they are tells the version of.
fn unversioned(program: &OsStr, fallback: Option<&Path>) -> Option<Result<Source, String>> {
    let real = real::find(program, fallback).ok()?;
    Some(install::at(at(&real)).map(|found| replaces(&name(program), found)))
}

/// Where an interpreter is: in the environment that it is started in, if there is one.
fn at(real: &Real) -> &Path {
    real.known_as.as_deref().unwrap_or(&real.executable)
}

fn replaces(name: &str, found: Installation) -> Source {
    let name = format!("program name {name}, in place of {}", found.described());
    Source { installation: Some(found.clone()), ..Source::new(found.release, name) }
}

/// The version in a name.
fn number(program: &str) -> Option<&str> {
    let number = program.strip_prefix("python").filter(|rest| has_version(rest));
    let number = number.or_else(|| program.strip_prefix("pycmill").filter(|rest| rest.starts_with("3.")))?;
    Some(number.strip_suffix(".exe").unwrap_or(number))
}

/// Whether a minor version follows, not only the `3` of `python3`.
fn has_version(rest: &str) -> bool {
    let mut parts = rest.split('.');
    let mut is_number = || parts.next().is_some_and(|part| part.starts_with(|char: char| char.is_ascii_digit()));
    is_number() && is_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without an interpreter of that name.
    fn version(name: &str) -> Option<Result<String, String>> {
        let program = Path::new("/nowhere").join(name);
        let found = source(program.as_os_str(), Some(Path::new("/nowhere/python")));
        found.map(|found| found.map(|source| source.release.target.to_string()))
    }

    #[test]
    fn names_of_programs() {
        assert_eq!(version("python3.13.0"), Some(Ok("3.13.0".to_owned())));
        for (name, expected) in [("python3.11", "3.11"), ("pycmill3.11", "3.11"), ("python3.13t.exe", "3.13")] {
            let newest: pycmill::Target = expected.parse().expect("a version");
            assert_eq!(version(name), Some(Ok(newest.to_string())), "{name}");
        }
        for name in ["pycmill", "python", "python3", "python3.exe", "pycmill-0.1.0", "pycmill2.0", "x"] {
            assert_eq!(version(name), None, "{name}");
        }
        let message =
            "program name python3.7: unknown version '3.7'; supported: 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15";
        assert_eq!(version("python3.7"), Some(Err(message.to_owned())));
    }

    #[test]
    fn names_of_interpreters() {
        for name in ["python", "python3", "python3.13", "python3.13.0", "python3.13t", "python3.exe"] {
            assert!(is_interpreter(name), "{name}");
        }
        for name in ["pycmill", "pycmill3.13", "python3.13-config", "pythonw", "ipython3", "python3.", "python2"] {
            assert!(!is_interpreter(name), "{name}");
        }
    }
}
