//! The warnings that compiling gives, and the filters that decide what becomes of them.
//!
//! **Invariants**: nothing is printed here. Follows `Lib/warnings.py` and `Python/_warnings.c`.

mod filters;
mod judge;
mod option;

pub use filters::{Action, Filters};
pub use judge::Judge;
pub use option::FilterError;

use std::sync::Arc;

use pycmill_codegen::error::{CompileError, ErrorClass, WarningClass};
use pycmill_parser::WarningKind;
use pycmill_target::Target;

use crate::Rejection;
use crate::rejection::LineTexts;

/// A warning that CPython gives while compiling.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    class: &'static str,
    message: String,
    line: i64,
    text: Option<Arc<str>>,
    /// What is raised where warnings are errors; nothing where CPython swallows that.
    error: Option<Box<Rejection>>,
    /// Whether the parser gives it, which finds out what comes of it as an error.
    is_of_parser: bool,
    is_once: bool,
    /// The module whose line it is about, if that is not the file.
    module: Option<&'static Module>,
}

/// What is not the file that is compiled.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Module {
    name: &'static str,
    file: &'static str,
    /// Whether lines that were warned of are remembered.
    remembers: bool,
}

/// Where Python is when the compiler computes something.
const BOOTSTRAP: Module =
    Module { name: "importlib._bootstrap", file: "<frozen importlib._bootstrap>", remembers: true };
/// The line of `_call_with_frames_removed`, which calls the compiler; measured on 3.12.1, 3.13.0 and 3.13.18.
const BOOTSTRAP_LINE: i64 = 488;

/// What a traceback compiles to find an explanation, and what it reads the names of.
pub(crate) const INPUT: Module = Module { name: "<input>", file: "<input>", remembers: false };
pub(crate) const STRING: Module = Module { name: "<string>", file: "<string>", remembers: false };

impl Warning {
    pub(crate) fn from_parse(target: Target, warning: pycmill_parser::Warning, lines: &mut LineTexts<'_>) -> Self {
        let is_deprecated = match warning.kind {
            WarningKind::Escape => target.deprecates_escapes(),
            WarningKind::Number => target.deprecates_glued_numbers(),
            WarningKind::Import => false,
        };
        let line = i64::from(warning.line);
        Self {
            class: if is_deprecated { "DeprecationWarning" } else { "SyntaxWarning" },
            line,
            text: lines.get(line),
            error: Some(Box::new(Rejection::from_parse(target, warning.error(lines.source()), lines))),
            message: warning.message,
            is_of_parser: true,
            is_once: false,
            module: None,
        }
    }

    pub(crate) fn from_compile(
        target: Target,
        warning: pycmill_codegen::error::Warning,
        lines: &mut LineTexts<'_>,
    ) -> Self {
        if warning.class == WarningClass::DeprecationWarning {
            return Self::of_operation(warning.message);
        }
        let line = i64::from(warning.location.line);
        let message = warning.message.clone();
        let error =
            CompileError { class: ErrorClass::SyntaxError, message: warning.message, location: warning.location };
        Self {
            class: "SyntaxWarning",
            message,
            line,
            text: lines.get(line),
            error: Some(Box::new(Rejection::from_compile(target, error, lines))),
            is_of_parser: false,
            is_once: false,
            module: None,
        }
    }

    /// A warning that an operation gives when it is folded.
    fn of_operation(message: String) -> Self {
        Self {
            class: "DeprecationWarning",
            message,
            line: BOOTSTRAP_LINE,
            text: None,
            error: None,
            is_of_parser: false,
            is_once: false,
            module: Some(&BOOTSTRAP),
        }
    }

    /// The same about a text that a traceback looks at. Where it is an error, nothing is raised.
    pub(crate) fn of_search(self, module: &'static Module) -> Self {
        Self { text: None, error: None, is_of_parser: false, module: Some(module), ..self }
    }

    /// The same as a filter shows it.
    fn shown_as(self, action: Action) -> Self {
        let is_remembered = action == Action::Show && self.module.is_some_and(|module| module.remembers);
        Self { is_once: action == Action::Once || is_remembered, ..self }
    }

    /// The name of the warning's class.
    #[must_use]
    pub fn class(&self) -> &str {
        self.class
    }

    /// The warning's message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line it is about.
    #[must_use]
    pub fn line(&self) -> i64 {
        self.line
    }

    /// The module that it is about, if that is not the file: name and file. It is one of Python's library, `<input>` or `<string>`.
    #[must_use]
    pub fn module(&self) -> Option<(&'static str, &'static str)> {
        self.module.map(|module| (module.name, module.file))
    }

    /// Whether it is shown only the first time in a run, because a filter says so.
    #[must_use]
    pub fn is_once(&self) -> bool {
        self.is_once
    }

    /// The text of `warnings.formatwarning`, with the line of the source.
    #[must_use]
    pub fn format(&self, file: &str) -> String {
        self.format_with(file, self.text.as_deref())
    }

    /// The text of `warnings.formatwarning` with a line of the caller's, as Python reads it from the file of that name.
    #[must_use]
    pub fn format_with(&self, file: &str, line: Option<&str>) -> String {
        let file = self.module.map_or(file, |module| module.file);
        let head = format!("{file}:{}: {}: {}\n", self.line, self.class, self.message);
        match line.filter(|_| self.module.is_none()).map(str::trim).filter(|line| !line.is_empty()) {
            Some(line) => format!("{head}  {line}\n"),
            None => head,
        }
    }
}
