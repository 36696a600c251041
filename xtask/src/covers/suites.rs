//! The programs with the tests of all crates but pycmill-target, built so that capabilities can be turned round.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::cargo::cargo;
use crate::conformance::root;

const PACKAGES: [&str; 8] = [
    "pycmill",
    "pycmill-cli",
    "pycmill-codegen",
    "pycmill-flow",
    "pycmill-marshal",
    "pycmill-parser",
    "pycmill-pyc",
    "pycmill-source",
];
/// A capability turned round can make a loop endless, which counts as noticed.
const LIMIT: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(20);

/// A program with tests.
pub(super) struct Suite {
    pub(super) name: String,
    program: PathBuf,
    folder: PathBuf,
}

/// Builds them; the quickest come first.
pub(super) fn build() -> io::Result<Vec<Suite>> {
    let mut command = cargo();
    command.args(["test", "--no-run", "--quiet", "--message-format", "json", "--features", "pycmill-target/flip"]);
    command.arg("--target-dir").arg(root().join("target/covers")).args(["-p", "pycmill-target"]);
    command.args(PACKAGES.iter().flat_map(|package| ["-p", package]));
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other("the tests cannot be built"));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let suites = messages.lines().filter_map(|line| Suite::read(&serde_json::from_str(line).ok()?));
    let mut timed = suites.map(Suite::timed).collect::<io::Result<Vec<_>>>()?;
    timed.sort_by_key(|(time, _)| *time);
    Ok(timed.into_iter().map(|(_, suite)| suite).collect())
}

impl Suite {
    /// Reads a message of cargo about a program with tests.
    fn read(message: &Value) -> Option<Self> {
        let program = PathBuf::from(message["executable"].as_str()?);
        let folder = Path::new(message["manifest_path"].as_str()?).parent()?.to_owned();
        let is_test = message["profile"]["test"].as_bool()?;
        let crate_name = folder.file_name()?.to_string_lossy().into_owned();
        let name = format!("{crate_name}/{}", message["target"]["name"].as_str()?);
        (is_test && crate_name != "target").then_some(Self { name, program, folder })
    }

    /// How long it takes with all capabilities as they are.
    fn timed(self) -> io::Result<(Duration, Self)> {
        let start = Instant::now();
        if self.passes(None) {
            Ok((start.elapsed(), self))
        } else {
            Err(io::Error::other(format!("{} fails although nothing is turned round", self.name)))
        }
    }

    /// Whether its tests pass, with a capability turned round.
    pub(super) fn passes(&self, flipped: Option<&str>) -> bool {
        let mut command = Command::new(&self.program);
        command
            .current_dir(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder)
            .envs(flipped.map(|name| ("PYCMILL_FLIP", name)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(mut child) = command.spawn() else { return false };
        let end = Instant::now() + LIMIT;
        while Instant::now() < end {
            if let Ok(Some(status)) = child.try_wait() {
                return status.success();
            }
            std::thread::sleep(PAUSE);
        }
        let _ = child.kill();
        let _ = child.wait();
        false
    }
}
