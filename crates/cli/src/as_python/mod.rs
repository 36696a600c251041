//! A program called `python`, `python3` or `python3.13`, in the place of the interpreter of that name: it compiles what it is
//! asked to compile, answers the questions that programs ask before that, and starts a real interpreter for all else.
//!
//! **Invariants**: what is not known for certain is handed over with all its words; where there is nobody to hand it over to,
//! the status is 2, never 0.

mod hand_over;
mod line;
mod probe;
mod script;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use pycmill::Target;

use crate::arguments::Own;
use crate::console::Output;
use crate::module::{self, Invocation};
use crate::session::Called;
use crate::{outside, python, uv_worker};
use line::{Line, Runs};
use script::Known;

/// The program that some build rules run instead of `-m compileall`.
const CALLS_MAIN: &str = "import compileall; compileall.main()";

/// Runs what a command line without the name of the program asks for.
pub(crate) fn run(program: &OsStr, words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = line::read(words);
    let own = match Own::read(line.own.iter().cloned()) {
        Ok(own) => own,
        Err(error) => return outside::refuse(error.render()),
    };
    match served(program, &line, &own) {
        Some(status) => status,
        None => hand_over::run(program, &own, &line.words),
    }
}

/// Does what can be done here.
fn served(program: &OsStr, line: &Line, own: &Own) -> Option<ExitCode> {
    if line.runs == Runs::Nothing || line.version > 1 {
        return None;
    }
    if line.version == 1 {
        return Some(target(program, own).map_or_else(outside::refuse, |target| print(&format!("Python {target}\n"))));
    }
    match &line.runs {
        Runs::Module(name) => {
            let name = module::NAMES.into_iter().find(|module| name == module)?;
            Some(invoke(program, line, name, Called::Module))
        }
        Runs::Script(path) => match script::known(Path::new(path))? {
            Known::Module(name) => Some(invoke(program, line, name, Called::Script(path.into()))),
            Known::UvWorker => Some(work_for_uv(program, line)),
        },
        Runs::Code(code) if code.as_os_str() == CALLS_MAIN && !line.rest.is_empty() => {
            Some(invoke(program, line, "compileall", Called::Code))
        }
        Runs::Code(code) => {
            let answer = probe::answer(target(program, own).ok()?, code.to_str()?)?;
            Some(print(&answer))
        }
        Runs::Input | Runs::Nothing => None,
    }
}

fn invoke(program: &OsStr, line: &Line, module: &'static str, called: Called) -> ExitCode {
    module::run(program, Invocation { options: options(line), module, called, rest: line.rest.clone() })
}

fn work_for_uv(program: &OsStr, line: &Line) -> ExitCode {
    module::session(program, options(line), Called::Module).map_or_else(|status| status, uv_worker::run)
}

fn options(line: &Line) -> Vec<OsString> {
    line.own.iter().chain(&line.options).cloned().collect()
}

/// The version that questions are about. What speaks against it is not said: programs read both streams.
fn target(program: &OsStr, own: &Own) -> Result<Target, String> {
    python::choose(own, program, &[]).map(|choice| choice.releases[0].target)
}

fn print(text: &str) -> ExitCode {
    outside::status(Output.write_all(text.as_bytes()).map(|()| true))
}
