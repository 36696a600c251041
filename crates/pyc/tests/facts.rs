//! Cache paths, magic numbers and source hashes as every interpreter gives them.

use pycmill_pyc::{Layout, Optimization, cache_path, file_bytes, legacy_path, source_hash};
use pycmill_target::{Target, Version};

const FACTS: &str = include_str!("facts/facts.txt");

#[test]
fn every_fact_of_every_version_holds() {
    let mut target = None;
    let mut seen = Vec::new();
    for line in FACTS.lines() {
        if let Some(version) = line.strip_prefix("python ") {
            target = Some(version.parse::<Target>().expect("a supported version"));
            seen.extend(target.map(Target::version));
        } else {
            let fields: Vec<&str> = line.split(['\t', ' ']).collect();
            check(target.expect("the version comes first"), &fields);
        }
    }
    assert_eq!(seen, Version::ALL);
}

fn check(target: Target, fields: &[&str]) {
    match *fields {
        ["magic", magic] => assert_eq!(hex(&file_bytes(target, timestamp(), b"")[..4]), magic, "{target}"),
        ["hash", length, hash] => {
            let source: Vec<u8> = (0..length.parse().expect("a number")).map(|i: usize| (i * 7 % 256) as u8).collect();
            assert_eq!(hex(&source_hash(target, &source)), hash, "{target} {fields:?}");
        }
        ["beside", path, level, expected] => {
            let level = Optimization::from_level(level.parse().expect("a number")).expect("a level");
            assert_path(&cache_path(target, path.as_bytes(), level, Layout::Beside), expected);
        }
        ["prefix", path, prefix, expected] => {
            let layout = Layout::Prefix { prefix: prefix.as_bytes(), current: b"/usr" };
            assert_path(&cache_path(target, path.as_bytes(), Optimization::Zero, layout), expected);
        }
        _ => panic!("no fact: {fields:?}"),
    }
}

fn timestamp() -> pycmill_pyc::Validation {
    pycmill_pyc::Validation::timestamp(0, 0, 0)
}

fn assert_path(path: &[u8], expected: &str) {
    assert_eq!(String::from_utf8_lossy(path), expected);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn legacy_layout_appends_one_letter() {
    assert_eq!(legacy_path(b"d/a.py"), b"d/a.pyc");
}
