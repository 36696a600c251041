//! Audits of files that CPython and add-determinism wrote, recorded by `audit/record.py`, and of files that nobody wrote.

use std::fs;
use std::path::{Path, PathBuf};

use pycmill::audit::{Finding, Options, Verdict, audit, find};
use pycmill::{HEADER_LEN, Sameness, Target, canonical_refs, compare};
use tempfile::TempDir;

const SOURCE: &str = include_str!("audit/b.py");
const RECORDED: &str = include_str!("audit/recorded.txt");

/// The recorded files of a kind, with their releases.
fn recorded(kind: &str) -> Vec<(Target, Vec<u8>)> {
    let lines = RECORDED.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let of_kind = lines.filter(|words| words[1] == kind);
    of_kind.map(|words| (words[0].parse().expect("a release"), bytes(words[2]))).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("digits")).collect()
}

fn of_313(kind: &str) -> Vec<u8> {
    let found = recorded(kind).into_iter().find(|(target, _)| target.to_string() == "3.13.0");
    found.expect("3.13.0 is recorded").1
}

/// A directory with a source and a file said to be compiled from it.
fn tree(name: &str, content: &[u8]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a temporary directory");
    fs::write(folder.path().join("b.py"), SOURCE).expect("written");
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a directory")).expect("made");
    fs::write(&path, content).expect("written");
    (folder, path)
}

fn finding(path: &Path, options: &Options) -> Finding {
    let mut findings = Vec::new();
    audit(&find(&[path.to_owned()]), options, |finding| {
        findings.push(finding);
        Ok(())
    })
    .expect("it ends");
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.remove(0)
}

fn verdict(name: &str, content: &[u8]) -> Verdict {
    let (folder, _) = tree(name, content);
    finding(folder.path(), &Options::new()).verdict
}

#[test]
fn what_was_recorded_is_recognised() {
    for (kind, name, expected) in [
        ("fresh", "b.pyc", Verdict::Identical),
        ("plain", "b.pyc", Verdict::Identical),
        ("optimized", "b.pyc", Verdict::Identical),
        ("canonical", "b.pyc", Verdict::OtherReferences),
    ] {
        for (target, content) in recorded(kind) {
            assert_eq!(verdict(name, &content), expected, "{target} {kind}");
            let (folder, path) = tree(&format!("__pycache__/b.{}.pyc", target.cache_tag()), &content);
            let found = finding(folder.path(), &Options::new().targets(vec![target]).exact(true));
            let is_level_wrong = kind == "optimized";
            assert_eq!(found.verdict, if is_level_wrong { Verdict::Different } else { expected }, "{target} {kind}");
            assert_eq!((&found.path, found.release), (&path, Some(target)));
        }
    }
}

/// From 3.12 on, strings that the process has interned before show in the sets.
#[test]
fn the_order_of_files_is_harmless() {
    for (target, content) in recorded("warm") {
        let is_same = recorded("fresh").contains(&(target, content.clone()));
        let expected = if is_same { Verdict::Identical } else { Verdict::OtherReferences };
        assert_eq!(verdict("b.pyc", &content), expected, "{target}");
        assert!(is_same == (target.to_string() == "3.11.7"), "{target}");
    }
}

#[test]
fn no_flipped_bit_goes_unnoticed() {
    let content = of_313("fresh");
    let (folder, path) = tree("b.pyc", &content);
    let options = Options::new().targets(vec!["3.13.0".parse().expect("a release")]).exact(true);
    for at in 0..content.len() {
        let mut tampered = content.clone();
        tampered[at] ^= 1 << (at % 8);
        fs::write(&path, &tampered).expect("written");
        let found = finding(folder.path(), &options);
        assert_ne!(found.verdict, Verdict::Identical, "byte {at}");
        // Only which objects are shared and interned may change without changing the code.
        if found.verdict == Verdict::OtherReferences {
            assert!(tampered[at] ^ content[at] == 0x80 || b"zZaA".contains(&(content[at] & 0x7F)), "byte {at}");
        }
        if at < HEADER_LEN {
            let expected = [Verdict::Malformed, Verdict::Stale, Verdict::UnknownVersion];
            assert!(expected.contains(&found.verdict), "byte {at}: {found:?}");
        }
    }
}

#[test]
fn cut_files_are_malformed_and_extended_ones_different() {
    let content = of_313("fresh");
    for len in 0..content.len() {
        assert_eq!(verdict("b.pyc", &content[..len]), Verdict::Malformed, "{len} bytes");
    }
    assert_eq!(verdict("b.pyc", &[&content[..], b"N"].concat()), Verdict::Different);
    assert_eq!(verdict("b.pyc", &[&content[..HEADER_LEN], b"N"].concat()), Verdict::Malformed);
}

#[test]
fn names_and_sources_decide_what_can_be_said() {
    let content = of_313("fresh");
    let (folder, path) = tree("b.pyc", &content);
    let found = |source: Option<&str>, options: &Options| {
        match source {
            Some(source) => fs::write(folder.path().join("b.py"), source).expect("written"),
            None => fs::remove_file(folder.path().join("b.py")).expect("removed"),
        }
        finding(&path, options)
    };
    let other = SOURCE.replace("1000", "1001");
    let stale = found(Some(&other), &Options::new());
    assert_eq!((stale.verdict, stale.code), (Verdict::Stale, Some(Sameness::Different)));
    let different = found(Some(&other), &Options::new().code_only(true));
    let difference = different.difference.map(|difference| difference.to_string());
    assert_eq!(difference.as_deref(), Some("<module>.f.co_consts[2]: 1000 in the first, 1001 in the second"));
    let broken = found(Some("x = ("), &Options::new().code_only(true));
    assert_eq!(broken.verdict, Verdict::Different);
    assert!(broken.reason.is_some_and(|reason| reason.starts_with("the source does not compile: ")));
    assert_eq!(found(None, &Options::new()).verdict, Verdict::NoSource);
    for name in ["__pycache__/b.cpython-313-pytest-8.3.pyc", "__pycache__/b.pyc"] {
        assert_eq!(verdict(name, &content), Verdict::UnknownVersion, "{name}");
    }
    assert_eq!(verdict("__pycache__/b.cpython-312.pyc", &content), Verdict::Stale);
    let unknown = [&[0x42, 0x0D, 0x0D, 0x0A], &content[4..]].concat();
    assert_eq!(verdict("b.pyc", &unknown), Verdict::UnknownVersion);
}

#[test]
fn other_paths_are_told_from_other_code() {
    let content = of_313("fresh");
    let folder = TempDir::new().expect("a temporary directory");
    fs::write(folder.path().join("other.py"), SOURCE).expect("written");
    let path = folder.path().join("other.pyc");
    fs::write(&path, &content).expect("written");
    let found = finding(&path, &Options::new());
    assert_eq!(found.verdict, Verdict::OtherPlaces);
    assert_eq!(found.difference.map(|difference| difference.place).as_deref(), Some("<module>.co_filename"));
}

#[test]
fn two_files_are_compared_without_a_source() {
    let files = ["fresh", "warm", "canonical", "plain", "optimized"].map(of_313);
    let code = files.each_ref().map(|file| compare(&files[0], file).expect("files of 3.13").code);
    let expected = [
        Sameness::Identical,
        Sameness::OtherReferences,
        Sameness::OtherReferences,
        Sameness::OtherPlaces,
        Sameness::Different,
    ];
    assert_eq!(code, expected);
    let older = recorded("fresh").remove(0).1;
    let compared = compare(&older, &files[0]).expect("files of two versions");
    assert_eq!(compared.code, Sameness::Different);
    assert!(compared.header.is_some());
}

#[test]
fn canonical_references_are_those_of_add_determinism() {
    for ((target, warm), (_, expected)) in recorded("warm").into_iter().zip(recorded("canonical")) {
        assert!(canonical_refs(&warm).as_ref() == Ok(&expected), "{target}");
        assert!(canonical_refs(&expected).as_ref() == Ok(&expected), "{target} again");
    }
    assert!(canonical_refs(b"").is_err());
}
