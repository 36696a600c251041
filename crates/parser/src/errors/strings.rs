//! The values of string literals and of the text in f-strings, for what can be wrong with them.
//!
//! Follows `Parser/string_parser.c` and `_PyPegen_concatenate_strings`, `_PyPegen_joined_str` of `Parser/action_helpers.c`.

use std::ops::Range;

use pycmill_source::{Source, Span, utf8_error};

use super::machine::Machine;
use super::pending::Pending;
use super::sketch::{Shape, Value};
use super::tokens::Read;
use crate::error::ErrorClass;
use crate::literal::debug_text;
use crate::literal::{InvalidEscape, Literal, LiteralError, decode_str, has_no_escapes, not_ascii};
use crate::token::Kind;

/// What is wrong with a text that is not UTF-8, which is decoded as a whole or in runs of bytes that are not ASCII.
pub(super) fn undecodable_text(source: &Source, text: Range<usize>, is_whole: bool) -> Option<LiteralError> {
    let mut bytes = source.malformed()?.get(text)?;
    let at = utf8_error(bytes)?.start;
    if !is_whole {
        let before = bytes[..at].iter().rev().take_while(|byte| !byte.is_ascii()).count();
        let after = bytes[at..].iter().take_while(|byte| !byte.is_ascii()).count();
        bytes = &bytes[at - before..at + after];
    }
    let message = format!("(unicode error) {}", utf8_error(bytes)?);
    Some(LiteralError { message })
}

const MIXED: &str = "cannot mix bytes and nonbytes literals";

impl Machine<'_, '_> {
    /// One literal, from 3.12 on.
    pub(super) fn string(&mut self, value: Value) -> Option<Value> {
        let token = value.as_token()?;
        let is_bytes = self.decoded(token)?;
        let shape = if is_bytes { Shape::Bytes } else { Shape::Literal };
        Some(self.sketches.add(shape, (token, token), []))
    }

    /// Decodes the literal of a token and tells whether it is bytes.
    pub(super) fn decoded(&mut self, token: u32) -> Option<bool> {
        let start = self.tokens.read[token as usize].start;
        let literal = Literal::of(self.tokens.text(token), start);
        let is_bytes = literal.prefix.bytes;
        let decoded = match self.undecodable_body(&literal) {
            Some(error) => Err(error),
            None => literal.decode(self.tokens.target, &mut Vec::new()),
        };
        let is_about_bytes = decoded.as_ref().is_err_and(|error| error.message == not_ascii(self.tokens.target));
        let at_literal = is_about_bytes && self.tokens.target.places_byte_errors_at_literals();
        self.take_decoded(decoded, (token, literal.body_start()), at_literal)?;
        Some(is_bytes)
    }

    /// What is wrong with a body that is not UTF-8.
    fn undecodable_body(&self, literal: &Literal<'_>) -> Option<LiteralError> {
        let (start, end) = (literal.body_start(), literal.body_start() + literal.body.len() as u32);
        if literal.prefix.bytes {
            let bytes = self.tokens.source.malformed()?.get(start as usize..end as usize)?;
            return utf8_error(bytes).map(|_| LiteralError { message: not_ascii(self.tokens.target).to_owned() });
        }
        self.undecodable_text(start, end, literal.prefix.raw || has_no_escapes(literal.body))
    }

    /// What is wrong with a text that is not UTF-8. It is decoded as a whole or in runs of bytes that are not ASCII.
    pub(super) fn undecodable_text(&self, start: u32, end: u32, is_whole: bool) -> Option<LiteralError> {
        undecodable_text(self.tokens.source, start as usize..end as usize, is_whole)
    }

    /// Notes the escape that means nothing, or reports the error: at the literal, or at the last token read.
    pub(super) fn take_decoded(
        &mut self,
        decoded: Result<Option<InvalidEscape>, LiteralError>,
        (token, text): (u32, u32),
        at_literal: bool,
    ) -> Option<()> {
        match decoded {
            Ok(escape) => {
                if let Some(escape) = escape {
                    self.note_escape(escape, token, text)?;
                }
                Some(())
            }
            Err(LiteralError { message }) if at_literal => {
                self.raise_range(ErrorClass::SyntaxError, message, Value::token(token), Value::token(token));
                None
            }
            Err(LiteralError { message }) => {
                self.raise_last(ErrorClass::SyntaxError, message);
                None
            }
        }
    }

    /// The second pass does not warn again, except in old releases. Nothing if the warning is an error.
    pub(super) fn note_escape(&mut self, escape: InvalidEscape, token: u32, text: u32) -> Option<()> {
        if !self.second || self.tokens.target.warns_in_both_passes() {
            let Read { start, end, .. } = self.tokens.read[token as usize];
            self.note_lexer_warnings();
            let (target, source) = (self.tokens.target, self.tokens.source);
            self.warn(escape.warning(target, source, Span::new(start, end), text));
        }
        (!self.failed).then_some(())
    }

    /// Literals next to each other.
    pub(super) fn strings(&mut self, parts: Value, tokens: (u32, u32)) -> Option<Value> {
        let children = self.sketches.children(parts).to_vec();
        if !self.tokens.target.tokenizes_fstrings() {
            return self.old_strings(&children, tokens);
        }
        let is_bytes = |part: &Value| self.shape(*part) == Some(Shape::Bytes);
        let (has_bytes, all_bytes) = (children.iter().any(is_bytes), children.iter().all(is_bytes));
        if has_bytes && !all_bytes {
            self.raise_last(ErrorClass::SyntaxError, MIXED.to_owned());
            return None;
        }
        let shape = |shape: Shape| children.iter().any(|part| self.shape(*part) == Some(shape)).then_some(shape);
        let shape = shape(Shape::TemplateStr).or_else(|| shape(Shape::JoinedStr)).unwrap_or(Shape::Literal);
        match children[..] {
            [only] if shape == Shape::Literal => Some(only),
            _ => Some(self.sketches.add(shape, tokens, [])),
        }
    }

    /// Up to 3.11 a literal is one token, f-strings included.
    fn old_strings(&mut self, literals: &[Value], tokens: (u32, u32)) -> Option<Value> {
        let mut is_formatted = false;
        let mut first_is_bytes = None;
        for literal in literals {
            let token = literal.as_token()?;
            let start = self.tokens.read[token as usize].start;
            let prefix = Literal::of(self.tokens.text(token), start).prefix;
            if !prefix.format {
                self.decoded(token)?;
            }
            if *first_is_bytes.get_or_insert(prefix.bytes) != prefix.bytes {
                self.raise_last(ErrorClass::SyntaxError, MIXED.to_owned());
                return None;
            }
            if prefix.format {
                is_formatted = true;
                self.old_fstring(token)?;
            }
        }
        let shape = if is_formatted { Shape::JoinedStr } else { Shape::Literal };
        Some(self.sketches.add(shape, tokens, []))
    }

    /// An f- or t-string; its texts are decoded when it is complete.
    pub(super) fn joined(
        &mut self,
        shape: Shape,
        start: Value,
        parts: Value,
        end: Value,
        tokens: (u32, u32),
    ) -> Option<Value> {
        let is_raw = start.as_token().is_some_and(|token| self.tokens.text(token).contains(['r', 'R']));
        let end = end.as_token()?;
        for part in self.sketches.children(parts).to_vec() {
            if self.is_kind(part, Kind::FStringMiddle) || self.is_kind(part, Kind::TStringMiddle) {
                self.decoded_text(part.as_token()?, is_raw, end)?;
            } else if !is_raw && self.shape(part) == Some(Shape::Debug) {
                self.decoded_field_text(part, end)?;
            }
        }
        Some(self.sketches.add(shape, tokens, []))
    }

    /// A part of the text that is not UTF-8 is no syntax error.
    pub(super) fn middle(&mut self, value: Value) -> Option<Value> {
        let Read { start, end, .. } = self.tokens.read[value.as_token()? as usize];
        let error = self.undecodable_error(start, end);
        if error.is_some() {
            self.failed = true;
            self.error = self.error.take().or(error);
            return None;
        }
        Some(value)
    }

    /// The text of a format specification is decoded at once; what is wrong with it is no syntax error.
    pub(super) fn spec_middle(&mut self, value: Value) -> Option<Value> {
        let is_raw = self.tokens.lexer.is_in_raw_template() && !self.tokens.target.decodes_raw_format_specs();
        if is_raw {
            return self.middle(value);
        }
        let token = value.as_token()?;
        let Read { start, end, .. } = self.tokens.read[token as usize];
        let decoded = match self.undecodable_text(start, end, false) {
            Some(error) => Err(error),
            None => decode_str(self.tokens.target, self.tokens.text(token), start, &mut Vec::new()),
        };
        match decoded {
            Ok(escape) => self.note_escape_of_text(escape, token, start)?,
            Err(LiteralError { message }) => {
                let message = message.strip_prefix("(unicode error) ").unwrap_or(&message).to_owned();
                self.failed = true;
                self.error.get_or_insert(Pending::without_place(ErrorClass::UnicodeDecodeError, message));
                return None;
            }
        }
        Some(value)
    }

    /// Old releases decode the text of a field with `=` like those around it.
    fn decoded_field_text(&mut self, field: Value, end: u32) -> Option<()> {
        let (target, source) = (self.tokens.target, self.tokens.source);
        let equal = self.sketches.children(field).first().and_then(|equal| equal.as_token())?;
        let Some(Span { start, end: text_end }) = self.tokens.told(equal + 1) else { return Some(()) };
        if target.debug_text_is_verbatim() {
            return Some(());
        }
        let text = debug_text::told(target, &source.text()[start as usize..text_end as usize]);
        match decode_str(target, &text, 0, &mut Vec::new()) {
            Ok(Some(escape)) if !escape.is_of_brace(&text, 0) => {
                let at = debug_text::in_source(&source.text()[start as usize..], &text, escape.at as usize);
                self.note_escape(InvalidEscape { at: start + at as u32, ..escape }, end, start)
            }
            Ok(_) => Some(()),
            Err(error) => self.take_decoded(Err(error), (end, start), false),
        }
    }

    /// Decodes a text; a warning is at the token that ends the string.
    fn decoded_text(&mut self, token: u32, is_raw: bool, end: u32) -> Option<()> {
        if is_raw {
            return Some(());
        }
        let start = self.tokens.read[token as usize].start;
        match decode_str(self.tokens.target, self.tokens.text(token), start, &mut Vec::new()) {
            Ok(escape) => self.note_escape_of_text(escape, end, start),
            Err(error) => {
                let at_part = self.tokens.target.places_fstring_errors_at_parts();
                self.take_decoded(Err(error), (token, start), at_part)
            }
        }
    }

    /// The lexer has warned of braces already.
    fn note_escape_of_text(&mut self, escape: Option<InvalidEscape>, token: u32, text: u32) -> Option<()> {
        let is_of_brace = |escape: &InvalidEscape| {
            matches!(self.tokens.source.text().as_bytes().get(escape.at as usize + 1), Some(b'{' | b'}'))
        };
        let Some(escape) = escape.filter(|escape| !is_of_brace(escape)) else { return Some(()) };
        self.note_escape(escape, token, text)
    }
}
