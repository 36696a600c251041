//! What an audit prints.

use std::collections::BTreeMap;
use std::io::{self, Write};

use pycmill::Difference;
use pycmill::audit::{Finding, Verdict};
use serde_json::{Value, json};

use crate::arguments::{Allowed, Audit, Format};
use crate::console::Output;
use crate::problems::{Problem, Severity, annotation, log, shown};

/// Takes findings and prints them in a form.
pub(crate) struct Report<'c> {
    format: Format,
    allowed: &'c [Allowed],
    /// Whether harmless files are listed, too.
    lists_all: bool,
    counts: BTreeMap<Verdict, usize>,
    success: bool,
    files: Vec<Value>,
    problems: Vec<Problem>,
}

impl<'c> Report<'c> {
    pub(crate) fn new(command: &'c Audit, is_json: bool, lists_all: bool) -> Self {
        let format = if is_json { Format::Json } else { command.format };
        let (files, problems) = (Vec::new(), Vec::new());
        Self { format, allowed: &command.allow, lists_all, counts: BTreeMap::new(), success: true, files, problems }
    }

    /// Takes a finding, and prints it where that is not left for the end.
    pub(crate) fn take(&mut self, finding: Finding, output: &mut dyn Write) -> io::Result<()> {
        let is_accepted = finding.verdict.is_harmless() || self.allowed.contains(&Allowed(finding.verdict));
        self.success &= is_accepted;
        *self.counts.entry(finding.verdict).or_default() += 1;
        match self.format {
            Format::Text if is_accepted && !self.lists_all => Ok(()),
            Format::Text => writeln!(output, "{}: {}", shown(&finding.path), explained(&finding)),
            Format::Github if is_accepted => Ok(()),
            Format::Github => writeln!(output, "{}", annotation(&problem(&finding))),
            Format::Json => {
                self.files.push(described(&finding));
                Ok(())
            }
            Format::Sarif => {
                self.problems.extend((!is_accepted).then(|| problem(&finding)));
                Ok(())
            }
        }
    }

    /// Prints what is left; whether all files are accepted.
    pub(crate) fn finish(self) -> io::Result<bool> {
        let rules = Verdict::ALL.map(|verdict| (verdict.name(), verdict.meaning()));
        match self.format {
            Format::Text => writeln!(Output, "{}", self.summary())?,
            Format::Github => {}
            Format::Json => {
                let counts: BTreeMap<&str, usize> =
                    self.counts.iter().map(|(verdict, count)| (verdict.name(), *count)).collect();
                let report = json!({ "version": 1, "success": self.success, "counts": counts, "files": self.files });
                writeln!(Output, "{report:#}")?;
            }
            Format::Sarif => writeln!(Output, "{:#}", log(&rules[2..], &self.problems))?,
        }
        Ok(self.success)
    }

    fn summary(&self) -> String {
        let total: usize = self.counts.values().sum();
        let counts: Vec<String> =
            self.counts.iter().map(|(verdict, count)| format!("{count} {}", verdict.name())).collect();
        let noun = if total == 1 { "file" } else { "files" };
        format!("{total} {noun}{}{}", if total == 0 { "" } else { ": " }, counts.join(", "))
    }
}

/// The verdict, and what it is founded on.
fn explained(finding: &Finding) -> String {
    let name = finding.verdict.name();
    let details = details(finding);
    if details.is_empty() { name.to_owned() } else { format!("{name}: {}", details.join("; ")) }
}

fn details(finding: &Finding) -> Vec<String> {
    let mut details: Vec<String> = finding.reason.iter().cloned().collect();
    details.extend(finding.difference.as_ref().map(in_words));
    if finding.verdict == Verdict::Stale && finding.difference.is_none() && finding.reason.is_some() {
        details.extend(finding.code.map(|_| "the code is that of the source".to_owned()));
    }
    details
}

fn in_words(difference: &Difference) -> String {
    let Difference { place, first, second } = difference;
    format!("{place}: {first} in the file, {second} from the source")
}

fn problem(finding: &Finding) -> Problem {
    let details = details(finding).join("; ");
    let colon = if details.is_empty() { "" } else { ": " };
    Problem {
        rule: finding.verdict.name().to_owned(),
        severity: Severity::Error,
        message: format!("{}{colon}{details}", finding.verdict.meaning()),
        path: shown(&finding.path),
        region: None,
    }
}

fn described(finding: &Finding) -> Value {
    let mut entry = json!({ "path": shown(&finding.path), "verdict": finding.verdict.name() });
    let texts = [
        ("source", finding.source.as_deref().map(shown)),
        ("version", finding.version.map(|version| version.to_string())),
        ("release", finding.release.map(|release| release.to_string())),
        ("code", finding.code.map(|code| code.name().to_owned())),
        ("reason", finding.reason.clone()),
    ];
    for (name, text) in texts {
        text.into_iter().for_each(|text| entry[name] = text.into());
    }
    if let Some(Difference { place, first, second }) = &finding.difference {
        entry["difference"] = json!({ "place": place, "file": first, "source": second });
    }
    entry
}
