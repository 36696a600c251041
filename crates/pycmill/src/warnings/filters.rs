//! Which warnings are shown, and which are errors.
//!
//! Follows `get_filter` and `warn_explicit` (`Python/_warnings.c`) for warnings without a registry, as the compiler gives
//! them: no place is remembered, so `default`, `always` and `module` are the same but for lines of the library.

use std::sync::Arc;

use pycmill_target::Target;

use super::option::{self, FilterError, Pattern};
use super::{Judge, Warning};
use crate::Rejection;

/// What a filter does with a warning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// It is shown. In the file that is compiled no place is remembered; a line of the library is, and is warned of once.
    Show,
    /// It is shown every time.
    Always,
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
    pub(super) own: Vec<Filter>,
    /// Who decides instead.
    pub(super) judge: Option<Arc<dyn Judge>>,
    /// Whether files with warnings are given up until the judge can be asked.
    pub(crate) postpones: bool,
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
        let module = match warning.module {
            Some(module) => module.name,
            None if file.is_empty() => "<unknown>",
            None => file.strip_suffix(".py").unwrap_or(file),
        };
        self.action_in(target, module, warning.line, warning.class, &warning.message)
    }

    /// What becomes of a warning of some class about a line of a module.
    #[must_use]
    pub fn action_in(&self, target: Target, module: &str, line: i64, class: &str, message: &str) -> Action {
        let applies = |filter: &&Filter| {
            filter.message.is_prefix_of(message)
                && filter.class.as_ref().is_none_or(|wanted| wanted == class)
                && filter.module.names(target, module)
                && (filter.line == 0 || filter.line == line)
        };
        match self.own.iter().rev().find(applies) {
            Some(filter) => filter.action,
            None if class == "DeprecationWarning" && module != "__main__" => Action::Ignore,
            None => Action::Show,
        }
    }

    /// Whether folding `~True` raises its warning, which leaves it as it is.
    pub(crate) fn raise_bool_invert(&self, target: Target) -> bool {
        if self.own.is_empty() && self.judge.is_none() {
            return false;
        }
        let Some(warning) = pycmill_codegen::fold::bool_invert_warning(target) else { return false };
        let warning = Warning::of_operation(warning.message);
        match &self.judge {
            Some(judge) => judge.would_be_error(&warning),
            None => self.action(target, "", &warning) == Action::Error,
        }
    }

    /// What becomes of a warning that is given now.
    fn decide(&self, target: Target, file: &str, warning: &Warning) -> Action {
        match &self.judge {
            Some(judge) if judge.is_error(file, warning) => Action::Error,
            Some(_) => Action::Ignore,
            None => self.action(target, file, warning),
        }
    }

    /// Lets one warning after the other be shown or raised. Where one of the parser is an error, `raise` compiles again with the
    /// errors so far, by their numbers: it answers with the error that comes of them, and with all warnings then.
    pub(crate) fn apply(
        &self,
        target: Target,
        file: &str,
        mut warnings: Vec<Warning>,
        mut raise: impl FnMut(&[usize]) -> Option<(Rejection, Vec<Warning>)>,
    ) -> (Vec<Warning>, Option<Rejection>) {
        let (mut shown, mut raised) = (Vec::new(), Vec::new());
        let mut error: Option<Rejection> = None;
        let mut at = 0;
        while let Some(warning) = warnings.get(at) {
            at += 1;
            match self.decide(target, file, warning) {
                Action::Ignore => {}
                Action::Error if warning.is_of_parser => {
                    raised.push(at - 1);
                    let Some(found) = raise(&raised) else { return (shown, warning.error.as_deref().cloned()) };
                    (error, warnings) = (Some(found.0), found.1);
                }
                Action::Error if warning.error.is_some() => return (shown, warning.error.as_deref().cloned()),
                Action::Error => {}
                action => shown.push(warning.clone().shown_as(action)),
            }
        }
        (shown, error)
    }
}
