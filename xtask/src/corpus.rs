//! `cargo xtask corpus [NAME…]`: downloads packages of PyPI and unpacks them, without compiling, into
//! `target/corpora/NAME`, where `cargo xtask conformance --corpus NAME` finds them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use crate::conformance::root;

/// The packages that are compared when none are named.
const PACKAGES: [&str; 12] = [
    "django",
    "sqlalchemy",
    "sympy",
    "numpy",
    "pandas",
    "networkx",
    "setuptools",
    "pytest",
    "hypothesis",
    "black",
    "pygments",
    "twisted",
];

/// Runs the command.
#[expect(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn main(words: &[String]) -> ExitCode {
    let named: Vec<&str> = words.iter().map(|word| &**word).collect();
    let packages = if named.is_empty() { PACKAGES.to_vec() } else { named };
    let mut failed = false;
    for package in packages {
        if let Err(error) = get(package) {
            eprintln!("corpus: {package}: {error}");
            failed = true;
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Downloads and unpacks a package unless it is there.
#[expect(clippy::print_stdout, reason = "this is a command")]
fn get(package: &str) -> io::Result<()> {
    let folder = root().join("target/corpora").join(package);
    if folder.is_dir() {
        println!("{package}: there already");
        return Ok(());
    }
    let downloads = root().join("target/corpora/downloads").join(package);
    download(package, &downloads)?;
    let temporary = folder.with_extension("part");
    fs::create_dir_all(&temporary)?;
    for archive in archives(&downloads)? {
        unpack(&archive, &temporary)?;
        println!("{package}: {}", archive.file_name().unwrap_or_default().display());
    }
    fs::rename(temporary, folder)
}

/// The wheel for the newest supported version, or the source distribution where there is none.
fn download(package: &str, downloads: &Path) -> io::Result<()> {
    let pip = || {
        let mut command = Command::new("python3");
        command.args(["-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check", "--dest"]);
        command.arg(downloads).arg(package);
        command
    };
    let version = pycmill::Target::newest_complete().version().to_string();
    let wheel = pip().args(["--only-binary", ":all:", "--python-version", &version]).status()?;
    if wheel.success() || pip().args(["--no-binary", ":all:", "--no-build-isolation"]).status()?.success() {
        return Ok(());
    }
    Err(io::Error::other("pip could not download it"))
}

fn archives(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    found.sort();
    Ok(found)
}

/// Python unpacks what Python packs; nothing is compiled.
fn unpack(archive: &Path, folder: &Path) -> io::Result<()> {
    let module = if archive.extension() == Some(OsStr::new("whl")) { "zipfile" } else { "tarfile" };
    let status = Command::new("python3").args(["-m", module, "-e"]).arg(archive).arg(folder).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{} cannot be unpacked", archive.display()))) }
}
