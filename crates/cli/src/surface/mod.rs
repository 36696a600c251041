//! The command lines of Python's modules, per version: tables of arguments.
//!
//! **Invariants**: nothing is done here; the texts are those that the version's command prints.

mod compileall;
mod own;
mod precompile;
mod py_compile;

pub(crate) use compileall::Compileall;
pub(crate) use own::among as own_options;
pub(crate) use precompile::Precompile;
pub(crate) use py_compile::PyCompile;

use pycmill::Target;

use crate::argparse::{Colours, Parser};

/// How a command was called.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The name of the program as it was called, without directories.
    pub(crate) program: String,
    /// Whether the command was named behind `-m`: then the command line is Python's and nothing more.
    pub(crate) is_module: bool,
    /// The name of the script, where the module's file was named instead.
    pub(crate) script: Option<String>,
    /// Whether texts are coloured.
    pub(crate) colours: Colours,
}

impl Call {
    pub(crate) fn parser(&self, target: Target, module: &str, description: &'static str) -> Parser {
        let prog = match (target.names_interpreter_in_usage(), self.is_module) {
            _ if self.script.is_some() => self.script.clone().unwrap_or_default(),
            (true, true) => format!("{} -m {module}", self.program),
            (true, false) => format!("{} {module}", self.program),
            (false, _) => format!("{module}.py"),
        };
        Parser { target, prog, description, actions: Vec::new(), colours: self.colours }
    }
}

/// The arguments of a module's command line, for what is generated from them.
pub(crate) fn actions(call: &Call, target: Target, module: &str) -> Vec<crate::argparse::Action> {
    match module {
        "compileall" => compileall::parser(call, target).actions,
        "precompile" => precompile::parser(call, target).actions,
        _ => py_compile::parser(call, target).actions,
    }
}

/// The parser of `precompile`, for errors about what it does not see.
pub(crate) fn precompile_parser(call: &Call) -> Parser {
    precompile::parser(call, Target::newest_complete())
}
