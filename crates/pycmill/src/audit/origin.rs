//! What the name of a `.pyc` file says: its source, version and optimisation level.
//!
//! Follows `source_from_cache` (`Lib/importlib/_bootstrap_external.py`), and takes names beside the source as
//! `compileall -b` writes them.

use std::path::{Path, PathBuf};

use pycmill_pyc::Optimization;
use pycmill_target::Version;

/// What a name says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Origin {
    /// Where the source would be.
    pub(crate) source: PathBuf,
    pub(crate) kind: Kind,
}

/// How the file is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// `__pycache__/NAME.TAG.pyc`: the tag, and the level.
    Cached { tag: String, level: Optimization },
    /// In `__pycache__`, but not named as CPython names files: pytest's have its version in the tag.
    Foreign,
    /// `NAME.pyc` beside the source, of any level.
    Legacy,
}

impl Origin {
    pub(crate) fn of(path: &Path) -> Self {
        let directory = path.parent().unwrap_or(Path::new(""));
        if directory.file_name().is_none_or(|name| name != "__pycache__") {
            return Self { source: path.with_extension("py"), kind: Kind::Legacy };
        }
        let directory = directory.parent().unwrap_or(Path::new(""));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match cached(&name) {
            Some((stem, kind)) => Self { source: directory.join(format!("{stem}.py")), kind },
            None => {
                let stem = name.split('.').next().unwrap_or_default();
                Self { source: directory.join(format!("{stem}.py")), kind: Kind::Foreign }
            }
        }
    }

    /// The levels that the file may have been compiled with.
    pub(crate) fn levels(&self) -> Vec<Optimization> {
        match self.kind {
            Kind::Cached { level, .. } => vec![level],
            Kind::Foreign | Kind::Legacy => Optimization::ALL.to_vec(),
        }
    }

    /// What is wrong with the name for a file of a version.
    pub(crate) fn contradiction(&self, version: Version) -> Option<String> {
        match &self.kind {
            Kind::Cached { tag, .. } if tag != version.cache_tag() => {
                Some(format!("named {tag}, but the magic number is that of {version}"))
            }
            _ => None,
        }
    }
}

/// Whether a file in `__pycache__` is named as CPython names files, and its source does not exist.
pub(crate) fn is_orphan(path: &Path) -> bool {
    let Origin { source, kind: Kind::Cached { tag, .. } } = Origin::of(path) else { return false };
    let is_missing = || source.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    tag.starts_with("cpython-") && is_missing()
}

/// `NAME.TAG.pyc` and `NAME.TAG.opt-LEVEL.pyc`; the name may have dots.
fn cached(name: &str) -> Option<(&str, Kind)> {
    let rest = name.strip_suffix(".pyc")?;
    let (rest, level) = match rest.rsplit_once(".opt-") {
        Some((rest, level)) => (rest, Optimization::of_interpreter(level.parse().ok().filter(|level| *level > 0)?)),
        None => (rest, Optimization::Zero),
    };
    let (stem, tag) = rest.rsplit_once('.')?;
    let is_tag = tag.split_once('-').is_some_and(|(name, number)| {
        !name.is_empty() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    (is_tag && !stem.is_empty()).then(|| (stem, Kind::Cached { tag: tag.to_owned(), level }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_sources_and_levels() {
        let cached = |tag: &str, level| Kind::Cached { tag: tag.to_owned(), level };
        for (path, source, kind) in [
            ("p/__pycache__/a.cpython-313.pyc", "p/a.py", cached("cpython-313", Optimization::Zero)),
            ("__pycache__/a.cpython-313.opt-2.pyc", "a.py", cached("cpython-313", Optimization::Two)),
            ("__pycache__/a.b.pypy-310.pyc", "a.b.py", cached("pypy-310", Optimization::Zero)),
            ("__pycache__/test_a.cpython-313-pytest-8.3.4.pyc", "test_a.py", Kind::Foreign),
            ("__pycache__/a.pyc", "a.py", Kind::Foreign),
            ("__pycache__/a.cpython-313.opt-0.pyc", "a.py", Kind::Foreign),
            ("p/a.pyc", "p/a.py", Kind::Legacy),
        ] {
            assert_eq!(Origin::of(Path::new(path)), Origin { source: source.into(), kind }, "{path}");
        }
    }
}
