//! What a check prints.

use std::collections::BTreeSet;
use std::io::{self, Write};

use pycmill::Target;
use pycmill::check::{Checked, Message, Severity};
use serde_json::{Value, json};

use crate::arguments::{Check, Format};
use crate::console::Output;
use crate::problems::{self, Problem, Region, annotation, log, shown};

/// Takes results and prints them in a form.
pub(crate) struct Report<'c> {
    format: Format,
    is_full: bool,
    targets: &'c [Target],
    count: usize,
    rejected: usize,
    files: Vec<Value>,
    problems: Vec<Problem>,
}

impl<'c> Report<'c> {
    pub(crate) fn new(command: &Check, is_json: bool, targets: &'c [Target]) -> Self {
        let format = if is_json || command.json { Format::Json } else { command.format };
        let (files, problems) = (Vec::new(), Vec::new());
        Self { format, is_full: command.full, targets, count: 0, rejected: 0, files, problems }
    }

    /// Takes the result of a file, and prints it where that is not left for the end.
    pub(crate) fn take(&mut self, checked: &Checked, output: &mut dyn Write) -> io::Result<()> {
        self.count += 1;
        self.rejected += usize::from(!checked.is_accepted());
        match self.format {
            Format::Text => self.print(checked, output)?,
            Format::Github => {
                self.problems_of(checked).iter().try_for_each(|problem| writeln!(output, "{}", annotation(problem)))?;
            }
            Format::Json => self.files.extend(self.described(checked)),
            Format::Sarif => self.problems.extend(self.problems_of(checked)),
        }
        Ok(())
    }

    fn print(&self, checked: &Checked, output: &mut dyn Write) -> io::Result<()> {
        let path = shown(&checked.path);
        if let Some(reason) = &checked.unreadable {
            writeln!(output, "{path}: cannot be read: {reason}")?;
        }
        for message in &checked.messages {
            let place = [message.line, message.column].into_iter().flatten();
            let place: String = place.map(|number| format!(":{number}")).collect();
            writeln!(output, "{path}{place}: {}", self.in_words(message))?;
            if self.is_full {
                message.text.trim_end().lines().try_for_each(|line| writeln!(output, "    {line}"))?;
            }
        }
        Ok(())
    }

    /// Prints what is left; whether all files are accepted.
    pub(crate) fn finish(self) -> io::Result<bool> {
        let success = self.rejected == 0;
        match self.format {
            Format::Text => writeln!(Output, "{}", self.summary())?,
            Format::Github => {}
            Format::Json => {
                let targets: Vec<String> = self.targets.iter().map(ToString::to_string).collect();
                let report = json!({ "version": 1, "success": success, "targets": targets, "files": self.files });
                writeln!(Output, "{report:#}")?;
            }
            Format::Sarif => {
                let rules: BTreeSet<&str> = self.problems.iter().map(|problem| &*problem.rule).collect();
                let rules: Vec<(&str, &str)> = rules.into_iter().map(|rule| (rule, meaning(rule))).collect();
                writeln!(Output, "{:#}", log(&rules, &self.problems))?;
            }
        }
        Ok(success)
    }

    fn summary(&self) -> String {
        let noun = if self.count == 1 { "file" } else { "files" };
        let versions = versions(self.targets, self.targets);
        match self.rejected {
            0 => format!("{} {noun}: all accepted by {versions}", self.count),
            rejected => format!("{} {noun}, checked against {versions}: {rejected} rejected", self.count),
        }
    }

    fn in_words(&self, message: &Message) -> String {
        let Message { class, message: text, targets, .. } = message;
        let colon = if text.is_empty() { "" } else { ": " };
        format!("{class}{colon}{text} ({})", versions(targets, self.targets))
    }

    fn problems_of(&self, checked: &Checked) -> Vec<Problem> {
        let path = shown(&checked.path);
        let problem = |rule: &str, severity, message, region| Problem {
            rule: rule.to_owned(),
            severity,
            message,
            path: path.clone(),
            region,
        };
        let unreadable = checked.unreadable.iter();
        let unreadable =
            unreadable.map(|reason| problem("unreadable", problems::Severity::Error, reason.clone(), None));
        let messages = checked.messages.iter().map(|message| {
            let severity = match message.severity {
                Severity::Error => problems::Severity::Error,
                Severity::Warning => problems::Severity::Warning,
            };
            problem(&message.class, severity, self.in_words(message), region(message))
        });
        unreadable.chain(messages).collect()
    }

    fn described(&self, checked: &Checked) -> Option<Value> {
        let is_silent = checked.messages.is_empty() && checked.unreadable.is_none();
        let messages: Vec<Value> = checked.messages.iter().map(of_message).collect();
        let entry = json!({ "path": shown(&checked.path), "messages": messages, "unreadable": checked.unreadable });
        (!is_silent).then_some(entry)
    }
}

fn meaning(rule: &str) -> &'static str {
    if rule.ends_with("Warning") { "CPython warns of it" } else { "CPython does not accept the file" }
}

fn of_message(message: &Message) -> Value {
    let targets: Vec<String> = message.targets.iter().map(ToString::to_string).collect();
    json!({
        "severity": message.severity.name(),
        "class": message.class,
        "message": message.message,
        "line": message.line,
        "column": message.column,
        "end_line": message.end_line,
        "end_column": message.end_column,
        "text": message.text,
        "targets": targets,
    })
}

/// The part of the file that a message is about; an end before the start is none.
fn region(message: &Message) -> Option<Region> {
    let line = message.line?;
    let is_after = message.end_line.is_some_and(|end| (end, message.end_column) > (line, message.column));
    let (end_line, end_column) =
        if is_after && message.column.is_some() { (message.end_line, message.end_column) } else { (None, None) };
    Some(Region { line, column: message.column, end_line, end_column })
}

/// Versions as ranges of those that are checked: `3.11-3.13, 3.15`. Of versions with two releases the releases are named.
fn versions(some: &[Target], all: &[Target]) -> String {
    let name = |at: usize| {
        let target = all[at];
        let is_alone = all.iter().filter(|other| other.version() == target.version()).count() == 1;
        if is_alone { target.version().to_string() } else { target.to_string() }
    };
    let mut at: Vec<usize> = some.iter().filter_map(|target| all.iter().position(|other| other == target)).collect();
    at.sort_unstable();
    let ranges = at.chunk_by(|one, next| one + 1 == *next).map(|range| match range {
        [] => String::new(),
        [only] => name(*only),
        [first, .., last] => format!("{}-{}", name(*first), name(*last)),
    });
    ranges.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ranges_of_those_checked() {
        let targets =
            |names: &[&str]| -> Vec<Target> { names.iter().map(|name| name.parse().expect("a version")).collect() };
        let all = targets(&["3.11", "3.12.0", "3.12.1", "3.14", "3.15"]);
        for (some, expected) in [
            (&["3.11"][..], "3.11"),
            (&["3.11", "3.12.0"], "3.11-3.12.0"),
            (&["3.12.1", "3.14", "3.15"], "3.12.1-3.15"),
            (&["3.11", "3.12.1"], "3.11, 3.12.1"),
        ] {
            assert_eq!(versions(&targets(some), &all), expected);
        }
    }
}
