//! The expression of a field, parsed on its own.
//!
//! Follows `fstring_compile_expr` and `fstring_find_expr_location` in `Parser/string_parser.c`, and
//! `_PyPegen_raise_error_known_location` in `Parser/pegen_errors.c` of 3.11.

use pycmill_source::Source;
use pycmill_target::Target;

use super::scan::{Field, Wrong};
use crate::error::ParseError;

/// Parses the expression in parentheses.
pub(super) fn parse(target: Target, source: &Source, field: &Field<'_>) -> Result<(), Wrong> {
    let inner = Source::from_text(&format!("({})", field.text));
    match super::error(target, &inner) {
        Some(error) => Err(Wrong::Inside(Box::new(placed(source, &inner, field, error)))),
        None => Ok(()),
    }
}

/// The error as an error of the file: its line is one of the file, its text and columns are those of the expression.
fn placed(source: &Source, inner: &Source, field: &Field<'_>, error: ParseError) -> ParseError {
    let brace = field.start - 1;
    let before = source.lines().position(brace as u32).line - 1;
    let mut placed = ParseError { line: error.line + before, end_line: error.end_line + before, ..error };
    if placed.text.is_some() {
        return placed;
    }
    if !placed.is_lexical {
        placed.message = format!("f-string: {}", placed.message);
        let shift = shift(source.text(), field);
        // Columns of later lines lose what was never added to them.
        placed.column -= if error.line > 1 { shift } else { 0 };
        placed.end_column -= if error.end_line > 1 { shift } else { 0 };
    }
    let lines = inner.text().split_inclusive('\n');
    placed.text = lines.skip(error.line as usize - 1).map(str::to_owned).next().or_else(|| Some(String::new()));
    placed
}

/// Where the parser counts the columns of the expression's first line from.
fn shift(text: &str, field: &Field<'_>) -> i32 {
    let column = |at: usize| (at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)) as i32;
    let brace = field.start - 1;
    let is_on_lines_of_its_own = field.text.trim_start_matches([' ', '\t', '\x0c']).starts_with('\n');
    match (is_on_lines_of_its_own, text[field.string..brace].contains('\n')) {
        (false, _) => column(brace),
        (true, false) => column(field.string),
        (true, true) => 0,
    }
}
