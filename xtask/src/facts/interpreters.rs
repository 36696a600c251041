//! Finds CPython interpreters: on PATH, in pyenv, in the cache folder of the project's own tools, and those that `uv`
//! manages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use pycmill_target::Version;

/// Every interpreter found, each file once.
pub(crate) fn find() -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    candidates().into_iter().filter(|path| fs::canonicalize(path).is_ok_and(|file| seen.insert(file))).collect()
}

fn candidates() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    // The shims of pyenv start whatever version is chosen at the moment.
    folders.retain(|folder| !folder.ends_with("shims"));
    if let Some(home) = env::var_os("HOME").map(PathBuf::from) {
        folders.extend(sorted_entries(&home.join(".pyenv/versions")).into_iter().map(|version| version.join("bin")));
        folders.push(unpacked_by_default(&home).join("bin"));
    }
    folders.extend(env::var_os("PYCMILL_PYTHONS").map(|folder| PathBuf::from(folder).join("bin")));
    let named = |folder: &Path| Version::ALL.map(|version| folder.join(format!("python{version}")));
    let found = folders.iter().flat_map(|folder| named(folder)).filter(|path| path.is_file());
    found.chain(Version::ALL.into_iter().filter_map(managed_by_uv)).collect()
}

/// The folder that `cargo xtask pythons` fills.
pub(crate) fn unpacked() -> Option<PathBuf> {
    let named = env::var_os("PYCMILL_PYTHONS").map(PathBuf::from);
    named.or_else(|| Some(unpacked_by_default(Path::new(&env::var_os("HOME")?))))
}

fn unpacked_by_default(home: &Path) -> PathBuf {
    home.join(".cache/pycmill/pythons")
}

fn managed_by_uv(version: Version) -> Option<PathBuf> {
    let words = ["python", "find", "--managed-python", "--no-project", &version.to_string()];
    let output = Command::new("uv").args(words).output().ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim_end()))
}

fn sorted_entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
