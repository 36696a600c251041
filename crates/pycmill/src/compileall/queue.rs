//! Tasks that several threads work on.
//!
//! **Invariants**: each task is taken once; a fault while it is taken is kept for the thread that wants its report.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::file::Report;
use super::task::{Variant, take};
use super::walk::Step;
use crate::Compiler;

/// A step, and the options it is taken with.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) step: Step,
    pub(crate) variant: Arc<Variant>,
}

impl Task {
    pub(crate) const fn is_file(&self) -> bool {
        matches!(self.step, Step::Compile(_))
    }
}

/// The report of a task; nothing if the run was interrupted, and the fault where there was one.
type Taken = thread::Result<Option<Report>>;

/// Tasks that follow each other.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) tasks: Vec<Task>,
    reports: Vec<Mutex<Option<Taken>>>,
    /// The first task that nobody has taken.
    next: AtomicUsize,
    /// So many are not done.
    left: AtomicUsize,
}

impl Chunk {
    pub(crate) fn new(tasks: Vec<Task>) -> Arc<Self> {
        let reports = tasks.iter().map(|_| Mutex::default()).collect();
        Arc::new(Self { reports, next: AtomicUsize::new(0), left: AtomicUsize::new(tasks.len()), tasks })
    }

    pub(crate) fn is_done(&self) -> bool {
        self.left.load(Ordering::Acquire) == 0
    }

    /// The report of a task that is done. Goes on with the fault that it ended with.
    pub(crate) fn report(&self, task: usize) -> Option<Report> {
        let taken = self.reports[task].lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.and_then(|taken| taken.unwrap_or_else(|fault| panic::resume_unwind(fault)))
    }

    fn is_taken(&self) -> bool {
        self.next.load(Ordering::Relaxed) >= self.tasks.len()
    }
}

/// Chunks in order, for threads to work on.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    /// There is more to do, or nothing any more.
    changed: Condvar,
    /// A chunk is done.
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    open: VecDeque<Arc<Chunk>>,
    is_closed: bool,
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, chunk: Arc<Chunk>) {
        self.state().open.push_back(chunk);
        self.changed.notify_all();
    }

    /// Sends all threads home; what nobody has taken is dropped.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        state.open.clear();
        self.changed.notify_all();
    }

    /// Works until the queue is closed.
    pub(crate) fn work(&self) {
        let mut compiler = Compiler::new();
        while let Some(chunk) = self.next() {
            while self.take_one(&chunk, &mut compiler) {}
        }
    }

    /// Takes one task, if there is one that nobody has taken.
    pub(crate) fn help(&self, compiler: &mut Compiler) -> bool {
        let chunk = self.state().first();
        chunk.is_some_and(|chunk| self.take_one(&chunk, compiler))
    }

    /// Waits until a chunk is done.
    pub(crate) fn wait(&self, chunk: &Chunk) {
        let state = self.state();
        drop(self.done.wait_while(state, |_| !chunk.is_done()));
    }

    fn next(&self) -> Option<Arc<Chunk>> {
        let mut state = self.state();
        loop {
            match state.first() {
                Some(chunk) => return Some(chunk),
                None if state.is_closed => return None,
                None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn take_one(&self, chunk: &Chunk, compiler: &mut Compiler) -> bool {
        let at = chunk.next.fetch_add(1, Ordering::Relaxed);
        let Some(Task { step, variant }) = chunk.tasks.get(at) else { return false };
        let taken = panic::catch_unwind(AssertUnwindSafe(|| take(compiler, step, &variant.of_workers)));
        if taken.is_err() {
            *compiler = Compiler::new();
        }
        *chunk.reports[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(taken);
        if chunk.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            // Whoever waits has looked before, or looks afterwards.
            drop(self.state());
            self.done.notify_all();
        }
        true
    }
}

impl State {
    /// The first chunk with a task that nobody has taken.
    fn first(&mut self) -> Option<Arc<Chunk>> {
        while self.open.front()?.is_taken() {
            self.open.pop_front();
        }
        self.open.front().cloned()
    }
}
