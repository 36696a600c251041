//! `cargo xtask conformance --stage trees`: the trees of texts that are no files: mutants of a corpus, of which the accepted
//! ones count, or with `--generated` programs that are made up.
//!
//! One interpreter process for each thread answers about one text after another. What differs is kept in
//! `target/conformance/trees`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io, thread};

use pycmill::{Optimization, Stage, Target};

use super::arguments::Arguments;
use super::check::{Checked, Verdict};
use super::errors::snippets::{self, Batch};
use super::interpreter::Interpreter;
use super::ours::{self, Ours};
use super::reference::Reference;
use super::run::Summary;
use super::stages::TREE;
use super::worker::Answer;
use super::{generated, groups, root, table};

/// How many programs are made up unless `--count` says otherwise.
const USUAL_COUNT: u64 = 10_000;

/// Compares for every interpreter; true if nothing differs.
pub(super) fn run(arguments: &Arguments, interpreters: &[Interpreter]) -> io::Result<bool> {
    ours::catch_panics();
    let mut is_clean = true;
    for interpreter in interpreters {
        for batch in batches(arguments, interpreter)? {
            let summary = compare(arguments, interpreter, &batch)?;
            table::print(&summary);
            is_clean &= summary.is_clean();
        }
    }
    Ok(is_clean)
}

fn batches(arguments: &Arguments, interpreter: &Interpreter) -> io::Result<Vec<Batch>> {
    if !arguments.generated {
        return snippets::batches(arguments, interpreter);
    }
    let program = |number| generated::program(interpreter.target, arguments.seed, number).into_bytes();
    let snippets = (0..arguments.count.unwrap_or(USUAL_COUNT)).map(program).collect();
    Ok(vec![Batch { corpus: "generated".to_owned(), kind: "programs", snippets }])
}

fn compare(arguments: &Arguments, interpreter: &Interpreter, batch: &Batch) -> io::Result<Summary> {
    let jobs = arguments.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from)).max(1);
    let next = AtomicUsize::new(0);
    let work = || work(interpreter, &batch.snippets, &next);
    let mut verdicts: Vec<(usize, Verdict)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        let results = workers.into_iter().map(|worker| worker.join().expect("panics of ours are caught"));
        results.collect::<io::Result<Vec<_>>>()
    })?
    .concat();
    verdicts.sort_by_key(|(index, _)| *index);
    let kept = |(index, verdict)| keep(interpreter.target, batch, index, verdict);
    let files = verdicts.into_iter().map(kept).collect::<io::Result<Vec<Checked>>>()?;
    Ok(Summary {
        corpus: format!("{} of {}, seed {}", batch.kind, batch.corpus, arguments.seed),
        target: interpreter.target,
        optimize: Optimization::Zero,
        groups: groups::of(&files),
        files,
        shown_groups: arguments.groups,
        verbose: arguments.verbose,
        quiet: false,
    })
}

fn work(interpreter: &Interpreter, snippets: &[Vec<u8>], next: &AtomicUsize) -> io::Result<Vec<(usize, Verdict)>> {
    let mut reference = Reference::forgetful(interpreter, Optimization::Zero);
    let mut verdicts = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(snippet) = snippets.get(index) else { return Ok(verdicts) };
        let theirs = reference.tree(snippet)?;
        verdicts.push((index, judge(interpreter.target, snippet, theirs)));
    }
}

fn judge(target: Target, snippet: &[u8], theirs: Answer) -> Verdict {
    match (ours::stage(target, "q.py".as_ref(), snippet, Optimization::Zero, Stage::Ast), theirs) {
        (Ours::Panicked(message), _) => Verdict::Panicked(message),
        (Ours::Text(ours), Answer::Text(theirs)) => TREE.compare(&ours, &theirs),
        (Ours::Rejected(ours), Answer::Rejected(theirs)) => Verdict::BothReject { same_message: true, ours, theirs },
        (Ours::Rejected(message), Answer::Text(_)) => Verdict::WronglyRejected(message),
        (Ours::Text(_), Answer::Rejected(message)) => Verdict::WronglyAccepted(message),
        (_, other) => Verdict::NoReference(format!("{other:?}")),
    }
}

/// A text that differs becomes a file.
fn keep(target: Target, batch: &Batch, index: usize, verdict: Verdict) -> io::Result<Checked> {
    let folder = root().join("target/conformance/trees");
    let file = folder.join(format!("{target}-{}-{index}.py", batch.kind));
    if !matches!(verdict, Verdict::Identical | Verdict::BothReject { .. }) {
        fs::create_dir_all(&folder)?;
        fs::write(&file, &batch.snippets[index])?;
    }
    Ok(Checked { file, verdict })
}
