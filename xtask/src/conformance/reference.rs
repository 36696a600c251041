//! What CPython makes of a file, remembered on disk.
//!
//! Invariant: an answer is kept under everything it depends on: release, level, path, content and
//! the script that asks.

use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pycmill::Optimization;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::interpreter::Interpreter;
use super::root;
use super::worker::{self, Answer, Worker};

/// The scripts that ask.
const SCRIPTS: &str = concat!(include_str!("worker.py"), include_str!("stages.py"));

/// One interpreter at one level, with what it said before.
#[derive(Debug)]
pub(crate) struct Reference<'a> {
    interpreter: &'a Interpreter,
    optimize: Optimization,
    worker: Option<Worker>,
    /// Whether answers are kept.
    remembers: bool,
}

impl<'a> Reference<'a> {
    pub(crate) fn new(interpreter: &'a Interpreter, optimize: Optimization) -> Self {
        Self { interpreter, optimize, worker: None, remembers: true }
    }

    /// One that keeps no answers, for files that will not be asked about again.
    pub(crate) fn forgetful(interpreter: &'a Interpreter, optimize: Optimization) -> Self {
        Self { remembers: false, ..Self::new(interpreter, optimize) }
    }

    /// The payload of the `.pyc` file or the error.
    pub(crate) fn compile(&mut self, file: &Path, content: &[u8]) -> io::Result<Answer> {
        self.remembered("reference", file, content)
    }

    /// A stage as text, by the name of the question.
    pub(crate) fn stage(&mut self, question: &str, file: &Path, content: &[u8]) -> io::Result<Answer> {
        self.remembered(question, file, content)
    }

    /// The syntax tree of a text, which is asked about once.
    pub(crate) fn tree(&mut self, text: &[u8]) -> io::Result<Answer> {
        self.ask("snippet", Path::new("q.py"), &[text])
    }

    /// Where two payloads differ.
    pub(crate) fn difference(&mut self, file: &Path, ours: &[u8], theirs: &[u8]) -> io::Result<Answer> {
        self.ask("difference", file, &[ours, theirs])
    }

    /// What a process of its own makes of the file; remembered from now on.
    pub(crate) fn compile_fresh(&mut self, file: &Path, content: &[u8]) -> io::Result<Answer> {
        let answer = worker::ask_fresh(self.interpreter, self.optimize, None, file)?;
        if self.remembers {
            remember(&self.place("reference", file, content), &answer)?;
        }
        Ok(answer)
    }

    fn remembered(&mut self, question: &str, file: &Path, content: &[u8]) -> io::Result<Answer> {
        if !self.remembers {
            return self.ask(question, file, &[]);
        }
        let place = self.place(question, file, content);
        if let Some(answer) = recall(&place) {
            return Ok(answer);
        }
        let is_asked_fresh = question == "reference" && self.interpreter.target.marks_depend_on_alive_strings();
        let answer = if is_asked_fresh {
            worker::ask_fresh(self.interpreter, self.optimize, None, file)?
        } else {
            self.ask(question, file, &[])?
        };
        remember(&place, &answer)?;
        Ok(answer)
    }

    /// A worker that died is replaced once.
    fn ask(&mut self, question: &str, file: &Path, blobs: &[&[u8]]) -> io::Result<Answer> {
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => none.insert(Worker::start(self.interpreter, self.optimize)?),
        };
        match worker.ask(question, file, blobs) {
            Ok(answer) => Ok(answer),
            Err(error) => {
                self.worker = None;
                Ok(Answer::Failed(error.to_string()))
            }
        }
    }

    fn place(&self, question: &str, file: &Path, content: &[u8]) -> PathBuf {
        let mut hasher = SipHasher13::new();
        for part in [question.as_bytes(), file.as_os_str().as_encoded_bytes(), content, SCRIPTS.as_bytes()] {
            hasher.write_usize(part.len());
            hasher.write(part);
        }
        let name = format!("{:032x}", hasher.finish128().as_u128());
        let folder = format!("target/conformance/{}/{}/{}", self.interpreter.target, self.optimize.level(), &name[..2]);
        root().join(folder).join(name)
    }
}

fn recall(place: &Path) -> Option<Answer> {
    let bytes = fs::read(place).ok()?;
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some(worker::answer(std::str::from_utf8(&bytes[..end]).ok()?, bytes[end + 1..].to_vec()))
}

/// Failures are not remembered: the next run asks again.
fn remember(place: &Path, answer: &Answer) -> io::Result<()> {
    let (kind, blob): (&str, &[u8]) = match answer {
        Answer::Payload(bytes) => ("payload", bytes),
        Answer::Rejected(text) => ("rejected", text.as_bytes()),
        Answer::Text(text) => ("text", text.as_bytes()),
        Answer::Failed(_) => return Ok(()),
    };
    fs::create_dir_all(place.parent().expect("a place in a folder"))?;
    let temporary = place.with_extension(std::process::id().to_string());
    fs::write(&temporary, [kind.as_bytes(), b"\n", blob].concat())?;
    fs::rename(temporary, place)
}
