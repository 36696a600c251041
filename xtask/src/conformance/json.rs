//! The result as JSON.

use std::io::Write;
use std::path::Path;
use std::{fs, io};

use serde_json::{Value, json};

use super::groups::Group;
use super::run::Summary;
use super::table::Counts;

/// Writes all summaries as one array.
pub(crate) fn write(path: &Path, summaries: &[Summary]) -> io::Result<()> {
    write_text(path, &format!("{}\n", Value::Array(summaries.iter().map(summary).collect())))
}

/// Writes a file; `-` is standard output.
pub(crate) fn write_text(path: &Path, text: &str) -> io::Result<()> {
    if path == Path::new("-") { io::stdout().write_all(text.as_bytes()) } else { fs::write(path, text) }
}

fn summary(summary: &Summary) -> Value {
    let counts = Counts::of(summary);
    json!({
        "corpus": summary.corpus,
        "target": summary.target.to_string(),
        "optimize": summary.optimize.level(),
        "files": counts.files,
        "identical": counts.identical,
        "both_reject": counts.both_reject,
        "same_message": counts.same_message,
        "differ": counts.differ,
        "wrongly_rejected": counts.wrongly_rejected,
        "wrongly_accepted": counts.wrongly_accepted,
        "failed": counts.failed,
        "groups": summary.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn group(group: &Group) -> Value {
    let file = |(path, details): &(std::path::PathBuf, String)| json!({ "file": path, "details": details });
    json!({
        "stage": group.stage,
        "cause": group.cause,
        "files": group.files.iter().map(file).collect::<Vec<_>>(),
    })
}
