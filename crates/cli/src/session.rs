//! What a command is run with: how it was called, what the interpreter would know, which versions are meant.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;

use pycmill::{NamedRelease, Target, Version};

use crate::argparse::Colours;
use crate::arguments::{Flags, Own};
use crate::encoding::Encoding;
use crate::interpreter::Interpreter;
use crate::python::{Choice, Installation, choose, program_name};
use crate::surface::{self, Call};
use crate::{console, outside};

/// What a command is run with.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Options of ours.
    pub(crate) own: Own,
    /// What the interpreter would know.
    pub(crate) interpreter: Interpreter,
    /// How the command was called.
    pub(crate) call: Call,
    /// The program as it was called.
    program: OsString,
    /// The directory of the module's file, where that was named.
    pub(crate) script_directory: Option<PathBuf>,
    /// Whether files that fail don't show in the status.
    pub(crate) ignores_verdict: bool,
    /// The Python that the version was taken from.
    pub(crate) installation: Option<Installation>,
}

/// How a command was named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Called {
    /// By its name alone.
    Own,
    /// After `-m`.
    Module,
    /// By the path of the module's file.
    Script(PathBuf),
    /// By a program after `-c` that calls the module's `main`, and does nothing with what that returns.
    Code,
}

impl Called {
    /// What messages have in the place of the program's name, and the directory of the script.
    fn script(&self) -> (Option<String>, Option<PathBuf>) {
        match self {
            Self::Own | Self::Module => (None, None),
            Self::Code => (Some("-c".to_owned()), None),
            Self::Script(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let directory = std::fs::canonicalize(path).ok().and_then(|path| Some(path.parent()?.to_owned()));
                (Some(name), directory)
            }
        }
    }
}

impl Session {
    pub(crate) fn new(own: Own, flags: &Flags, program: &OsStr, called: Called) -> Result<Self, ExitCode> {
        let interpreter = Interpreter::new(flags).map_err(outside::raise)?;
        let encoding = Encoding::of_output(&interpreter);
        console::set_up(interpreter.is_unbuffered, encoding, Encoding::of_errors(&interpreter));
        let colours = Colours::from_environment(!interpreter.uses_environment);
        let is_module = !matches!(called, Called::Own);
        let (script, script_directory) = called.script();
        let call = Call { program: program_name(program), is_module, script, colours };
        let ignores_verdict = matches!(called, Called::Code);
        let program = program.to_owned();
        Ok(Self { own, interpreter, program, call, script_directory, ignores_verdict, installation: None })
    }

    /// Adds our options given after the command, and finds out which versions are meant; never none.
    ///
    /// `paths` finds the files and directories that are named, or nothing where the command line is wrong or asks for help.
    pub(crate) fn targets(
        &mut self,
        words: &[Vec<u8>],
        paths: impl FnOnce(&Self) -> Option<Vec<PathBuf>>,
    ) -> Result<Vec<Target>, ExitCode> {
        self.add_own(words)?;
        let paths = paths(self);
        self.choose(&paths.unwrap_or_default())
    }

    /// Adds our options given after the command, where that may have some.
    pub(crate) fn add_own(&mut self, words: &[Vec<u8>]) -> Result<(), ExitCode> {
        if self.call.is_module {
            return Ok(());
        }
        let own = surface::own_options(words);
        let own = own.into_iter().map(|word| outside::path_of(&word).into_os_string());
        self.own.add_words(own).map_err(|error| outside::refuse(error.render()))
    }

    /// The version that is meant, without a word about the choice.
    pub(crate) fn silently_chosen(&self) -> Result<Target, String> {
        let found = choose(&self.own, &self.program, &[])?;
        supported(&found.releases[0], &found.reason)
    }

    /// Which versions are meant, whether they are supported or not, without a word about the choice.
    pub(crate) fn guess(&self, paths: &[PathBuf]) -> Result<Choice, String> {
        choose(&self.own, &self.program, paths)
    }

    /// Finds out which versions are meant, and says what should not go unnoticed.
    pub(crate) fn choose(&mut self, paths: &[PathBuf]) -> Result<Vec<Target>, ExitCode> {
        let found = choose(&self.own, &self.program, paths).map_err(outside::refuse)?;
        for named in &found.releases {
            supported(named, &found.reason).map_err(outside::refuse)?;
        }
        for named in &found.releases {
            self.interpreter.check(named.target).map_err(outside::refuse)?;
        }
        say(&found, self.own.verbose > 0, !paths.is_empty());
        self.installation = found.installation;
        console::set_target(found.releases[0].target);
        self.interpreter.set_target(found.releases[0].target);
        Ok(found.releases.iter().map(|named| named.target).collect())
    }
}

/// The target of a release, if it is supported.
pub(crate) fn supported(named: &NamedRelease, reason: &str) -> Result<Target, String> {
    if named.target.is_complete() {
        return Ok(named.target);
    }
    let (version, supported) = (named.target.version(), Version::supported());
    Err(format!("CPython {version} ({reason}) is not supported; supported: {supported}"))
}

/// The target and why it was chosen, where that is wanted or nothing named one; and what contradicts the choice.
fn say(choice: &Choice, is_verbose: bool, has_paths: bool) {
    let targets: Vec<String> = choice.releases.iter().map(|named| named.target.to_string()).collect();
    let target = format!("target: CPython {} ({})", targets.join(", "), choice.reason);
    let hint = if choice.is_default { "; choose one with --target VERSION" } else { "" };
    if is_verbose || choice.is_default && has_paths {
        outside::say(format_args!("pycmill: {target}{hint}"));
    }
    for named in choice.releases.iter().filter(|_| is_verbose) {
        if let Some(micro) = named.unknown_micro {
            let (version, target) = (named.target.version(), named.target);
            outside::say(format_args!(
                "pycmill: {version}.{micro} is newer than any known release; treated as {target}"
            ));
        }
    }
    for warning in &choice.warnings {
        outside::say(format_args!("pycmill: warning: {target}, but {warning}; choose one with --target VERSION"));
    }
}
