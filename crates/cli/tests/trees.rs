//! Options of `compileall` that Python lacks: patterns, trees without sources, orphans, installed distributions.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

fn said(folder: &Path, words: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pycmill"));
    for name in ["PYTHONPATH", "PYTHONPYCACHEPREFIX", "SOURCE_DATE_EPOCH", "VIRTUAL_ENV"] {
        command.env_remove(name);
    }
    let output = command.args(words.split(' ')).current_dir(folder).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a directory")).expect("made");
    fs::write(path, text).expect("written");
}

fn tree() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    for name in ["pkg/__init__.py", "pkg/a.py", "pkg/tests/test_a.py", "pkg/tests/data/b.py"] {
        write(folder.path(), name, "x = 1\n");
    }
    write(folder.path(), "pkg/tests/data/bad.py", "x = (\n");
    folder
}

/// All files below a directory, in order.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(directory) = todo.pop() {
        for entry in fs::read_dir(&directory).expect("a directory").flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("inside").display().to_string());
            }
        }
    }
    found.sort();
    found
}

fn compiled(folder: &Path) -> Vec<String> {
    files(folder).into_iter().filter(|name| name.ends_with(".pyc")).collect()
}

#[test]
fn patterns_choose_files() {
    let folder = tree();
    let words = "--target 3.13 compileall -q --exclude tests/data --exclude __init__.py pkg";
    assert_eq!(said(folder.path(), words), (Some(0), String::new()));
    let expected = ["pkg/__pycache__/a.cpython-313.pyc", "pkg/tests/__pycache__/test_a.cpython-313.pyc"];
    assert_eq!(compiled(folder.path()), expected);
    let words = "--target 3.12 --include pkg/*.py --exclude a.py -m compileall -q pkg";
    assert_eq!(said(folder.path(), words), (Some(0), String::new()));
    assert_eq!(compiled(folder.path())[0], "pkg/__pycache__/__init__.cpython-312.pyc");
    assert_eq!(compiled(folder.path()).len(), 3);
    assert_eq!(said(folder.path(), "--target 3.13 compileall --exclude a[ pkg").0, Some(2));
    let (status, text) = said(folder.path(), "--exclude a py_compile pkg/a.py");
    assert_eq!((status, &*text), (Some(2), "pycmill: --exclude does not apply to py_compile\n"));
}

#[test]
fn files_may_be_rejected() {
    let folder = tree();
    assert_eq!(said(folder.path(), "--target 3.13 compileall -q pkg").0, Some(1));
    for option in ["--tolerate bad.py", "--keep-going"] {
        let (status, text) = said(folder.path(), &format!("--target 3.13 compileall -q {option} pkg"));
        assert!(status == Some(0) && text.contains("SyntaxError: '(' was never closed"), "{option} {text}");
    }
    assert_eq!(said(folder.path(), "--target 3.13 compileall -q --tolerate good.py pkg").0, Some(1));
    let (_, json) = said(folder.path(), "--target 3.13 compileall --json --keep-going pkg");
    assert!(json.contains(r#""status": "tolerated""#) && json.contains(r#""success": true"#), "{json}");
    // That a directory is in the way is no fault of the source.
    fs::create_dir_all(folder.path().join("pkg/__pycache__/a.cpython-312.pyc")).expect("made");
    assert_eq!(said(folder.path(), "--target 3.12 compileall -q --keep-going pkg").0, Some(1));
}

#[test]
fn compiled_files_take_the_places_of_sources() {
    let folder = tree();
    assert_eq!(said(folder.path(), "--target 3.13 compileall -q --keep-going pkg").0, Some(0));
    let words = "--target 3.13 compileall -q --sourceless --prune --keep-going pkg";
    assert_eq!(said(folder.path(), words).0, Some(0));
    let expected =
        ["pkg/__init__.pyc", "pkg/a.pyc", "pkg/tests/data/b.pyc", "pkg/tests/data/bad.py", "pkg/tests/test_a.pyc"];
    assert_eq!(files(folder.path()), expected);
    assert_eq!(said(folder.path(), words).0, Some(0));
    assert_eq!(files(folder.path()), expected);
    let (status, text) = said(folder.path(), "--target 3.13 --target 3.12 compileall --sourceless pkg");
    assert_eq!((status, &*text), (Some(2), "pycmill: --sourceless takes one target and one level\n"));
    assert_eq!(said(folder.path(), "--target 3.13 compileall --sourceless --check pkg").0, Some(2));
}

#[test]
fn orphans_are_removed() {
    let folder = tree();
    assert_eq!(said(folder.path(), "--target 3.13 compileall -q --exclude data pkg").0, Some(0));
    fs::remove_file(folder.path().join("pkg/a.py")).expect("removed");
    fs::remove_file(folder.path().join("pkg/tests/test_a.py")).expect("removed");
    write(folder.path(), "pkg/__pycache__/c.cpython-38.opt-1.pyc", "");
    write(folder.path(), "pkg/__pycache__/notes.pyc", "");
    write(folder.path(), "pkg/c.pyc", "");
    let words = "--target 3.13 compileall -q --exclude data --prune pkg";
    let (status, text) = said(folder.path(), &format!("{words} --check"));
    let orphans = [
        "pkg/__pycache__/a.cpython-313.pyc",
        "pkg/__pycache__/c.cpython-38.opt-1.pyc",
        "pkg/tests/__pycache__/test_a.cpython-313.pyc",
    ];
    let expected: String = orphans.iter().map(|name| format!("Orphaned: '{name}'\n")).collect();
    assert_eq!((status, text), (Some(1), expected));
    assert_eq!(said(folder.path(), words), (Some(0), String::new()));
    let left = ["pkg/__pycache__/__init__.cpython-313.pyc", "pkg/__pycache__/notes.pyc", "pkg/c.pyc"];
    assert_eq!(compiled(folder.path()), left);
    assert!(!folder.path().join("pkg/tests/__pycache__").exists());
    assert_eq!(said(folder.path(), &format!("{words} --check")).0, Some(0));
}

const RECORD: &str = "pkg/__init__.py,sha256=x,6\n\"pkg/b,c.py\",sha256=x,6\r\n../../bin/run.py,sha256=x,6\n\
                      ../outside.py,sha256=x,6\ndemo_dist-1.0.dist-info/RECORD,,\n";

fn installed() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    for name in ["site/pkg/__init__.py", "site/pkg/b,c.py", "site/pkg/other.py", "outside.py"] {
        write(folder.path(), name, "x = 1\n");
    }
    write(folder.path(), "site/demo_dist-1.0.dist-info/RECORD", RECORD);
    folder
}

#[test]
fn what_a_record_lists_is_compiled_and_listed() {
    let folder = installed();
    let words = "--target 3.13 compileall -q --installed Demo.Dist site";
    assert_eq!(said(folder.path(), words), (Some(0), String::new()));
    let expected = ["site/pkg/__pycache__/__init__.cpython-313.pyc", "site/pkg/__pycache__/b,c.cpython-313.pyc"];
    assert_eq!(compiled(folder.path()), expected);
    let record = || fs::read_to_string(folder.path().join("site/demo_dist-1.0.dist-info/RECORD")).expect("it is there");
    let rows = "pkg/__pycache__/__init__.cpython-313.pyc,,\n\"pkg/__pycache__/b,c.cpython-313.pyc\",,\n";
    assert_eq!(record(), RECORD.replace('\r', "") + rows);
    let again = "--target 3.13 compileall -q --record site/demo_dist-1.0.dist-info";
    assert_eq!(said(folder.path(), again), (Some(0), String::new()));
    assert_eq!(record(), RECORD.replace('\r', "") + rows);
    let (status, text) = said(folder.path(), "--target 3.13 compileall --installed nope site");
    assert_eq!((status, &*text), (Some(2), "pycmill: no installed distribution is called nope\n"));
}

#[test]
fn a_record_lists_no_sources_that_are_gone() {
    let folder = installed();
    let words = "--target 3.13 compileall -q --sourceless --record site/demo_dist-1.0.dist-info/RECORD";
    assert_eq!(said(folder.path(), words), (Some(0), String::new()));
    let record = fs::read_to_string(folder.path().join("site/demo_dist-1.0.dist-info/RECORD")).expect("it is there");
    let expected = "../../bin/run.py,sha256=x,6\n../outside.py,sha256=x,6\ndemo_dist-1.0.dist-info/RECORD,,\n\
                    pkg/__init__.pyc,,\n\"pkg/b,c.pyc\",,\n";
    assert_eq!(record, expected);
    assert!(folder.path().join("outside.py").exists() && folder.path().join("site/pkg/other.py").exists());
}
