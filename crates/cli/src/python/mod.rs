//! Pythons that are found but, where possible, not run: which version they are and what their `sys.path` is.

mod config;
mod install;
mod project;
mod search_path;
mod version;

use std::env;
use std::path::{Path, PathBuf};

use pycmill::Target;

use crate::arguments::Own;
pub(crate) use install::Installation;
pub(crate) use search_path::search_path;

/// Which versions are meant, and why.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// At least one.
    pub(crate) targets: Vec<Target>,
    /// Why.
    pub(crate) reason: String,
    /// The Python they were taken from.
    pub(crate) installation: Option<Installation>,
}

/// Chooses: what was asked for, else the virtual environment around the files or the active one, else what the project
/// says, else the newest.
pub(crate) fn choose(own: &Own, paths: &[PathBuf]) -> Result<Choice, String> {
    let named = own.python.as_deref().map(install::at).transpose()?;
    if !own.targets.is_empty() {
        let installation = named.or_else(|| environment(paths).and_then(|(found, _)| found.ok()));
        return Ok(Choice { targets: own.targets.clone(), reason: "--target says so".to_owned(), installation });
    }
    if let Some(installation) = named {
        return Ok(taken_from(installation, "named with --python".to_owned()));
    }
    if let Some((installation, reason)) = environment(paths) {
        return installation.map(|installation| taken_from(installation, reason));
    }
    if let Some((target, reason)) = project::target(&start(paths)) {
        return Ok(Choice { targets: vec![target?], reason, installation: None });
    }
    let reason = "the newest version there is, because nothing says which is meant".to_owned();
    Ok(Choice { targets: vec![Target::newest_complete()], reason, installation: None })
}

fn taken_from(installation: Installation, reason: String) -> Choice {
    let how = if installation.was_asked { ", which was run and asked" } else { "" };
    let reason = format!("that of {}{how}, {reason}", installation.executable.display());
    Choice { targets: vec![installation.target], reason, installation: Some(installation) }
}

/// The virtual environment that contains the files, or the active one.
fn environment(paths: &[PathBuf]) -> Option<(Result<Installation, String>, String)> {
    let start = start(paths);
    if let Some(around) = start.ancestors().find(|directory| directory.join("pyvenv.cfg").is_file()) {
        return Some((install::at(around), "the virtual environment around the files".to_owned()));
    }
    let active = env::var_os("VIRTUAL_ENV").filter(|value| !value.is_empty())?;
    Some((install::at(Path::new(&active)), "the active virtual environment".to_owned()))
}

/// Where a search upwards begins.
fn start(paths: &[PathBuf]) -> PathBuf {
    let path = paths.first().map_or(Path::new("."), PathBuf::as_path);
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
