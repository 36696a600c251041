//! Where messages go.

use std::collections::HashSet;
use std::fmt;
use std::io::Write;

use super::file::Report;
use super::outcome::{Outcome, Watch};
use super::{Stop, StrictEncoding};

/// Where messages, warnings and reports go.
pub struct Output<'a> {
    messages: &'a mut dyn Write,
    warnings: &'a mut dyn Write,
    outcomes: Option<&'a mut dyn FnMut(Outcome)>,
    pub(crate) watch: Option<&'a dyn Watch>,
    /// Warnings that are shown once.
    seen: HashSet<String>,
    /// The encoding of messages, if Python stops at characters it lacks.
    pub(crate) strict: Option<StrictEncoding>,
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").finish_non_exhaustive()
    }
}

impl<'a> Output<'a> {
    /// Everything that `compileall` prints, and the warnings of the compiler.
    pub fn new(messages: &'a mut dyn Write, warnings: &'a mut dyn Write) -> Self {
        Self { messages, warnings, outcomes: None, watch: None, seen: HashSet::new(), strict: None }
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

    pub(crate) fn write(&mut self, message: &str) -> Result<(), Stop> {
        let (message, raised) = self.strict.map_or((message, None), |strict| strict.split(message));
        self.messages.write_all(message.as_bytes())?;
        raised.map_or(Ok(()), |raised| Err(raised.into()))
    }

    /// Writes what there is to say about a file; whether it failed.
    pub(crate) fn report(&mut self, report: Report) -> Result<bool, Stop> {
        let said = self.write(&report.messages);
        let mut warnings = Vec::new();
        for (text, once) in report.warnings {
            if once.is_none_or(|once| self.seen.insert(once)) {
                self.warnings.write_all(text.as_bytes())?;
            }
            if self.outcomes.is_some() {
                warnings.push(text);
            }
        }
        said?;
        if let Some(outcome) = report.outcome
            && let Some(tell) = &mut self.outcomes
        {
            tell(Outcome { warnings, ..outcome });
        }
        Ok(report.failed)
    }
}
