//! Where the messages of `compileall` go: to standard output, or into a report in JSON; and such reports.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use pycmill::compileall::{Outcome, Output, Status, Stop};
use pycmill::py_compile::Written;
use pycmill::{Error, Target, decode_path, printable};
use serde_json::{Value, json};

use crate::arguments::Own;
use crate::console;
use crate::encoding::{Encoder, Encoding};
use crate::interpreter::Interpreter;
use crate::progress::Progress;

/// Takes messages and outcomes.
pub(crate) struct Sink {
    /// What became of the files of each target, where a report is wanted.
    report: Option<Vec<Value>>,
    /// Compiled files without sources.
    orphans: Vec<Value>,
    /// Those of standard output and standard error.
    encodings: (Encoding, Encoding),
}

impl Sink {
    pub(crate) fn new(own: &Own, interpreter: &Interpreter) -> Self {
        let encodings = (Encoding::of_output(interpreter), Encoding::of_errors(interpreter));
        Self { report: own.json.then(Vec::new), orphans: Vec::new(), encodings }
    }

    /// Lets something be done, and passes on what it says.
    pub(crate) fn collect(
        &mut self,
        target: Target,
        progress: &Progress,
        work: impl FnOnce(&mut Output<'_>) -> Result<bool, Stop>,
    ) -> Result<bool, Stop> {
        let Some(report) = &mut self.report else {
            let inner = progress.beside(console::Output);
            let mut messages = Encoder { encoding: self.encodings.0, inner };
            let mut warnings = Encoder { encoding: self.encodings.1, inner: progress.beside(console::Errors) };
            let done = work(&mut Output::new(&mut messages, &mut warnings).watch(progress));
            messages.flush()?;
            return done;
        };
        let mut files = Vec::new();
        let mut tell = |outcome: Outcome| files.push(described(&outcome));
        let done = work(&mut Output::new(&mut io::sink(), &mut io::sink()).outcomes(&mut tell).watch(progress));
        report.push(of_target(target, &files));
        done
    }

    /// Whether there is a report instead of messages.
    pub(crate) const fn is_report(&self) -> bool {
        self.report.is_some()
    }

    /// Takes a compiled file without a source.
    pub(crate) fn add_orphan(&mut self, path: &Path) {
        self.orphans.push(printable(&decode_path(path.as_os_str())).into());
    }

    /// Prints the report.
    pub(crate) fn finish(self, success: bool) -> io::Result<()> {
        let Some(targets) = self.report else { return Ok(()) };
        let mut report = document(success, &targets);
        if !self.orphans.is_empty() {
            report["orphans"] = self.orphans.into();
        }
        writeln!(console::Output, "{report:#}")
    }
}

/// Prints a report on all targets.
pub(crate) fn print(success: bool, targets: &[Value]) -> io::Result<()> {
    writeln!(console::Output, "{:#}", document(success, targets))
}

fn document(success: bool, targets: &[Value]) -> Value {
    json!({ "version": 1, "success": success, "targets": targets })
}

/// What became of the files of a target.
pub(crate) fn of_target(target: Target, files: &[Value]) -> Value {
    json!({ "target": target.to_string(), "files": files })
}

/// What became of a file of `py_compile`.
pub(crate) fn of_file(file: &Path, done: Result<&Written, &Error>, warnings: &[String]) -> Value {
    match done {
        Ok(written) => entry(file, Status::Compiled, std::slice::from_ref(&written.path), None, warnings),
        Err(error) => {
            let class = error.os_error_class().map(|class| format!("{class}: ")).unwrap_or_default();
            entry(file, Status::Failed, &[], Some(&format!("{class}{error}")), warnings)
        }
    }
}

fn described(outcome: &Outcome) -> Value {
    entry(&outcome.source, outcome.status, &outcome.results, outcome.error.as_deref(), &outcome.warnings)
}

fn entry(source: &Path, status: Status, results: &[PathBuf], error: Option<&str>, warnings: &[String]) -> Value {
    let path = |path: &Path| printable(&decode_path(path.as_os_str()));
    let mut described = json!({ "source": path(source), "status": status.name() });
    if !results.is_empty() {
        described["results"] = results.iter().map(|result| path(result)).collect();
    }
    if let Some(error) = error {
        described["error"] = error.trim_end().into();
    }
    if !warnings.is_empty() {
        described["warnings"] = warnings.iter().map(|warning| warning.trim_end()).collect();
    }
    described
}
