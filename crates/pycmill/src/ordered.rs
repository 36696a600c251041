//! Independent work on many things by several threads, with the results in order.
//!
//! **Invariant**: what is handed over does not depend on the number of threads.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, Builder};

use crate::Compiler;
use crate::compileall::Stop;

/// Does the work on each item and hands the results over in the order of the items.
pub(crate) fn run<T: Sync, R: Send>(
    items: &[T],
    workers: usize,
    interrupted: Option<&AtomicBool>,
    work: impl Fn(&mut Compiler, &T) -> R + Sync,
    mut take: impl FnMut(R) -> io::Result<()>,
) -> Result<(), Stop> {
    let is_stopped = AtomicBool::new(false);
    let next = AtomicUsize::new(0);
    let is_interrupted = || interrupted.is_some_and(|flag| flag.load(Ordering::Relaxed));
    let mut compiler = Compiler::new();
    let take_next = |compiler: &mut Compiler| {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let item = items.get(at).filter(|_| !is_stopped.load(Ordering::Relaxed) && !is_interrupted())?;
        Some((at, work(compiler, item)))
    };
    thread::scope(|scope| {
        let (sender, results) = channel();
        for _ in 0..threads(workers).min(items.len()) {
            let (sender, take_next) = (sender.clone(), &take_next);
            let worker = move || {
                let mut compiler = Compiler::new();
                while let Some(result) = take_next(&mut compiler) {
                    // Nobody listens any more after an error.
                    let _ = sender.send(result);
                }
            };
            // Fewer threads do the work too; without any, this one does it.
            let _ = Builder::new().spawn_scoped(scope, worker);
        }
        drop(sender);
        let handed_over = in_order(&results, &mut take);
        is_stopped.store(handed_over.is_err(), Ordering::Relaxed);
        handed_over?;
        while let Some((_, result)) = take_next(&mut compiler) {
            take(result)?;
        }
        if is_interrupted() { Err(Stop::Interrupted) } else { Ok(()) }
    })
}

/// How many threads are wanted: none beside the one that hands over, if one is enough.
fn threads(workers: usize) -> usize {
    let workers = if workers == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { workers };
    if workers == 1 { 0 } else { workers }
}

fn in_order<R>(results: &Receiver<(usize, R)>, take: &mut impl FnMut(R) -> io::Result<()>) -> io::Result<()> {
    let mut early = BTreeMap::new();
    let mut wanted = 0;
    for (at, result) in results {
        early.insert(at, result);
        while let Some(result) = early.remove(&wanted) {
            take(result)?;
            wanted += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order() {
        let items: Vec<usize> = (0..100).collect();
        for workers in [1, 3] {
            let mut taken = Vec::new();
            let work = |_: &mut Compiler, item: &usize| item * 2;
            run(&items, workers, None, work, |result| {
                taken.push(result);
                Ok(())
            })
            .expect("it ends");
            assert_eq!(taken, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn errors_and_interruptions_end_the_work() {
        let items = [1; 100];
        let failed = run(&items, 2, None, |_, _| (), |()| Err(io::ErrorKind::BrokenPipe.into()));
        assert!(matches!(failed, Err(Stop::Output(_))));
        let flag = AtomicBool::new(true);
        let stopped = run(&items, 2, Some(&flag), |_, _| (), |()| Ok(()));
        assert!(matches!(stopped, Err(Stop::Interrupted)));
    }
}
