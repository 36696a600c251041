//! The test of a wheel: it is installed into a fresh virtual environment of each interpreter, where the command, the example of
//! the repository's page and the tests of the package run; then CPython's own tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;
use crate::cpython_tests;

/// Whether the wheel works for all interpreters.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(super) fn check(wheel: &Path, target: &str) -> io::Result<bool> {
    let interpreters = interpreter::choose(target, &[])?;
    let mut success = true;
    for interpreter in &interpreters {
        let problems = problems(wheel, interpreter)?;
        println!("{}: {}", interpreter.target, if problems.is_empty() { "installed, works" } else { "FAILED" });
        problems.iter().for_each(|problem| println!("    {}", problem.replace('\n', "\n    ")));
        success &= problems.is_empty();
    }
    Ok(cpython_tests::check_package(wheel, &interpreters, None)? && success)
}

/// What does not work.
fn problems(wheel: &Path, interpreter: &Interpreter) -> io::Result<Vec<String>> {
    let folder = root().join(format!("target/wheels/check/{}", interpreter.target));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let environment = Environment::new(wheel, interpreter, &folder)?;
    let work = folder.join("work");
    fs::create_dir_all(&work)?;
    let example = work.join("example.py");
    fs::write(&example, example_of_page()?)?;
    fs::write(work.join("hello.py"), "print('hello')\n")?;
    let tests = root().join("crates/python/tests/test_package.py");
    let runs = [
        Command::new(&environment.command).args(["-V"]).output()?,
        environment.python(&work).arg(&example).output()?,
        environment.python(&work).arg(&tests).output()?,
    ];
    let failed = runs.iter().filter(|output| !output.status.success());
    Ok(failed.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).collect())
}

/// The Python example of `README.md`.
fn example_of_page() -> io::Result<String> {
    let page = fs::read_to_string(root().join("README.md"))?;
    let example = page.split("```python\nimport pycmill\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.ok_or_else(|| io::Error::other("README.md has no Python example"))?;
    Ok(format!("import pycmill\n{example}"))
}

/// Where the wheel is installed.
struct Environment {
    python: PathBuf,
    command: PathBuf,
    /// The folder of packages, where the interpreter has no virtual environments.
    packages: Option<PathBuf>,
}

impl Environment {
    fn new(wheel: &Path, interpreter: &Interpreter, folder: &Path) -> io::Result<Self> {
        if has_environments(interpreter) {
            return Self::virtual_one(wheel, interpreter, &folder.join("venv"));
        }
        // Distributions put virtual environments and pip into packages of their own.
        let packages = folder.join("packages");
        let python = PathBuf::from("python3");
        run(Command::new(&python).args(PIP).args(["--no-deps", "--target"]).arg(&packages).arg(wheel))?;
        Ok(Self { python: interpreter.path.clone(), command: packages.join("bin/pycmill"), packages: Some(packages) })
    }

    fn virtual_one(wheel: &Path, interpreter: &Interpreter, folder: &Path) -> io::Result<Self> {
        run(Command::new(&interpreter.path).args(["-m", "venv"]).arg(folder))?;
        let python = folder.join("bin/python");
        run(Command::new(&python).args(PIP).arg(wheel))?;
        Ok(Self { python, command: folder.join("bin/pycmill"), packages: None })
    }

    fn python(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.python);
        command.current_dir(folder).envs(self.packages.iter().map(|packages| ("PYTHONPATH", packages)));
        command
    }
}

/// Whether an interpreter can make a virtual environment with pip.
fn has_environments(interpreter: &Interpreter) -> bool {
    let imports = Command::new(&interpreter.path).args(["-I", "-c", "import ensurepip, venv"]).output();
    imports.is_ok_and(|output| output.status.success())
}

const PIP: [&str; 5] = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];

fn run(command: &mut Command) -> io::Result<()> {
    if command.status()?.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{} failed", command.get_program().display())))
}
