//! Packages of a release of Debian, beside the system's and without touching them.
//!
//! `apt-get` reads lists of its own below a folder; the mirror is the one that the system's lists name.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

/// A release of Debian, with its lists and downloads in a folder.
pub(crate) struct Suite {
    folder: PathBuf,
}

impl Suite {
    /// Reads the lists of a release.
    ///
    /// # Errors
    /// Why there are none, in words.
    pub(crate) fn open(folder: &Path, release: &str) -> Result<Self, String> {
        for directory in ["lists/partial", "cache/archives/partial", "packages"] {
            fs::create_dir_all(folder.join(directory)).map_err(failed)?;
        }
        let sites = output(Command::new("apt-get").args(["indextargets", "--format", "$(SITE)"]))?;
        let mirror = sites.lines().find(|line| line.trim_end_matches('/').ends_with("/debian"));
        let mirror = mirror.ok_or("apt knows no mirror of Debian")?;
        let list = format!("deb [trusted=yes] {mirror} {release} main\n");
        fs::write(folder.join("sources.list"), list).map_err(failed)?;
        let suite = Self { folder: folder.to_owned() };
        output(suite.apt("apt-get").arg("update"))?;
        Ok(suite)
    }

    /// The names of packages and of all that they depend on.
    ///
    /// # Errors
    /// What apt says.
    pub(crate) fn dependencies(&self, packages: &[String]) -> Result<Vec<String>, String> {
        let mut command = self.apt("apt-cache");
        command.args(["depends", "--recurse"]);
        for relation in ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances", "pre-depends"] {
            command.arg(format!("--no-{relation}"));
        }
        // Lines of relations are indented, virtual packages are in angle brackets.
        let is_name = |line: &&str| line.starts_with(|first: char| first.is_ascii_alphanumeric());
        let mut names: Vec<String> =
            output(command.args(packages))?.lines().filter(is_name).map(str::to_owned).collect();
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Downloads a package and unpacks it.
    ///
    /// # Errors
    /// What apt or dpkg says.
    pub(crate) fn unpack(&self, package: &str, to: &Path) -> Result<(), String> {
        let packages = self.folder.join("packages");
        output(self.apt("apt-get").args(["download", package]).current_dir(&packages))?;
        let start = format!("{package}_");
        let mut entries = fs::read_dir(&packages).map_err(failed)?.flatten();
        let archive = entries.find(|entry| entry.file_name().to_string_lossy().starts_with(&start));
        let archive = archive.ok_or("nothing was downloaded")?.path();
        output(Command::new("dpkg").arg("-x").arg(&archive).arg(to))?;
        fs::remove_file(archive).map_err(failed)
    }

    fn apt(&self, program: &str) -> Command {
        let folder = |name: &str| self.folder.join(name).display().to_string();
        let mut command = Command::new(program);
        for (name, value) in [
            ("Dir::Etc::sourcelist", folder("sources.list")),
            ("Dir::Etc::sourceparts", "-".to_owned()),
            ("Dir::State::Lists", folder("lists")),
            ("Dir::Cache", folder("cache")),
            ("Dir::State::status", "/dev/null".to_owned()),
            ("Acquire::Languages", "none".to_owned()),
            ("APT::Sandbox::User", "root".to_owned()),
        ] {
            command.arg("-o").arg(format!("{name}={value}"));
        }
        command
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: io::Error) -> String {
    error.to_string()
}

/// What a command prints; the last line of its errors if it fails.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let errors = text(&output.stderr);
    Err(errors.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it failed without a word").to_owned())
}
