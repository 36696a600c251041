//! The command line of `precompile`: that of the precompiler of Bazel's rules_python.

use pycmill::Target;

use super::{Call, own};
use crate::argparse::Takes::{Help, Int, Nothing, Word};
use crate::argparse::{Action, Parser, Stop, Taken, parse_int, read};

/// What a command line or a request says.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Precompile {
    /// `--invalidation_mode`, in any case.
    pub(crate) invalidation_mode: Option<Vec<u8>>,
    /// `--optimize`.
    pub(crate) optimize: Option<i64>,
    /// `--python_version`.
    pub(crate) python_version: Option<Vec<u8>>,
    /// `--src`, `--src_name` and `--pyc`, which belong together by their order.
    pub(crate) sources: Vec<Vec<u8>>,
    pub(crate) names: Vec<Vec<u8>>,
    pub(crate) results: Vec<Vec<u8>>,
    /// `--persistent_worker`.
    pub(crate) is_worker: bool,
    /// `--worker_impl`.
    pub(crate) implementation: Option<Vec<u8>>,
}

impl Precompile {
    /// Reads the words after the command, or those of a request.
    pub(crate) fn read(call: &Call, words: &[Vec<u8>]) -> Result<Self, Stop> {
        let taken = read(&parser(call, Target::newest_complete()), words)?;
        let mut found = Self::default();
        taken.into_iter().for_each(|taken| found.set(taken));
        Ok(found)
    }

    fn set(&mut self, taken: Taken) {
        let mut words = taken.words;
        match taken.flag {
            "--invalidation_mode" => self.invalidation_mode = words.pop(),
            "--optimize" => self.optimize = words.first().and_then(|word| parse_int(word)),
            "--python_version" => self.python_version = words.pop(),
            "--src" => self.sources.append(&mut words),
            "--src_name" => self.names.append(&mut words),
            "--pyc" => self.results.append(&mut words),
            "--persistent_worker" => self.is_worker = true,
            "--worker_impl" => self.implementation = words.pop(),
            _ => {}
        }
    }
}

/// The arguments of the command.
pub(crate) fn parser(call: &Call, target: Target) -> Parser {
    let mut parser =
        call.parser(target, "precompile", "Compile files as the precompiler of Bazel's rules_python does.");
    parser.actions = vec![
        Action::new(&["-h", "--help"], Help, "", "show this help message and exit"),
        Action::new(
            &["--invalidation_mode"],
            Word,
            "MODE",
            "timestamp, checked_hash (the default) or unchecked_hash, in any case",
        ),
        Action::new(&["--optimize"], Int, "LEVEL", "optimization level"),
        Action::new(&["--python_version"], Word, "X.Y", "target version, unless --target or --python names one"),
        Action::new(&["--src"], Word, "PATH", "a source; repeatable, with a name and a result for each"),
        Action::new(&["--src_name"], Word, "NAME", "the name that goes into the code"),
        Action::new(&["--pyc"], Word, "PATH", "the result"),
        Action::new(
            &["--persistent_worker"],
            Nothing,
            "",
            "answer requests in JSON, one a line, from standard input on standard output",
        ),
        Action::new(&["--worker_impl"], Word, "NAME", "serial: one request at a time; async: as many as processors"),
        Action::new(&["--log_level"], Word, "LEVEL", "accepted for compatibility and ignored"),
    ];
    if !call.is_module {
        parser.actions.extend([own::OF_BOTH[0].clone(), own::OF_BOTH[1].clone()]);
    }
    parser
}
