//! Virtual environments: around the files, else the active one.

use std::env;
use std::path::{Path, PathBuf};

use super::source::{Source, Starts};
use super::{Installation, config, install, version};

/// What the environments say; the active one counts where no file lies in one.
pub(crate) fn sources(starts: &Starts) -> Vec<Result<Source, String>> {
    let is_environment = |directory: &Path| directory.join("pyvenv.cfg").is_file();
    let around = |directory: &Path| is_environment(directory).then(|| source(directory, "virtual environment"));
    let found = starts.nearest(around);
    if !found.is_empty() {
        return found;
    }
    let active = env::var_os("VIRTUAL_ENV").filter(|value| !value.is_empty()).map(PathBuf::from);
    let active = active.filter(|directory| directory.is_dir());
    active.map(|directory| source(&directory, "active virtual environment")).into_iter().collect()
}

/// The Python of the first environment.
pub(crate) fn first(starts: &Starts) -> Option<Installation> {
    sources(&starts.first()).into_iter().next()?.ok()?.installation
}

/// An environment as a source. Where its interpreter is gone, its configuration still tells the version.
fn source(directory: &Path, what: &str) -> Result<Source, String> {
    let name = format!("{what} {}", directory.display());
    match install::at(directory) {
        Ok(found) => {
            let name = if found.was_asked { format!("{name}, whose interpreter was run") } else { name };
            Ok(Source { installation: Some(found.clone()), ..Source::new(found.release, name) })
        }
        Err(message) => match config::read(directory).and_then(|config| config.version) {
            Some(written) => match version::known(&written) {
                Ok(release) => Ok(Source::new(release, name)),
                Err(error) => Err(format!("{name}: {error}")),
            },
            None => Err(message),
        },
    }
}
