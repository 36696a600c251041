//! An installation of Python on disk.
//!
//! Follows `Modules/getpath.py`: prefixes are found by landmarks above the interpreter. Those of Windows have the interpreter
//! beside its library; they are understood on every system.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use pycmill::{NamedRelease, Version};

use super::{config, version};
use crate::platform::real_path;

/// An installation of Python.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    /// The release it is.
    pub(crate) release: NamedRelease,
    /// Its interpreter as it was named.
    pub(crate) executable: PathBuf,
    /// The prefix of its library.
    pub(crate) base_prefix: PathBuf,
    /// Its library.
    pub(crate) library: PathBuf,
    /// The virtual environment, and whether it searches the site directories of the base, too.
    pub(crate) environment: Option<(PathBuf, bool)>,
    /// Whether it had to be run.
    pub(crate) was_asked: bool,
}

/// A line of a file of the library.
pub(crate) struct Line {
    pub(crate) file: PathBuf,
    /// From 1.
    pub(crate) number: i64,
    /// Without the blanks around.
    pub(crate) text: String,
}

impl Installation {
    /// Its interpreter, and whether it was run.
    pub(crate) fn described(&self) -> String {
        let how = if self.was_asked { ", which was run to ask" } else { "" };
        format!("{}{how}", self.executable.display())
    }

    /// Whether its folders are those of Windows.
    pub(crate) fn is_for_windows(&self) -> bool {
        self.library == self.base_prefix.join(WINDOWS_LIBRARY)
    }

    /// The first line of a file that contains some text.
    pub(crate) fn line(&self, file: &str, part: &str) -> Option<Line> {
        let file = self.library.join(file);
        let content = fs::read_to_string(&file).ok()?;
        let (index, text) = content.lines().enumerate().find(|(_, line)| line.contains(part))?;
        Some(Line { file, number: index as i64 + 1, text: text.trim().to_owned() })
    }
}

/// The installation of an interpreter, a virtual environment or a prefix.
pub(crate) fn at(path: &Path) -> Result<Installation, String> {
    let executable = executable(path).ok_or_else(|| format!("no Python at {}", path.display()))?;
    read(&executable).or_else(|| ask(&executable)).ok_or_else(|| {
        format!("cannot find out which Python {} is; name the version with --target", executable.display())
    })
}

/// The installation of an interpreter, as far as its files tell.
pub(crate) fn inspected(executable: &Path) -> Option<Installation> {
    read(executable)
}

fn executable(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        let names =
            ["bin/python", "bin/python3", "Scripts/python.exe", "python.exe", "Scripts/python3.exe", "python3.exe"];
        let versions = Version::ALL.iter().rev();
        let versioned = versions.flat_map(|version| {
            let scripts = format!("Scripts/python{version}.exe");
            [format!("bin/python{version}"), scripts, format!("python{version}.exe")]
        });
        let names = names.into_iter().map(str::to_owned).chain(versioned);
        return names.map(|name| path.join(name)).find(|file| file.exists());
    }
    if path.components().count() == 1 && !path.exists() {
        let directories = env::var_os("PATH")?;
        let suffixed = path.with_added_extension(env::consts::EXE_EXTENSION);
        let names = [path, &*suffixed];
        let mut places = env::split_paths(&directories).flat_map(|directory| names.map(|name| directory.join(name)));
        return places.find(|file| file.is_file());
    }
    path.is_file().then(|| path.to_owned())
}

/// Finds the installation without running it.
fn read(executable: &Path) -> Option<Installation> {
    let above = [executable.parent(), executable.parent().and_then(Path::parent)];
    let environment = above.into_iter().flatten().find_map(|directory| Some((directory, config::read(directory)?)));
    let Some((directory, config)) = environment else {
        let (version, base_prefix, library) = landmark(executable)?;
        let release = version::release(version, &base_prefix, &real_path(executable).ok()?);
        return Some(installation(release, executable, base_prefix, library, None));
    };
    let home = config.home.as_ref().map(|home| home.join(executable.file_name().unwrap_or_default()));
    let bases = [config.executable.clone(), home, real_path(executable).ok()];
    let (version, base_prefix, library) = bases.iter().flatten().find_map(|base| landmark(base))?;
    let written = config.version.as_deref().and_then(version::parse);
    let written = written.filter(|release| release.target.version() == version);
    let release = written.unwrap_or_else(|| version::release(version, &base_prefix, executable));
    let environment = Some((directory.to_owned(), config.uses_system_site));
    Some(installation(release, executable, base_prefix, library, environment))
}

fn installation(
    release: NamedRelease,
    executable: &Path,
    base_prefix: PathBuf,
    library: PathBuf,
    environment: Option<(PathBuf, bool)>,
) -> Installation {
    Installation { release, executable: executable.to_owned(), base_prefix, library, environment, was_asked: false }
}

/// The version of an interpreter, its prefix and its library: the first `lib/python3.X/os.py` above it, or a library for
/// Windows, which has no version in its name, beside `python3X.dll`.
fn landmark(executable: &Path) -> Option<(Version, PathBuf, PathBuf)> {
    let real = real_path(executable).ok()?;
    let named = |file: &Path| {
        let name = file.file_name()?.to_str()?.strip_prefix("python")?;
        version::parse(name).map(|release| release.target.version())
    };
    let versions = match named(&real).or_else(|| named(executable)) {
        Some(version) => vec![version],
        None => Version::ALL.iter().rev().copied().collect(),
    };
    let prefixes = real.ancestors().skip(1);
    prefixes.flat_map(|prefix| versions.iter().map(move |version| (prefix, *version))).find_map(|(prefix, version)| {
        let libraries = ["lib", "lib64"].map(|directory| prefix.join(directory).join(format!("python{version}")));
        let windows = Some(prefix.join(WINDOWS_LIBRARY)).filter(|_| prefix.join(dll(version)).is_file());
        let library = libraries.into_iter().chain(windows).find(|library| library.join("os.py").is_file())?;
        Some((version, prefix.to_owned(), library))
    })
}

/// The library in a prefix on Windows.
pub(super) const WINDOWS_LIBRARY: &str = "Lib";

/// What an interpreter for Windows consists of.
pub(super) fn dll(version: Version) -> String {
    format!("python3{}.dll", version.minor())
}

/// Prints the version, the prefixes and the library.
const QUESTION: &str = "import sys, os; print(*sys.version_info[:3], sep='.'); print(sys.prefix); \
                        print(sys.base_prefix); print(os.path.dirname(os.__file__))";

/// Runs the interpreter, where files don't tell, as with wrappers.
fn ask(executable: &Path) -> Option<Installation> {
    let output = Command::new(executable).args(["-I", "-S", "-c", QUESTION]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    let mut lines = text.lines();
    let release = version::parse(lines.next()?)?;
    let (prefix, base_prefix) = (PathBuf::from(lines.next()?), PathBuf::from(lines.next()?));
    let library = PathBuf::from(lines.next()?);
    let environment = (prefix != base_prefix).then(|| {
        let uses_system_site = config::read(&prefix).is_some_and(|config| config.uses_system_site);
        (prefix, uses_system_site)
    });
    Some(Installation { was_asked: true, ..installation(release, executable, base_prefix, library, environment) })
}
