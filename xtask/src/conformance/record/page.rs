//! `docs/conformance.md`: what was recorded, as tables of corpora or kinds of mistakes by versions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Key, Records, disagreeing};

const HEAD: &str = "# Conformance

Written by `cargo xtask conformance --record` from [conformance.tsv](conformance.tsv); the figures may only rise. The
reference is a fresh `PYTHONHASHSEED=0 python -m py_compile FILE` of each interpreter.

## Bytes

";

const LEGEND: &str = "
A cell counts the files whose `.pyc` is identical, `+` those that both sides reject, at each of the three optimization
levels (-O0, -O, -OO); where a level disagrees, the cell says how many files do. [testing.md](testing.md) says what disagrees.
";

const ERRORS: &str = "
## Errors

Mutants of files, by the kind of mistakes in them: `cargo xtask conformance --stage errors --record`. Equal is what has the
same exception (class, message, line, offset, end line, end offset), the same warnings and the same text of `py_compile`,
or is accepted by both with the same warnings.

";

/// The text of the page.
pub(super) fn render(records: &Records) -> String {
    let disagree: usize = records.bytes.values().map(|figures| disagreeing(*figures)).sum();
    let compared: usize = records.bytes.values().map(|[files, ..]| files).sum();
    let total = format!("{} comparisons, {} disagree.\n\n", grouped(compared), grouped(disagree));
    let mut text = HEAD.to_owned() + &total + &table("corpus", &records.bytes, bytes_cell) + LEGEND;
    if !records.errors.is_empty() {
        text = text + ERRORS + &table("kind", &by_kind(&records.errors), errors_cell);
    }
    text
}

/// Kinds instead of corpora in the first column.
fn by_kind(errors: &BTreeMap<Key, [usize; 3]>) -> BTreeMap<Key, [usize; 3]> {
    let swap = |((corpus, version, kind), figures): (&Key, &[usize; 3])| {
        ((format!("{kind}, {corpus}"), version.clone(), String::new()), *figures)
    };
    errors.iter().map(swap).collect()
}

/// A row for each first part of the keys, a column for each version.
fn table(corner: &str, rows: &BTreeMap<Key, [usize; 3]>, cell: impl Fn(&[(&str, [usize; 3])]) -> String) -> String {
    let versions = versions(rows);
    let names: BTreeSet<&str> = rows.keys().map(|(name, ..)| &**name).collect();
    let mut text = format!("| {corner} | {} |\n| --- |{}\n", versions.join(" | "), " ---: |".repeat(versions.len()));
    for name in names {
        let of = |version: &&str| -> String {
            let found = rows.iter().filter(|((row, column, _), _)| row == name && column == version);
            cell(&found.map(|((.., level), figures)| (&**level, *figures)).collect::<Vec<_>>())
        };
        text += &format!("| {name} | {} |\n", versions.iter().map(of).collect::<Vec<_>>().join(" | "));
    }
    text
}

/// The versions in their order.
fn versions(rows: &BTreeMap<Key, [usize; 3]>) -> Vec<&str> {
    let number = |version: &&str| version.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    let mut found: Vec<&str> = rows.keys().map(|(_, version, _)| &**version).collect();
    found.sort_by_key(number);
    found.dedup();
    found
}

fn bytes_cell(levels: &[(&str, [usize; 3])]) -> String {
    let Some((_, [_, _, both_reject])) = levels.first() else { return "–".to_owned() };
    let identical = levels.iter().map(|(_, [_, identical, _])| *identical).max().unwrap_or(0);
    let mut text = grouped(identical);
    if *both_reject > 0 {
        text += &format!(" + {both_reject}");
    }
    for (level, figures) in levels.iter().filter(|(_, figures)| disagreeing(*figures) > 0) {
        text += &format!(", {}: {}", flag(level), disagreeing(*figures));
    }
    if levels.len() < 3 {
        text += &format!(" ({} only)", levels.iter().map(|(level, _)| flag(level)).collect::<Vec<_>>().join(", "));
    }
    text
}

fn flag(level: &str) -> &str {
    match level {
        "1" => "-O",
        "2" => "-OO",
        _ => "-O0",
    }
}

fn errors_cell(found: &[(&str, [usize; 3])]) -> String {
    match found {
        [(_, [snippets, 0, equal])] if snippets == equal => grouped(*snippets),
        [(_, [snippets, apart, equal])] => {
            format!("{} of {}, {apart} accepted by one", grouped(*equal), grouped(*snippets))
        }
        _ => "–".to_owned(),
    }
}

/// A number with commas between groups of three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |(at, digit): (usize, char)| {
        let separator = at > 0 && (digits.len() - at).is_multiple_of(3);
        separator.then_some(',').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(comma).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_what_disagrees() {
        let level = |name, identical| (name, [1691, identical, 17]);
        assert_eq!(bytes_cell(&[level("0", 1674), level("1", 1674), level("2", 1674)]), "1,674 + 17");
        assert_eq!(bytes_cell(&[level("0", 1674), level("1", 1674), level("2", 1673)]), "1,674 + 17, -OO: 1");
        assert_eq!(bytes_cell(&[("0", [42, 42, 0])]), "42 (-O0 only)");
        assert_eq!(bytes_cell(&[]), "–");
        assert_eq!(errors_cell(&[("", [20_000, 0, 20_000])]), "20,000");
        assert_eq!(errors_cell(&[("", [20_000, 1, 19_998])]), "19,998 of 20,000, 1 accepted by one");
    }

    #[test]
    fn versions_are_in_their_order() {
        let row = |version: &str| (("stdlib".to_owned(), version.to_owned(), "0".to_owned()), [1, 1, 0]);
        assert_eq!(versions(&["3.10.13", "3.9.2", "3.9.18"].map(row).into()), ["3.9.2", "3.9.18", "3.10.13"]);
    }
}
