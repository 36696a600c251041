//! Starts the command over the tree and sends it signals.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::library::Library;
use crate::command_lines::status_name;

/// A way to end a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Signal {
    Kill,
    Interrupt,
    Terminate,
    HangUp,
}

impl Signal {
    pub(super) const ALL: [Self; 4] = [Self::Kill, Self::Interrupt, Self::Terminate, Self::HangUp];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Kill => "KILL",
            Self::Interrupt => "INT",
            Self::Terminate => "TERM",
            Self::HangUp => "HUP",
        }
    }
}

/// A running command.
#[derive(Debug)]
pub(super) struct Started {
    child: Child,
    start: Instant,
}

/// How a command ended.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    pub(super) status: String,
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) span: Duration,
}

/// Starts the command over the tree.
pub(super) fn start(library: &Library, binary: &Path, workers: &str) -> io::Result<Started> {
    let mut command = Command::new(binary);
    command.args(["--target", &library.target, "-m", "compileall", "-q", "-f", "-j", workers]);
    command.args(library.levels).arg("tree").current_dir(&library.folder).env_remove("SOURCE_DATE_EPOCH");
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    Ok(Started { child, start: Instant::now() })
}

impl Started {
    /// Waits for a moment, sends a signal, and waits for the end.
    pub(super) fn signal_after(self, delay: Duration, signal: Signal) -> io::Result<Ended> {
        thread::sleep(delay.saturating_sub(self.start.elapsed()));
        // It fails where the command is over already.
        let mut kill = Command::new("kill");
        kill.args([&format!("-{}", signal.name()), &self.child.id().to_string()]).stderr(Stdio::null()).status()?;
        self.wait()
    }

    /// Waits for the end.
    pub(super) fn wait(mut self) -> io::Result<Ended> {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        // With -q little is said: no pipe is ever full while the other one is read.
        self.child.stdout.take().map_or(Ok(0), |mut pipe| pipe.read_to_string(&mut stdout))?;
        self.child.stderr.take().map_or(Ok(0), |mut pipe| pipe.read_to_string(&mut stderr))?;
        let status = status_name(self.child.wait()?);
        Ok(Ended { status, stdout, stderr, span: self.start.elapsed() })
    }
}
