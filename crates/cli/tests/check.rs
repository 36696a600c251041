//! `check`: versions, groups of messages, and forms of the report.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use pycmill::Version;
use tempfile::TempDir;

fn said(folder: &Path, words: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pycmill"));
    for name in ["PYTHONPATH", "PYTHONWARNINGS", "VIRTUAL_ENV"] {
        command.env_remove(name);
    }
    let output = command.args(words.split(' ')).current_dir(folder).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

/// The messages are those of the interpreters: `python -m py_compile FILE` of 3.11.7, 3.12.1, 3.13.0 and 3.14.10.
fn tree() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a directory")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("a.py", "x = 1\n");
    write("b.py", "def f(x):\n    return x is 1\n\ntype A = int\n");
    write("c.py", "try:\n    pass\nexcept A, B:\n    pass\n");
    write(".hidden/d.py", "x = (\n");
    write("venv/pyvenv.cfg", "");
    write("venv/e.py", "x = (\n");
    folder
}

#[test]
fn what_versions_say_alike_is_said_once() {
    let folder = tree();
    let (status, text) = said(folder.path(), "check --target 3.11 --target 3.12 --target 3.13 --target 3.14 .");
    let expected = [
        "./b.py:4:6: SyntaxError: invalid syntax (3.11)",
        "./b.py:2: SyntaxWarning: \"is\" with 'int' literal. Did you mean \"==\"? (3.12-3.14)",
        "./c.py:3:8: SyntaxError: multiple exception types must be parenthesized (3.11-3.13)",
        "3 files, checked against 3.11-3.14: 2 rejected",
    ];
    for line in expected {
        assert!(text.lines().any(|found| found == line), "{line}\nin\n{text}");
    }
    assert_eq!(status, Some(1));
    let all = format!(
        "1 file: all accepted by {}-{}\n",
        Version::COMPLETE[0],
        Version::COMPLETE[Version::COMPLETE.len() - 1]
    );
    assert_eq!(said(folder.path(), "check --target all a.py").1, all);
    assert_eq!(said(folder.path(), "check --target 3.14 .").0, Some(0));
    let (status, text) = said(folder.path(), "check --target 3.13 --full c.py");
    assert_eq!(status, Some(1));
    assert!(text.contains("\n      File \"c.py\", line 3\n        except A, B:\n"), "{text}");
}

#[test]
fn a_project_says_which_versions_count() {
    let folder = tree();
    fs::write(folder.path().join("pyproject.toml"), "[project]\nrequires-python = \">=3.13\"\n").expect("written");
    let (status, text) = said(folder.path(), "check a.py");
    assert_eq!((status, &*text), (Some(0), "1 file: all accepted by 3.13-3.15\n"));
    assert_eq!(said(folder.path(), "--target 3.12 check a.py").1, "1 file: all accepted by 3.12\n");
    assert_eq!(said(folder.path(), "check nope.py").0, Some(1));
    assert_eq!(said(folder.path(), "check --target 3.99 a.py").0, Some(2));
}

#[test]
fn warnings_can_be_errors() {
    let folder = tree();
    let (status, text) = said(folder.path(), "-W error check --target 3.13 b.py");
    assert_eq!(status, Some(1), "{text}");
    assert!(text.starts_with("b.py:2:12: SyntaxError: \"is\" with"), "{text}");
    assert_eq!(said(folder.path(), "-W ignore check --target 3.13 b.py").1, "1 file: all accepted by 3.13\n");
}

#[test]
fn reports_have_places() {
    let folder = tree();
    let (_, json) = said(folder.path(), "check --json --target 3.13 a.py c.py");
    for part in [r#""line": 3"#, r#""column": 8"#, r#""class": "SyntaxError""#, r#""success": false"#] {
        assert!(json.contains(part), "{part} in {json}");
    }
    assert!(!json.contains("a.py"), "{json}");
    let (_, annotations) = said(folder.path(), "check --format github --target 3.13 b.py c.py");
    let expected = [
        "::warning file=b.py,line=2,title=SyntaxWarning::SyntaxWarning: \"is\" with 'int' literal",
        "::error file=c.py,line=3,col=8,endLine=3,endColumn=12,title=SyntaxError::SyntaxError: multiple exception",
    ];
    for start in expected {
        assert!(annotations.lines().any(|line| line.starts_with(start)), "{start}\nin\n{annotations}");
    }
    let (status, sarif) = said(folder.path(), "check --format sarif --target 3.13 c.py");
    assert!(status == Some(1) && sarif.contains(r#""startColumn": 8"#), "{sarif}");
}
