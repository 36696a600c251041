//! The help texts: ours, and those of Python's commands as `record_help.py` recorded them.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use snapbox::cmd::Command;
use tempfile::TempDir;

fn help(words: &[&str]) -> snapbox::cmd::OutputAssert {
    Command::new(env!("CARGO_BIN_EXE_pycmill")).args(words).env("COLUMNS", "100").assert().success()
}

#[test]
fn help_says_which_version_is_meant() {
    help(&["--help"]).stdout_eq(snapbox::file!["help/pycmill.txt"]);
    help(&["dump", "--help"]).stdout_eq(snapbox::file!["help/dump.txt"]);
    help(&["audit", "--help"]).stdout_eq(snapbox::file!["help/audit.txt"]);
    help(&["diff", "--help"]).stdout_eq(snapbox::file!["help/diff.txt"]);
    help(&["canonical-refs", "--help"]).stdout_eq(snapbox::file!["help/canonical-refs.txt"]);
    help(&["check", "--help"]).stdout_eq(snapbox::file!["help/check.txt"]);
    help(&["inspect", "--help"]).stdout_eq(snapbox::file!["help/inspect.txt"]);
    help(&["archive", "--help"]).stdout_eq(snapbox::file!["help/archive.txt"]);
}

#[test]
fn manual_and_completions_name_every_option() {
    for words in [&["man"][..], &["completions", "bash"], &["completions", "zsh"], &["completions", "fish"]] {
        let output = help(words).get_output().stdout.clone();
        let text = String::from_utf8(output).expect("text").replace("\\-", "-");
        for option in ["hardlink-dupes", "invalidation-mode", "no-progress", "stage", "verify"] {
            assert!(text.contains(option), "{words:?} {option}");
        }
    }
}

#[test]
fn help_of_python_is_that_of_the_version() {
    let mut failures = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help/python")).expect("a folder") {
        let file = entry.expect("an entry").path();
        let target = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let recorded = fs::read_to_string(&file).expect("text");
        let sections = recorded.split("$ COLUMNS=").skip(1);
        failures.extend(sections.filter_map(|section| difference(&target, section)));
    }
    assert!(failures.is_empty(), "{} texts differ:\n{}", failures.len(), failures.join("\n"));
}

/// What differs from a recorded help. The name of the program is that of the interpreter that was asked.
fn difference(target: &str, section: &str) -> Option<String> {
    let (line, expected) = section.split_once('\n').expect("a line and a text");
    let mut words: Vec<&str> = line.split(' ').collect();
    let module = words.pop().expect("a module");
    let folder = TempDir::new().expect("a temporary directory");
    let short = target.rsplit_once('.').expect("a version").0;
    let program = folder.path().join(format!("python{short}"));
    symlink(env!("CARGO_BIN_EXE_pycmill"), &program).expect("a symlink");
    let mut command = std::process::Command::new(&program);
    command.env_clear().env("COLUMNS", words[0]);
    command.envs(words[1..].iter().filter_map(|word| word.split_once('=')));
    let output = command.args(["--target", target, "-m", module, "-h"]).output().expect("it starts");
    let actual = String::from_utf8_lossy(&output.stdout).replace('\x1b', "^[");
    (actual != expected).then(|| format!("{target} {line}\n{actual}\ninstead of\n{expected}"))
}
