//! `inspect`: parts, names, formats and statuses.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

fn said(folder: &Path, words: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pycmill"));
    for name in ["PYTHONPATH", "PYTHONOPTIMIZE", "VIRTUAL_ENV"] {
        command.env_remove(name);
    }
    let output = command.args(words.split(' ')).current_dir(folder).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    fs::write(folder.path().join("a.py"), "def f(a, /, b, *, c):\n    return lambda: a\n").expect("written");
    folder
}

/// As `python3.13 -m dis a.py` prints it.
const LISTING: &str = "  0           RESUME                   0

  1           LOAD_CONST               0 (<code object f, file \"a.py\", line 1>)
              MAKE_FUNCTION
              STORE_NAME               0 (f)
              RETURN_CONST             1 (None)
";

#[test]
fn a_source_is_compiled_and_shown() {
    let folder = folder();
    let (status, text) = said(folder.path(), "--target 3.13.0 inspect a.py");
    let start = format!(
        "a.py: a source, compiled for CPython 3.13.0\n\n\
         <module>  line 1, 5 instructions\n  f(a, /, b, *, c)  line 1, 8 instructions\n    <lambda>()  line 2, 4 instructions\n\n\
         {LISTING}\nDisassembly of <code object f, file \"a.py\", line 1>:\n"
    );
    assert_eq!((status, &text[..start.len().min(text.len())]), (Some(0), &*start));
    let (status, text) = said(folder.path(), "--target 3.13 inspect --show listing --code f.<locals>.<lambda> a.py");
    assert_eq!(status, Some(0));
    assert!(
        text.starts_with("<code object <lambda>, file \"a.py\", line 2>:\n  --           COPY_FREE_VARS"),
        "{text}"
    );
}

#[test]
fn a_file_says_how_it_is_validated() {
    let folder = folder();
    for (mode, start) in
        [("checked-hash", "up to date if its source has the hash "), ("unchecked-hash", "never compared")]
    {
        let words = format!("--target 3.13 compileall -q -f --invalidation-mode {mode} a.py");
        assert_eq!(said(folder.path(), &words), (Some(0), String::new()));
        let (_, text) = said(folder.path(), "inspect --show header __pycache__/a.cpython-313.pyc");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "__pycache__/a.cpython-313.pyc: CPython 3.13, magic number 3571");
        assert!(lines.len() == 2 && lines[1].starts_with(start), "{text}");
    }
    let (_, text) = said(folder.path(), "inspect --show tree,handlers __pycache__/a.cpython-313.pyc");
    assert!(text.starts_with("<module>  line 1") && text.contains("<code object f, file \"a.py\", line 1>:"), "{text}");
}

#[test]
fn reports_and_graphs_are_for_programs() {
    let folder = folder();
    let (status, json) = said(folder.path(), "--target 3.13 inspect --json a.py");
    let parts = [r#""qualname": "f.<locals>.<lambda>""#, r#""name": "MAKE_FUNCTION""#, r#""header": null"#];
    for part in parts {
        assert!(status == Some(0) && json.contains(part), "{part} in {json}");
    }
    for (format, start) in [("dot", "digraph {\n"), ("mermaid", "---\ntitle: "), ("svg", "<svg xmlns=")] {
        let (status, text) = said(folder.path(), &format!("--target 3.13 inspect --graph {format} --code f a.py"));
        assert!(status == Some(0) && text.starts_with(start), "{text}");
    }
}

#[test]
fn what_cannot_be_shown_is_an_error() {
    let folder = folder();
    fs::write(folder.path().join("b.pyc"), "no code").expect("written");
    fs::write(folder.path().join("c.py"), "x = (\n").expect("written");
    let (status, text) = said(folder.path(), "--target 3.13 inspect --code g a.py");
    assert_eq!((status, &*text), (Some(1), "pycmill: a.py: no code object is called g\n"));
    let (status, text) = said(folder.path(), "inspect b.pyc");
    assert!(status == Some(1) && text.starts_with("pycmill: b.pyc: "), "{text}");
    let (status, text) = said(folder.path(), "--target 3.13 inspect c.py");
    assert!(status == Some(1) && text.contains("SyntaxError: '(' was never closed"), "{text}");
    assert_eq!(said(folder.path(), "inspect --graph dot --show tree a.py").0, Some(2));
    assert_eq!(said(folder.path(), "inspect --check a.py").0, Some(2));
}
