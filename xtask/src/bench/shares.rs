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

/// Runs the example that times the stages one by one, once.
pub(crate) fn measure(stages: &Path, interpreter: &Interpreter, tree: &Path) -> io::Result<Vec<Share>> {
    let mut command = Command::new(stages);
    let output = command.arg(interpreter.target.to_string()).arg(tree).env("TMPDIR", trees::folder()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(read).collect())
}

/// The run whose total is in the middle: its figures belong together, those of several runs need not.
pub(crate) fn middle(mut runs: Vec<Vec<Share>>) -> Vec<Share> {
    runs.sort_by(|one, other| total(one).total_cmp(&total(other)));
    let at = runs.len().saturating_sub(1) / 2;
    runs.into_iter().nth(at).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::{Share, middle, total};

    #[test]
    fn the_middle_is_one_of_the_runs() {
        let run = |seconds: [f64; 2]| seconds.map(|seconds| Share { stage: String::new(), seconds }).into();
        let found = middle(vec![run([5.0, 1.0]), run([1.0, 1.0]), run([0.0, 3.0])]);
        assert_eq!((found[0].seconds, total(&found)), (0.0, 3.0));
        assert!(middle(Vec::new()).is_empty());
    }
}
