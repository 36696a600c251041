//! Replays requests to rules_python's precompiler: once to its script under the real interpreter, once to us.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, thread};

use serde_json::{Value, json};

use crate::command_lines::{Snapshot, stamps, status_name, take};
use crate::conformance::interpreter::Interpreter;
use crate::conformance::root;

/// A run: what is given on the command line, and the requests.
struct Case {
    name: &'static str,
    words: Vec<String>,
    requests: Vec<Value>,
}

/// What a run did: its status, the statuses of its answers by id, the tree.
#[derive(PartialEq, Eq, Debug)]
struct Outcome {
    status: String,
    answers: BTreeMap<u64, Vec<Value>>,
    tree: Snapshot,
}

/// Replays all cases and says what differs.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(crate) fn replay(interpreter: &Interpreter, binary: &Path, reference: &Path) -> io::Result<bool> {
    let reference = std::path::absolute(reference)?;
    let (mut files, mut differences) = (0, Vec::new());
    let cases = cases(interpreter);
    for case in &cases {
        let mut theirs = Command::new(&interpreter.path);
        theirs.arg(&reference);
        let mut ours = Command::new(binary);
        ours.args(["precompile", "--target", &interpreter.target.to_string()]);
        let (theirs, ours) = (run(case, theirs, interpreter)?, run(case, ours, interpreter)?);
        files += ours.tree.keys().filter(|name| name.ends_with(b".pyc")).count();
        if theirs.status != ours.status {
            differences.push(format!("{}: status {} and {}", case.name, theirs.status, ours.status));
        }
        if theirs.answers != ours.answers {
            differences.push(format!("{}: answers {:?} and {:?}", case.name, theirs.answers, ours.answers));
        }
        let same = |name: &Vec<u8>| theirs.tree.get(name) == ours.tree.get(name);
        let names = theirs.tree.keys().chain(ours.tree.keys()).filter(|name| !same(name));
        differences.extend(names.map(|name| format!("{}: {} differs", case.name, String::from_utf8_lossy(name))));
    }
    let verdict = if differences.is_empty() { "the same" } else { "DIFFERENT" };
    let count = cases.len();
    println!("{} rules_python's precompiler: {verdict}: {count} runs, {files} .pyc files", interpreter.target);
    differences.iter().for_each(|difference| println!("  {difference}"));
    Ok(differences.is_empty())
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn triple(source: &str) -> String {
    format!("--src {source} --src_name lib/{source} --pyc out/{source}c")
}

fn request(arguments: &str, id: usize) -> Value {
    json!({ "arguments": words(arguments), "requestId": id, "inputs": [], "unknown": { "x": 1 } })
}

/// The cases in which the reference answers as the protocol wants it.
fn cases(interpreter: &Interpreter) -> Vec<Case> {
    let version = format!("--python_version {}", interpreter.target.version());
    let one = triple("a.py");
    let three = ["a.py", "b.py", "warns.py"].map(triple).join(" ");
    let once = |name, text: &str| Case { name, words: words(text), requests: Vec::new() };
    let mut cases = vec![
        once("one", &format!("{one} {version}")),
        once("three", &format!("{three} {version} --invalidation_mode unchecked_hash --optimize 1")),
        once("timestamp", &format!("{one} --invalidation_mode Timestamp --optimize 2")),
        once("abbreviated", &format!("{one} --invalid checked_hash --opt 0")),
        once("a file of arguments", "@arguments"),
        once("bad source", &triple("bad.py")),
        once("missing source", &triple("nope.py")),
        once("bad mode", &format!("{one} --invalidation_mode nope")),
        once("bad level", &format!("{one} --optimize 3")),
        once("no result", "--src a.py --src_name a.py"),
        once("unknown flag", &format!("{one} --nope")),
        once("no number", &format!("{one} --optimize x")),
    ];
    let mut sandboxed = request(&triple("b.py"), 5);
    sandboxed["sandboxDir"] = "sandbox".into();
    let requests = [
        request(&one, 1),
        request(&triple("bad.py"), 2),
        request(&triple("nope.py"), 3),
        request(&format!("{one} --invalidation_mode nope"), 4),
        sandboxed,
        request(&format!("{three} {version} --optimize 2"), 6),
        json!({ "cancel": true, "requestId": 99 }),
        json!({ "arguments": words(&triple("warns.py")) }),
    ];
    let serial = words("--persistent_worker --worker_impl serial");
    cases.push(Case { name: "serial worker", words: serial.clone(), requests: requests.to_vec() });
    let many = (1..=64).map(|id| request(&format!("--src a.py --src_name m{id}.py --pyc m{id}.pyc"), id)).collect();
    cases.push(Case { name: "64 requests", words: serial.clone(), requests: many });
    let long = format!("--src a.py --src_name {} --pyc long.pyc", "x".repeat(5 << 20));
    cases.push(Case { name: "a long line", words: serial, requests: vec![request(&long, 1)] });
    cases
}

fn run(case: &Case, mut command: Command, interpreter: &Interpreter) -> io::Result<Outcome> {
    let folder = root().join("target/clients").join(interpreter.target.to_string()).join("precompiler");
    make_tree(&folder)?;
    let before = stamps(&folder)?;
    command.args(&case.words).current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, value) in [("PYTHONHASHSEED", "0"), ("PYTHONNOUSERSITE", "1"), ("PYTHONSAFEPATH", "1")] {
        command.env(name, value);
    }
    let mut child = command.env("PYTHONDONTWRITEBYTECODE", "1").env_remove("SOURCE_DATE_EPOCH").spawn()?;
    let lines: String = case.requests.iter().map(|request| format!("{request}\n")).collect();
    let mut stdin = child.stdin.take();
    let writer = thread::spawn(move || stdin.as_mut().map(|stdin| stdin.write_all(lines.as_bytes())));
    let output = child.wait_with_output()?;
    // A program that does not read its input is no error.
    let _ = writer.join();
    let mut answers: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let answer: Value = serde_json::from_str(line).map_err(io::Error::other)?;
        answers.entry(answer["requestId"].as_u64().unwrap_or(0)).or_default().push(answer["exitCode"].clone());
    }
    Ok(Outcome { status: status_name(output.status), answers, tree: take(&folder, &before)? })
}

fn make_tree(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("sandbox"))?;
    let arguments = "--src\na.py\n--src_name\na.py\n--pyc\nout/from_file.pyc\n--python_version\n3.13\n";
    let files: [(&str, &[u8]); 6] = [
        ("a.py", b"'doc'\ndef f(x):\n    assert x\n    return {1, 'a', x}\n"),
        ("b.py", b"class A:\n    x: int = 1\n"),
        ("sandbox/b.py", b"class B:\n    y = lambda: (yield)\n"),
        ("warns.py", b"x = '\\d'\n"),
        ("bad.py", b"x = 1 1\n"),
        ("arguments", arguments.as_bytes()),
    ];
    for (name, content) in files {
        let path = folder.join(name);
        fs::write(&path, content)?;
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
        fs::File::open(&path)?.set_modified(time)?;
    }
    Ok(())
}
