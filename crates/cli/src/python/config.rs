//! `pyvenv.cfg`.

use std::fs;
use std::path::{Path, PathBuf};

/// What a virtual environment says of itself.
#[derive(Clone, Default, Debug)]
pub(crate) struct Config {
    /// The directory of the interpreter it was made with.
    pub(crate) home: Option<PathBuf>,
    /// That interpreter.
    pub(crate) executable: Option<PathBuf>,
    /// Its version.
    pub(crate) version: Option<String>,
    /// Whether the site directories of that interpreter are searched, too.
    pub(crate) uses_system_site: bool,
}

/// Reads the file of an environment.
pub(crate) fn read(environment: &Path) -> Option<Config> {
    let text = fs::read_to_string(environment.join("pyvenv.cfg")).ok()?;
    let mut config = Config::default();
    for (key, value) in text.lines().filter_map(|line| line.split_once('=')) {
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "home" => config.home = Some(value.into()),
            "executable" | "base-executable" => config.executable = Some(value.into()),
            "version" | "version_info" => config.version = Some(value.to_owned()),
            "include-system-site-packages" => config.uses_system_site = value.eq_ignore_ascii_case("true"),
            _ => {}
        }
    }
    Some(config)
}
