//! Every case in `tests/cases` against what interpreters made of it. No Python is needed.

#[path = "../../../tests/support/golden.rs"]
mod golden;

use std::path::{Path, PathBuf};
use std::{fs, iter};

use golden::Outcome;
use pycmill::{Optimization, Options, Target, Version, compile_source};

#[test]
fn cases_agree_with_the_interpreters() {
    let cases = golden::cases(&directory()).expect("the cases are there");
    assert!(!cases.is_empty(), "no cases");
    let failures: Vec<String> = cases.iter().flat_map(|case| failures(case)).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
}

fn failures(case: &Path) -> Vec<String> {
    let source = fs::read(case).expect("a case can be read");
    if golden::compares_tree_only(&source) {
        return Vec::new();
    }
    let text = fs::read_to_string(case.with_extension("golden")).unwrap_or_default();
    let recorded = match golden::read(&text) {
        Ok(recorded) => recorded,
        Err(error) => return vec![format!("{}: {error}", case.display())],
    };
    let missing = missing(&source, &recorded).map(|what| format!("{}: nothing recorded for {what}", case.display()));
    let stale = (golden::render(&recorded) != text)
        .then(|| format!("{}: the text is not that of the bytes; `cargo xtask golden` renders it", case.display()));
    let differing = recorded.iter().filter_map(|((level, target), expected)| {
        let actual = compile(*target, case, &source, *level);
        difference(&source, *target, &actual, expected)
            .map(|what| format!("{} {target} -O{level}: {what}", case.display()))
    });
    missing.chain(stale).chain(differing).collect()
}

/// Versions and levels that the case is for, but that its golden does not have.
fn missing<'a>(source: &'a [u8], recorded: &'a golden::Golden) -> impl Iterator<Item = String> + 'a {
    let versions = Version::COMPLETE.iter().filter(|version| golden::is_for(source, Target::newest(**version)));
    versions.flat_map(move |version| iter::repeat(version).zip(golden::levels(source))).filter_map(
        |(version, level)| {
            let has = recorded.keys().any(|(known, target)| *known == level && target.version() == *version);
            (!has).then(|| format!("{version} -O{level}"))
        },
    )
}

/// A panic must name its case.
fn compile(target: Target, case: &Path, source: &[u8], level: u8) -> Outcome {
    let result = std::panic::catch_unwind(|| compile_unguarded(target, case, source, level));
    result.unwrap_or_else(|_| Outcome::Rejected("panic".to_owned()))
}

fn compile_unguarded(target: Target, case: &Path, source: &[u8], level: u8) -> Outcome {
    let name = pycmill::decode_path(case.file_name().expect("a case has a name"));
    let optimize = Optimization::from_level(level).expect("a level");
    let options = Options::new(&name).optimize(optimize);
    match compile_source(target, source, options) {
        Ok(compiled) => Outcome::Payload(compiled.payload),
        Err(error) => Outcome::Rejected(error.to_string().trim_end().to_owned()),
    }
}

fn difference(source: &[u8], target: Target, actual: &Outcome, expected: &Outcome) -> Option<String> {
    let only_rejection = golden::directive(source, "compare").is_some_and(|words| words == ["rejection"]);
    match (actual, expected) {
        (Outcome::Rejected(_), Outcome::Rejected(_)) if only_rejection => None,
        _ if actual == expected => None,
        (Outcome::Payload(actual), Outcome::Payload(expected)) => {
            let (actual, expected) = (golden::code_text(target, actual), golden::code_text(target, expected));
            Some(first_lines(&actual, &expected))
        }
        (actual, expected) => Some(format!("{}\ninstead of\n{}", shown(actual), shown(expected))),
    }
}

fn shown(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Payload(_) => "accepted",
        Outcome::Rejected(message) => message,
    }
}

/// The first lines that differ, with what stands before them.
fn first_lines(actual: &str, expected: &str) -> String {
    let at = actual.lines().zip(expected.lines()).take_while(|(one, other)| one == other).count();
    if at == actual.lines().count() && at == expected.lines().count() {
        return "the same code, but other flags or references in the bytes; see `dump --stage marshal`".to_owned();
    }
    let around = |text: &str| text.lines().skip(at.saturating_sub(3)).take(8).collect::<Vec<_>>().join("\n");
    format!("line {}:\n{}\ninstead of\n{}", at + 1, around(actual), around(expected))
}
