//! What a command is run with: how it was called, what the interpreter would know, which versions are meant.

use std::path::PathBuf;
use std::process::ExitCode;

use pycmill::Target;

use crate::argparse::Colours;
use crate::arguments::{Flags, Own};
use crate::interpreter::Interpreter;
use crate::outside;
use crate::python::{Choice, Installation, choose};
use crate::surface::{self, Call};

/// What a command is run with.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Options of ours.
    pub(crate) own: Own,
    /// What the interpreter would know.
    pub(crate) interpreter: Interpreter,
    /// How the command was called.
    pub(crate) call: Call,
    /// The Python that the version was taken from.
    pub(crate) installation: Option<Installation>,
}

impl Session {
    pub(crate) fn new(own: Own, flags: &Flags, program: String, is_module: bool) -> Result<Self, ExitCode> {
        let interpreter = Interpreter::new(flags).map_err(outside::raise)?;
        let colours = Colours::from_environment(!interpreter.uses_environment);
        Ok(Self { own, interpreter, call: Call { program, is_module, colours }, installation: None })
    }

    /// Adds our options behind the command, and finds out which versions are meant; never none.
    pub(crate) fn targets(&mut self, words: &[Vec<u8>]) -> Result<Vec<Target>, ExitCode> {
        if !self.call.is_module {
            let own = surface::own_options(words);
            let own = own.into_iter().map(|word| outside::path_of(&word).into_os_string());
            self.own.add(own).map_err(|error| outside::refuse(error.render()))?;
        }
        let found = choose(&self.own, &named(words)).map_err(outside::refuse)?;
        if self.own.verbose > 0 {
            say(&found);
        }
        self.installation = found.installation;
        for target in &found.targets {
            outside::check_target(*target)?;
        }
        Ok(found.targets)
    }
}

/// What may be the files and directories of a command line.
fn named(words: &[Vec<u8>]) -> Vec<PathBuf> {
    words
        .iter()
        .filter(|word| !word.starts_with(b"-"))
        .map(|word| outside::path_of(word))
        .filter(|path| path.exists())
        .collect()
}

#[expect(clippy::print_stderr, reason = "this is a command")]
fn say(choice: &Choice) {
    let targets: Vec<String> = choice.targets.iter().map(ToString::to_string).collect();
    eprintln!("pycmill: writing for CPython {}: {}", targets.join(", "), choice.reason);
}
