//! `precompile` once and as a persistent worker, and the worker of uv.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

fn tree() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    for (name, text) in [("a.py", "x = 1\n"), ("bad.py", "x = 1 1\n"), ("sandbox/b.py", "y = 2\n")] {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
        fs::write(file, text).expect("it can be written");
    }
    folder
}

fn run(folder: &Path, words: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pycmill"));
    for name in ["SOURCE_DATE_EPOCH", "PYTHONPYCACHEPREFIX", "PYTHONOPTIMIZE", "PYC_INVALIDATION_MODE"] {
        command.env_remove(name);
    }
    command.args(words).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    // A command that does not read its input is no error.
    let _ = writer.join().expect("writing does not panic");
    output
}

fn request(arguments: &[&str], id: u64) -> String {
    json!({ "arguments": arguments, "requestId": id, "inputs": [{ "path": "a.py", "digest": "" }], "verbosity": 10 })
        .to_string()
}

/// The answers of a worker, sorted by id.
fn answers(output: &Output) -> Vec<Value> {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let mut answers: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    answers.sort_by_key(|answer| answer["requestId"].as_u64());
    answers
}

const A: [&str; 6] = ["--src", "a.py", "--src_name", "pkg/a.py", "--pyc", "out/a.pyc"];
const BAD: [&str; 6] = ["--src", "bad.py", "--src_name", "bad.py", "--pyc", "bad.pyc"];

#[test]
fn once_writes_what_py_compile_writes() {
    let folder = tree();
    let place = folder.path();
    fs::write(place.join("params"), A.join("\n") + "\n--python_version\n3.12\n").expect("it can be written");
    let output = run(place, &["precompile", "@params", "--optimize", "2", "--invalidation_mode", "Unchecked_Hash"], "");
    assert_eq!((output.status.code(), &*output.stdout, &*output.stderr), (Some(0), &b""[..], &b""[..]));
    let explicit =
        ["--cfile", "b.pyc", "--dfile", "pkg/a.py", "--optimize", "2", "--invalidation-mode", "unchecked-hash"];
    let words = [&["--target", "3.12", "py_compile"][..], &explicit, &["a.py"]].concat();
    assert_eq!(run(place, &words, "").status.code(), Some(0));
    let written = fs::read(place.join("out/a.pyc")).expect("it was written");
    assert_eq!(written, fs::read(place.join("b.pyc")).expect("it was written"));
    assert_eq!(written[4..8], [1, 0, 0, 0]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_pycmill"), place.join("pycmill-precompile")).expect("linked");
        fs::remove_file(place.join("out/a.pyc")).expect("it was written");
        let mut command = Command::new(place.join("pycmill-precompile"));
        let status = command.args(["@params", "--target=3.11"]).current_dir(place).status();
        assert!(status.is_ok_and(|status| status.success()));
        assert_eq!(fs::read(place.join("out/a.pyc")).expect("it was written")[..2], 3495_u16.to_le_bytes());
    }
    // The target of the command wins.
    assert_eq!(run(place, &["precompile", "--target", "3.13", "@params"], "").status.code(), Some(0));
    assert_eq!(fs::read(place.join("out/a.pyc")).expect("it was written")[..2], 3571_u16.to_le_bytes());
}

#[test]
fn once_fails_as_the_precompiler_fails() {
    let folder = tree();
    for (words, status, text) in [
        (&BAD[..], 1, "SyntaxError: invalid syntax"),
        (&["--src", "nope.py", "--src_name", "n", "--pyc", "n.pyc"], 1, "FileNotFoundError: [Errno 2] "),
        (&["--src", "a.py", "--src_name", "n"], 1, "belong together"),
        (&[], 1, "belong together"),
        (&["--invalidation_mode", "x"], 1, "Unknown PycInvalidationMode: x"),
        (&["--optimize", "x"], 2, "argument --optimize: invalid int value: 'x'"),
        (&["--nope"], 2, "unrecognized arguments: --nope"),
        (&["@nope"], 2, "cannot read 'nope'"),
        (&[&A[..], &["--python_version", "3.7"]].concat(), 2, "argument --python_version: unknown version '3.7'"),
    ] {
        let output = run(folder.path(), &[&["precompile"], words].concat(), "");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(status) && said.contains(text), "{words:?}: {:?} {said}", output.status);
    }
    let words = ["--target", "3.13", "py_compile", "--cfile", "x.pyc", "a.py", "bad.py"];
    assert_eq!(run(folder.path(), &words, "").status.code(), Some(2));
    let words = ["--target", "3.13", "-m", "py_compile", "--cfile", "x.pyc", "a.py"];
    assert_eq!(run(folder.path(), &words, "").status.code(), Some(2));
}

#[test]
fn every_request_is_answered_once() {
    let folder = tree();
    let place = folder.path();
    let b = ["--src", "b.py", "--src_name", "b.py", "--pyc", "b.pyc"];
    let long = format!("{}{}", "x".repeat(5 << 20), ".py");
    let in_sandbox = json!({ "arguments": b, "requestId": 4, "sandboxDir": "sandbox" }).to_string();
    let lines = [
        request(&A, 1),
        request(&BAD, 2),
        request(&["--nope"], 3),
        in_sandbox,
        String::new(),
        request(&["--src", &long, "--src_name", "n", "--pyc", "n.pyc"], 5),
        json!({ "requestId": 6 }).to_string(),
        json!({ "cancel": true, "requestId": 99 }).to_string(),
        request(&["--help"], 7),
        "no request".to_owned(),
    ];
    for implementation in ["async", "serial"] {
        let words = ["precompile", "--target", "3.13", "--persistent_worker", "--worker_impl", implementation];
        let found = answers(&run(place, &words, &lines.join("\n")));
        let statuses: Vec<(u64, u64)> = found
            .iter()
            .map(|answer| {
                (answer["requestId"].as_u64().expect("an id"), answer["exitCode"].as_u64().expect("a status"))
            })
            .collect();
        assert_eq!(statuses, [(0, 2), (1, 0), (2, 3), (3, 2), (4, 0), (5, 3), (6, 3), (7, 2)]);
        assert_eq!(
            found[2]["output"],
            "  File \"bad.py\", line 1\n    x = 1 1\n          ^\nSyntaxError: invalid syntax\n"
        );
        let usage = found[3]["output"].as_str().expect("a text");
        assert!(usage.ends_with("pycmill precompile: error: unrecognized arguments: --nope\n"), "{usage}");
        assert!(place.join("sandbox/b.pyc").is_file() && place.join("out/a.pyc").is_file());
    }
    let unknown = run(place, &["precompile", "--persistent_worker", "--worker_impl", "x"], "");
    assert_eq!(unknown.status.code(), Some(2));
}

/// Without newlines between them, as Bazel 4 sends them.
#[test]
fn many_requests_at_once() {
    let folder = tree();
    let arguments = |index: u64| {
        let (source, result) = (format!("m{index}.py"), format!("m{index}.pyc"));
        fs::write(folder.path().join(&source), format!("x = {index}\n")).expect("it can be written");
        request(&["--src", &source, "--src_name", &source, "--pyc", &result, "--python_version", "3.14"], index)
    };
    let lines: Vec<String> = (0..64).map(arguments).collect();
    let cancelled = (0..64).map(|index| json!({ "cancel": true, "requestId": index }).to_string());
    let all: Vec<String> = lines.iter().cloned().chain(cancelled).collect();
    let found = answers(&run(folder.path(), &["precompile", "--persistent_worker"], &lines.concat()));
    assert!(found.iter().map(|answer| answer["requestId"].as_u64()).eq((0..64).map(Some)));
    assert!(found.iter().all(|answer| answer["exitCode"] == 0));
    // Each is cancelled or done, and none is both.
    let found = answers(&run(folder.path(), &["precompile", "--persistent_worker"], &all.join("\n")));
    assert!(found.iter().map(|answer| answer["requestId"].as_u64()).eq((0..64).map(Some)));
    let ends = |answer: &Value| answer["exitCode"] == 0 || answer["wasCancelled"] == true;
    assert!(found.iter().all(ends), "{found:?}");
}

#[test]
fn uv_gets_its_paths_back() {
    let folder = tree();
    let input = "a.py\n\nbad.py\r\nnope.py\nsandbox/b.py";
    let words = ["--target", "3.13", "uv-worker"];
    let output = run(folder.path(), &words, input);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!((output.status.code(), &*said), (Some(0), "Ready\na.py\nbad.py\nnope.py\nsandbox/b.py\n"));
    assert_eq!(output.stderr, b"");
    for name in ["__pycache__/a.cpython-313.pyc", "sandbox/__pycache__/b.cpython-313.pyc"] {
        assert!(folder.path().join(name).is_file(), "{name}");
    }
}
