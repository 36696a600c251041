//! Directories called `pythonX.Y`, as libraries and packages are installed in: `usr/lib/python3.13/site-packages`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pycmill::NamedRelease;

use super::source::Source;
use super::version;
use crate::platform::real_path;

/// How deep `pythonX.Y` is looked for below a directory that was named: `usr/local/lib/python3.13`.
const DEPTH: usize = 4;
/// How many directories are listed for that at most.
const LISTED: usize = 500;

/// What the paths say; each version once.
pub(crate) fn sources(paths: &[PathBuf]) -> Vec<Result<Source, String>> {
    let mut seen = BTreeSet::new();
    let places = paths.iter().flat_map(|path| above(path).map_or_else(|| below(path), |place| vec![place]));
    places.filter(|(number, _)| seen.insert(number.clone())).map(|(number, place)| source(&number, &place)).collect()
}

fn source(number: &str, place: &Path) -> Result<Source, String> {
    let name = format!("path {}", place.display());
    match version::known(number) {
        Ok(release) => Ok(Source::new(installed(release, place), name)),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// The micro release, where the interpreter is installed beside the library.
fn installed(release: NamedRelease, library: &Path) -> NamedRelease {
    let version = release.target.version();
    let prefix = library.parent().and_then(Path::parent);
    prefix.map_or(release, |prefix| version::release(version, prefix, &prefix.join(format!("bin/python{version}"))))
}

/// The innermost component of a path: as it is written from the root on, else without symlinks.
fn above(path: &Path) -> Option<(String, PathBuf)> {
    let written = std::path::absolute(path).ok();
    let real = || real_path(path).ok();
    let innermost = |full: PathBuf| full.ancestors().find_map(|place| Some((number(place)?, place.to_owned())));
    written.and_then(innermost).or_else(|| real().and_then(innermost))
}

/// `lib/pythonX.Y` below a directory: those of the first level that has any.
fn below(directory: &Path) -> Vec<(String, PathBuf)> {
    let mut level = vec![std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned())];
    let mut listed = 0;
    for _ in 0..DEPTH {
        listed += level.len();
        if listed > LISTED {
            break;
        }
        let children: Vec<PathBuf> = level.iter().flat_map(|directory| directories(directory)).collect();
        let libraries = children.iter().filter(|place| is_in_library(place));
        let found: Vec<_> = libraries.filter_map(|place| Some((number(place)?, place.clone()))).collect();
        if !found.is_empty() {
            return found;
        }
        level = children;
    }
    Vec::new()
}

fn is_in_library(place: &Path) -> bool {
    let above = place.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    matches!(above, Some("lib" | "lib64"))
}

/// The directories in a directory in the order of their names.
fn directories(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let directories = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut paths: Vec<PathBuf> = directories.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// `3.13` of `python3.13` and `python3.13t`.
fn number(place: &Path) -> Option<String> {
    let name = place.file_name()?.to_str()?;
    if cfg!(windows)
        && let Some(number) = windows_number(name)
    {
        return Some(number);
    }
    let name = name.strip_prefix("python")?;
    let number = name.strip_suffix('t').unwrap_or(name);
    let (major, minor) = number.split_once('.')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(major) && is_number(minor)).then(|| number.to_owned())
}

/// `3.13` of `Python313` and `python313t`, as installers for Windows name directories.
fn windows_number(name: &str) -> Option<String> {
    let name = name.get(..6).filter(|start| start.eq_ignore_ascii_case("python")).map(|_| &name[6..])?;
    let minor = name.strip_suffix('t').unwrap_or(name).strip_prefix('3')?;
    let is_number = !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("3.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_installers_for_windows() {
        let number = |name: &str| windows_number(name);
        assert_eq!(number("Python313").as_deref(), Some("3.13"));
        assert_eq!(number("python38t").as_deref(), Some("3.8"));
        for name in ["python3", "Python", "python3.13", "Python313-32", "py"] {
            assert_eq!(number(name), None, "{name}");
        }
    }

    #[test]
    fn the_innermost_component_counts() {
        let above = |path: &str| above(Path::new(path)).map(|(number, place)| (number, place.display().to_string()));
        let expected = |number: &str, place: &str| Some((number.to_owned(), place.to_owned()));
        assert_eq!(above("/usr/lib/python3.13/json/a.py"), expected("3.13", "/usr/lib/python3.13"));
        assert_eq!(above("/python3.11/lib/python3.12t"), expected("3.12", "/python3.11/lib/python3.12t"));
        for path in ["/usr/lib/python3/dist-packages", "/python3.11-tools", "/python3.x", "/xpython3.11"] {
            assert_eq!(above(path), None, "{path}");
        }
    }
}
