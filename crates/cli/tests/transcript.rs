//! Commands print, return and write what they do under CPython 3.13.0; see `record.py`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, UNIX_EPOCH};

use tempfile::TempDir;

#[test]
fn commands_do_what_they_do_under_cpython() {
    let transcript = include_str!("transcript.txt");
    let failures: Vec<String> = transcript.split_terminator("\n\n").filter_map(difference).collect();
    assert!(failures.is_empty(), "{} commands differ:\n{}", failures.len(), failures.join("\n"));
}

/// What differs from a recorded command.
fn difference(recorded: &str) -> Option<String> {
    let recorded = recorded.trim_start();
    let (command, expected) = recorded.split_once('\n').expect("a command has a status");
    let folder = TempDir::new().expect("a temporary directory");
    let tree = folder.path().join("tree");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tree"), &tree);
    let actual = run(command.trim_start_matches("$ "), &tree);
    compared(command, &actual, expected.trim_end())
}

fn compared(command: &str, actual: &str, expected: &str) -> Option<String> {
    (actual != expected).then(|| format!("{command}\n{actual}\ninstead of\n{expected}\n"))
}

/// All files have the same time, which is part of what is written.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("the copy is new");
    for entry in fs::read_dir(from).expect("the tree can be read") {
        let entry = entry.expect("the tree can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            if entry.file_name() != "__pycache__" {
                copy(&entry.path(), &target);
            }
        } else {
            fs::copy(entry.path(), &target).expect("a file can be copied");
            let file = File::options().write(true).open(&target).expect("the copy can be opened");
            file.set_modified(UNIX_EPOCH + Duration::from_secs(1_700_000_000)).expect("the time can be set");
        }
    }
}

fn run(command: &str, tree: &Path) -> String {
    let mut process = Command::new(env!("CARGO_BIN_EXE_pycmill"));
    for name in ["SOURCE_DATE_EPOCH", "PYTHONPYCACHEPREFIX", "PYTHONPATH"] {
        process.env_remove(name);
    }
    let mut words = command.split(' ').peekable();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        process.env(name, value);
        words.next();
    }
    let output = process.args(["--target", "3.13.0"]).args(words).current_dir(tree).output().expect("it starts");
    text(&output, tree)
}

fn text(output: &Output, tree: &Path) -> String {
    let mut lines = vec![format!("= {}", output.status.code().expect("it was not killed"))];
    for (mark, bytes) in [('>', &output.stdout), ('!', &output.stderr)] {
        lines.extend(String::from_utf8_lossy(bytes).lines().map(|line| format!("{mark} {line}")));
    }
    let mut written: Vec<(String, PathBuf)> = pycs(tree).into_iter().map(|path| (shown(&path, tree), path)).collect();
    written.sort();
    for (name, path) in written {
        let data = fs::read(path).expect("what was written can be read");
        lines.push(format!("* {name} {} {:08x}", data.len(), crc32(&data)));
    }
    lines.join("\n")
}

fn pycs(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory can be read") {
        let path = entry.expect("a directory can be read").path();
        if path.is_dir() {
            found.extend(pycs(&path));
        } else if path.extension().is_some_and(|extension| extension == "pyc") {
            found.push(path);
        }
    }
    found
}

/// Below a cache prefix stand absolute paths.
fn shown(path: &Path, tree: &Path) -> String {
    let name = path.strip_prefix(tree).expect("it is in the tree").to_string_lossy().replace('\\', "/");
    match name.split_once("/tree/") {
        Some((_, rest)) if name.starts_with("cache/") => format!("cache/…/tree/{rest}"),
        _ => name,
    }
}

/// The checksum of zip files and of `zlib.crc32`.
fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
