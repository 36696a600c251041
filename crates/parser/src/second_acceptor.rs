//! Two acceptors that share no grammar, held against each other without any Python: the fast parser takes a text if and only if
//! the first pass of the table does. The texts are mutants of the cases.
//!
//! `PYCMILL_MUTANTS=100000` and `PYCMILL_SEED=7` ask for more of them and for others.

#[path = "../../../tests/support/mutants/mod.rs"]
#[expect(dead_code, reason = "shared with the comparison of errors")]
mod mutants;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{env, fs, thread};

use bumpalo::Bump;
use pycmill_target::Target;

use crate::invariants::{Verdicts, verdicts};
use mutants::{Kind, Mutants};

/// How many mutants the test has for each release.
const USUAL_COUNT: u64 = 1000;

/// Releases between which the grammar changed.
const RELEASES: [&str; 15] = [
    "3.8.18", "3.9.2", "3.9.18", "3.10.13", "3.11.2", "3.11.7", "3.12.1", "3.13.0", "3.13.5", "3.13.15", "3.13.18",
    "3.14.8", "3.14.10", "3.15.0", "3.15.2",
];

/// What both say of the mutants.
#[derive(Default)]
struct Tally {
    accepted: usize,
    rejected: usize,
    disagreements: Vec<String>,
}

#[test]
fn fast_parser_and_table_accept_the_same() {
    let mutants = Mutants::new(cases());
    let (count, seed) = (number("PYCMILL_MUTANTS").unwrap_or(USUAL_COUNT), number("PYCMILL_SEED").unwrap_or(1));
    let snippets: Vec<Vec<u8>> = (0..count).map(|index| mutants.snippet(kind(index), seed, index)).collect();
    let snippets = &snippets;
    let targets = RELEASES.map(|release| release.parse::<Target>().expect("a release"));
    let tallies: Vec<(Target, Tally)> = thread::scope(|scope| {
        let workers: Vec<_> =
            targets.into_iter().map(|target| (target, scope.spawn(move || tally(target, snippets)))).collect();
        workers.into_iter().map(|(target, worker)| (target, worker.join().expect("no panic"))).collect()
    });
    for (target, tally) in &tallies {
        let fewest = snippets.len() / 10;
        assert!(tally.accepted > fewest && tally.rejected > fewest, "{target}: {} of each sort expected", fewest);
    }
    let all: Vec<String> = tallies.into_iter().flat_map(|(_, tally)| tally.disagreements).collect();
    assert!(all.is_empty(), "{} disagreements\n{}", all.len(), all[..all.len().min(40)].join("\n"));
}

/// Mistakes of tokens leave more texts valid than others do.
const fn kind(index: u64) -> Kind {
    match index % 8 {
        0 => Kind::Bytes,
        1 => Kind::Human,
        _ => Kind::Tokens,
    }
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|text| u64::from_str(&text).expect("the variable has a number"))
}

fn cases() -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases"), &mut files);
    files.sort();
    files.iter().map(|file| fs::read(file).expect("a case can be read")).collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("the cases are there") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
}

fn tally(target: Target, snippets: &[Vec<u8>]) -> Tally {
    let mut tally = Tally::default();
    let mut arena = Bump::new();
    for snippet in snippets {
        arena.reset();
        let source = crate::decode(target, snippet).ok();
        match source.and_then(|source| verdicts(target, &source, &arena)) {
            Some(Verdicts { fast: true, table: true }) => tally.accepted += 1,
            Some(Verdicts { fast: false, table: false }) => tally.rejected += 1,
            Some(Verdicts { fast, .. }) => {
                let who = if fast { "only the fast parser" } else { "only the table" };
                tally.disagreements.push(format!("{target}, {who}: {:?}", String::from_utf8_lossy(snippet)));
            }
            None => {}
        }
    }
    tally
}
