//! Which warnings are shown, and which are errors.
//!
//! Follows `get_filter` and `warn_explicit` (`Python/_warnings.c`) for warnings without a registry, as the compiler gives
//! them: no place is remembered, so `default`, `always` and `module` are the same.

use pycmill_target::Target;

use super::Warning;
use super::option::{self, FilterError, Pattern};
use crate::Rejection;

/// What a filter does with a warning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// It is shown.
    Show,
    /// It is shown the first time.
    Once,
    /// It is not shown.
    Ignore,
    /// It is raised.
    Error,
}

/// A row of `warnings.filters`.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) action: Action,
    pub(crate) message: Pattern,
    /// The name of the class, if it is not the base of all.
    pub(crate) class: Option<String>,
    pub(crate) module: Pattern,
    /// 0 is any line.
    pub(crate) line: i64,
}

/// `warnings.filters`: an interpreter's, with those of `-W` and `PYTHONWARNINGS` in front.
#[derive(Clone, Default, Debug)]
pub struct Filters {
    /// The last one counts first.
    own: Vec<Filter>,
}

impl Filters {
    /// The filters of an interpreter that was started without options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the filter of a `-W`, in front of those before.
    ///
    /// # Errors
    /// If Python ignores the option; the error is what it says then.
    pub fn add_option(&mut self, target: Target, option: &str) -> Result<(), FilterError> {
        self.own.push(option::parse(target, option)?);
        Ok(())
    }

    /// What becomes of a warning in a file.
    #[must_use]
    pub fn action(&self, target: Target, file: &str, warning: &Warning) -> Action {
        let module = if file.is_empty() { "<unknown>" } else { file.strip_suffix(".py").unwrap_or(file) };
        let applies = |filter: &&Filter| {
            filter.message.is_prefix_of(&warning.message)
                && filter.class.as_ref().is_none_or(|class| class == warning.class)
                && filter.module.names(target, module)
                && (filter.line == 0 || filter.line == warning.line)
        };
        match self.own.iter().rev().find(applies) {
            Some(filter) => filter.action,
            None if warning.class == "DeprecationWarning" => Action::Ignore,
            None => Action::Show,
        }
    }

    /// Splits the warnings of a file into those to be shown and the error that one of them is.
    pub(crate) fn apply(
        &self,
        target: Target,
        file: &str,
        warnings: Vec<Warning>,
    ) -> (Vec<Warning>, Option<Rejection>) {
        let mut shown = Vec::new();
        let mut error: Option<Rejection> = None;
        for mut warning in warnings {
            match self.action(target, file, &warning) {
                Action::Ignore => {}
                Action::Error if error.is_none() || warning.is_of_lexer => {
                    // Behind an error only the lexer goes on, and what it finds counts more.
                    let is_final = warning.is_of_lexer;
                    error = warning.error.map(|error| *error).or(error);
                    if is_final {
                        break;
                    }
                }
                Action::Show | Action::Once | Action::Error if error.is_some() => {}
                // CPython swallows errors of folding and does not fold; nothing of that kind is shown.
                Action::Show | Action::Once | Action::Error if warning.error.is_none() => {}
                action => {
                    warning.is_once = action == Action::Once;
                    shown.push(warning);
                }
            }
        }
        (shown, error)
    }
}
