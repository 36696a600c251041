//! No surroundings end a run: limits of the process, signals, streams that cannot be written, hostile expressions.

#![cfg(unix)]

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_pycmill");

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("it can be written");
    }
    folder
}

/// Runs the command after some steps of a shell.
fn after(folder: &Path, steps: &str, words: &str) -> Output {
    let script = format!("{steps}; exec {BINARY} --target 3.13 {words}");
    let mut command = Command::new("sh");
    for name in ["SOURCE_DATE_EPOCH", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.args(["-c", &script]).current_dir(folder).output().expect("it starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Names in the cache.
fn cached(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("__pycache__")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn files_that_may_not_grow_are_errors_of_their_own() {
    let folder = tree(&[("a.py", "x = 1\n"), ("b.py", "x = 2\n")]);
    let output = after(folder.path(), "ulimit -f 0", "-m compileall -q a.py b.py");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(said(&output).matches("OSError: [Errno 27] File too large\n").count(), 2, "{}", said(&output));
    assert_eq!(cached(folder.path()), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_needs_too_much_memory_fails_alone() {
    let large = "x\n".repeat(2_000_000);
    let folder = tree(&[("a.py", "x = 1\n"), ("large.py", &large), ("z.py", "x = 2\n")]);
    for workers in ["", "-j 1"] {
        let words = format!("-m compileall -q -f {workers} .");
        let output = after(folder.path(), "ulimit -v 300000", &words);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("Error compiling './large.py'...\nSorry: MemoryError: \n"), "{}", said(&output));
        assert_eq!(cached(folder.path()), ["a.cpython-313.pyc", "z.cpython-313.pyc"]);
    }
    let output = after(folder.path(), "ulimit -v 300000", "-m py_compile large.py");
    assert_eq!((output.status.code(), &*said(&output)), (Some(1), "Sorry: MemoryError: "));
}

/// The limit does not hold for root, for whom the run is one like any other.
#[test]
fn without_more_threads_one_does_the_work() {
    let folder = tree(&[("a.py", "x = 1\n"), ("b.py", "x = 2\n"), ("c.py", "x = 3\n")]);
    let output = after(folder.path(), "prlimit --nproc=1 --pid $$ 2>/dev/null", "-m compileall -q -j 4 .");
    assert_eq!((output.status.code(), &*said(&output)), (Some(0), ""));
    assert_eq!(cached(folder.path()).len(), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn streams_that_cannot_be_written_show_at_the_end() {
    let folder = tree(&[("a.py", "x = 1 is 1\n"), ("b.py", "x = 1 1\n"), ("c.py", "x = 3\n")]);
    for (steps, words) in [("exec 2>/dev/full", "-m compileall -q ."), ("exec >/dev/full", "-m compileall .")] {
        let output = after(folder.path(), steps, words);
        assert_eq!(output.status.code(), Some(120), "{steps}");
        assert_eq!(cached(folder.path()), ["a.cpython-313.pyc", "c.cpython-313.pyc"]);
        fs::remove_dir_all(folder.path().join("__pycache__")).expect("it is there");
    }
    let output = after(folder.path(), "exec >/dev/full", "-m compileall a.py");
    assert!(
        said(&output)
            .ends_with("Exception ignored on flushing sys.stdout:\nOSError: [Errno 28] No space left on device\n")
    );
}

#[test]
fn hostile_expressions_end_nothing() {
    let folder = tree(&[("a.py", "x = 1\n")]);
    let deep = format!("{}{}", "(".repeat(10_000), ")".repeat(10_000));
    let output = after(folder.path(), "true", &format!("-m compileall -q -x '{deep}' ."));
    let message = "RecursionError: maximum recursion depth exceeded\n";
    assert_eq!((output.status.code(), &*said(&output)), (Some(1), message));
    for expression in ["(?i:)?b", "(?:a{1000}){1000}", "(?:){1000000000}b", "((a*)*)*b"] {
        let output = after(folder.path(), "true", &format!("-m compileall -q -f -x '{expression}' ."));
        assert_eq!((output.status.code(), &*said(&output)), (Some(0), ""), "{expression}");
        assert_eq!(cached(folder.path()).len(), 1, "{expression}");
    }
}

/// Signals are sent at many moments: whatever ends the run, no temporary file is left.
#[test]
fn signals_leave_no_temporary_files() {
    let names: Vec<String> = (0..200).map(|index| format!("f{index:03}.py")).collect();
    let text = "def f(x):\n    return x\n".repeat(200);
    let files: Vec<(&str, &str)> = names.iter().map(|name| (&**name, &*text)).collect();
    let folder = tree(&files);
    for (round, (name, number)) in [("TERM", 15), ("HUP", 1), ("INT", 2)].repeat(4).into_iter().enumerate() {
        let words =
            ["--target", "3.13", "-m", "compileall", "-q", "-f", "-j", if round % 2 == 0 { "1" } else { "2" }, "."];
        let mut command = Command::new(BINARY);
        command.args(words).current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().expect("it starts");
        thread::sleep(Duration::from_millis(20 + 15 * round as u64));
        Command::new("kill")
            .args([format!("-{name}"), child.id().to_string()])
            .stderr(Stdio::null())
            .status()
            .expect("kill");
        let output = child.wait_with_output().expect("it ends");
        // A run may be over before its signal comes, or not listen yet.
        let is_expected = match output.status.signal() {
            Some(signal) => signal == number,
            None => matches!(output.status.code(), Some(0 | 1)),
        };
        assert!(is_expected, "{name}: {:?} {}", output.status, said(&output));
        let left: Vec<String> = cached(folder.path()).into_iter().filter(|name| !name.ends_with(".pyc")).collect();
        assert_eq!(left, Vec::<String>::new(), "{name}");
    }
}
