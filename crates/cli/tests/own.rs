//! What Python's commands lack.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn tree() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    fs::write(folder.path().join("a.py"), "x = 1\n").expect("it can be written");
    folder
}

fn pycmill(folder: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pycmill"));
    for name in ["SOURCE_DATE_EPOCH", "PYTHONPYCACHEPREFIX", "PYTHONPATH", "VIRTUAL_ENV"] {
        command.env_remove(name);
    }
    command.args(words.split(' ')).current_dir(folder).output().expect("it starts")
}

fn status(folder: &Path, words: &str) -> Option<i32> {
    pycmill(folder, words).status.code()
}

fn said(folder: &Path, words: &str) -> String {
    let output = pycmill(folder, words);
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn check_changes_nothing() {
    let folder = tree();
    let words = "--target 3.13 --check -m compileall a.py";
    assert_eq!(said(folder.path(), words), "Missing: '__pycache__/a.cpython-313.pyc'\n");
    assert_eq!(status(folder.path(), words), Some(1));
    assert!(!folder.path().join("__pycache__").exists());
    assert_eq!(status(folder.path(), "--target 3.13 compileall a.py"), Some(0));
    assert_eq!(status(folder.path(), "--target 3.13 compileall --check a.py"), Some(0));
    let words = "--target 3.13 compileall --check --invalidation-mode unchecked-hash a.py";
    assert_eq!(said(folder.path(), words), "Wrong invalidation mode: '__pycache__/a.cpython-313.pyc'\n");
}

#[test]
fn several_targets_are_written_in_one_run() {
    let folder = tree();
    assert_eq!(status(folder.path(), "--target 3.12 --target 3.13 -m compileall -q a.py"), Some(0));
    for tag in ["cpython-312", "cpython-313"] {
        assert!(folder.path().join(format!("__pycache__/a.{tag}.pyc")).is_file());
    }
}

#[test]
fn missing_paths_fail_where_that_is_wanted() {
    let folder = tree();
    assert_eq!(status(folder.path(), "--target 3.13 compileall -q nope"), Some(0));
    assert_eq!(status(folder.path(), "--target 3.13 compileall -q --strict nope"), Some(1));
    // Behind -m the command line is Python's.
    assert_eq!(status(folder.path(), "--target 3.13 -m compileall -q --strict nope"), Some(2));
}

#[test]
fn reports_are_json() {
    let folder = tree();
    let report = said(folder.path(), "--target 3.13.0 --json -m compileall a.py nope");
    for part in [r#""status": "compiled""#, r#""status": "unlisted""#, r#""target": "3.13.0""#, r#""success": true"#] {
        assert!(report.contains(part), "{part} in {report}");
    }
}

#[test]
fn the_target_is_chosen_and_said() {
    let folder = tree();
    let reason = |folder: &Path| said(folder, "-v -m compileall -q a.py");
    assert!(reason(folder.path()).contains("the newest version"));
    fs::write(folder.path().join("pyproject.toml"), "[project]\nrequires-python = \">=3.9,<3.13\"\n").expect("written");
    assert!(reason(folder.path()).contains("CPython 3.12."), "{}", reason(folder.path()));
    fs::write(folder.path().join(".python-version"), "3.13.0\n").expect("written");
    assert!(reason(folder.path()).contains("CPython 3.13.0: "), "{}", reason(folder.path()));
}

/// A virtual environment made of files: it is read, never run.
#[test]
fn environments_are_read() {
    let folder = tree();
    let prefix = folder.path().join("usr");
    let library = prefix.join("lib/python3.13");
    let site = folder.path().join("venv/lib/python3.13/site-packages");
    for directory in [&library, &site, &prefix.join("bin"), &folder.path().join("venv/bin")] {
        fs::create_dir_all(directory).expect("it can be made");
    }
    fs::write(library.join("os.py"), "y = 1\n").expect("written");
    fs::write(site.join("z.py"), "z = 1\n").expect("written");
    fs::write(prefix.join("bin/python3.13"), "").expect("written");
    std::os::unix::fs::symlink(prefix.join("bin/python3.13"), folder.path().join("venv/bin/python")).expect("linked");
    let config = format!("home = {}\nversion = 3.13.0\n", prefix.join("bin").display());
    fs::write(folder.path().join("venv/pyvenv.cfg"), config).expect("written");
    let output = pycmill(folder.path(), "-v --python venv -m compileall -q");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("CPython 3.13.0: that of venv/bin/python, named with --python"), "{errors}");
    for pyc in ["__pycache__/a.cpython-313.pyc", "usr/lib/python3.13/__pycache__/os.cpython-313.pyc"] {
        assert!(folder.path().join(pyc).is_file(), "{pyc}");
    }
    assert!(site.join("__pycache__/z.cpython-313.pyc").is_file());
    assert_eq!(status(&prefix, "--target 3.13 -m compileall"), Some(2));
}

#[test]
fn warnings_can_be_errors() {
    let folder = TempDir::new().expect("a temporary directory");
    fs::write(folder.path().join("w.py"), "x = '\\d'\n").expect("it can be written");
    let words = "--target 3.13 -W error -m py_compile w.py";
    let expected = "  File \"w.py\", line 1\n    x = '\\d'\n         ^^\nSyntaxError: invalid escape sequence '\\d'\n";
    assert_eq!(said(folder.path(), words), expected);
    assert_eq!(said(folder.path(), "--target 3.13 -W ignore -m py_compile w.py"), "");
    assert_eq!(
        said(folder.path(), "--target 3.13 -W nonsense -W i -m py_compile w.py"),
        "Invalid -W option ignored: invalid action: 'nonsense'\n"
    );
}
