//! Warnings about control flow that leaves a `finally` block (PEP 765).
//!
//! Follows `Python/ast_preprocess.c` `before_return`, `before_loop_exit`. Where control flow goes
//! decides the innermost of the `finally` blocks, function bodies and loop bodies around; class bodies
//! do not count.

use pycmill_source::Span;

use super::Folder;
use crate::error::{Warning, WarningClass};
use crate::location::location_of;

impl Folder<'_, '_> {
    /// Folds what is inside a `finally` block, or else inside a function or loop.
    pub(super) fn inside<T>(&mut self, finally: bool, fold: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.in_finally, finally);
        let folded = fold(self);
        self.in_finally = outer;
        folded
    }

    /// Warns of a statement that leaves the `finally` block it is in.
    pub(super) fn leaves_finally(&mut self, keyword: &str, span: Span) {
        if self.in_finally && self.target.warns_of_control_flow_in_finally() {
            self.warnings.push(Warning {
                class: WarningClass::SyntaxWarning,
                message: format!("'{keyword}' in a 'finally' block"),
                location: location_of(span, self.lines),
            });
        }
    }
}
