//! Where messages go.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};

use super::file::Report;
use super::outcome::{Outcome, Watch};

/// Where messages, warnings and reports go.
pub struct Output<'a> {
    messages: &'a mut dyn Write,
    warnings: &'a mut dyn Write,
    outcomes: Option<&'a mut dyn FnMut(Outcome)>,
    pub(crate) watch: Option<&'a dyn Watch>,
    /// Warnings that are shown once.
    seen: HashSet<String>,
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").finish_non_exhaustive()
    }
}

impl<'a> Output<'a> {
    /// Everything that `compileall` prints, and the warnings of the compiler.
    pub fn new(messages: &'a mut dyn Write, warnings: &'a mut dyn Write) -> Self {
        Self { messages, warnings, outcomes: None, watch: None, seen: HashSet::new() }
    }

    /// Also tells what became of each file, in order.
    #[must_use]
    pub fn outcomes(self, outcomes: &'a mut dyn FnMut(Outcome)) -> Self {
        Self { outcomes: Some(outcomes), ..self }
    }

    /// Also lets the work be watched.
    #[must_use]
    pub fn watch(self, watch: &'a dyn Watch) -> Self {
        Self { watch: Some(watch), ..self }
    }

    pub(crate) fn write(&mut self, message: &str) -> io::Result<()> {
        self.messages.write_all(message.as_bytes())
    }

    /// Writes what there is to say about a file; whether it failed.
    pub(crate) fn report(&mut self, report: Report) -> io::Result<bool> {
        self.write(&report.messages)?;
        for (text, once) in report.warnings {
            if once.is_none_or(|once| self.seen.insert(once)) {
                self.warnings.write_all(text.as_bytes())?;
            }
        }
        if let Some(outcome) = report.outcome
            && let Some(tell) = &mut self.outcomes
        {
            tell(outcome);
        }
        Ok(report.failed)
    }
}
