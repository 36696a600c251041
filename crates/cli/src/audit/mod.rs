//! `pycmill audit`: whether `.pyc` files hold what their sources compile to.

mod report;

use std::ffi::OsStr;
use std::process::ExitCode;
use std::sync::Arc;

use pycmill::Target;
use pycmill::audit::{Finding, Options, audit, find};
use pycmill::compileall::Watch;

use crate::arguments::{Audit, Flags, Format};
use crate::interrupt::Interrupt;
use crate::outside;
use crate::progress::Progress;
use crate::session::{Called, Session};
use report::Report;

/// Runs the command.
pub(crate) fn run(command: &Audit, flags: &Flags, program: &OsStr) -> ExitCode {
    let session = match Session::new(command.own.clone(), flags, program, Called::Own) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let options = match options(command, &session) {
        Ok(options) => options,
        Err(message) => return outside::refuse(message),
    };
    let interrupt = Interrupt::listen();
    let options = options.interrupted(Arc::clone(&interrupt.flag));
    let files = find(&command.paths);
    let quiet = u8::from(command.format != Format::Text);
    let progress = Progress::new(&session.own, quiet);
    progress.found(files.len());
    let mut report = Report::new(command, session.own.json, session.own.verbose > 0);
    let done = audit(&files, &options, |finding: Finding| {
        progress.done();
        report.take(finding, &mut progress.beside(crate::console::Output))
    });
    progress.finish();
    outside::ended(done, &interrupt, || report.finish())
}

/// The releases that are expected: those named count alone, those implied come first.
fn options(command: &Audit, session: &Session) -> Result<Options, String> {
    let is_named = !session.own.targets.is_empty() || session.own.python.is_some();
    let targets: Vec<Target> = match session.guess(&command.paths) {
        Ok(choice) if choice.is_default => Vec::new(),
        Ok(choice) => choice.releases.iter().map(|named| named.target).collect(),
        Err(message) if is_named => return Err(message),
        Err(_) => Vec::new(),
    };
    let options = Options::new().targets(targets).exact(!session.own.targets.is_empty());
    Ok(options.code_only(command.code_only).workers(command.workers))
}
