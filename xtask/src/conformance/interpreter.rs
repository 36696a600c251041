//! Which CPythons to compare with.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use pycmill::{Target, Version};

use crate::facts::interpreters;

/// A CPython on this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Interpreter {
    pub(crate) path: PathBuf,
    pub(crate) target: Target,
    /// Its standard library.
    pub(crate) library: PathBuf,
}

impl Interpreter {
    /// The program in the installation that the library belongs to; `path` can be a script that starts it.
    pub(crate) fn file(&self) -> PathBuf {
        let name = format!("python{}", self.target.version());
        let file = self.library.ancestors().nth(2).map(|prefix| prefix.join("bin").join(name));
        file.filter(|file| file.is_file()).unwrap_or_else(|| self.path.clone())
    }

    /// Whether that program can be started as it is, so that it can start itself.
    pub(crate) fn starts_itself(&self) -> bool {
        self.file() == self.path
    }

    /// Whether it knows what starts it, which is how it starts workers.
    pub(crate) fn starts_workers(&self) -> bool {
        let script = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', '']).returncode)";
        let started = Command::new(&self.path).args(["-I", "-S", "-c", script]).output();
        started.is_ok_and(|output| output.status.success())
    }
}

/// The interpreters of complete versions that `--target` means.
pub(crate) fn choose(target: &str, extra: &[PathBuf]) -> io::Result<Vec<Interpreter>> {
    let chosen = choose_any(target, extra)?;
    let (complete, incomplete): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|one| one.target.is_complete());
    match incomplete.first() {
        Some(one) if complete.is_empty() => {
            Err(io::Error::other(format!("target {} is not supported yet", one.target.version())))
        }
        _ => Ok(complete),
    }
}

/// The interpreters that `--target` means, also those of versions that have a parser only.
pub(crate) fn choose_any(target: &str, extra: &[PathBuf]) -> io::Result<Vec<Interpreter>> {
    let mut found: Vec<Interpreter> =
        extra.iter().cloned().chain(interpreters::find()).filter_map(|path| ask(&path)).collect();
    // Stable: of equal releases the one named first stays.
    found.sort_by_key(|one| one.target);
    found.dedup_by_key(|one| one.target);
    let chosen = match target {
        "all" => found,
        _ => of_release(found, target)?,
    };
    if chosen.is_empty() {
        return Err(io::Error::other(format!("no interpreter for {target} was found; name one with --python")));
    }
    Ok(chosen)
}

fn of_release(found: Vec<Interpreter>, text: &str) -> io::Result<Vec<Interpreter>> {
    let target: Target = text.parse().map_err(io::Error::other)?;
    let exact = text.matches('.').count() == 2;
    let fits = |one: &Interpreter| one.target.version() == target.version() && (!exact || one.target == target);
    Ok(found.into_iter().rfind(fits).into_iter().collect())
}

fn ask(path: &Path) -> Option<Interpreter> {
    let script = "import sys, os; print(*sys.version_info[1:4], sys.implementation.name, os.path.dirname(os.__file__))";
    let output = Command::new(path).args(["-I", "-S", "-c", script]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut words = text.trim_end().splitn(5, ' ');
    let (minor, micro): (u8, u8) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let (level, name, library) = (words.next()?, words.next()?, words.next()?);
    let version = Version::ALL.into_iter().find(|version| version.minor() == minor)?;
    let usable = level == "final" && name == "cpython";
    usable.then(|| Interpreter { path: path.to_owned(), target: Target::new(version, micro), library: library.into() })
}
