//! Where the messages of `compileall` go: to standard output, or into a report in JSON.

use std::io::{self, BufWriter, Write};

use pycmill::compileall::{Outcome, Output, Stop};
use pycmill::{Target, decode_path, printable};
use serde_json::{Value, json};

use crate::arguments::Own;
use crate::encoding::{Encoder, Encoding};
use crate::progress::Progress;

/// Takes messages and outcomes.
pub(crate) struct Sink {
    /// What became of the files of each target, where a report is wanted.
    report: Option<Vec<Value>>,
    uses_environment: bool,
}

impl Sink {
    pub(crate) fn new(own: &Own, uses_environment: bool) -> Self {
        Self { report: own.json.then(Vec::new), uses_environment }
    }

    /// Lets something be done, and passes on what it says.
    pub(crate) fn collect(
        &mut self,
        target: Target,
        progress: &Progress,
        work: impl FnOnce(&mut Output<'_>) -> Result<bool, Stop>,
    ) -> Result<bool, Stop> {
        let Some(report) = &mut self.report else {
            let inner = BufWriter::new(progress.beside(io::stdout()));
            let mut messages = Encoder { encoding: Encoding::of_output(self.uses_environment), inner };
            let encoding = Encoding::of_errors(self.uses_environment);
            let mut warnings = Encoder { encoding, inner: progress.beside(io::stderr()) };
            let done = work(&mut Output::new(&mut messages, &mut warnings).watch(progress));
            messages.flush()?;
            return done;
        };
        let mut files = Vec::new();
        let mut tell = |outcome: Outcome| files.push(described(&outcome));
        let done = work(&mut Output::new(&mut io::sink(), &mut io::sink()).outcomes(&mut tell).watch(progress));
        report.push(json!({ "target": target.to_string(), "files": files }));
        done
    }

    /// Prints the report.
    pub(crate) fn finish(self, success: bool) -> io::Result<()> {
        let Some(targets) = self.report else { return Ok(()) };
        writeln!(io::stdout(), "{:#}", json!({ "version": 1, "success": success, "targets": targets }))
    }
}

fn described(outcome: &Outcome) -> Value {
    let path = |path: &std::path::Path| printable(&decode_path(path.as_os_str()));
    let results: Vec<String> = outcome.results.iter().map(|result| path(result)).collect();
    let mut described = json!({ "source": path(&outcome.source), "status": outcome.status.name() });
    if !results.is_empty() {
        described["results"] = results.into();
    }
    if let Some(error) = &outcome.error {
        described["error"] = error.trim_end().into();
    }
    if !outcome.warnings.is_empty() {
        described["warnings"] = outcome.warnings.iter().map(|warning| warning.trim_end()).collect();
    }
    described
}
