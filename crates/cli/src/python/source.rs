//! Something that names a version, and where searches for it begin.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use pycmill::{NamedRelease, Target};

use super::Installation;
use super::project::satisfies;
use crate::platform::real_path;

/// Something that names a version.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The release it names.
    pub(crate) release: NamedRelease,
    /// What it is, for messages.
    pub(crate) name: String,
    /// The specifier, if it allows more than one version.
    pub(crate) requirement: Option<String>,
    /// The Python it is, if it is one.
    pub(crate) installation: Option<Installation>,
}

impl Source {
    pub(crate) fn new(release: NamedRelease, name: impl Into<String>) -> Self {
        Self { release, name: name.into(), requirement: None, installation: None }
    }

    /// What it says against a target, if it does.
    pub(crate) fn against(&self, target: Target) -> Option<String> {
        match &self.requirement {
            Some(requirement) if satisfies(target, requirement) => None,
            Some(_) => Some(format!("{} does not allow it", self.name)),
            None if self.release.target.version() == target.version() => None,
            None => Some(format!("{} is for CPython {}", self.name, self.release.target.version())),
        }
    }
}

/// The directories of the files, without symlinks, each once.
#[derive(Clone, Debug)]
pub(crate) struct Starts(Vec<PathBuf>);

impl Starts {
    /// Those of paths; the current directory where there are none.
    pub(crate) fn of(paths: &[PathBuf]) -> Self {
        let here = [PathBuf::from(".")];
        let paths = if paths.is_empty() { &here[..] } else { paths };
        let mut seen = HashSet::new();
        let directories = paths.iter().map(|path| if path.is_dir() { path } else { parent(path) });
        let distinct = directories.filter(|directory| seen.insert(directory.to_path_buf()));
        Self(distinct.map(|path| real_path(path).unwrap_or_else(|_| path.to_owned())).collect())
    }

    /// The first one only.
    pub(crate) fn first(&self) -> Self {
        Self(self.0.iter().take(1).cloned().collect())
    }

    /// What is found in the nearest directory from each start upwards; no directory is looked at twice.
    pub(crate) fn nearest<T>(&self, mut look: impl FnMut(&Path) -> Option<T>) -> Vec<T> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for start in &self.0 {
            let directories = start.ancestors().take_while(|directory| seen.insert(directory.to_path_buf()));
            found.extend(directories.into_iter().find_map(&mut look));
        }
        found
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
