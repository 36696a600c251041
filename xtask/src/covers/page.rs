//! `docs/differences.md`: all capabilities and strategies, with the releases that have them.

use std::fmt::Write as _;
use std::{fs, io};

use pycmill_target::{Capability, Strategy, Target, Version};

use crate::conformance::root;

const HEAD: &str = "# Differences between versions

Written by `cargo xtask covers --page` from the tables of `crates/target`; a test compares. `cargo xtask covers` turns each
capability round and demands that a test fails.

## Strategies

Where versions do something in more than one way: what each does from which release on.
";

/// Writes the page.
pub(super) fn write() -> io::Result<()> {
    fs::write(root().join("docs/differences.md"), text())
}

fn text() -> String {
    let mut text = HEAD.to_owned();
    for strategy in Strategy::all() {
        let _ = write!(text, "\n`{}`:{}\n\n", strategy.name, strategy.meaning);
        for (arm, meaning, first) in strategy.arms {
            let _ = writeln!(text, "* {}: `{arm}`.{meaning}", release(*first));
        }
    }
    for (stage, rows) in Capability::all() {
        let _ = write!(text, "\n## {stage}\n\n| capability | releases | meaning |\n| --- | --- | --- |\n");
        for row in rows {
            let meaning = row.meaning.trim().replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {} | {meaning} |", row.name, ranges(*row));
        }
    }
    text
}

/// A release; the first of a version has no number of its own.
fn release(target: Target) -> String {
    match target.micro() {
        0 => target.version().to_string(),
        micro => format!("{}.{micro}", target.version()),
    }
}

/// The releases that have a capability, as ranges: `3.8–3.12.6`, `3.11–`.
fn ranges(row: Capability) -> String {
    let releases: Vec<Target> = Version::ALL.into_iter().flat_map(releases).collect();
    let runs = releases.chunk_by(|one, other| row.holds(*one) == row.holds(*other)).filter(|run| row.holds(run[0]));
    let range = |run: &[Target]| {
        let (first, last) = (run[0], run[run.len() - 1]);
        let end = match last {
            last if Some(&last) == releases.last() => String::new(),
            last if last == Target::newest(last.version()) => last.version().to_string(),
            last => release(last),
        };
        let start = if Some(&first) == releases.first() { first.version().to_string() } else { release(first) };
        if start == end { start } else { format!("{start}–{end}") }
    };
    runs.map(range).collect::<Vec<_>>().join(", ")
}

fn releases(version: Version) -> impl Iterator<Item = Target> {
    (0..=Target::newest(version).micro()).map(move |micro| Target::new(version, micro))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_that_of_the_tables() {
        let page = fs::read_to_string(root().join("docs/differences.md")).unwrap_or_default();
        assert!(page == text(), "docs/differences.md is not that of the tables; `cargo xtask covers --page` writes it");
    }
}
