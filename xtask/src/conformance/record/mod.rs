//! What runs of conformance recorded: `docs/conformance.tsv` has one line per corpus, version, and level or kind of
//! mistakes; `docs/conformance.md` shows it. Figures may only rise.

mod page;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::PathBuf;
use std::{fs, io};

use super::errors::Outcome;
use super::root;
use super::run::Summary;
use super::table::Counts;

/// Files compared, identical, rejected by both.
type Bytes = [usize; 3];

/// Snippets compared, accepted by one side only, equal.
type Errors = [usize; 3];

/// Corpus, version, and level or kind.
type Key = (String, String, String);

/// All figures that were recorded.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Records {
    bytes: BTreeMap<Key, Bytes>,
    errors: BTreeMap<Key, Errors>,
}

/// Records what files gave.
pub(crate) fn bytes(summaries: &[Summary], allow_fall: bool) -> io::Result<()> {
    let rows = summaries.iter().map(|summary| {
        let counts = Counts::of(summary);
        let key = (summary.corpus.clone(), summary.target.to_string(), summary.optimize.level().to_string());
        (key, [counts.files, counts.identical, counts.both_reject])
    });
    update(|records| replace(&mut records.bytes, rows, |new, old| !allow_fall && disagreeing(new) > disagreeing(old)))
}

/// Records what mutants gave.
pub(crate) fn errors(outcomes: &[Outcome], allow_fall: bool) -> io::Result<()> {
    let rows = outcomes.iter().map(|outcome| {
        let key = (outcome.corpus.clone(), outcome.target.to_string(), outcome.kind.to_owned());
        (key, [outcome.snippets, outcome.disagreements(), outcome.equal()])
    });
    update(|records| replace(&mut records.errors, rows, |new, old| !allow_fall && is_worse(new, old)))
}

fn update(change: impl FnOnce(&mut Records) -> io::Result<()>) -> io::Result<()> {
    let mut records = Records::read(&fs::read_to_string(file("tsv")).unwrap_or_default())?;
    change(&mut records)?;
    fs::write(file("tsv"), records.text())?;
    fs::write(file("md"), page::render(&records))
}

fn file(extension: &str) -> PathBuf {
    root().join("docs/conformance").with_extension(extension)
}

/// Puts rows in the place of older ones, unless one falls.
fn replace(
    table: &mut BTreeMap<Key, [usize; 3]>,
    rows: impl Iterator<Item = (Key, [usize; 3])>,
    falls: impl Fn([usize; 3], [usize; 3]) -> bool,
) -> io::Result<()> {
    for (key, new) in rows {
        if let Some(&old) = table.get(&key).filter(|old| falls(new, **old)) {
            return Err(io::Error::other(format!("{key:?} falls from {old:?} to {new:?}; --allow-fall records it")));
        }
        table.insert(key, new);
    }
    Ok(())
}

const fn disagreeing([files, identical, both_reject]: Bytes) -> usize {
    files - identical - both_reject
}

/// Whether a greater part differs.
const fn is_worse([snippets, apart, equal]: Errors, [old_snippets, old_apart, old_equal]: Errors) -> bool {
    apart * old_snippets > old_apart * snippets || equal * old_snippets < old_equal * snippets
}

impl Records {
    fn read(text: &str) -> io::Result<Self> {
        let mut records = Self::default();
        for line in text.lines() {
            records.add(line).ok_or_else(|| io::Error::other(format!("no record: {line:?}")))?;
        }
        Ok(records)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [table, corpus, version, what, one, two, three] = cells[..] else { return None };
        let key = (corpus.to_owned(), version.to_owned(), what.to_owned());
        let figures = [one.parse().ok()?, two.parse().ok()?, three.parse().ok()?];
        match table {
            "bytes" => self.bytes.insert(key, figures),
            "errors" => self.errors.insert(key, figures),
            _ => return None,
        };
        Some(())
    }

    fn text(&self) -> String {
        let bytes = self.bytes.iter().map(|row| ("bytes", row));
        let errors = self.errors.iter().map(|row| ("errors", row));
        let line = |(table, ((corpus, version, what), [one, two, three])): (&str, (&Key, &[usize; 3]))| {
            format!("{table}\t{corpus}\t{version}\t{what}\t{one}\t{two}\t{three}\n")
        };
        bytes.chain(errors).map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded() -> Records {
        Records::read(&fs::read_to_string(file("tsv")).unwrap()).unwrap()
    }

    #[test]
    fn records_are_read_as_written() {
        let records = recorded();
        assert!(!records.bytes.is_empty() && !records.errors.is_empty());
        assert_eq!(Records::read(&records.text()).unwrap(), records);
        assert!(Records::read("bytes\tstdlib\t3.13.0\t0\t10\t7").is_err());
    }

    #[test]
    fn the_page_shows_what_was_recorded() {
        assert_eq!(fs::read_to_string(file("md")).unwrap(), page::render(&recorded()));
    }

    #[test]
    fn figures_only_rise() {
        let key = || ("stdlib".to_owned(), "3.13.0".to_owned(), "0".to_owned());
        let mut table = BTreeMap::from([(key(), [10, 8, 1])]);
        let falls = |new, old| disagreeing(new) > disagreeing(old);
        assert!(replace(&mut table, [(key(), [10, 7, 1])].into_iter(), falls).is_err());
        assert_eq!(table[&key()], [10, 8, 1]);
        replace(&mut table, [(key(), [12, 10, 1])].into_iter(), falls).unwrap();
        assert_eq!(table[&key()], [12, 10, 1]);
        assert!(is_worse([100, 0, 98], [200, 0, 197]) && !is_worse([100, 0, 99], [200, 0, 197]));
    }
}
