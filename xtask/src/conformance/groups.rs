//! Differences by cause.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::check::{Checked, Verdict};

/// Files that differ in the same way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Group {
    pub(crate) stage: &'static str,
    pub(crate) cause: String,
    /// In the order of the corpus, with what there is to say about each.
    pub(crate) files: Vec<(PathBuf, String)>,
}

/// The groups, largest first.
pub(crate) fn of(files: &[Checked]) -> Vec<Group> {
    let mut groups: BTreeMap<(&'static str, String), Vec<(PathBuf, String)>> = BTreeMap::new();
    for checked in files {
        if let Some((stage, cause, details)) = cause(&checked.verdict) {
            groups.entry((stage, cause)).or_default().push((checked.file.clone(), details));
        }
    }
    let mut groups: Vec<Group> =
        groups.into_iter().map(|((stage, cause), files)| Group { stage, cause, files }).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.files.len()));
    groups
}

/// Stage, cause and details of a verdict that counts against us.
pub(super) fn cause(verdict: &Verdict) -> Option<(&'static str, String, String)> {
    Some(match verdict {
        Verdict::Identical | Verdict::BothReject { .. } => return None,
        Verdict::Differs(difference) => (difference.stage, difference.cause.clone(), difference.details.clone()),
        Verdict::WronglyRejected(message) => {
            ("reject", format!("wrongly rejected: {}", last_line(message)), message.clone())
        }
        Verdict::WronglyAccepted(message) => {
            ("accept", format!("wrongly accepted: {}", last_line(message)), message.clone())
        }
        Verdict::Panicked(message) => ("panic", message.clone(), String::new()),
        Verdict::Stuck => ("stuck", "does not end".to_owned(), String::new()),
        Verdict::NoReference(message) => ("reference", message.clone(), String::new()),
    })
}

fn last_line(message: &str) -> &str {
    message.trim_end().lines().next_back().unwrap_or_default()
}
