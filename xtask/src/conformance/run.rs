//! Checks the files of a corpus at the same time, with an eye on those that do not end.
//!
//! A thread that is stuck cannot be stopped: it is left behind, its file is reported, another thread
//! takes its place, and the process ends without waiting for it.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pycmill::{Optimization, Target};

use super::arguments::Arguments;
use super::check::{self, Checked, Verdict};
use super::corpus::Corpus;
use super::groups::{self, Group};
use super::interpreter::Interpreter;
use super::ours;
use super::reference::Reference;
use super::worker;

/// All results of one corpus for one interpreter and level.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) corpus: String,
    pub(crate) target: Target,
    pub(crate) optimize: Optimization,
    /// In the order of the corpus.
    pub(crate) files: Vec<Checked>,
    /// Largest first.
    pub(crate) groups: Vec<Group>,
    pub(crate) shown_groups: usize,
    pub(crate) verbose: bool,
    pub(crate) quiet: bool,
}

impl Summary {
    /// Whether nothing differs.
    pub(crate) fn is_clean(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many files have a verdict.
    pub(crate) fn count(&self, is: impl Fn(&Verdict) -> bool) -> usize {
        self.files.iter().filter(|checked| is(&checked.verdict)).count()
    }
}

/// What the threads share.
struct Shared {
    arguments: Arguments,
    interpreter: Interpreter,
    files: Vec<PathBuf>,
    optimize: Optimization,
    next: AtomicUsize,
    /// What each thread is at, and since when.
    busy: Mutex<Vec<Option<(usize, Instant)>>>,
}

/// Checks a corpus.
pub(crate) fn run(
    arguments: &Arguments,
    interpreter: &Interpreter,
    corpus: &Corpus,
    optimize: Optimization,
) -> io::Result<Summary> {
    ours::catch_panics();
    worker::warm_up(interpreter, optimize)?;
    let shared = Arc::new(Shared {
        arguments: arguments.clone(),
        interpreter: interpreter.clone(),
        files: corpus.files.clone(),
        optimize,
        next: AtomicUsize::new(0),
        busy: Mutex::new(Vec::new()),
    });
    let verdicts = collect(&shared)?;
    let files: Vec<Checked> =
        corpus.files.iter().cloned().zip(verdicts).map(|(file, verdict)| Checked { file, verdict }).collect();
    Ok(Summary {
        corpus: corpus.name.clone(),
        target: interpreter.target,
        optimize,
        groups: groups::of(&files),
        files,
        shown_groups: arguments.groups,
        verbose: arguments.verbose,
        quiet: arguments.json.as_deref() == Some(Path::new("-")),
    })
}

fn collect(shared: &Arc<Shared>) -> io::Result<Vec<Verdict>> {
    let (sender, receiver) = mpsc::channel();
    let jobs = shared.arguments.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from));
    for _ in 0..jobs.max(1) {
        start(shared, &sender);
    }
    let mut verdicts: Vec<Option<Verdict>> = vec![None; shared.files.len()];
    let mut done = 0;
    while done < verdicts.len() {
        for (index, verdict) in receive(&receiver, shared, &sender)? {
            if verdicts[index].replace(verdict).is_none() {
                done += 1;
            }
        }
        progress(shared, done);
    }
    Ok(verdicts.into_iter().map(|verdict| verdict.expect("every file has a verdict")).collect())
}

type Result = (usize, io::Result<Verdict>);

fn receive(
    receiver: &Receiver<Result>,
    shared: &Arc<Shared>,
    sender: &Sender<Result>,
) -> io::Result<Vec<(usize, Verdict)>> {
    match receiver.recv_timeout(Duration::from_millis(500)) {
        Ok((index, verdict)) => Ok(vec![(index, verdict?)]),
        Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("all threads are gone")),
        Err(RecvTimeoutError::Timeout) => {
            let stuck = take_stuck(shared);
            stuck.iter().for_each(|_| start(shared, sender));
            Ok(stuck.into_iter().map(|index| (index, Verdict::Stuck)).collect())
        }
    }
}

fn take_stuck(shared: &Shared) -> Vec<usize> {
    let limit = Duration::from_secs(shared.arguments.timeout);
    let mut busy = shared.busy.lock().expect("no thread panics while it holds the lock");
    let late = busy.iter_mut().filter(|at| at.is_some_and(|(_, since)| since.elapsed() > limit));
    late.filter_map(Option::take).map(|(index, _)| index).collect()
}

fn start(shared: &Arc<Shared>, sender: &Sender<Result>) {
    let (shared, sender) = (Arc::clone(shared), sender.clone());
    thread::spawn(move || work(&shared, &sender));
}

fn work(shared: &Shared, sender: &Sender<Result>) {
    let begin = if shared.arguments.generated { Reference::forgetful } else { Reference::new };
    let mut reference = begin(&shared.interpreter, shared.optimize);
    let slot = {
        let mut busy = shared.busy.lock().expect("no thread panics while it holds the lock");
        busy.push(None);
        busy.len() - 1
    };
    let set = |at| shared.busy.lock().expect("no thread panics while it holds the lock")[slot] = at;
    loop {
        let index = shared.next.fetch_add(1, Ordering::Relaxed);
        let Some(file) = shared.files.get(index) else { return };
        set(Some((index, Instant::now())));
        let verdict = check::check(&shared.arguments, &shared.interpreter, &mut reference, file, shared.optimize);
        set(None);
        if sender.send((index, verdict)).is_err() {
            return;
        }
    }
}

fn progress(shared: &Shared, done: usize) {
    let mut out = io::stderr();
    if !out.is_terminal() {
        return;
    }
    let total = shared.files.len();
    let end = if done == total { "\r\x1b[K" } else { "" };
    // A terminal that is gone is no reason to stop.
    let _ = write!(out, "\r{done}/{total} files{end}");
    let _ = out.flush();
}
