//! Columns that the parser of a replacement field gets wrong, in versions whose f-strings are one token.
//!
//! It counts the columns of the first line of a field from the place of the string. A string in that line that goes on in
//! later ones is taken for one of those, and keeps the column it has in the field; so do the fields in its own first line.
//!
//! Follows `initialize_token` in `Parser/pegen.c` and `fstring_compile_expr` in `Parser/string_parser.c` of 3.11.

use pycmill_source::Span;

use super::Converter;
use crate::fstrings;

/// How places in the field under conversion are shifted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    /// Where the first line of the field ends.
    first_line: u32,
    /// How far places in it are too far to the left.
    delta: u32,
    /// A string that begins in it and ends in another line, and where it is said to begin.
    long: Option<(u32, u32)>,
}

impl Converter<'_, '_, '_> {
    /// The place as the target's parser tells it.
    pub(super) fn told(&self, place: Span) -> Span {
        let Some(shift) = self.shift else { return place };
        let start = match shift.long {
            Some((start, told)) if start == place.start => told,
            _ if place.start <= shift.first_line => place.start - shift.delta,
            _ => place.start,
        };
        let end = if place.end <= shift.first_line { place.end - shift.delta } else { place.end };
        Span::new(start, end)
    }

    /// The shift in a field of a string.
    pub(super) fn shift_in(&self, string: Span, field: Span) -> Option<Shift> {
        let text = self.text();
        let in_field = &text[field.start as usize..field.end as usize];
        let line_of = |offset: u32| self.context.source.lines().position(offset).line;
        let line = line_of(field.start);
        let is_in_first_line = line_of(string.start) == line;
        let delta = if is_in_first_line { string.start - self.told(string).start } else { 0 };
        let first = in_field.find('\n');
        let long = first
            .and_then(|first| fstrings::string_across(in_field, first))
            .map(|start| (field.start + start as u32, self.context.source.lines().line_start(line) + start as u32));
        let first_line = field.start + first.unwrap_or(in_field.len()) as u32;
        (delta > 0 || long.is_some()).then_some(Shift { first_line, delta, long })
    }
}
