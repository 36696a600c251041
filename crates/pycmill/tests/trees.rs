//! The trees of the cases in `tests/cases/parse` against what `ast.dump` of interpreters says. No Python is needed.

#[path = "../../../tests/support/golden.rs"]
#[expect(dead_code, reason = "shared with the tests of bytes")]
mod golden;
#[path = "../../../tests/support/trees.rs"]
#[expect(dead_code, reason = "shared with what records trees")]
mod trees;

use std::fs;
use std::path::{Path, PathBuf};

use golden::Outcome;
use pycmill::{Options, Stage, Target, Version};
use trees::Trees;

#[test]
fn trees_agree_with_the_interpreters() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/parse");
    let cases = golden::cases(&directory).expect("the cases are there");
    let mut compared = 0;
    let mut failures = Vec::new();
    for case in &cases {
        let source = fs::read(case).expect("a case can be read");
        let recorded = trees::read(&text(case, "tree")).expect("a golden can be read");
        failures.extend(missing(case, &source, &recorded));
        for (target, tree) in recorded.iter().filter(|(target, tree)| !is_open(**target, tree)) {
            compared += 1;
            failures.extend(difference(*target, case, &source, tree));
        }
    }
    assert!(compared > 0, "no trees");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// Up to 3.9 columns inside of f-strings can lie after the end of the line, which no offset can say; code has lines only.
fn is_open(target: Target, tree: &str) -> bool {
    matches!(target.version(), Version::Python38 | Version::Python39) && tree.contains("FormattedValue(")
}

fn text(case: &Path, extension: &str) -> String {
    let path: PathBuf = case.with_extension(extension);
    fs::read_to_string(path).unwrap_or_default()
}

/// A version or release that has a tree for the case, but whose tree is not recorded.
fn missing(case: &Path, source: &[u8], recorded: &Trees) -> Option<String> {
    let what = if golden::compares_tree_only(source) {
        let mut versions = Version::ALL.into_iter().filter(|version| golden::is_for(source, Target::newest(*version)));
        let known = |version: &Version| recorded.keys().any(|target| target.version() == *version);
        versions.find(|version| !known(version)).map(|version| version.to_string())
    } else {
        let outcomes = golden::read(&text(case, "golden")).expect("a golden can be read");
        let compile = outcomes.into_iter().filter(|(_, outcome)| matches!(outcome, Outcome::Payload(_)));
        let mut releases = compile.map(|((_, target), _)| target);
        releases.find(|target| !recorded.contains_key(target)).map(|target| target.to_string())
    };
    what.map(|what| format!("{}: no tree is recorded for {what}", case.display()))
}

fn difference(target: Target, case: &Path, source: &[u8], expected: &str) -> Option<String> {
    let actual = match pycmill::dump(target, source, Options::new(b"case.py"), Stage::Ast) {
        Ok(dump) => trees::layout(&dump),
        Err(error) => format!("{error}\n"),
    };
    if actual == expected {
        return None;
    }
    let pairs = actual.lines().zip(expected.lines());
    let at = pairs.take_while(|(one, other)| one == other).count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("the end").to_owned();
    Some(format!("{} {target} line {}:\n{}\ninstead of\n{}", case.display(), at + 1, line(&actual), line(expected)))
}
