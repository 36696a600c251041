//! Links that lead to themselves.
//!
//! Follows `pathlib.Path.resolve` up to 3.12 and `_joinrealpath` (`Lib/posixpath.py`).

use std::fs;
use std::path::{Path, PathBuf};

use pycmill_target::Target;

/// `ELOOP`.
const LOOP: i32 = if cfg!(any(target_os = "macos", target_os = "ios")) { 62 } else { 40 };

/// Where a path comes back to a link that it has been at, if it does.
pub(crate) fn loop_from(target: Target, path: &Path) -> Option<PathBuf> {
    let error = fs::canonicalize(path).err()?;
    if error.raw_os_error() != Some(LOOP) {
        return None;
    }
    let mut at = std::path::absolute(path).ok()?;
    let mut seen = Vec::new();
    while let Some(link) = first_link(&at).filter(|link| !seen.contains(link)) {
        let rest = at.strip_prefix(&link).ok()?;
        let followed = link.parent()?.join(fs::read_link(&link).ok()?);
        at = if rest.as_os_str().is_empty() { followed } else { followed.join(rest) };
        seen.push(link);
    }
    if target.names_looping_link() { first_link(&at) } else { Some(at) }
}

/// The first component that is a link.
fn first_link(path: &Path) -> Option<PathBuf> {
    let mut ancestors: Vec<&Path> = path.ancestors().collect();
    ancestors.reverse();
    ancestors.into_iter().find(|place| place.is_symlink()).map(Path::to_owned)
}
