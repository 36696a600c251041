//! How files are written: permissions, what is refused, what is left behind.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A directory with one source file.
fn directory() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a temporary directory");
    let file = folder.path().join("a.py");
    fs::write(&file, "x = 1\n").expect("it can be written");
    (folder, file)
}

fn pycmill(folder: &Path, words: &str) -> Output {
    with_words(folder, &format!("--target 3.13 {words}"))
}

fn with_words(folder: &Path, words: &str) -> Output {
    let script = format!("umask 022; exec {} {words}", env!("CARGO_BIN_EXE_pycmill"));
    let mut command = Command::new("sh");
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("PYTHONPYCACHEPREFIX");
    command.args(["-c", &script]).current_dir(folder).output().expect("it starts")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
}

const PYC: &str = "__pycache__/a.cpython-313.pyc";

#[test]
fn permissions_follow_the_source() {
    for (source, expected) in [(0o444, 0o644), (0o600, 0o600), (0o755, 0o644), (0o664, 0o644)] {
        let (folder, file) = directory();
        fs::set_permissions(&file, fs::Permissions::from_mode(source)).expect("the mode can be set");
        assert!(pycmill(folder.path(), "py_compile a.py").status.success());
        assert_eq!(mode(&folder.path().join(PYC)), expected, "{source:o}");
    }
}

#[test]
fn nothing_else_is_left_in_the_directory() {
    let (folder, _) = directory();
    assert!(pycmill(folder.path(), "py_compile a.py").status.success());
    assert!(pycmill(folder.path(), "py_compile a.py").status.success());
    let names: Vec<_> = fs::read_dir(folder.path().join("__pycache__"))
        .expect("it is there")
        .map(|entry| entry.expect("it").file_name())
        .collect();
    assert_eq!(names, ["a.cpython-313.pyc"]);
}

#[test]
fn a_rejected_file_leaves_the_old_result_alone() {
    let (folder, file) = directory();
    assert!(pycmill(folder.path(), "py_compile a.py").status.success());
    let before = fs::read(folder.path().join(PYC)).expect("it is there");
    fs::write(&file, "return\n").expect("it can be written");
    let output = pycmill(folder.path(), "py_compile a.py");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read(folder.path().join(PYC)).expect("it is there"), before);
}

#[test]
fn symlinks_and_directories_are_not_replaced() {
    let (folder, _) = directory();
    fs::create_dir(folder.path().join("__pycache__")).expect("it can be made");
    symlink("elsewhere", folder.path().join(PYC)).expect("it can be made");
    let output = pycmill(folder.path(), "py_compile a.py");
    assert_eq!(output.status.code(), Some(1));
    let message = " is a symlink and will be changed into a regular file if import writes a byte-compiled file to it";
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("{PYC}{message}"));

    fs::remove_file(folder.path().join(PYC)).expect("it is there");
    fs::create_dir(folder.path().join(PYC)).expect("it can be made");
    let output = pycmill(folder.path(), "compileall a.py");
    assert_eq!(output.status.code(), Some(1));
    let message =
        " is a non-regular file and will be changed into a regular one if import writes a byte-compiled file to it";
    let expected = format!("Compiling 'a.py'...\n*** FileExistsError: {PYC}{message}\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn what_is_up_to_date_is_passed_over() {
    let (folder, _) = directory();
    let listing = "Listing '.'...\n";
    let compiling = "Listing '.'...\nCompiling './a.py'...\n";
    let said = |words| String::from_utf8_lossy(&pycmill(folder.path(), words).stdout).into_owned();
    assert_eq!(said("compileall ."), compiling);
    assert_eq!(said("compileall ."), listing);
    assert_eq!(said("compileall -f ."), compiling);
    assert_eq!(said("compileall -o 1 ."), compiling);
    assert_eq!(said("compileall --invalidation-mode checked-hash ."), listing);
    assert_eq!(said("compileall -f --invalidation-mode checked-hash ."), compiling);
    assert_eq!(said("compileall --invalidation-mode checked-hash ."), compiling);
}

#[test]
fn targets_that_are_not_known_are_refused() {
    let (folder, _) = directory();
    for target in ["3.7", "4.0"] {
        let output = with_words(folder.path(), &format!("--target {target} py_compile a.py"));
        assert_eq!(output.status.code(), Some(2));
        let message = format!("unknown version '{target}'; supported: 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15");
        assert!(String::from_utf8_lossy(&output.stderr).contains(&message));
        assert!(!folder.path().join("__pycache__").exists());
    }
}

#[test]
fn names_come_from_standard_input() {
    let (folder, _) = directory();
    let output = pycmill(folder.path(), "py_compile - <<'END'\na.py\nmissing.py\nEND");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "[Errno 2] No such file or directory: 'missing.py'");
    assert!(folder.path().join(PYC).is_file());
}

#[test]
fn every_stage_can_be_shown() {
    let (folder, file) = directory();
    fs::write(&file, "def f(x):\n    return x + 1\n").expect("it can be written");
    let expected = [
        ("ast", "FunctionDef(name='f'"),
        ("symbols", "x"),
        ("emit", "RESUME 0"),
        ("flow", "RETURN_VALUE"),
        ("code", "RETURN_VALUE"),
        ("marshal", "'x'"),
    ];
    for (stage, part) in expected {
        let output = pycmill(folder.path(), &format!("dump --stage {stage} a.py"));
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains(part), "{stage}: {text}");
    }
    assert!(pycmill(folder.path(), "py_compile a.py").status.success());
    let of_pyc = pycmill(folder.path(), &format!("dump --stage code {PYC}")).stdout;
    assert_eq!(of_pyc, pycmill(folder.path(), "dump --stage code a.py").stdout);
}
