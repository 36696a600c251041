//! The table in `docs/conformance.md`: one row per corpus, version and level, of runs that were recorded.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use super::run::Summary;
use super::table::Counts;

const HEAD: &str = "# Conformance

Written by `cargo xtask conformance --record`; the figures may only rise. A file agrees when both sides write the same
bytes or both reject it. The reference is a fresh `PYTHONHASHSEED=0 python -m py_compile FILE`.

| corpus | CPython | level | files | identical | rejected by both | disagree |
| --- | --- | --- | ---: | ---: | ---: | ---: |
";

/// A row's figures: files, identical, rejected by both.
type Figures = [usize; 3];

/// Replaces the rows of the summaries.
pub(crate) fn update(path: &Path, summaries: &[Summary], allow_fall: bool) -> io::Result<()> {
    let mut rows = read(&fs::read_to_string(path).unwrap_or_default());
    for summary in summaries {
        let counts = Counts::of(summary);
        let key = (summary.corpus.clone(), summary.target.to_string(), summary.optimize.level());
        let new = [counts.files, counts.identical, counts.both_reject];
        let old = rows.insert(key.clone(), new);
        if let Some(old) = old.filter(|old| !allow_fall && disagreements(*old) < disagreements(new)) {
            return Err(io::Error::other(format!("{key:?} falls from {old:?} to {new:?}; --allow-fall records it")));
        }
    }
    fs::write(path, HEAD.to_owned() + &rows.iter().map(|(key, figures)| row(key, *figures)).collect::<String>())
}

const fn disagreements([files, identical, both_reject]: Figures) -> usize {
    files - identical - both_reject
}

fn row((corpus, version, level): &(String, String, u8), figures: Figures) -> String {
    let [files, identical, both_reject] = figures;
    let disagree = disagreements(figures);
    format!("| {corpus} | {version} | {level} | {files} | {identical} | {both_reject} | {disagree} |\n")
}

fn read(text: &str) -> BTreeMap<(String, String, u8), Figures> {
    text.lines().filter_map(read_row).collect()
}

fn read_row(line: &str) -> Option<((String, String, u8), Figures)> {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [corpus, version, level, files, identical, both_reject, _] = cells[..] else { return None };
    let key = (corpus.to_owned(), version.to_owned(), level.parse().ok()?);
    Some((key, [files.parse().ok()?, identical.parse().ok()?, both_reject.parse().ok()?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_as_written() {
        let key = ("stdlib".to_owned(), "3.13.0".to_owned(), 2);
        assert_eq!(read_row(row(&key, [10, 7, 2]).trim_end()), Some((key, [10, 7, 2])));
        assert_eq!(read(HEAD), BTreeMap::new());
    }
}
