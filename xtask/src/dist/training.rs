//! The work that the profile is recorded from: trees compiled for every version that is written.
//!
//! Without trees of the caller's, the sources of the tests: they have every construct, and the samples of the benches,
//! repeated, give the usual ones their weight. So the profile needs no Python and is that of this version of the project.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use pycmill_target::Version;

use crate::bench::copy_sources;
use crate::conformance::root;

/// How often a sample is repeated in its file, and in how many files.
const REPEATED: usize = 16;
const COPIES: usize = 8;

/// Where what is to be compiled is kept.
pub(super) fn folder() -> PathBuf {
    super::folder().join("training")
}

/// Copies what is to be compiled.
pub(super) fn prepare(trees: &[PathBuf]) -> io::Result<()> {
    let work = folder();
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fill(&work, trees)
}

/// Compiles everything with an instrumented command, in one process. Files with errors are part of the work.
pub(super) fn compile_all(command: &Path, work: &Path) -> io::Result<()> {
    let mut command = Command::new(command);
    command.args(Version::COMPLETE.iter().flat_map(|version| ["--target".to_owned(), version.to_string()]));
    command.args(["compileall", "-f", "-qq", "-j", "1"]).arg(work);
    ended(&mut command)
}

/// The same with the example that times the stages, which knows one target.
pub(super) fn run_stages(example: &Path, work: &Path) -> io::Result<()> {
    ended(Command::new(example).arg("3.13").arg(work))
}

/// Runs a command to its end, good or bad.
fn ended(command: &mut Command) -> io::Result<()> {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.code().is_some() { Ok(()) } else { Err(io::Error::other("an instrumented program was killed")) }
}

fn fill(work: &Path, trees: &[PathBuf]) -> io::Result<()> {
    if !trees.is_empty() {
        return trees.iter().enumerate().try_for_each(|(at, tree)| copy_sources(tree, &work.join(at.to_string())));
    }
    copy_sources(&root().join("tests"), &work.join("tests"))?;
    for entry in fs::read_dir(root().join("crates/parser/benches/data"))? {
        let path = entry?.path();
        // The future import may stand at the start only.
        let text = fs::read_to_string(&path)?.replace("from __future__ import annotations\n", "").repeat(REPEATED);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for copy in 0..COPIES {
            fs::write(work.join(format!("{name}{copy}.py")), &text)?;
        }
    }
    Ok(())
}
