//! Problems with files, in the forms that other programs read: SARIF, and annotations of GitHub's workflows.

mod github;
mod sarif;

use std::path::Path;

use pycmill::decode_path;

pub(crate) use github::annotation;
pub(crate) use sarif::log;

/// A problem with a file.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// What kind it is.
    pub(crate) rule: String,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) path: String,
    /// Where in the file, if that is known.
    pub(crate) region: Option<Region>,
}

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// A part of a source; lines and columns count from 1, columns in characters, the end is not part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Region {
    pub(crate) line: i64,
    pub(crate) column: Option<i64>,
    pub(crate) end_line: Option<i64>,
    pub(crate) end_column: Option<i64>,
}

/// A path as it is printed: nothing in it can take control of a terminal or look like another line.
pub(crate) fn shown(path: &Path) -> String {
    pycmill::shown(&decode_path(path.as_os_str()))
}
