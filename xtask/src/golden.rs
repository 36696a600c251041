//! `cargo xtask golden [FILTER]`: records what the interpreters found make of the cases in `tests/cases`, and the trees of
//! those in `tests/cases/parse`.
//!
//! Answers of interpreters that are not there stay as they are; the text of every golden is rendered
//! again from its bytes. Nothing comes from our own compiler.

#[path = "../../tests/support/golden.rs"]
mod format;
#[path = "../../tests/support/trees.rs"]
mod trees;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use pycmill::Optimization;

use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::reference::Reference;
use crate::conformance::root;
use crate::conformance::worker::{self, Answer};
use format::{Golden, Outcome};

/// Runs the command.
#[expect(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn main(words: &[String]) -> ExitCode {
    match run(words.first().map_or("", |word| word)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("golden: {error}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run(filter: &str) -> io::Result<()> {
    let interpreters = interpreter::choose("all", &[]).unwrap_or_default();
    for interpreter in &interpreters {
        println!("recording with {} ({})", interpreter.path.display(), interpreter.target);
        for optimize in Optimization::ALL {
            worker::warm_up(interpreter, optimize)?;
        }
    }
    let named = |case: &PathBuf| case.to_string_lossy().contains(filter);
    for case in format::cases(&root().join("tests/cases"))?.iter().filter(|case| named(case)) {
        record(case, &interpreters)?;
    }
    // Trees are recorded of every version; there is a parser before there is a code generator.
    for interpreter in interpreter::choose_any("all", &[]).unwrap_or_default() {
        let mut reference = Reference::new(&interpreter, Optimization::Zero);
        for case in format::cases(&root().join("tests/cases/parse"))?.iter().filter(|case| named(case)) {
            record_tree(case, &interpreter, &mut reference)?;
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn record(case: &Path, interpreters: &[Interpreter]) -> io::Result<()> {
    let source = fs::read(case)?;
    if format::compares_tree_only(&source) {
        return Ok(());
    }
    let path = case.with_extension("golden");
    let old = fs::read_to_string(&path).unwrap_or_default();
    let levels = format::levels(&source);
    let mut golden = format::read(&old).unwrap_or_default();
    golden.retain(|(level, target), _| levels.contains(level) && format::is_for(&source, *target));
    for interpreter in interpreters.iter().filter(|one| format::is_for(&source, one.target)) {
        for level in &levels {
            golden.insert((*level, interpreter.target), ask(interpreter, *level, case)?);
        }
    }
    let new = format::render(&golden);
    if new != old {
        println!("{}: {}", case.display(), summary(&golden));
        fs::write(path, new)?;
    }
    Ok(())
}

/// A file that is rejected has no tree.
fn record_tree(case: &Path, interpreter: &Interpreter, reference: &mut Reference<'_>) -> io::Result<()> {
    let source = fs::read(case)?;
    let path = case.with_extension("tree");
    let old = fs::read_to_string(&path).unwrap_or_default();
    let mut recorded = trees::read(&old).unwrap_or_default();
    recorded.retain(|target, _| format::is_for(&source, *target));
    recorded.remove(&interpreter.target);
    if format::is_for(&source, interpreter.target)
        && let Answer::Text(dump) = reference.stage("tree", case, &source)?
    {
        recorded.insert(interpreter.target, trees::layout(&dump));
    }
    let new = trees::render(&recorded);
    if new == old {
        return Ok(());
    }
    if new.is_empty() { fs::remove_file(path) } else { fs::write(path, new) }
}

/// The file is named without its folder, so that the name in the code is the same everywhere.
fn ask(interpreter: &Interpreter, level: u8, case: &Path) -> io::Result<Outcome> {
    let optimize = Optimization::from_level(level).ok_or_else(|| io::Error::other(format!("no level: {level}")))?;
    match worker::ask_fresh(interpreter, optimize, case.parent(), case.file_name().unwrap_or_default().as_ref())? {
        Answer::Payload(payload) => Ok(Outcome::Payload(payload)),
        Answer::Rejected(message) => Ok(Outcome::Rejected(message.trim_end().to_owned())),
        Answer::Text(text) | Answer::Failed(text) => Err(io::Error::other(format!("{}: {text}", case.display()))),
    }
}

fn summary(golden: &Golden) -> String {
    let rejected = golden.values().filter(|outcome| matches!(outcome, Outcome::Rejected(_))).count();
    format!("{} compiled, {rejected} rejected", golden.len() - rejected)
}
