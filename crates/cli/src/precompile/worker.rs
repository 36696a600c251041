//! The persistent worker: requests in JSON from standard input; answers on standard output, one a line.
//!
//! Follows Bazel's worker protocol. **Invariants**: every request that is no cancellation is answered exactly once; a
//! cancellation takes a request back that nobody has begun with, and else changes nothing.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

use pycmill::Compiler;
use serde_json::{Map, Value, json};

use super::compile::{Failure, Job, Settings};
use super::messages;
use super::queue::Queue;
use crate::argparse::Stop;
use crate::console::Output;
use crate::surface::Precompile;
use crate::{console, limits, outside};

/// The status of a request that was made in a wrong way.
const USAGE: u8 = 2;
/// The status of a request that failed.
const FAILED: u8 = 3;

/// A request for work.
struct Request {
    /// As it came; 0 where there was none.
    id: Value,
    arguments: Result<Vec<Vec<u8>>, String>,
    sandbox: Option<PathBuf>,
}

/// A request of the input.
enum Message {
    Work(Request),
    Cancel(Value),
}

/// Answers requests until the input ends.
pub(crate) fn run(settings: &Settings<'_>, command: &Precompile) -> ExitCode {
    let threads = match command.implementation.as_deref() {
        Some(b"serial") => 1,
        None | Some(b"async") if limits::memory().is_some() => 1,
        None | Some(b"async") => thread::available_parallelism().map_or(1, usize::from),
        Some(other) => {
            let name = String::from_utf8_lossy(other);
            return outside::refuse(format_args!("unknown worker implementation '{name}'; known: async, serial"));
        }
    };
    let (queue, failure) = (Queue::new(), Mutex::new(None));
    let read = thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(settings, &queue, &failure));
        }
        let read = receive(&queue, &mut io::stdin().lock());
        queue.close();
        read
    });
    let failure = failure.into_inner().unwrap_or_else(PoisonError::into_inner);
    outside::status(failure.map_or(read, Err).map(|()| true))
}

/// Reads requests until the input ends.
fn receive(queue: &Queue<Request>, input: &mut impl BufRead) -> io::Result<()> {
    let mut text = Vec::new();
    while messages::read(input, &mut text)? {
        if text.trim_ascii().is_empty() {
            continue;
        }
        match Message::read(&text) {
            Message::Work(request) => queue.push(request),
            Message::Cancel(id) => {
                if let Some(request) = queue.take_back(|request| request.id == id) {
                    send(&json!({ "requestId": request.id, "wasCancelled": true }))?;
                }
            }
        }
    }
    Ok(())
}

/// Answers requests as long as there are any. The first answer that cannot be sent is the failure.
fn work(settings: &Settings<'_>, queue: &Queue<Request>, failure: &Mutex<Option<io::Error>>) {
    let mut compiler = Compiler::new();
    while let Some(request) = queue.next() {
        let answer = match request.run(settings, &mut compiler) {
            Ok(()) => json!({ "exitCode": 0, "requestId": request.id }),
            Err((status, output)) => json!({ "exitCode": status, "output": output, "requestId": request.id }),
        };
        if let Err(error) = send(&answer) {
            failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }
}

/// Writes an answer as a line.
fn send(answer: &Value) -> io::Result<()> {
    Output.write_all(format!("{answer}\n").as_bytes())?;
    console::send()
}

impl Message {
    /// A text that is no request in JSON is one that was made in a wrong way.
    fn read(text: &[u8]) -> Self {
        let mut fields = match serde_json::from_slice::<Map<String, Value>>(text) {
            Ok(fields) => fields,
            Err(error) => {
                let arguments = Err(format!("the request is no JSON object: {error}"));
                return Self::Work(Request { id: 0.into(), arguments, sandbox: None });
            }
        };
        let id = fields.remove("requestId").filter(|id| !id.is_null()).unwrap_or_else(|| 0.into());
        if fields.get("cancel").and_then(Value::as_bool) == Some(true) {
            return Self::Cancel(id);
        }
        let sandbox = fields.get("sandboxDir").and_then(Value::as_str).filter(|directory| !directory.is_empty());
        let arguments = arguments(fields.get("arguments").unwrap_or(&Value::Null));
        Self::Work(Request { id, arguments, sandbox: sandbox.map(PathBuf::from) })
    }
}

fn arguments(value: &Value) -> Result<Vec<Vec<u8>>, String> {
    let wrong = || "the arguments of the request are no list of strings".to_owned();
    let texts = match value {
        Value::Null => return Ok(Vec::new()),
        value => value.as_array().ok_or_else(wrong)?,
    };
    texts.iter().map(|text| text.as_str().map(|text| text.as_bytes().to_vec()).ok_or_else(wrong)).collect()
}

impl Request {
    /// Does what is asked for; the status and what there is to say, where that fails.
    fn run(&self, settings: &Settings<'_>, compiler: &mut Compiler) -> Result<(), (u8, String)> {
        let words = self.arguments.as_ref().map_err(|message| (USAGE, message.clone()))?;
        let command = super::read(settings.session, words).map_err(|stop| match stop {
            Stop::Help(text) | Stop::Error(text) => (USAGE, text),
            Stop::Raised(exception) => (USAGE, exception.to_owned()),
        })?;
        let sandbox = self.sandbox.as_deref();
        let done = Job::new(settings, &command, sandbox).and_then(|job| job.run(settings, compiler));
        done.map_err(|failure| match failure {
            Failure::Usage(message) => (USAGE, message),
            Failure::Work(message) => (FAILED, message),
        })
    }
}
