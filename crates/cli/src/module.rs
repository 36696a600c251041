//! A module of Python that is built in, run as `python -m` would.

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Own};
use crate::session::{Called, Session};
use crate::{clamp, compileall, outside, precompile, py_compile};

/// The modules: two of the library, and one of Fedora's packaging.
pub(crate) const NAMES: [&str; 3] = ["compileall", "py_compile", clamp::NAME];

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    /// Options before the module.
    pub(crate) options: Vec<OsString>,
    /// One of [`NAMES`].
    pub(crate) module: &'static str,
    pub(crate) called: Called,
    /// The arguments.
    pub(crate) rest: Vec<OsString>,
}

/// What a module is run with.
pub(crate) fn session(program: &OsStr, options: Vec<OsString>, called: Called) -> Result<Session, ExitCode> {
    // A name is there because the definition wants a command; the options are the same for all.
    let line = std::iter::once(program.to_owned()).chain(options).chain(["py_compile".into()]);
    let Arguments { own, trees, flags, .. } = Arguments::parse_from(line);
    Session::new(Own { trees, ..own }, &flags, program, called)
}

/// Runs a module, whose words are read as Python reads them.
pub(crate) fn run(program: &OsStr, invocation: Invocation) -> ExitCode {
    let Invocation { options, module, called, rest } = invocation;
    let rest = bytes(&rest);
    let session = match session(program, options, called) {
        Ok(session) => session,
        Err(status) => return status,
    };
    if module != "compileall"
        && let Some(status) = refused(&session, module)
    {
        return status;
    }
    match module {
        "py_compile" => py_compile::run(session, &rest),
        clamp::NAME => clamp::run(session, &rest),
        _ => compileall::run(session, &rest),
    }
}

/// Runs `precompile`, whose words are read as Python reads them, too.
pub(crate) fn precompile(program: &OsStr, options: Vec<OsString>, rest: &[OsString]) -> ExitCode {
    match session(program, options, Called::Own) {
        Ok(session) => refused(&session, "precompile").unwrap_or_else(|| precompile::run(session, &bytes(rest))),
        Err(status) => status,
    }
}

/// Refuses options for `compileall`.
fn refused(session: &Session, command: &str) -> Option<ExitCode> {
    let option = session.own.trees.given()?;
    Some(outside::refuse(format_args!("{option} does not apply to {command}")))
}

fn bytes(words: &[OsString]) -> Vec<Vec<u8>> {
    words.iter().map(|word| pycmill::os_bytes(word).to_vec()).collect()
}
