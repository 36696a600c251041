//! The command line of `py_compile`.

use pycmill::Target;

use super::{Call, own};
use crate::argparse::Takes::{Help, Nothing, SomeWords};
use crate::argparse::{Action, Parser, Stop, read};

/// What the command was told.
#[derive(Clone, Default, Debug)]
pub(crate) struct PyCompile {
    /// `-q`.
    pub(crate) quiet: bool,
    /// The files.
    pub(crate) files: Vec<Vec<u8>>,
}

impl PyCompile {
    /// Reads the words behind the name of the module.
    pub(crate) fn read(call: &Call, target: Target, words: &[Vec<u8>]) -> Result<Self, Stop> {
        let taken = read(&parser(call, target), words)?;
        let mut found = Self::default();
        for taken in taken {
            match taken.flag {
                "-q" => found.quiet = true,
                "" => found.files = taken.words,
                _ => {}
            }
        }
        Ok(found)
    }
}

/// The arguments of the command.
pub(crate) fn parser(call: &Call, target: Target) -> Parser {
    let mut parser = call.parser(target, "py_compile", "A simple command-line interface for py_compile module.");
    parser.actions = vec![
        Action::new(&["-h", "--help"], Help, "", "show this help message and exit"),
        Action::new(&["-q", "--quiet"], Nothing, "", "Suppress error output"),
        Action::new(&[], SomeWords, "filenames", "Files to compile"),
    ];
    if !call.is_module {
        parser.actions.extend(own::OF_BOTH);
    }
    parser
}
