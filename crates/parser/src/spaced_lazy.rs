//! `from . lazy import a`: an import from the module `lazy` that reads like a lazy import.
//!
//! Follows `_PyPegen_checked_from_import` of `Parser/action_helpers.c` in 3.15: it warns if the name is apart from the dots.

use pycmill_source::{Source, Span};
use pycmill_target::Target;

use crate::error::{Warning, WarningKind, WarningPlace};

/// The warning about a module's name after dots, given from the first dot to the last. The import itself is not lazy.
pub(crate) fn spaced_lazy(target: Target, source: &Source, dots: Span, name: Span) -> Option<Warning> {
    let text = |span: Span| source.text().get(span.start as usize..span.end as usize);
    if !target.has_lazy_imports() || dots.end >= name.start || text(name) != Some("lazy") {
        return None;
    }
    let level = text(dots)?.bytes().filter(|byte| *byte == b'.').count();
    let dots = ".".repeat(level);
    let message = format!(
        "'from {dots} lazy import' is the same as 'from {dots}lazy import'; did you mean 'lazy from {dots} import'?"
    );
    let place = WarningPlace::of_span(target, source, name);
    Some(Warning { kind: WarningKind::Import, message, line: place.line, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What 3.15.2 says of a file, in which the dots and the name are given.
    fn warned(text: &str, target: &str, dots: (u32, u32), name: u32) -> Option<(u32, String)> {
        let (dots, name) = (Span::new(dots.0, dots.1), Span::new(name, name + 4));
        let warning = spaced_lazy(target.parse().unwrap(), &Source::from_text(text), dots, name)?;
        Some((warning.line, warning.message))
    }

    #[test]
    fn name_apart_from_dots_is_warned_of() {
        let message =
            "'from .... lazy import' is the same as 'from ....lazy import'; did you mean 'lazy from .... import'?";
        let text = "from ... . \\\n  lazy import x\n";
        assert_eq!(warned(text, "3.15.2", (5, 10), 15), Some((2, message.to_owned())));
        assert_eq!(warned(text, "3.14.10", (5, 10), 15), None);
        assert_eq!(warned("from .lazy import x\n", "3.15.2", (5, 6), 6), None);
        assert_eq!(warned("from . lazi import x\n", "3.15.2", (5, 6), 7), None);
    }
}
