//! `--stage errors`: what CPython and this compiler say about wrong programs, attribute by attribute.
//!
//! The programs are mutants of a corpus, the same for the same seed, or those of a file. Each side is asked in
//! long-lived processes; answers of interpreters are kept.

mod answer;
mod asked;
mod compare;
mod dump;
pub(crate) mod ours;
mod report;
mod run;
pub(super) mod snippets;
mod theirs;

use std::io;

use super::arguments::Arguments;
use super::{interpreter, record};
pub(super) use run::Outcome;

/// Runs the stage.
pub(crate) fn main(arguments: &Arguments) -> io::Result<bool> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for interpreter in interpreter::choose_any(&arguments.target, &arguments.python)? {
        for batch in snippets::batches(arguments, &interpreter)? {
            let outcome = run::run(arguments, &interpreter, batch)?;
            report::print(&outcome, arguments);
            outcomes.push(outcome);
        }
    }
    if let Some(path) = &arguments.json {
        dump::write(path, &outcomes)?;
    }
    if arguments.record {
        record::errors(&outcomes, arguments.allow_fall)?;
    }
    Ok(outcomes.iter().all(Outcome::is_clean))
}
