//! Requests that wait for a worker.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Requests in the order in which they came, until there will be no more.
#[derive(Debug)]
pub(crate) struct Queue<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<R> {
    waiting: VecDeque<R>,
    is_closed: bool,
}

impl<R> Queue<R> {
    pub(crate) fn new() -> Self {
        Self { state: Mutex::new(State { waiting: VecDeque::new(), is_closed: false }), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, request: R) {
        self.state().waiting.push_back(request);
        self.changed.notify_one();
    }

    /// Takes back the first request that nobody has begun with, of those that fit.
    pub(crate) fn take_back(&self, fits: impl FnMut(&R) -> bool) -> Option<R> {
        let mut state = self.state();
        let at = state.waiting.iter().position(fits)?;
        state.waiting.remove(at)
    }

    /// The next request; waits for it. None when the queue is closed and empty.
    pub(crate) fn next(&self) -> Option<R> {
        let wait = |state: &mut State<R>| state.waiting.is_empty() && !state.is_closed;
        let mut state = self.changed.wait_while(self.state(), wait).unwrap_or_else(PoisonError::into_inner);
        state.waiting.pop_front()
    }

    /// No more requests will come.
    pub(crate) fn close(&self) {
        self.state().is_closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;

    #[test]
    fn requests_are_taken_once() {
        let queue = Queue::new();
        (0..4).for_each(|number| queue.push(number));
        assert_eq!(queue.take_back(|number| *number == 2), Some(2));
        assert_eq!(queue.take_back(|number| *number == 2), None);
        queue.close();
        assert_eq!(std::iter::from_fn(|| queue.next()).collect::<Vec<_>>(), [0, 1, 3]);
    }
}
