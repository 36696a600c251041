//! A long-lived interpreter process that answers questions about files.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use pycmill::Optimization;

use super::interpreter::Interpreter;

/// What an interpreter answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    /// What follows the header of the `.pyc` file.
    Payload(Vec<u8>),
    /// The message of `py_compile`'s error.
    Rejected(String),
    /// Text of a stage or a description.
    Text(String),
    /// The question could not be answered.
    Failed(String),
}

/// An interpreter process.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Worker {
    /// Starts a process at an optimisation level.
    pub(crate) fn start(interpreter: &Interpreter, optimize: Optimization) -> io::Result<Self> {
        let mut child = command(interpreter, optimize).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let requests = child.stdin.take().expect("standard input is piped");
        let answers = BufReader::new(child.stdout.take().expect("standard output is piped"));
        Ok(Self { child, requests, answers })
    }

    /// Asks a question; the first blob is the file's name.
    pub(crate) fn ask(&mut self, question: &str, file: &Path, blobs: &[&[u8]]) -> io::Result<Answer> {
        let name = file.as_os_str().as_encoded_bytes();
        let all: Vec<&[u8]> = std::iter::once(name).chain(blobs.iter().copied()).collect();
        let lengths: String = all.iter().map(|blob| format!(" {}", blob.len())).collect();
        writeln!(self.requests, "{question}{lengths}")?;
        for blob in all {
            self.requests.write_all(blob)?;
        }
        self.requests.flush()?;
        read_answer(&mut self.answers)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It ends by itself when its input does; a stuck one must not outlive us.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets an interpreter write the `.pyc` files of what it imports to compile.
pub(crate) fn warm_up(interpreter: &Interpreter, optimize: Optimization) -> io::Result<()> {
    if interpreter.target.marks_depend_on_alive_strings() {
        super::command::warm_up(interpreter, optimize)?;
    }
    command(interpreter, optimize).stdin(Stdio::null()).stdout(Stdio::null()).status().map(|_| ())
}

/// What a process that compiles nothing but this file answers, started in a folder.
pub(crate) fn ask_fresh(
    interpreter: &Interpreter,
    optimize: Optimization,
    folder: Option<&Path>,
    file: &Path,
) -> io::Result<Answer> {
    if interpreter.target.marks_depend_on_alive_strings() {
        return super::command::py_compile(interpreter, optimize, folder, file);
    }
    let mut command = command(interpreter, optimize);
    command.arg(file).stdin(Stdio::null());
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Ok(Answer::Failed(format!("the interpreter ended with {}", output.status)));
    }
    read_answer(&mut &output.stdout[..])
}

fn command(interpreter: &Interpreter, optimize: Optimization) -> Command {
    let mut command = python(interpreter);
    command.args(flag(optimize)).arg(script());
    command
}

/// The option of an interpreter for a level.
pub(super) fn flag(optimize: Optimization) -> Option<&'static str> {
    match optimize.level() {
        0 => None,
        1 => Some("-O"),
        _ => Some("-OO"),
    }
}

/// An interpreter with nothing of this process's environment that changes what it answers.
pub(crate) fn python(interpreter: &Interpreter) -> Command {
    let mut command = Command::new(&interpreter.path);
    // A Python started by one of ours must find its own library, whatever this process was given. Nor is anything else said:
    // up to 3.10 the number of variables has an effect on which strings the process still holds. A
    // library module that was compiled in the same process leaves other objects behind than one that was loaded; the usual
    // state is that all were written when they were first imported.
    command.env_clear().envs(["PATH", "HOME"].iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command.env("PYTHONHASHSEED", "0").stderr(Stdio::null());
    command
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/conformance/worker.py")
}

fn read_answer(input: &mut impl BufRead) -> io::Result<Answer> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let (kind, length) = line.trim_end().split_once(' ').ok_or_else(|| io::Error::other("the interpreter died"))?;
    let mut blob = vec![0; length.parse().map_err(io::Error::other)?];
    input.read_exact(&mut blob)?;
    Ok(answer(kind, blob))
}

/// The answer with its kind as the worker and the cache write it.
pub(crate) fn answer(kind: &str, blob: Vec<u8>) -> Answer {
    let text = |blob: Vec<u8>| String::from_utf8_lossy(&blob).into_owned();
    match kind {
        "payload" => Answer::Payload(blob),
        "rejected" => Answer::Rejected(text(blob)),
        "text" => Answer::Text(text(blob)),
        _ => Answer::Failed(text(blob)),
    }
}
