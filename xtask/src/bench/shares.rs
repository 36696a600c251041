//! How the time of one worker is shared among the stages.

use std::io;
use std::path::Path;
use std::process::Command;

use super::trees;
use crate::conformance::interpreter::Interpreter;

/// A stage and the seconds it took over the whole tree.
pub(crate) struct Share {
    pub(crate) stage: String,
    pub(crate) seconds: f64,
}

/// What the stages have to do with: files, text and tree, and code.
pub(crate) const PARTS: [(&str, &[&str]); 3] = [
    ("reading and writing files", &["read", "write"]),
    ("text to tree", &["decode", "parse"]),
    ("tree to bytes", &["fold", "symbols", "emit", "flow", "assemble", "marshal"]),
];

/// How often the stages are timed; the fastest pass counts, because noise only adds.
const RUNS: usize = 3;

/// Runs the example that times the stages one by one.
pub(crate) fn measure(stages: &Path, interpreter: &Interpreter, tree: &Path) -> io::Result<Vec<Share>> {
    let mut best: Vec<Share> = Vec::new();
    for _ in 0..RUNS {
        let output = Command::new(stages)
            .arg(interpreter.target.to_string())
            .arg(tree)
            .env("TMPDIR", trees::folder())
            .output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let shares: Vec<Share> = String::from_utf8_lossy(&output.stdout).lines().filter_map(read).collect();
        if best.is_empty() || total(&shares) < total(&best) {
            best = shares;
        }
    }
    Ok(best)
}

/// All stages together, in seconds.
pub(crate) fn total<'s>(shares: impl IntoIterator<Item = &'s Share>) -> f64 {
    shares.into_iter().map(|share| share.seconds).sum()
}

/// `STAGE SECONDS`.
fn read(line: &str) -> Option<Share> {
    let (stage, seconds) = line.rsplit_once(' ')?;
    Some(Share { stage: stage.trim().to_owned(), seconds: seconds.parse().ok()? })
}
