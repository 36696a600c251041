//! The command line of `py_compile`.

use pycmill::Target;

use super::{Call, own};
use crate::argparse::Takes::{Help, Nothing, SomeWords};
use crate::argparse::{Action, Parser, Stop, parse_int, read};

/// What the command was told.
#[derive(Clone, Default, Debug)]
pub(crate) struct PyCompile {
    /// `-q`.
    pub(crate) quiet: bool,
    /// `--cfile`.
    pub(crate) cfile: Option<Vec<u8>>,
    /// `--dfile`.
    pub(crate) dfile: Option<Vec<u8>>,
    /// `--optimize`.
    pub(crate) level: Option<i64>,
    /// `--invalidation-mode`.
    pub(crate) invalidation_mode: Option<Vec<u8>>,
    /// The files.
    pub(crate) files: Vec<Vec<u8>>,
}

impl PyCompile {
    /// Reads the words behind the name of the module.
    pub(crate) fn read(call: &Call, target: Target, words: &[Vec<u8>]) -> Result<Self, Stop> {
        if call.is_module && !target.py_compile_takes_options() {
            return Ok(Self { files: words.to_vec(), ..Self::default() });
        }
        let taken = read(&parser(call, target), words)?;
        let mut found = Self::default();
        for mut taken in taken {
            match taken.flag {
                "-q" => found.quiet = true,
                "--cfile" => found.cfile = taken.words.pop(),
                "--dfile" => found.dfile = taken.words.pop(),
                "--optimize" => found.level = taken.words.first().and_then(|word| parse_int(word)),
                "--invalidation-mode" => found.invalidation_mode = taken.words.pop(),
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
        parser.actions.extend(own::OF_PY_COMPILE);
        parser.actions.extend(own::OF_BOTH);
    }
    parser
}
