//! f-strings and t-strings: adjacent literals merge, `{x=}` contributes its own text.
//!
//! Follows `_PyPegen_joined_str`, `_PyPegen_concatenate_strings` and `_PyPegen_formatted_value` in
//! `Parser/action_helpers.c`.

use pycmill_ast::{Constant, Conversion, Expr, ExprKind};
use pycmill_source::Span;
use pycmill_target::Target;
use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Converter;
use super::operators::conversion;
use super::position::{next_token, range, span};
use crate::diagnose::unicode_error;
use crate::error::{ErrorClass, ParseError};

/// The parts of a joined string so far.
#[derive(Default)]
struct Pieces<'a> {
    values: Vec<Expr<'a>>,
    literal: Vec<u8>,
    /// Of the literals since the last value; empty ones count.
    place: Option<Span>,
    unicode_prefix: bool,
    /// The place of all parts, if the target knows no others.
    whole: Option<Whole>,
}

/// Literals joined with an f-string that is one token.
#[derive(Clone, Copy)]
struct Whole {
    /// From the first literal to the last.
    place: Span,
    unicode_prefix: bool,
}

/// What kind of string the pieces belong to.
#[derive(Clone, Copy)]
struct Kind {
    raw: bool,
    template: bool,
    is_spec: bool,
    /// Where the literal stands among those joined with it.
    place: Span,
}

impl Pieces<'_> {
    /// Makes room for a literal; the first of a run decides on the prefix.
    fn start_literal(&mut self, place: Span, unicode_prefix: bool) {
        match (&mut self.place, self.whole) {
            (Some(run), None) => run.end = place.end,
            (_, Some(whole)) => (self.place, self.unicode_prefix) = (Some(whole.place), whole.unicode_prefix),
            (None, None) => {
                self.place = Some(place);
                self.unicode_prefix = unicode_prefix;
            }
        }
    }
}

impl<'a> Converter<'a, '_, '_> {
    pub(super) fn fstring(&mut self, x: &ruff::ExprFString) -> Expr<'a> {
        let whole = Whole { place: self.told(span(x.range)), unicode_prefix: self.has_unicode_prefix(x.range) };
        let whole = (!self.target.tokenizes_fstrings()).then_some(whole);
        let mut pieces = Pieces { whole, ..Pieces::default() };
        for part in x.value.iter() {
            match part {
                ruff::FStringPart::Literal(literal) => {
                    let prefix = literal.flags.prefix();
                    pieces.start_literal(span(literal.range), self.has_unicode_prefix(literal.range));
                    self.push_literal(&mut pieces.literal, &literal.value, literal.range, prefix.is_raw());
                }
                ruff::FStringPart::FString(string) => {
                    let raw = string.flags.prefix().is_raw();
                    let kind = Kind { raw, template: false, is_spec: false, place: span(string.range) };
                    self.elements(&string.elements, &mut pieces, kind);
                }
            }
        }
        let values = self.finish(pieces);
        Expr { span: span(x.range), kind: ExprKind::JoinedStr { values } }
    }

    pub(super) fn tstring(&mut self, x: &ruff::ExprTString) -> Expr<'a> {
        let mut pieces = Pieces::default();
        for string in x.value.iter() {
            let raw = string.flags.prefix().is_raw();
            let kind = Kind { raw, template: true, is_spec: false, place: span(string.range) };
            self.elements(&string.elements, &mut pieces, kind);
        }
        let values = self.finish(pieces);
        Expr { span: span(x.range), kind: ExprKind::TemplateStr { values } }
    }

    fn finish(&self, mut pieces: Pieces<'a>) -> &'a [Expr<'a>] {
        self.end_literal(&mut pieces);
        self.arena.alloc_slice_copy(&pieces.values)
    }

    /// Turns the literals since the last value into one constant, unless they are empty.
    fn end_literal(&self, pieces: &mut Pieces<'a>) {
        let Some(place) = pieces.place.take() else { return };
        if !pieces.literal.is_empty() {
            let value = Constant::Str(self.arena.alloc_slice_copy(&pieces.literal));
            pieces.literal.clear();
            let kind = ExprKind::Constant { value, unicode_prefix: pieces.unicode_prefix };
            pieces.values.push(Expr { span: place, kind });
        }
    }

    fn elements(&mut self, elements: &ruff::InterpolatedStringElements, pieces: &mut Pieces<'a>, kind: Kind) {
        let mut has_ended = false;
        for element in elements.iter() {
            match element {
                ruff::InterpolatedStringElement::Literal(literal)
                    if kind.is_spec && self.blanked_end(literal.range).is_some() =>
                {
                    if !has_ended {
                        self.last_text(literal, pieces, kind);
                    }
                    has_ended = true;
                }
                ruff::InterpolatedStringElement::Literal(literal) => {
                    pieces.start_literal(span(literal.range), false);
                    if kind.is_spec && kind.raw && !self.target.raw_format_spec_keeps_escapes() {
                        let value = self.decoded(&literal.value, literal.range);
                        pieces.literal.extend(value);
                    } else {
                        self.push_literal(&mut pieces.literal, &literal.value, literal.range, kind.raw);
                    }
                }
                ruff::InterpolatedStringElement::Interpolation(element) => {
                    if kind.is_spec && self.target.keeps_empty_texts_of_format_specs() {
                        self.empty_text_before(element, pieces);
                    }
                    self.replacement(element, pieces, kind);
                }
            }
        }
        if let Some(ruff::InterpolatedStringElement::Interpolation(last)) = elements.last()
            && kind.is_spec
            && !has_ended
            && self.target.keeps_empty_texts_of_format_specs()
        {
            pieces.values.push(empty_text(span(last.range).end));
        }
    }

    /// What was blanked at the end of a text.
    fn blanked_end(&self, text: TextRange) -> Option<TextRange> {
        let ends = &self.context.blanked.spec_ends;
        let at = ends.binary_search_by_key(&text.end(), Ranged::end).ok()?;
        Some(ends[at])
    }

    /// The text in front of the newline that ends the specification.
    fn last_text(&mut self, literal: &ruff::InterpolatedStringLiteralElement, pieces: &mut Pieces<'a>, kind: Kind) {
        let Some(gap) = self.blanked_end(literal.range) else { return };
        let range = TextRange::new(literal.range.start(), gap.start());
        if range.is_empty() {
            if self.target.keeps_empty_texts_of_format_specs() && !pieces.values.is_empty() {
                pieces.values.push(empty_text(range.start().to_u32()));
            }
            return;
        }
        let value = &literal.value[..literal.value.len() - gap.len().to_usize()];
        pieces.start_literal(span(range), false);
        if kind.raw && !self.target.raw_format_spec_keeps_escapes() {
            let value = self.decoded(value, range);
            pieces.literal.extend(value);
        } else {
            self.push_literal(&mut pieces.literal, value, range, kind.raw);
        }
    }

    /// Two braces look like a text of braces to the tokenizer at first.
    fn empty_text_before(&self, element: &ruff::InterpolatedElement, pieces: &mut Pieces<'a>) {
        let has_braces = self.text()[element.range].starts_with("{{");
        if has_braces && pieces.literal.is_empty() {
            pieces.values.push(empty_text(span(element.range).start));
        }
    }

    fn replacement(&mut self, element: &ruff::InterpolatedElement, pieces: &mut Pieces<'a>, kind: Kind) {
        let place = span(element.range);
        let mut flag = conversion(element.conversion);
        if let Some(text) = &element.debug_text {
            if kind.is_spec && !self.target.debug_text_in_format_specs() {
                let message = "field 'value' is required for Constant";
                self.fail(ParseError::without_place(ErrorClass::ValueError, message));
            }
            let start = place.start + 1;
            let source = Span::new(start, start + text.as_str().len() as u32);
            pieces.start_literal(source, false);
            let text = self.debug_text(source, kind);
            pieces.literal.extend(text);
            if flag == Conversion::None && element.format_spec.is_none() {
                flag = Conversion::Repr;
            }
        }
        self.end_literal(pieces);
        self.depth.enter(1);
        let value = self.value(element, kind);
        let whole = pieces.whole;
        let format_spec = element.format_spec.as_deref().map(|spec| self.format_spec(spec, kind, whole));
        self.depth.leave(1);
        let kind = if kind.template {
            let text = self.interpolation_text(place, value.span.end);
            ExprKind::Interpolation { value, text, conversion: flag, format_spec }
        } else {
            ExprKind::FormattedValue { value, conversion: flag, format_spec }
        };
        let span = pieces.whole.map_or(place, |whole| whole.place);
        pieces.values.push(Expr { span, kind });
    }

    fn value(&mut self, element: &ruff::InterpolatedElement, kind: Kind) -> &'a Expr<'a> {
        let expr = &*element.expression;
        let is_bare = matches!(expr, ruff::Expr::Tuple(x) if !x.parenthesized);
        let inner =
            if self.target.tokenizes_fstrings() { None } else { self.shift_in(kind.place, span(element.range)) };
        let outer = std::mem::replace(&mut self.shift, inner);
        let generator = self.generators.take(element.range.start());
        let end = generator.as_ref().map_or(expr.range().end(), |generator| generator.range().end() - TextSize::new(1));
        let is_bare = is_bare || generator.is_some();
        let mut expr = match generator {
            Some(generator) => self.parsed_apart(generator),
            None => self.expr(expr),
        };
        if is_bare && !self.target.tokenizes_fstrings() {
            let string = kind.place;
            expr.span = self.told(self.in_parentheses(string, span(element.range), end.to_u32()));
        }
        self.shift = outer;
        self.arena.alloc(expr)
    }

    /// An expression that is no part of the tree, and dropped here.
    fn parsed_apart(&mut self, expr: ruff::Expr) -> Expr<'a> {
        let outer = std::mem::replace(&mut self.depth.deepest, self.depth.now);
        let converted = self.expr(&expr);
        super::drop_tree(expr, self.depth.deepest - self.depth.now);
        self.depth.deepest = self.depth.deepest.max(outer);
        converted
    }

    /// The place of an expression with the parentheses that the parser puts in the place of the braces. The first one of an
    /// expression on lines of its own has its column counted from the string, or is in the first column.
    fn in_parentheses(&self, string: Span, field: Span, value_end: u32) -> Span {
        let text = self.text();
        let end = next_token(text, value_end) + 1;
        let inside = text[range(field)][1..].trim_start_matches([' ', '\t', '\x0c']);
        let start = match text[range(Span::new(string.start, field.start))].rfind('\n') {
            _ if !inside.starts_with('\n') => field.start,
            None => string.start,
            Some(newline) => string.start + newline as u32 + 1,
        };
        Span::new(start, end)
    }

    /// A format specification begins at its colon.
    fn format_spec(
        &mut self,
        spec: &ruff::InterpolatedStringFormatSpec,
        kind: Kind,
        whole: Option<Whole>,
    ) -> &'a Expr<'a> {
        let mut place = span(spec.range);
        if place.start > 0 && self.text().as_bytes()[place.start as usize - 1] == b':' {
            place.start -= 1;
        }
        if let Some(gap) = self.blanked_end(spec.range) {
            place.end = gap.start().to_u32();
        }
        let mut pieces = Pieces { whole, ..Pieces::default() };
        let nested = Kind { template: false, is_spec: true, ..kind };
        self.depth.enter(1);
        self.guarded(|this| this.elements(&spec.elements, &mut pieces, nested));
        self.depth.leave(1);
        if whole.is_some() {
            // The literal that it is in has made the specification and its last constant.
            place = self.told(kind.place);
            pieces.place = pieces.place.map(|_| place);
            pieces.unicode_prefix = false;
        }
        let values = self.finish(pieces);
        self.alloc(place, ExprKind::JoinedStr { values })
    }

    /// The source of a template's expression: up to the conversion, specification, `=` or brace.
    fn interpolation_text(&self, place: Span, value_end: u32) -> &'a str {
        let behind = delimiter(&self.text()[value_end as usize..place.end as usize]);
        let end = value_end + behind as u32;
        let text = self.without_comments(Span::new(place.start + 1, end));
        let keeps_blanks = self.target.interpolation_text_keeps_trailing_blanks();
        self.arena.alloc_str(if keeps_blanks { &text } else { text.trim_end() })
    }

    /// The text of `{x=}`, with what older tokenizers did to it.
    fn debug_text(&mut self, place: Span, kind: Kind) -> Vec<u8> {
        let mut text = if self.target.debug_text_knows_strings() {
            self.without_comments(place)
        } else {
            without_hashes(&self.text()[range(place)])
        };
        if self.target.debug_text_is_verbatim() {
            return text.into_bytes();
        }
        if let Some(end) = inequality(&self.text()[range(place)]) {
            let kept = Span::new(place.start, place.start + end as u32);
            text = without_hashes(&self.text()[range(kept)]);
        }
        if kind.raw || kind.is_spec { text.into_bytes() } else { self.decoded(&text, range(place)) }
    }

    /// The value of a text as if it stood in a string that is not raw.
    fn decoded(&mut self, text: &str, place: TextRange) -> Vec<u8> {
        if !text.contains('\\') {
            return text.as_bytes().to_vec();
        }
        match decode_escapes(self.target, text) {
            Ok(value) => value,
            Err(message) => {
                self.fail(ParseError::at(self.context.source, place, message));
                Vec::new()
            }
        }
    }

    fn without_comments(&self, place: Span) -> String {
        without_comments(&self.text()[range(place)], self.target.debug_text_knows_escapes())
    }
}

fn empty_text<'a>(place: u32) -> Expr<'a> {
    let kind = ExprKind::Constant { value: Constant::Str(b""), unicode_prefix: false };
    Expr { span: Span::new(place, place), kind }
}

/// Where the expression in front of the text ends: at the first delimiter outside comments. Only closing parentheses
/// and blanks stand before it.
fn delimiter(text: &str) -> usize {
    let mut is_comment = false;
    let is_delimiter = |byte: u8| match byte {
        b'#' => {
            is_comment = true;
            false
        }
        b'\n' => {
            is_comment = false;
            false
        }
        b'!' | b':' | b'=' | b'}' => !is_comment,
        _ => false,
    };
    text.bytes().position(is_delimiter).unwrap_or(text.len())
}

/// Without comments, as CPython finds them: each quote opens or closes a string, in fields of inner strings too, whose
/// comments therefore stay.
fn without_comments(text: &str, knows_escapes: bool) -> String {
    let is_free_of_comments = next_comment(text, &mut None, true).is_none();
    if is_free_of_comments {
        return text.to_owned();
    }
    let (mut out, mut rest, mut quote) = (String::new(), text, None);
    while let Some(at) = next_comment(rest, &mut quote, knows_escapes) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = rest.find('\n').map_or("", |newline| &rest[newline..]);
    }
    out + rest
}

/// Where the first comment begins. The quote is that of the string around the text's start and end.
fn next_comment(text: &str, quote: &mut Option<u8>, knows_escapes: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if knows_escapes => at += 1,
            mark @ (b'\'' | b'"') => match *quote {
                None => *quote = Some(mark),
                Some(open) if open == mark => *quote = None,
                Some(_) => {}
            },
            b'#' if quote.is_none() => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The value of a raw text if it were not raw, or CPython's message.
fn decode_escapes(target: Target, text: &str) -> Result<Vec<u8>, String> {
    let literal = format!("'''{}'''", quoted(text));
    match ruff_python_parser::parse_expression(&literal).map(ruff_python_parser::Parsed::into_expr) {
        Ok(ruff::Expr::StringLiteral(x)) => {
            let mut value = Vec::new();
            super::string::restore_surrogates(&mut value, x.value.to_str(), text);
            Ok(value)
        }
        _ => Err(unicode_error(target, text).unwrap_or_else(|| "invalid syntax".to_owned())),
    }
}

/// The text with escapes in front of its quotes and behind a last backslash, so that it can stand in a literal.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\'' {
            out.push('\\');
        }
        out.push(c);
        if c == '\\' {
            out.push(chars.next().unwrap_or('\\'));
        }
    }
    out
}

/// Without all that stands between a `#` and the end of its line.
fn without_hashes(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split('#').next().unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

/// Where the first `!=` outside brackets and strings stands.
fn inequality(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            quote @ (b'\'' | b'"') => at = string_end(bytes, at, quote),
            b'!' if depth == 0 && bytes.get(at + 1) == Some(&b'=') => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The last quote of the string whose first one is at `start`.
fn string_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let size = if bytes[start..].starts_with(&[quote; 3]) { 3 } else { 1 };
    let mut at = start + size;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 1;
        } else if bytes[at..].starts_with(&[quote; 3][..size]) {
            return at + size - 1;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments() {
        assert_eq!(without_comments("x # c\n =", true), "x \n =");
        assert_eq!(without_comments(r##"f'{"#"}' "##, true), r##"f'{"#"}' "##);
        assert_eq!(without_comments("f'{x # it's\n}' # no\n =", true), "f'{x # it's\n}' # no\n =");
        assert_eq!(without_comments("'a\\'b' # c\n", true), "'a\\'b' \n");
        assert_eq!(without_comments("'a\\'b' # c\n", false), "'a\\'b' # c\n");
        assert_eq!(delimiter(") # }\n }"), 7);
    }

    #[test]
    fn old_debug_texts() {
        assert_eq!(inequality("a != b="), Some(2));
        assert_eq!(inequality("f(a != b) + '!=' + \"\"\"!=\"\"\"="), None);
        assert_eq!(without_hashes("'#' # c\n="), "'\n=");
        assert_eq!(decode_escapes("3.13".parse().expect("a target"), r"'\x41' \d ").as_deref(), Ok(&br"'A' \d "[..]));
        assert_eq!(decode_escapes("3.13".parse().expect("a target"), r"\'").as_deref(), Ok(&b"'"[..]));
    }
}
