//! A profile: found tool, recorded runs, one merged file.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use super::{content_hash, rustc_prints};

const TOOL: &str = "llvm-profdata";

/// The tool that merges profiles: the one named, that of the toolchain (`rustup component add llvm-tools`), or the one on PATH.
pub(super) fn find(named: Option<&Path>) -> io::Result<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let of_toolchain = of_toolchain()?;
    let works = |tool: &Path| Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = [of_toolchain, PathBuf::from(TOOL)].into_iter().find(|tool| works(tool));
    found.ok_or_else(|| {
        io::Error::other(format!(
            "{TOOL} is missing: `rustup component add llvm-tools`, or name one with --llvm-profdata; --no-profile builds \
             without"
        ))
    })
}

/// Where the toolchain would have it.
fn of_toolchain() -> io::Result<PathBuf> {
    Ok(Path::new(&rustc_prints("target-libdir")?).with_file_name("bin").join(TOOL))
}

/// Renames a profile: cargo builds again when the name in the flags has changed, whatever the file has in it.
fn named_by_content(profile: &Path) -> io::Result<PathBuf> {
    let named = profile.with_file_name(format!("{:016x}.profdata", content_hash(profile)?));
    fs::rename(profile, &named)?;
    Ok(named)
}

/// Runs what is to be recorded, which leaves raw profiles in a folder, and merges them.
pub(super) fn record(tool: &Path, raw: &Path, run: impl FnOnce() -> io::Result<()>) -> io::Result<PathBuf> {
    if raw.exists() {
        fs::remove_dir_all(raw)?;
    }
    run()?;
    let merged = raw.join("merged.profdata");
    let mut command = Command::new(tool);
    command.args(["merge", "-o"]).arg(&merged);
    for entry in fs::read_dir(raw)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "profraw") {
            command.arg(path);
        }
    }
    if command.status()?.success() {
        return named_by_content(&merged);
    }
    Err(io::Error::other(format!("{} cannot merge what this compiler records: it must be of its LLVM", tool.display())))
}
