//! A process that answers about one snippet after another, started again when it dies.
//!
//! Invariant: there is one answer for each snippet, in order; the snippet that kills the process has its death as the
//! answer.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value;

use super::answer::Answer;

/// How to start a process, and the process if it runs.
#[derive(Debug)]
pub(crate) struct Asked {
    command: Command,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Asked {
    pub(crate) fn new(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        Self { command, running: None }
    }

    /// The answers for some snippets.
    pub(crate) fn ask(&mut self, snippets: &[Vec<u8>]) -> io::Result<Vec<Answer>> {
        let mut answers = Vec::with_capacity(snippets.len());
        while answers.len() < snippets.len() {
            let before = answers.len();
            self.ask_until_death(&snippets[before..], &mut answers)?;
            if answers.len() < snippets.len() {
                let how = self.bury()?;
                answers.push(Answer::Lost(how));
            }
        }
        Ok(answers)
    }

    /// Requests are written while answers are read, so that neither pipe is full for ever.
    fn ask_until_death(&mut self, snippets: &[Vec<u8>], answers: &mut Vec<Answer>) -> io::Result<()> {
        let Running { child, answers: lines } = match &mut self.running {
            Some(running) => running,
            none => none.insert(start(&mut self.command)?),
        };
        let requests = child.stdin.as_mut().expect("standard input is piped");
        thread::scope(|scope| {
            scope.spawn(move || {
                for snippet in snippets {
                    // A process that has died is noticed where its answers are read.
                    let written = writeln!(requests, "{}", snippet.len()).and_then(|()| requests.write_all(snippet));
                    if written.and_then(|()| requests.flush()).is_err() {
                        return;
                    }
                }
            });
            for _ in snippets {
                let mut line = String::new();
                lines.read_line(&mut line)?;
                let value: Option<Value> = serde_json::from_str(&line).ok();
                let Some(answer) = value.as_ref().and_then(Answer::from_json) else { break };
                answers.push(answer);
            }
            Ok(())
        })
    }

    /// Says how the process ended.
    fn bury(&mut self) -> io::Result<String> {
        let Some(mut running) = self.running.take() else { return Ok("not started".to_owned()) };
        drop(running.child.stdin.take());
        let _ = running.child.kill();
        Ok(format!("the process ended: {}", running.child.wait()?))
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        // There is nothing to do about one that cannot be stopped.
        let _ = self.bury();
    }
}

fn start(command: &mut Command) -> io::Result<Running> {
    let mut child = command.spawn()?;
    let answers = BufReader::new(child.stdout.take().expect("standard output is piped"));
    Ok(Running { child, answers })
}
