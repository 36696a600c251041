//! One thing to do, and how it is done.

use std::path::Path;
use std::sync::atomic::Ordering;

use super::Options;
use super::file::{self, Report};
use super::outcome::{Outcome, Status};
use super::walk::Step;
use crate::Compiler;

/// The options of a directory, for those who work on its files.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) own: Options,
    /// Those of workers, which leave files with warnings to the thread that may ask about them.
    pub(crate) of_workers: Options,
}

impl Variant {
    pub(crate) fn new(own: Options) -> Self {
        Self { of_workers: own.postponing(), own }
    }
}

/// Takes a step; nothing if the run is interrupted.
pub(crate) fn take(compiler: &mut Compiler, step: &Step, options: &Options) -> Option<Report> {
    if options.interrupted.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
        return None;
    }
    Some(match step {
        Step::Say(message) => Report { messages: message.clone(), ..Report::default() },
        Step::CannotList(directory) => cannot_list(directory, options),
        // They are seen to before they become tasks.
        Step::Raise(_) | Step::Enter(_) => Report::default(),
        // Memory that is kept would not be there for the next file.
        Step::Compile(source) if options.memory.is_some() => file::compile(&mut Compiler::new(), source, options),
        Step::Compile(source) => file::compile(compiler, source, options),
    })
}

fn cannot_list(directory: &Path, options: &Options) -> Report {
    let shown = options.repr(directory);
    let outcome = Outcome {
        source: directory.to_owned(),
        status: Status::Unlisted,
        results: Vec::new(),
        error: None,
        warnings: Vec::new(),
    };
    Report {
        messages: if options.quiet < 2 { format!("Can't list {shown}\n") } else { String::new() },
        failed: options.strict,
        outcome: Some(outcome),
        ..Report::default()
    }
}
