//! One file: both sides and what is between them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use pycmill::Optimization;

use super::arguments::{self, Arguments};
use super::interpreter::Interpreter;
use super::ours::{self, Ours};
use super::reference::Reference;
use super::stages::{self, Oracle, TREE};
use super::worker::Answer;

/// What came out for a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Checked {
    pub(crate) file: PathBuf,
    pub(crate) verdict: Verdict,
}

/// How the two sides compare.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// The same bytes.
    Identical,
    /// Neither side accepts the file.
    BothReject {
        /// The messages are the same, too.
        same_message: bool,
        ours: String,
        theirs: String,
    },
    /// Other bytes.
    Differs(Difference),
    /// CPython accepts the file.
    WronglyRejected(String),
    /// CPython does not accept the file.
    WronglyAccepted(String),
    /// This compiler panicked.
    Panicked(String),
    /// This compiler did not come to an end.
    Stuck,
    /// CPython gave no answer.
    NoReference(String),
}

/// A difference, by the earliest stage that has one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Difference {
    pub(crate) stage: &'static str,
    /// What differences of one cause have in common.
    pub(crate) cause: String,
    pub(crate) details: String,
}

/// Compares one file.
pub(crate) fn check(
    arguments: &Arguments,
    interpreter: &Interpreter,
    reference: &mut Reference<'_>,
    file: &Path,
    optimize: Optimization,
) -> io::Result<Verdict> {
    let content = fs::read(file)?;
    let mut subject = Subject { interpreter, reference, file, content: &content, optimize };
    match arguments.stage {
        arguments::Stage::Parse => subject.check_stage(&TREE),
        arguments::Stage::Symbols => subject.check_stage(&stages::SYMBOLS),
        arguments::Stage::Emit => subject.check_stage(&stages::EMIT),
        arguments::Stage::Pyc => subject.check_bytes(),
        arguments::Stage::Errors | arguments::Stage::Trees => Err(io::Error::other("mutants are not compared by file")),
    }
}

struct Subject<'s, 'r> {
    interpreter: &'s Interpreter,
    reference: &'s mut Reference<'r>,
    file: &'s Path,
    content: &'s [u8],
    optimize: Optimization,
}

impl Subject<'_, '_> {
    fn check_bytes(&mut self) -> io::Result<Verdict> {
        let theirs = self.reference.compile(self.file, self.content)?;
        let ours = ours::compile(self.interpreter.target, self.file, self.content, self.optimize);
        let verdict = self.judge(&ours, &theirs)?;
        if matches!(verdict, Verdict::Identical | Verdict::BothReject { .. } | Verdict::Panicked(_)) {
            return Ok(verdict);
        }
        let fresh = self.reference.compile_fresh(self.file, self.content)?;
        if fresh == theirs { Ok(verdict) } else { self.judge(&ours, &fresh) }
    }

    fn check_stage(&mut self, oracle: &Oracle) -> io::Result<Verdict> {
        let theirs = self.reference.stage(oracle.question, self.file, self.content)?;
        let ours = ours::stage(self.interpreter.target, self.file, self.content, self.optimize, oracle.stage);
        Ok(match (ours, theirs) {
            (Ours::Text(ours), Answer::Text(theirs)) => oracle.compare(&ours, &theirs),
            (Ours::Rejected(ours), Answer::Failed(theirs)) => Verdict::BothReject { same_message: false, ours, theirs },
            (Ours::Rejected(message), _) => Verdict::WronglyRejected(message),
            (Ours::Panicked(message), _) => Verdict::Panicked(message),
            (_, Answer::Failed(message)) => Verdict::WronglyAccepted(message),
            (_, other) => Verdict::NoReference(format!("{other:?}")),
        })
    }

    fn judge(&mut self, ours: &Ours, theirs: &Answer) -> io::Result<Verdict> {
        Ok(match (ours, theirs) {
            (Ours::Panicked(message), _) => Verdict::Panicked(message.clone()),
            (Ours::Payload(ours), Answer::Payload(theirs)) if ours == theirs => self.identical(ours),
            (Ours::Payload(ours), Answer::Payload(theirs)) => Verdict::Differs(self.difference(ours, theirs)?),
            (Ours::Rejected(ours), Answer::Rejected(theirs)) => Verdict::BothReject {
                same_message: ours.trim_end() == theirs.trim_end(),
                ours: ours.clone(),
                theirs: theirs.clone(),
            },
            (Ours::Rejected(message), Answer::Payload(_)) => Verdict::WronglyRejected(message.clone()),
            (Ours::Payload(_), Answer::Rejected(message)) => Verdict::WronglyAccepted(message.clone()),
            (_, Answer::Failed(message)) => Verdict::NoReference(message.clone()),
            (_, other) => Verdict::NoReference(format!("{other:?}")),
        })
    }

    /// The reader is checked on the way.
    fn identical(&self, payload: &[u8]) -> Verdict {
        if pycmill::reads_back(self.interpreter.target, payload) {
            return Verdict::Identical;
        }
        let cause = "the reader does not give the same bytes back".to_owned();
        Verdict::Differs(Difference { stage: "marshal", cause, details: String::new() })
    }

    fn difference(&mut self, ours: &[u8], theirs: &[u8]) -> io::Result<Difference> {
        for oracle in [&TREE, &stages::SYMBOLS, &stages::EMIT] {
            if let Verdict::Differs(difference) = self.check_stage(oracle)? {
                return Ok(difference);
            }
        }
        let text = match self.reference.difference(self.file, ours, theirs)? {
            Answer::Text(text) | Answer::Failed(text) | Answer::Rejected(text) => text,
            Answer::Payload(_) => unreachable!("the answer to this question is text"),
        };
        let (cause, details) = text.split_once('\n').unwrap_or((&text, ""));
        let stage = if cause.starts_with("sharing") { "marshal" } else { "code" };
        Ok(Difference { stage, cause: cause.to_owned(), details: details.to_owned() })
    }
}
