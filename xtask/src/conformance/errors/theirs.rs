//! What an interpreter makes of snippets, remembered on disk.
//!
//! Invariant: answers are kept under everything they depend on: release, script and snippets.

use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

use siphasher::sip128::{Hasher128, SipHasher13};

use super::answer::Answer;
use super::asked::Asked;
use crate::conformance::interpreter::Interpreter;
use crate::conformance::{root, worker};

const SCRIPT: &str = include_str!("asker.py");

/// An interpreter that is asked.
#[derive(Debug)]
pub(crate) struct Theirs<'a> {
    interpreter: &'a Interpreter,
    asked: Asked,
    /// Where it writes the snippets.
    folder: PathBuf,
}

impl<'a> Theirs<'a> {
    /// `number` tells those of one run apart.
    pub(crate) fn new(interpreter: &'a Interpreter, seconds: u64, number: usize) -> io::Result<Self> {
        let folder = env::temp_dir().join(format!("pycmill-errors-{}-{number}", process::id()));
        fs::create_dir_all(&folder)?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/conformance/errors/asker.py");
        let mut command = worker::python(interpreter);
        command.arg(script).arg(seconds.to_string()).arg(what(interpreter)).current_dir(&folder);
        Ok(Self { interpreter, asked: Asked::new(command), folder })
    }

    pub(crate) fn ask(&mut self, snippets: &[Vec<u8>]) -> io::Result<Vec<Answer>> {
        let place = self.place(snippets);
        if let Some(answers) = recall(&place).filter(|answers| answers.len() == snippets.len()) {
            return Ok(answers);
        }
        let answers = self.asked.ask(snippets)?;
        // Whatever kills an interpreter may not do it again.
        if answers.iter().any(|answer| matches!(answer, Answer::Lost(_))) {
            return Ok(answers);
        }
        let lines: String = answers.iter().map(|answer| format!("{}\n", answer.to_json())).collect();
        fs::create_dir_all(place.parent().expect("a place in a folder"))?;
        let temporary = place.with_extension(process::id().to_string());
        fs::write(&temporary, lines)?;
        fs::rename(temporary, place)?;
        Ok(answers)
    }

    fn place(&self, snippets: &[Vec<u8>]) -> PathBuf {
        let mut hasher = SipHasher13::new();
        hasher.write(SCRIPT.as_bytes());
        hasher.write(what(self.interpreter).as_bytes());
        for snippet in snippets {
            hasher.write_usize(snippet.len());
            hasher.write(snippet);
        }
        let name = format!("{:032x}.jsonl", hasher.finish128().as_u128());
        root().join(format!("target/conformance/errors/{}", self.interpreter.target)).join(name)
    }
}

impl Drop for Theirs<'_> {
    fn drop(&mut self) {
        // A folder that stays is only litter.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What a target that is not complete is compared in.
fn what(interpreter: &Interpreter) -> &'static str {
    if interpreter.target.is_complete() { "compile" } else { "parse" }
}

fn recall(place: &Path) -> Option<Vec<Answer>> {
    let text = fs::read_to_string(place).ok()?;
    text.lines().map(|line| Answer::from_json(&serde_json::from_str(line).ok()?)).collect()
}
