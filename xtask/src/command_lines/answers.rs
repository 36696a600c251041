//! What CPython answered, kept in `target/command-lines`, so that the next run costs only our own time.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Value, json};
use siphasher::sip::SipHasher13;

use super::execute::{self, Outcome, Runner, Side};
use super::snapshot;
use super::table::Case;
use crate::conformance::interpreter::Interpreter;
use crate::conformance::root;
use crate::windows::Wine;

/// Changes when answers are obtained in another way.
const VERSION: u32 = 1;

/// Names a case of an interpreter by all that can reach the answer.
pub(crate) fn key(case: &Case, interpreter: &Interpreter) -> String {
    let mut hasher = SipHasher13::new();
    (VERSION, format!("{:?}", case.steps), &interpreter.path, interpreter.target.to_string()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The answer of the interpreter, asked only once.
pub(crate) fn ask(
    case: &Case,
    interpreter: &Interpreter,
    wine: Option<&Wine>,
    top: &Path,
    fresh: bool,
) -> io::Result<Vec<Outcome>> {
    let file = path(interpreter, top);
    let kept = if fresh { None } else { fs::read_to_string(&file).ok() };
    if let Some(outcomes) = kept.and_then(|text| read(&text)) {
        return Ok(outcomes);
    }
    let outcomes = execute::run(case, Runner { side: Side::CPython, wine }, interpreter, top)?;
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(&file, Value::from_iter(outcomes.iter().map(to_json)).to_string())?;
    Ok(outcomes)
}

fn path(interpreter: &Interpreter, top: &Path) -> PathBuf {
    let name = top.file_name().unwrap_or_default();
    root().join("target/command-lines").join(interpreter.target.to_string()).join(name).with_extension("json")
}

fn to_json(outcome: &Outcome) -> Value {
    let (stdout, stderr) = (snapshot::to_text(&outcome.stdout), snapshot::to_text(&outcome.stderr));
    json!([outcome.status, stdout, stderr, snapshot::to_json(&outcome.tree)])
}

fn read(text: &str) -> Option<Vec<Outcome>> {
    let outcome = |row: &Value| {
        Some(Outcome {
            status: row[0].as_str()?.to_owned(),
            stdout: snapshot::to_bytes(&row[1])?,
            stderr: snapshot::to_bytes(&row[2])?,
            tree: snapshot::from_json(&row[3])?,
        })
    };
    serde_json::from_str::<Value>(text).ok()?.as_array()?.iter().map(outcome).collect()
}
