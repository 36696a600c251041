//! What this compiler makes of a file; a panic is an answer too.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use pycmill::{Compiler, Error, Optimization, Options, Stage, Target};

/// The result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Ours {
    Payload(Vec<u8>),
    Text(String),
    Rejected(String),
    Panicked(String),
}

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on a panic's message and place are kept instead of printed.
pub(crate) fn catch_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let message = info.payload_as_str().unwrap_or("panic").lines().next().unwrap_or_default().to_owned();
        PANIC.set(format!("{place}: {message}"));
    }));
}

/// Message and place of the last panic.
pub(crate) fn take_panic() -> String {
    PANIC.take()
}

/// The payload of the `.pyc` file.
pub(crate) fn compile(target: Target, file: &Path, content: &[u8], optimize: Optimization) -> Ours {
    let name = pycmill::decode_path(file.as_os_str());
    let options = Options::new(&name).optimize(optimize);
    guarded(|| Compiler::new().compile(target, content, options).map(|compiled| Ours::Payload(compiled.payload)))
}

/// A stage as text.
pub(crate) fn stage(target: Target, file: &Path, content: &[u8], optimize: Optimization, stage: Stage) -> Ours {
    let name = pycmill::decode_path(file.as_os_str());
    let options = Options::new(&name).optimize(optimize);
    guarded(|| pycmill::dump(target, content, options, stage).map(Ours::Text))
}

fn guarded(body: impl FnOnce() -> Result<Ours, Error>) -> Ours {
    match panic::catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(ours)) => ours,
        Ok(Err(error)) => Ours::Rejected(error.to_string()),
        Err(_) => Ours::Panicked(take_panic()),
    }
}
