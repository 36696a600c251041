//! Asks both sides about all snippets of a batch, some at a time.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

use pycmill::Target;

use super::answer::Answer;
use super::asked::Asked;
use super::compare::{self, Difference, Sort};
use super::ours;
use super::snippets::Batch;
use super::theirs::Theirs;
use crate::conformance::arguments::Arguments;
use crate::conformance::interpreter::Interpreter;

/// So many snippets are asked about at a time; answers are kept in pieces of this size.
const CHUNK: usize = 500;

/// What came out for a batch.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) target: Target,
    pub(crate) corpus: String,
    pub(crate) kind: &'static str,
    pub(crate) snippets: usize,
    /// Of which CPython rejects so many.
    pub(crate) rejected: usize,
    /// Snippets that CPython gave no answer about.
    pub(crate) unanswered: Vec<Vec<u8>>,
    /// In the order of the batch.
    pub(crate) different: Vec<Different>,
}

/// A snippet that the sides differ about.
#[derive(Clone, Debug)]
pub(crate) struct Different {
    pub(crate) source: Vec<u8>,
    pub(crate) difference: Difference,
    pub(crate) ours: Answer,
    pub(crate) theirs: Answer,
}

impl Outcome {
    pub(crate) fn is_clean(&self) -> bool {
        self.different.is_empty()
    }

    /// How many differ in this way.
    pub(crate) fn count(&self, sort: Sort) -> usize {
        self.different.iter().filter(|one| one.difference.sort == sort).count()
    }

    /// How many are accepted by one side only, or lost.
    pub(crate) fn disagreements(&self) -> usize {
        self.count(Sort::Accept) + self.count(Sort::Crash)
    }

    /// How many are equal in everything.
    pub(crate) fn equal(&self) -> usize {
        self.snippets - self.different.len() - self.unanswered.len()
    }
}

/// The answers about a chunk.
struct Answered {
    chunk: usize,
    ours: Vec<Answer>,
    theirs: Vec<Answer>,
}

/// Compares a batch.
pub(crate) fn run(arguments: &Arguments, interpreter: &Interpreter, batch: Batch) -> io::Result<Outcome> {
    let chunks: Vec<&[Vec<u8>]> = batch.snippets.chunks(CHUNK).collect();
    let jobs = arguments.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from)).max(1);
    let (next, chunks) = (AtomicUsize::new(0), &chunks);
    let mut answered = BTreeMap::new();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for number in 0..jobs.min(chunks.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                if let Err(error) = work(arguments, interpreter, chunks, next, number, &sender) {
                    let _ = sender.send(Err(error));
                }
            });
        }
        drop(sender);
        for one in receiver {
            let one: Answered = one?;
            answered.insert(one.chunk, one);
        }
        io::Result::Ok(())
    })?;
    Ok(outcome(interpreter.target, &batch, answered.into_values()))
}

fn work(
    arguments: &Arguments,
    interpreter: &Interpreter,
    chunks: &[&[Vec<u8>]],
    next: &AtomicUsize,
    number: usize,
    sender: &Sender<io::Result<Answered>>,
) -> io::Result<()> {
    let seconds = arguments.timeout.min(MOST_SECONDS);
    let mut theirs = Theirs::new(interpreter, seconds, number)?;
    let mut ours = Asked::new(ours::command(interpreter.target, seconds)?);
    loop {
        let chunk = next.fetch_add(1, Ordering::Relaxed);
        let Some(snippets) = chunks.get(chunk) else { return Ok(()) };
        let answered = Answered { chunk, theirs: theirs.ask(snippets)?, ours: ours.ask(snippets)? };
        if sender.send(Ok(answered)).is_err() {
            return Ok(());
        }
    }
}

/// A snippet has no more.
const MOST_SECONDS: u64 = 20;

fn outcome(target: Target, batch: &Batch, answered: impl Iterator<Item = Answered>) -> Outcome {
    let mut outcome = Outcome {
        target,
        corpus: batch.corpus.clone(),
        kind: batch.kind,
        snippets: batch.snippets.len(),
        rejected: 0,
        unanswered: Vec::new(),
        different: Vec::new(),
    };
    let answers = answered.flat_map(|one| one.ours.into_iter().zip(one.theirs));
    for (source, (ours, theirs)) in batch.snippets.iter().zip(answers) {
        match &theirs {
            Answer::Lost(_) => outcome.unanswered.push(source.clone()),
            Answer::Compiled { rejected, .. } => outcome.rejected += usize::from(rejected.is_some()),
        }
        if let Some(difference) = compare::difference(&ours, &theirs) {
            outcome.different.push(Different { source: source.clone(), difference, ours, theirs });
        }
    }
    outcome
}
