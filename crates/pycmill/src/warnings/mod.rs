//! The warnings that compiling gives, and the filters that decide what becomes of them.
//!
//! **Invariants**: nothing is printed here. Follows `Lib/warnings.py` and `Python/_warnings.c`.

mod filters;
mod option;

pub use filters::{Action, Filters};
pub use option::FilterError;

use pycmill_codegen::error::{CompileError, ErrorClass, WarningClass};
use pycmill_parser::WarningKind;
use pycmill_source::Source;
use pycmill_target::Target;

use crate::Rejection;
use crate::rejection::line_text;

/// A warning that CPython gives while compiling.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    class: &'static str,
    message: String,
    line: i64,
    text: Option<String>,
    /// What is raised where warnings are errors; nothing where CPython swallows that.
    error: Option<Box<Rejection>>,
    /// Whether the lexer gives it, whose errors go first.
    is_of_lexer: bool,
    is_once: bool,
}

impl Warning {
    pub(crate) fn from_parse(target: Target, warning: pycmill_parser::Warning, source: &Source) -> Self {
        let is_escape = warning.kind == WarningKind::Escape;
        let line = i64::from(warning.line);
        Self {
            class: if is_escape && target.deprecates_escapes() { "DeprecationWarning" } else { "SyntaxWarning" },
            line,
            text: line_text(source, line),
            error: Some(Box::new(Rejection::from_parse(warning.error(source), source))),
            message: warning.message,
            is_of_lexer: !is_escape,
            is_once: false,
        }
    }

    pub(crate) fn from_compile(warning: pycmill_codegen::error::Warning, source: &Source) -> Self {
        let class = match warning.class {
            WarningClass::SyntaxWarning => "SyntaxWarning",
            WarningClass::DeprecationWarning => "DeprecationWarning",
        };
        let line = i64::from(warning.location.line);
        let message = warning.message.clone();
        let error = (warning.class == WarningClass::SyntaxWarning).then(|| {
            let error =
                CompileError { class: ErrorClass::SyntaxError, message: warning.message, location: warning.location };
            Box::new(Rejection::from_compile(error, source))
        });
        Self { class, message, line, text: line_text(source, line), error, is_of_lexer: false, is_once: false }
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
        let head = format!("{file}:{}: {}: {}\n", self.line, self.class, self.message);
        match line.map(str::trim).filter(|line| !line.is_empty()) {
            Some(line) => format!("{head}  {line}\n"),
            None => head,
        }
    }
}
