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
    // After -m the command line is Python's.
    assert_eq!(status(folder.path(), "--target 3.13 -m compileall -q --strict nope"), Some(2));
}

#[test]
fn reports_are_json() {
    let folder = tree();
    let report = said(folder.path(), "--target 3.13.0 --json -m compileall a.py nope");
    for part in [r#""status": "compiled""#, r#""status": "unlisted""#, r#""target": "3.13.0""#, r#""success": true"#] {
        assert!(report.contains(part), "{part} in {report}");
    }
    fs::write(folder.path().join("b.py"), "x = 1 1\n").expect("it can be written");
    for words in
        ["--target 3.13.0 --json -m py_compile a.py b.py c.py", "py_compile --target 3.13.0 --json a.py b.py c.py"]
    {
        let output = pycmill(folder.path(), words);
        let report = String::from_utf8_lossy(&output.stdout);
        let error = r#""error": "  File \"b.py\", line 1\n    x = 1 1"#;
        for part in [r#""status": "compiled""#, r#""status": "failed""#, r#""success": false"#, error] {
            assert!(report.contains(part), "{part} in {report}");
        }
        assert!(!report.contains("c.py"), "it stops at the first error: {report}");
        assert_eq!((output.status.code(), &*output.stderr), (Some(1), &b""[..]));
    }
}

#[test]
fn options_that_a_command_lacks_are_refused() {
    let folder = tree();
    let words = "--target 3.13 --check -m py_compile a.py";
    assert_eq!(said(folder.path(), words), "pycmill: --check does not apply to py_compile, which always writes\n");
    assert!(!folder.path().join("__pycache__").exists());
    let words = "--json dump --stage ast --target 3.13 a.py";
    assert_eq!(said(folder.path(), words), "pycmill: --json does not apply to dump\n");
    assert_eq!(status(folder.path(), words), Some(2));
}

#[test]
fn without_words_the_usage_is_short() {
    let output = Command::new(env!("CARGO_BIN_EXE_pycmill")).output().expect("it starts");
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]));
    let usage = String::from_utf8_lossy(&output.stderr);
    assert!(usage.starts_with("usage: pycmill ") && usage.lines().count() < 5, "{usage}");
}

#[test]
fn a_path_without_a_command_is_answered_with_the_command() {
    let folder = tree();
    let answer = |words| (status(folder.path(), words), said(folder.path(), words));
    let expected = "pycmill: a.py is no command; to compile it: pycmill py_compile a.py\n";
    assert_eq!(answer("--target 3.13 a.py"), (Some(2), expected.to_owned()));
    let expected = "pycmill: . is no command; to compile it: pycmill compileall .\n";
    assert_eq!(answer("."), (Some(2), expected.to_owned()));
    assert!(said(folder.path(), "nope").contains("unrecognized subcommand 'nope'"));
    fs::create_dir(folder.path().join("man")).expect("it can be made");
    assert_eq!(status(folder.path(), "man"), Some(0));
}

#[test]
fn dump_names_the_file_and_takes_our_options() {
    let folder = tree();
    let expected = "pycmill: cannot read 'nope.py': No such file or directory\n";
    assert_eq!(said(folder.path(), "dump --stage ast nope.py"), expected);
    let output = pycmill(folder.path(), "dump -v a.py --stage emit --target 3.11.7");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "pycmill: target: CPython 3.11.7 (--target)\n");
    assert!(String::from_utf8_lossy(&output.stdout).contains("RESUME"));
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
    assert!(errors.contains("target: CPython 3.13.0 (--python venv/bin/python)"), "{errors}");
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
