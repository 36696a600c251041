//! Columns that the parser of a replacement field gets wrong, in versions whose f-strings are one token.
//!
//! It counts the columns of the first line of a field from the place of the string. A string in that line that goes on in
//! later ones is taken for one of those, and keeps the column it has in the field; so do the fields in its own first line.
//!
//! Follows `initialize_token` in `Parser/pegen.c` and `fstring_compile_expr` in `Parser/string_parser.c` of 3.11.

use pycmill_source::Span;

use super::Parser;
use super::field_scan::Field;
use super::searched::Searched;

/// How places in a field are shifted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shift<'s> {
    Columns(Columns),
    Searched(Searched<'s>),
}

impl Shift<'_> {
    /// The place as the target's parser tells it.
    #[cold]
    fn told(self, place: Span) -> Span {
        match self {
            Self::Columns(columns) => columns.told(place),
            Self::Searched(searched) => searched.told(place),
        }
    }
}

/// Columns of the first line of a field that are too far to the left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    /// Where the first line of the field ends.
    first_line: u32,
    /// How far places in it are too far to the left.
    delta: u32,
    /// A string that begins in it and ends in another line, and where it is said to begin.
    long: Option<(u32, u32)>,
}

impl Columns {
    const fn told(self, place: Span) -> Span {
        let start = match self.long {
            Some((start, told)) if start == place.start => told,
            _ if place.start <= self.first_line => place.start - self.delta,
            _ => place.start,
        };
        let end = if place.end <= self.first_line { place.end - self.delta } else { place.end };
        Span::new(start, end)
    }
}

impl<'s> Parser<'s, '_, '_> {
    /// A place as the target's parser tells it.
    #[inline]
    pub(super) fn told(&self, place: Span) -> Span {
        match self.shift {
            None => place,
            Some(shift) => shift.told(place),
        }
    }

    /// The shift in a field of a string; `searched` is the literal in which versions search that do.
    pub(super) fn shift_in(&self, string: Span, searched: Span, field: Field) -> Option<Shift<'s>> {
        if self.target.searches_fields_in_literals() {
            let (text, lines) = (self.source.text(), self.source.lines());
            let told = self.told(searched).start;
            return Some(Shift::Searched(Searched::find(self.target, text, lines, field, searched, told)));
        }
        self.columns_in(string, field).map(Shift::Columns)
    }

    fn columns_in(&self, string: Span, field: Field) -> Option<Columns> {
        let in_field = &self.source.text()[field.brace as usize..=field.end as usize];
        let line_of = |offset: u32| self.source.lines().position(offset).line;
        let line = line_of(field.brace);
        let first = memchr::memchr(b'\n', in_field.as_bytes());
        if self.shift.is_none() && first.is_none() {
            return None;
        }
        let delta = if line_of(string.start) == line { string.start - self.told(string).start } else { 0 };
        let long = first
            .and_then(|first| string_across(in_field.as_bytes(), first))
            .map(|start| (field.brace + start as u32, self.source.lines().line_start(line) + start as u32));
        let first_line = field.brace + first.unwrap_or(in_field.len()) as u32;
        (delta > 0 || long.is_some()).then_some(Columns { first_line, delta, long })
    }
}

/// Where the string with its quotes on both sides of an offset begins, prefix included. There are no backslashes in fields.
fn string_across(bytes: &[u8], offset: usize) -> Option<usize> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let mut at = 0;
    while at < offset {
        let start = at;
        at += bytes[at..].iter().take_while(|byte| is_word(byte)).count();
        match bytes.get(at) {
            Some(quote @ (b'\'' | b'"')) => {
                let size = if bytes[at..].starts_with(&[*quote; 3]) { 3 } else { 1 };
                let closing = [*quote; 3];
                let body = at + size;
                let found = memchr::memmem::find(&bytes[body..], &closing[..size]);
                at = body + found.map_or(bytes.len() - body, |found| found + size);
                if at > offset {
                    return Some(start);
                }
            }
            _ => at += usize::from(at == start),
        }
    }
    None
}
