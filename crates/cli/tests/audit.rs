//! `audit` and `diff`: statuses, texts and reports.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn pycmill(folder: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pycmill"));
    for name in ["SOURCE_DATE_EPOCH", "PYTHONPYCACHEPREFIX", "PYTHONPATH", "VIRTUAL_ENV"] {
        command.env_remove(name);
    }
    command.args(words.split(' ')).current_dir(folder).output().expect("it starts")
}

fn said(folder: &Path, words: &str) -> (Option<i32>, String) {
    let output = pycmill(folder, words);
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

/// Two compiled files; the second has been changed since.
fn tree() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("a.py", "def f():\n    return 1000\n");
    write("b.py", "def f():\n    return 2000\n");
    let words = "--target 3.13 compileall -q --invalidation-mode unchecked-hash a.py b.py";
    assert_eq!(said(folder.path(), words), (Some(0), String::new()));
    let compiled = |name: &str| folder.path().join(format!("__pycache__/{name}.cpython-313.pyc"));
    let content = fs::read(compiled("b")).expect("it was compiled");
    let thousand = 2000_i32.to_le_bytes();
    let at = content.windows(4).position(|window| window == thousand).expect("the constant");
    let tampered = [&content[..at], &2001_i32.to_le_bytes(), &content[at + 4..]].concat();
    fs::write(compiled("b"), tampered).expect("written");
    folder
}

const DIFFERENT: &str = "__pycache__/b.cpython-313.pyc: different: <module>.f.co_consts[1]: 2001 in the file, 2000 from the \
                         source\n";

#[test]
fn audit_names_the_difference() {
    let folder = tree();
    let summary = "2 files: 1 identical, 1 different\n";
    assert_eq!(said(folder.path(), "audit ."), (Some(1), format!("./{DIFFERENT}{summary}")));
    assert_eq!(said(folder.path(), "audit --allow different __pycache__"), (Some(0), summary.to_owned()));
    let all = format!("__pycache__/a.cpython-313.pyc: identical\n{DIFFERENT}{summary}");
    assert_eq!(said(folder.path(), "audit -v -j 1 __pycache__"), (Some(1), all));
    let (status, text) = said(folder.path(), "audit --allow identical .");
    assert!(status == Some(2) && text.contains("possible values: other-places, stale, no-source"), "{text}");
    assert_eq!(
        said(folder.path(), "audit nope"),
        (Some(1), "nope: unreadable: No such file or directory (os error 2)\n1 file: 1 unreadable\n".to_owned())
    );
}

#[test]
fn audit_reports_in_three_forms() {
    let folder = tree();
    let (_, json) = said(folder.path(), "audit --json .");
    let expected = [
        r#""counts": {"#,
        r#""different": 1"#,
        r#""code": "different""#,
        r#""place": "<module>.f.co_consts[1]""#,
        r#""success": false"#,
    ];
    for part in expected {
        assert!(json.contains(part), "{part} in {json}");
    }
    let (status, sarif) = said(folder.path(), "audit --format sarif .");
    for part in [r#""version": "2.1.0""#, r#""ruleId": "different""#, r#""uri": "./__pycache__/b.cpython-313.pyc""#] {
        assert!(sarif.contains(part), "{part} in {sarif}");
    }
    assert!(status == Some(1) && !sarif.contains("a.cpython"), "{sarif}");
    let (_, annotations) = said(folder.path(), "audit --format github __pycache__");
    let expected = "::error file=__pycache__/b.cpython-313.pyc,title=different::the code is not that of the source: \
                    <module>.f.co_consts[1]: 2001 in the file, 2000 from the source\n";
    assert_eq!(annotations, expected);
}

#[test]
fn names_take_no_control_of_a_terminal() {
    let folder = TempDir::new().expect("a temporary directory");
    fs::write(folder.path().join("a\u{1b}[2J\n.pyc"), "").expect("written");
    let (_, text) = said(folder.path(), "audit .");
    assert_eq!(text, "./a\\u{1b}[2J\\n.pyc: malformed: 0 bytes are too few for a .pyc file\n1 file: 1 malformed\n");
}

#[test]
fn diff_has_a_status_for_each_answer() {
    let folder = tree();
    let pyc = |name: &str| format!("__pycache__/{name}.cpython-313.pyc");
    let diff = |first: &str, second: &str| said(folder.path(), &format!("diff {first} {second}"));
    assert_eq!(diff(&pyc("a"), &pyc("a")), (Some(0), "identical\n".to_owned()));
    let (status, text) = diff(&pyc("a"), &pyc("b"));
    assert_eq!(status, Some(1));
    assert!(text.ends_with("<module>.f.co_consts[1]: 1000 in the first, 2001 in the second\n"), "{text}");
    fs::copy(folder.path().join("a.py"), folder.path().join("c.py")).expect("copied");
    let words = "--target 3.13 compileall -q --invalidation-mode checked-hash c.py";
    assert_eq!(said(folder.path(), words).0, Some(0));
    let (status, text) = diff(&pyc("a"), &pyc("c"));
    assert_eq!(status, Some(4));
    assert!(text.starts_with("same code, other path or places\n<header>: unchecked hash "), "{text}");
    assert!(text.ends_with("<module>.f.co_filename: 'a.py' in the first, 'c.py' in the second\n"), "{text}");
    let (status, text) = diff(&pyc("a"), "a.py");
    assert_eq!((status, &*text), (Some(2), "pycmill: a.py: no magic number of a .pyc file\n"));
}

#[test]
fn references_are_written_as_add_determinism_does() {
    let folder = tree();
    let check = said(folder.path(), "canonical-refs --check .");
    assert_eq!(check, (Some(1), "2 files: 2 would change\n".to_owned()));
    assert_eq!(said(folder.path(), "canonical-refs ."), (Some(0), "2 files: 2 changed\n".to_owned()));
    assert_eq!(said(folder.path(), "canonical-refs --check ."), (Some(0), "2 files: 0 would change\n".to_owned()));
    assert!(said(folder.path(), "audit .").1.ends_with("2 files: 1 other-references, 1 different\n"));
    let (status, text) = said(folder.path(), "canonical-refs a.py");
    assert_eq!((status, &*text), (Some(1), "1 file: 0 changed\npycmill: a.py: no magic number of a .pyc file\n"));
}
