//! What clients need: packages of Debian and of the Python index, programs of the system.
//!
//! Everything lands below `target/clients/tools` and is used again; nothing is installed on the system.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::conformance::interpreter::Interpreter;
use crate::conformance::root;
use crate::debian::{Suite, output};

/// Something that a client needs.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Need {
    /// A package of a release of Debian, unpacked in a folder of the release's name.
    Debian(String, String),
    /// A package of the Python index, installed in a virtual environment.
    Pypi(String),
    /// A wheel of the Python index.
    Wheel(String),
    /// A program on `PATH`.
    Program(String),
    /// An interpreter that is started as it is, not by a script.
    Executable,
    /// The Python package of pycmill.
    Package,
}

impl Need {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        Some(match words[..] {
            ["debian", release, package] => Self::Debian(release.to_owned(), package.to_owned()),
            ["pypi", package] => Self::Pypi(package.to_owned()),
            ["wheel", package] => Self::Wheel(package.to_owned()),
            ["program", name] => Self::Program(name.to_owned()),
            ["executable"] => Self::Executable,
            ["package"] => Self::Package,
            _ => return None,
        })
    }
}

/// The tools for one interpreter.
pub(crate) struct Tools {
    interpreter: Interpreter,
    is_offline: bool,
    /// The folder that holds the Python package.
    pub(crate) package: Option<PathBuf>,
    found: HashMap<Need, Result<(), String>>,
}

impl Tools {
    pub(crate) fn new(interpreter: &Interpreter, is_offline: bool, package: Option<PathBuf>) -> Self {
        Self { interpreter: interpreter.clone(), is_offline, package, found: HashMap::new() }
    }

    /// Where they are.
    pub(crate) fn folder() -> PathBuf {
        root().join("target/clients/tools")
    }

    /// The virtual environment with packages of the index.
    pub(crate) fn environment(&self) -> PathBuf {
        Self::folder().join(format!("environment-{}", self.interpreter.target))
    }

    /// Gets what is needed.
    ///
    /// # Errors
    /// Why it is not there.
    pub(crate) fn get(&mut self, needs: &[Need]) -> Result<(), String> {
        for need in needs {
            if !self.found.contains_key(need) {
                let found = self.fetch(need);
                self.found.insert(need.clone(), found);
            }
            self.found[need].clone()?;
        }
        Ok(())
    }

    fn fetch(&self, need: &Need) -> Result<(), String> {
        match need {
            Need::Debian(release, package) => self.debian(release, package),
            Need::Pypi(package) => self.install(package),
            Need::Wheel(package) => self.wheel(package),
            Need::Program(name) => {
                let found =
                    std::env::split_paths("/usr/bin:/bin:/usr/local/bin").any(|folder| folder.join(name).is_file());
                if found { Ok(()) } else { Err(format!("{name} is not installed")) }
            }
            // A script loses the name that it is started by, which tells an interpreter its environment.
            Need::Executable if !is_script(&self.interpreter.path) => Ok(()),
            Need::Executable => Err(format!("{} is a script", self.interpreter.path.display())),
            Need::Package if self.package.is_some() => Ok(()),
            Need::Package => Err("name the folder of the Python package with --package".to_owned()),
        }
    }

    fn check_online(&self, what: &str) -> Result<(), String> {
        if self.is_offline { Err(format!("{what} is not there, and nothing is downloaded")) } else { Ok(()) }
    }

    /// Unpacks a package, with lists of packages of its own beside those of the system.
    fn debian(&self, release: &str, package: &str) -> Result<(), String> {
        let folder = Self::folder().join(release);
        let mark = folder.join(format!(".{package}"));
        if mark.exists() {
            return Ok(());
        }
        self.check_online(package)?;
        Suite::open(&Self::folder().join(format!("apt-{release}")), release)?.unpack(package, &folder)?;
        fs::write(mark, "").map_err(|error| error.to_string())
    }

    fn install(&self, package: &str) -> Result<(), String> {
        let environment = self.environment();
        let python = environment.join("bin/python");
        let script = "import importlib.metadata, sys; importlib.metadata.version(sys.argv[1])";
        if python.exists() && output(Command::new(&python).args(["-I", "-c", script, package])).is_ok() {
            return Ok(());
        }
        self.check_online(package)?;
        if !python.exists() {
            output(Command::new(&self.interpreter.path).args(["-m", "venv", "--without-pip"]).arg(&environment))?;
        }
        let words = ["install", "--quiet", "--no-compile", package];
        let own = output(self.own_pip().arg("--python").arg(&python).args(words));
        own.or_else(|_| output(self.pip_of_index()?.arg("--python").arg(&python).args(words))).map(drop)
    }

    fn wheel(&self, package: &str) -> Result<(), String> {
        if found_wheel(package).is_some() {
            return Ok(());
        }
        self.check_online(package)?;
        let download = |command: &mut Command| {
            let words = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"];
            output(command.args(words).arg(wheels()).arg(package))
        };
        download(&mut self.own_pip()).or_else(|_| download(&mut Command::new("pip"))).map(drop)
    }

    /// The interpreter's own, which the packages of distributions leave out.
    fn own_pip(&self) -> Command {
        let mut command = Command::new(&self.interpreter.path);
        command.args(["-m", "pip"]);
        command
    }

    /// The newest one, which runs in its wheel. One on `PATH` can be too old for the interpreter.
    fn pip_of_index(&self) -> Result<Command, String> {
        self.wheel("pip")?;
        let mut command = Command::new(&self.interpreter.path);
        command.arg(found_wheel("pip").ok_or("nothing was downloaded")?.join("pip"));
        Ok(command)
    }
}

/// Where wheels are kept.
fn wheels() -> PathBuf {
    Tools::folder().join("wheels")
}

fn found_wheel(package: &str) -> Option<PathBuf> {
    let start = format!("{}-", package.replace('-', "_"));
    let mut entries = fs::read_dir(wheels()).into_iter().flatten().flatten();
    entries.find(|entry| entry.file_name().to_string_lossy().starts_with(&start)).map(|entry| entry.path())
}

fn is_script(path: &Path) -> bool {
    fs::read(path).is_ok_and(|content| content.starts_with(b"#!"))
}
