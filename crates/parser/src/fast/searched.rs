//! Places in replacement fields, in versions that search the text of a field in its literal to find out where it is.
//!
//! A field that comes twice is said to be where it comes first, and one with a conversion, a specification or `=` where the
//! literal begins. A place after the end of the line it is said to be in becomes that end: an offset cannot say more.
//!
//! Follows `fstring_fix_node_location` (`Python/ast.c` of 3.8) and `fstring_find_expr_location`
//! (`Parser/pegen/parse_string.c` of 3.9.2).

use pycmill_source::{LineIndex, Span};
use pycmill_target::Target;

use super::field_scan::Field;

/// Where the expression of a field is and where it is said to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Searched<'s> {
    lines: &'s LineIndex,
    /// Where its first line begins: at its brace.
    brace: u32,
    /// The line of the brace, and how many lines before it that of the place told is.
    line: u32,
    up: u32,
    /// The column told.
    column: u32,
}

impl<'s> Searched<'s> {
    /// Searches a field in the text of a literal that is said to begin at an offset.
    pub(super) fn find(
        target: Target,
        text: &str,
        lines: &'s LineIndex,
        field: Field,
        literal: Span,
        told: u32,
    ) -> Self {
        let literal = &text[literal.start as usize..literal.end as usize];
        let needle = format!("{{{}}}", &text[field.brace as usize + 1..field.end as usize]);
        let begin = lines.position(told);
        let found = memchr::memmem::find(literal.as_bytes(), needle.as_bytes()).unwrap_or(0);
        let before = &literal[..found];
        let newlines = memchr::memchr_iter(b'\n', before.as_bytes()).count() as u32;
        let columns = match before.rfind('\n') {
            _ if target.leaves_out_blank_first_lines_of_fields() && begins_with_newline(&needle[1..]) => 0,
            newline => found - newline.unwrap_or(0),
        };
        let line = lines.position(field.brace).line;
        let up = line - (begin.line + newlines).min(line);
        Self { lines, brace: field.brace, line, up, column: begin.column + columns as u32 }
    }

    /// The place as the target's parser tells it.
    pub(super) fn told(self, place: Span) -> Span {
        Span::new(self.told_offset(place.start), self.told_offset(place.end))
    }

    fn told_offset(self, offset: u32) -> u32 {
        let position = self.lines.position(offset);
        let column =
            if position.line == self.line { self.column + offset.saturating_sub(self.brace) } else { position.column };
        let line = position.line.saturating_sub(self.up);
        let (start, end) = (self.lines.line_start(line), self.lines.line_start(line + 1).saturating_sub(1));
        (start + column).min(end.max(start))
    }
}

fn begins_with_newline(expression: &str) -> bool {
    expression.trim_start_matches([' ', '\t', '\x0c']).starts_with('\n')
}
