//! uv, as it is asked to compile: an installation with `--compile-bytecode`, which compiles what it installs.
//!
//! The tree is installed from a wheel made here; uv links its files from its cache after the first time.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use super::contestants::Contestant;
use super::trees;
use crate::conformance::interpreter::Interpreter;

/// A virtual environment that holds the tree.
#[derive(Clone)]
pub(crate) struct Environment {
    folder: PathBuf,
    packages: PathBuf,
    wheel: PathBuf,
}

impl Environment {
    /// Makes it.
    ///
    /// # Errors
    /// Why uv can't take part.
    pub(crate) fn make(interpreter: &Interpreter, tree: &Path, name: &str) -> Result<Self, String> {
        Self::try_make(interpreter, tree, name).map_err(|error| format!("uv was left out: {error}"))
    }

    fn try_make(interpreter: &Interpreter, tree: &Path, name: &str) -> io::Result<Self> {
        let folder = trees::folder().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let mut venv = Command::new("uv");
        succeed(venv.args(["venv", "--quiet", "--offline", "--python"]).arg(&interpreter.path).arg(&folder))?;
        let packages = folder.join(format!("lib/python{}/site-packages", interpreter.target.version()));
        let wheel = wheel(&interpreter.path, tree, name)?;
        let environment = Self { folder, packages, wheel };
        // An interpreter that only starts through a wrapper makes an environment that does not start.
        succeed(&mut environment.install())?;
        Ok(environment)
    }

    fn install(&self) -> Command {
        let mut command = Command::new("uv");
        command.env("UV_CACHE_DIR", trees::folder().join("uv-cache"));
        command.args(["pip", "install", "--offline", "--no-deps", "--reinstall", "--compile-bytecode", "--python"]);
        command.arg(&self.folder).arg(&self.wheel);
        command
    }

    pub(crate) fn cold(&self) -> Contestant {
        let packages = self.packages.clone();
        self.contestant(Box::new(move || trees::clean(&packages)))
    }

    pub(crate) fn warm(&self) -> Contestant {
        self.contestant(Box::new(|| Ok(())))
    }

    fn contestant(&self, prepare: Box<dyn Fn() -> io::Result<()>>) -> Contestant {
        let environment = self.clone();
        let command = move || environment.install();
        let name = "uv pip install --compile-bytecode".to_owned();
        Contestant { name, prepare, command: Box::new(command), samples: Vec::new() }
    }
}

/// A wheel with the tree, packed by the interpreter's `zipfile`.
fn wheel(python: &Path, tree: &Path, name: &str) -> io::Result<PathBuf> {
    let wheel = trees::folder().join(format!("{name}-wheel/tiny-1-py3-none-any.whl"));
    fs::create_dir_all(wheel.parent().expect("is in a folder"))?;
    let script = "import pathlib, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', strict_timestamps=False) as wheel:
    tree = pathlib.Path(sys.argv[2])
    for file in sorted(tree.rglob('*.py')):
        wheel.write(file, pathlib.Path('tiny', file.relative_to(tree)))
    wheel.writestr('tiny-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n')
    wheel.writestr('tiny-1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('tiny-1.dist-info/RECORD', '')
";
    succeed(Command::new(python).args(["-c", script]).args([&*wheel, tree]))?;
    Ok(wheel)
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let reason = text.lines().next().unwrap_or_default();
    if output.status.success() { Ok(()) } else { Err(io::Error::other(reason.to_owned())) }
}
