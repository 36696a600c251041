//! Paths of Windows as every interpreter takes them apart, and cache paths as those for Windows give them.

use pycmill_pyc::ntpath::{basename, join, skip_root, split_root};
use pycmill_pyc::{Layout, Optimization, windows_cache_path};
use pycmill_target::{Target, Version};

fn each_fact(facts: &str, check: impl Fn(Target, &[&str])) -> Vec<Version> {
    let mut target = None;
    let mut seen = Vec::new();
    for line in facts.lines() {
        if let Some(version) = line.strip_prefix("python ") {
            target = Some(version.parse::<Target>().expect("a supported version"));
            seen.extend(target.map(Target::version));
        } else {
            check(target.expect("the version comes first"), &line.split('\t').collect::<Vec<_>>());
        }
    }
    seen
}

fn assert_text(found: &[u8], expected: &str, target: Target, fact: &[&str]) {
    assert_eq!(String::from_utf8_lossy(found), expected, "{target} {fact:?}");
}

#[test]
fn ntpath_of_every_version() {
    let seen = each_fact(include_str!("facts/ntpath.txt"), |target, fact| match *fact {
        ["drive", path, drive, rest] => {
            let split = split_root(target, path.as_bytes());
            assert_text(split.drive, drive, target, fact);
            assert_text(&[split.root, split.tail].concat(), rest, target, fact);
        }
        ["base", path, base] => assert_text(basename(target, path.as_bytes()), base, target, fact),
        ["join", first, second, joined] => {
            assert_text(&join(target, first.as_bytes(), [second.as_bytes()]), joined, target, fact);
        }
        ["joins", parts, joined] => {
            let mut parts = parts.split('|').map(str::as_bytes);
            let first = parts.next().expect("a part");
            assert_text(&join(target, first, parts), joined, target, fact);
        }
        _ => panic!("no fact: {fact:?}"),
    });
    assert_eq!(seen, Version::ALL);
}

#[test]
fn cache_paths_of_windows() {
    let seen = each_fact(include_str!("facts/windows.txt"), |target, fact| {
        let cached = |path: &str, layout| windows_cache_path(target, path.as_bytes(), Optimization::Zero, layout);
        match *fact {
            ["root", path, root, rest] => {
                let (found, tail) = skip_root(path.as_bytes());
                assert_text(found, root, target, fact);
                assert_text(tail, rest, target, fact);
            }
            ["beside", path, expected] => assert_text(&cached(path, Layout::Beside), expected, target, fact),
            ["prefix", path, prefix, expected] => {
                let layout = Layout::Prefix { prefix: prefix.as_bytes(), current: br"C:\windows" };
                assert_text(&cached(path, layout), expected, target, fact);
            }
            _ => panic!("no fact: {fact:?}"),
        }
    });
    assert_eq!(seen, [Version::Python311, Version::Python312, Version::Python313]);
}
