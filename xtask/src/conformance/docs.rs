//! The tables in `docs/conformance.md`: one row per corpus, version and level, or kind of mistakes, of runs that were
//! recorded.

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

const ERRORS_HEAD: &str = "
## Errors

Written by `cargo xtask conformance --stage errors --record`: mutants of files, by the kind of mistakes in them. Equal is
what has the same exception (class, message, line, offset, end line, end offset), the same warnings and the same text of
`py_compile`, or is accepted by both with the same warnings.

| corpus | CPython | kind | snippets | accept/reject differences | equal | equal in % |
| --- | --- | --- | ---: | ---: | ---: | ---: |
";

/// A row's figures: files, identical, rejected by both.
type Figures = [usize; 3];

/// A row's figures: snippets, accepted by one side only, equal.
pub(crate) type ErrorFigures = [usize; 3];

/// Corpus, version, and level or kind.
type Key<T> = (String, String, T);

/// What the page has.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Page {
    rows: BTreeMap<Key<u8>, Figures>,
    pub(crate) errors: BTreeMap<Key<String>, ErrorFigures>,
}

/// Replaces the rows of the summaries.
pub(crate) fn update(path: &Path, summaries: &[Summary], allow_fall: bool) -> io::Result<()> {
    let mut page = read(&fs::read_to_string(path).unwrap_or_default());
    for summary in summaries {
        let counts = Counts::of(summary);
        let key = (summary.corpus.clone(), summary.target.to_string(), summary.optimize.level());
        let new = [counts.files, counts.identical, counts.both_reject];
        let old = page.rows.insert(key.clone(), new);
        if let Some(old) = old.filter(|old| !allow_fall && disagreements(*old) < disagreements(new)) {
            return Err(io::Error::other(format!("{key:?} falls from {old:?} to {new:?}; --allow-fall records it")));
        }
    }
    fs::write(path, render(&page))
}

const fn disagreements([files, identical, both_reject]: Figures) -> usize {
    files - identical - both_reject
}

/// The text of the page.
pub(crate) fn render(page: &Page) -> String {
    let mut text = HEAD.to_owned();
    text.extend(page.rows.iter().map(|(key, figures)| row(key, *figures)));
    if !page.errors.is_empty() {
        text += ERRORS_HEAD;
        text.extend(page.errors.iter().map(|(key, figures)| error_row(key, *figures)));
    }
    text
}

fn row((corpus, version, level): &Key<u8>, figures: Figures) -> String {
    let [files, identical, both_reject] = figures;
    let disagree = disagreements(figures);
    format!("| {corpus} | {version} | {level} | {files} | {identical} | {both_reject} | {disagree} |\n")
}

fn error_row((corpus, version, kind): &Key<String>, [snippets, differences, equal]: ErrorFigures) -> String {
    let percent = 100.0 * equal as f64 / snippets.max(1) as f64;
    format!("| {corpus} | {version} | {kind} | {snippets} | {differences} | {equal} | {percent:.2} |\n")
}

/// Reads the page.
pub(crate) fn read(text: &str) -> Page {
    let mut page = Page::default();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [corpus, version, what, one, two, three, _] = cells[..] else { continue };
        let numbers = [one, two, three].map(str::parse);
        let [Ok(one), Ok(two), Ok(three)] = numbers else { continue };
        let (corpus, version) = (corpus.to_owned(), version.to_owned());
        match what.parse() {
            Ok(level) => drop(page.rows.insert((corpus, version, level), [one, two, three])),
            Err(_) => drop(page.errors.insert((corpus, version, what.to_owned()), [one, two, three])),
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_as_written() {
        let key = |what: &str| ("stdlib".to_owned(), "3.13.0".to_owned(), what.to_owned());
        let page = Page {
            rows: [(("stdlib".to_owned(), "3.13.0".to_owned(), 2), [10, 7, 2])].into(),
            errors: [(key("tokens"), [1000, 0, 999]), (key("bytes"), [10, 1, 9])].into(),
        };
        assert_eq!(read(&render(&page)), page);
        assert_eq!(read(HEAD), Page::default());
    }
}
