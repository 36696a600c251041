//! The layout of the code: what runs together stands together, what hardly ever runs stands apart.
//!
//! A compiler that goes from stage to stage for every function of a file runs through more code than the first cache of
//! instructions holds.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The flag of the linker that the tool needs: relocations stay in the file.
pub(super) const FLAG: &str = "-Clink-arg=-Wl,--emit-relocs";

/// Blocks of a function by how often they follow each other, functions by who calls whom.
const CHANGES: [&str; 6] = [
    "-reorder-blocks=ext-tsp",
    "-reorder-functions=cdsort",
    "-split-functions",
    "-split-all-cold",
    "-split-eh",
    "-icf=all",
];

/// Changes the layout of a program after what `run` makes an instrumented copy of it do; where the result is.
pub(super) fn change(tool: &Path, program: &Path, run: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<PathBuf> {
    let beside = |ending: &str| {
        let mut name = program.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        program.with_file_name(name)
    };
    let (data, instrumented, changed) = (beside(".fdata"), beside(".instrumented"), beside(".laid-out"));
    bolt(tool, program, &instrumented, &[OsStr::new("-instrument"), &option("--instrumentation-file=", &data)])?;
    run(&instrumented)?;
    let option = option("-data=", &data);
    let mut changes: Vec<&OsStr> = CHANGES.iter().map(OsStr::new).collect();
    changes.push(&option);
    bolt(tool, program, &changed, &changes)?;
    Ok(changed)
}

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

fn bolt(tool: &Path, from: &Path, to: &Path, options: &[&OsStr]) -> io::Result<()> {
    let output = Command::new(tool).arg(from).arg("-o").arg(to).args(options).stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{}: {}", tool.display(), said.lines().last().unwrap_or_default())))
}
