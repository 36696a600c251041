//! All that differs, a line of JSON for each snippet.

use std::io;
use std::path::Path;

use serde_json::{Value, json};

use super::run::{Different, Outcome};
use crate::conformance::json::write_text;

/// Writes the file.
pub(crate) fn write(path: &Path, outcomes: &[Outcome]) -> io::Result<()> {
    let lines = outcomes.iter().flat_map(|outcome| outcome.different.iter().map(|one| line(outcome, one)));
    write_text(path, &lines.map(|line| format!("{line}\n")).collect::<String>())
}

fn line(outcome: &Outcome, one: &Different) -> Value {
    let text = std::str::from_utf8(&one.source).ok();
    let source = text.map_or_else(|| one.source.iter().map(|byte| char::from(*byte)).collect(), str::to_owned);
    json!({
        "src": source,
        "bytes": text.is_none(),
        "target": outcome.target.to_string(),
        "kind": outcome.kind,
        "difference": one.difference.sort.name(),
        "cause": one.difference.cause,
        "theirs": one.theirs.to_json(),
        "ours": one.ours.to_json(),
    })
}
