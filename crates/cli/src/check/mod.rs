//! `pycmill check`: what each CPython would say about sources.

mod report;
mod versions;

use std::ffi::OsStr;
use std::process::ExitCode;
use std::sync::Arc;

use pycmill::check::{Checked, Options, check, find};
use pycmill::compileall::Watch;

use crate::arguments::{Check, Flags, Format, Own};
use crate::interrupt::Interrupt;
use crate::outside;
use crate::progress::Progress;
use crate::session::{Called, Session};
use report::Report;

/// Runs the command.
pub(crate) fn run(command: &Check, own: Own, flags: &Flags, program: &OsStr) -> ExitCode {
    let session = match Session::new(own, flags, program, Called::Own) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let targets = match versions::targets(command, &session) {
        Ok(targets) => targets,
        Err(message) => return outside::refuse(message),
    };
    let interrupt = Interrupt::listen();
    let mut options = Options::new([]);
    options.targets = targets.iter().map(|target| (*target, session.interpreter.filters(*target))).collect();
    options.optimize = session.interpreter.level;
    options.max_str_digits = session.interpreter.max_str_digits;
    options.workers = command.workers;
    options.interrupted = Some(Arc::clone(&interrupt.flag));
    let files = find(&command.paths);
    let progress = Progress::new(&session.own, u8::from(command.format != Format::Text));
    progress.found(files.len());
    let mut report = Report::new(command, session.own.json, &targets);
    let done = check(&files, &options, |checked: Checked| {
        progress.done();
        report.take(&checked, &mut progress.beside(crate::console::Output))
    });
    progress.finish();
    outside::ended(done, &interrupt, || report.finish())
}
