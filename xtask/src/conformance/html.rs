//! The result as a page.

use std::path::Path;
use std::{fs, io};

use super::groups::Group;
use super::run::Summary;
use super::table::Counts;

const HEAD: &str = "<!doctype html><meta charset=utf-8><title>Conformance</title><style>
body { font: 14px system-ui, sans-serif; margin: 2em auto; max-width: 72em; }
table { border-collapse: collapse; } th, td { border: 1px solid #ccc; padding: .2em .6em; text-align: left; }
pre { background: #f4f4f4; padding: .6em; overflow: auto; } summary { cursor: pointer; }
</style><h1>Conformance</h1>
";

/// Writes the page.
pub(crate) fn write(path: &Path, summaries: &[Summary]) -> io::Result<()> {
    let body: String = summaries.iter().map(section).collect();
    fs::create_dir_all(path.parent().expect("a file in a folder"))?;
    fs::write(path, format!("{HEAD}{body}"))
}

fn section(summary: &Summary) -> String {
    let counts = Counts::of(summary);
    let groups: String = summary.groups.iter().map(group).collect();
    format!(
        "<h2>{} for {} at -O{}</h2><table><tr><th>files<th>identical<th>rejected by both<th>differ<th>wrongly rejected\
         <th>wrongly accepted<th>no result<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}</table>\n{groups}",
        escaped(&summary.corpus),
        summary.target,
        summary.optimize.level(),
        counts.files,
        counts.identical,
        counts.both_reject,
        counts.differ,
        counts.wrongly_rejected,
        counts.wrongly_accepted,
        counts.failed,
    )
}

fn group(group: &Group) -> String {
    let file = |(path, details): &(std::path::PathBuf, String)| {
        format!("<p>{}<pre>{}</pre>", escaped(&path.display().to_string()), escaped(details))
    };
    let files: String = group.files.iter().take(20).map(file).collect();
    let title = format!("{} × {}: {}", group.files.len(), group.stage, escaped(&group.cause));
    format!("<details><summary>{title}</summary>{files}</details>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
