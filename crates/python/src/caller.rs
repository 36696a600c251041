//! The Python thread that called, for work that goes on without the interpreter lock.
//!
//! Long work runs on a thread of its own, and the caller's thread waits for what that wants to have done in Python. So
//! Ctrl-C is seen, and output, warnings and expressions of the caller's are used by the caller's thread.
//!
//! **Invariants**: once something raised, nothing more is done in Python, and the work is told to stop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;

/// How long a signal may wait.
const TICK: Duration = Duration::from_millis(10);

type Job = Box<dyn FnOnce(Python<'_>) -> PyResult<()> + Send>;

/// The Python thread that called.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Where it waits for jobs; nothing where it does the work itself.
    jobs: Option<Sender<Job>>,
    stop: Arc<AtomicBool>,
    raised: Arc<Mutex<Option<PyErr>>>,
}

impl Caller {
    fn new(jobs: Option<Sender<Job>>) -> Self {
        Self { jobs, stop: Arc::default(), raised: Arc::default() }
    }

    /// Set when the work has to stop.
    pub(crate) fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Has something done, soon.
    pub(crate) fn tell(&self, job: impl FnOnce(Python<'_>) -> PyResult<()> + Send + 'static) {
        match &self.jobs {
            // It is gone only if nothing matters any more.
            Some(jobs) => jobs.send(Box::new(job)).unwrap_or_default(),
            None => Python::attach(|py| self.do_job(py, job)),
        }
    }

    /// Has something done and waits for the answer; there is none if the work has to stop.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(Python<'_>) -> PyResult<T> + Send + 'static,
    ) -> Option<T> {
        let (sender, answer) = channel();
        self.tell(move |py| {
            let answer = job(py)?;
            // The other side waits.
            sender.send(answer).unwrap_or_default();
            Ok(())
        });
        answer.recv().ok()
    }

    fn do_job(&self, py: Python<'_>, job: impl FnOnce(Python<'_>) -> PyResult<()>) {
        if !self.stop.load(Ordering::Relaxed)
            && let Err(error) = job(py)
        {
            self.fail(error);
        }
    }

    fn fail(&self, error: PyErr) {
        self.stop.store(true, Ordering::Relaxed);
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// What the work returned, unless something raised.
    fn result<T>(&self, done: T) -> PyResult<T> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(done), Err)
    }

    /// Does jobs until the work has ended; in between, Python's handlers of signals run.
    fn serve(&self, py: Python<'_>, jobs: &Mutex<Receiver<Job>>) {
        let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(TICK);
        loop {
            match py.detach(next) {
                Ok(job) => self.do_job(py, job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            py.check_signals().unwrap_or_else(|error| self.fail(error));
        }
    }
}

/// Does work on this thread, without the lock. Signals wait.
pub(crate) fn work_here<T: Send>(py: Python<'_>, work: impl FnOnce(&Caller) -> T + Send) -> PyResult<T> {
    let caller = Caller::new(None);
    let done = py.detach(|| work(&caller));
    caller.result(done)
}

/// Does work on another thread, or on this one if none can be started.
pub(crate) fn work_aside<T: Send>(py: Python<'_>, work: impl FnOnce(&Caller) -> T + Send) -> PyResult<T> {
    let (sender, jobs) = channel();
    let (mut caller, jobs) = (Caller::new(None), Mutex::new(jobs));
    // The closure is lost where a thread cannot be started; so the work waits in a place of its own.
    let work = Mutex::new(Some(work));
    let run = |caller: &Caller| {
        let work = work.lock().unwrap_or_else(PoisonError::into_inner).take();
        work.map(|work| work(caller))
    };
    let done = thread::scope(|scope| {
        let remote = Caller { jobs: Some(sender), ..caller.clone() };
        match thread::Builder::new().spawn_scoped(scope, || {
            let remote = remote;
            run(&remote)
        }) {
            Ok(thread) => {
                caller.serve(py, &jobs);
                thread.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))
            }
            Err(_) => py.detach(|| run(&caller)),
        }
    });
    caller.jobs = None;
    let done = done.ok_or_else(|| pyo3::exceptions::PyRuntimeError::new_err("the work was lost"))?;
    caller.result(done)
}
