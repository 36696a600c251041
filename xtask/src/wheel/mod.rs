//! `cargo xtask wheel`: the Python package as it is distributed, in `target/wheels`.
//!
//! The command and the extension module are built here, guided by a profile of the command's work as `cargo xtask dist` does
//! it, and handed to the package's build back end, which puts them into the wheel as they are.

mod check;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use clap::Parser;

use crate::cargo::{cargo, executable};
use crate::command;
use crate::conformance::root;
use crate::dist::{self, Guide};

/// Builds the Python package.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask wheel")]
struct Arguments {
    #[command(flatten)]
    guide: Guide,
    /// Build in a fraction of the time what is a little slower: no profile, no whole-program optimisation
    #[arg(long, conflicts_with_all = ["llvm_bolt", "llvm_profdata", "train"])]
    quick: bool,
    /// Install the wheel for each interpreter found, and run the tests of the package and CPython's own
    #[arg(long)]
    check: bool,
    /// Which CPythons to check: as in conformance
    #[arg(long, default_value = "all", requires = "check")]
    target: String,
    /// A wheel to check that is built already
    #[arg(long, requires = "check")]
    wheel: Option<PathBuf>,
    /// The interpreter that builds, with pip
    #[arg(long, default_value = "python3")]
    python: PathBuf,
}

/// Runs the command.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("wheel", words, |arguments: &Arguments| {
        let (wheel, success) = run(arguments)?;
        println!("{}", wheel.display());
        Ok::<_, io::Error>(success)
    })
}

fn run(arguments: &Arguments) -> io::Result<(PathBuf, bool)> {
    let wheel = arguments.wheel.clone().map_or_else(|| build(arguments), Ok)?;
    let success = !arguments.check || check::check(&wheel, &arguments.target)?;
    Ok((wheel, success))
}

fn build(arguments: &Arguments) -> io::Result<PathBuf> {
    let (command, module) = if arguments.quick {
        quick()?
    } else {
        let built = dist::build(&arguments.guide)?;
        (dist::publish(&built)?, dist::build_module(&built)?)
    };
    pack(&arguments.python, &command, &module)
}

/// Both products of cargo's release profile without its last, long step.
fn quick() -> io::Result<(PathBuf, PathBuf)> {
    let mut command = cargo();
    command.args(["build", "--quiet", "--release", "--locked", "-p", "pycmill-cli", "-p", "pycmill-python"]);
    command.args(["--config", "profile.release.lto=false", "--config", "profile.release.codegen-units=16"]);
    let folder = root().join("target/wheels/quick");
    command.arg("--target-dir").arg(&folder).env("PYO3_BUILD_EXTENSION_MODULE", "1");
    if !command.status()?.success() {
        return Err(io::Error::other("the package cannot be built"));
    }
    let release = folder.join("release");
    let module = format!("{}_pycmill{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    Ok((executable(&release, "pycmill"), release.join(module)))
}

/// Makes a wheel of the two; where it is.
fn pack(python: &Path, command: &Path, module: &Path) -> io::Result<PathBuf> {
    let folder = root().join("target/wheels/new");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir"]).arg(&folder);
    pip.arg(root()).env("PYCMILL_COMMAND", command).env("PYCMILL_EXTENSION", module);
    if !pip.status()?.success() {
        return Err(io::Error::other("pip did not build the wheel"));
    }
    let wheel = fs::read_dir(&folder)?.next().ok_or_else(|| io::Error::other("pip built no wheel"))??;
    let kept = root().join("target/wheels").join(wheel.file_name());
    fs::rename(wheel.path(), &kept)?;
    Ok(kept)
}
