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
use crate::fast::debug_text::{told, without_comments};

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
        let text = &self.text()[range(Span::new(place.start + 1, end))];
        let text = without_comments(text, self.target.debug_text_knows_escapes());
        let keeps_blanks = self.target.interpolation_text_keeps_trailing_blanks();
        self.arena.alloc_str(if keeps_blanks { &text } else { text.trim_end() })
    }

    /// The text of `{x=}`, with what older tokenizers did to it.
    fn debug_text(&mut self, place: Span, kind: Kind) -> Vec<u8> {
        let text = told(self.target, &self.text()[range(place)]);
        if self.target.debug_text_is_verbatim() {
            return text.into_owned().into_bytes();
        }
        if kind.raw || kind.is_spec { text.into_owned().into_bytes() } else { self.decoded(&text, range(place)) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_expressions() {
        assert_eq!(delimiter(") # }\n }"), 7);
    }

    #[test]
    fn escapes_of_texts() {
        assert_eq!(decode_escapes("3.13".parse().expect("a target"), r"'\x41' \d ").as_deref(), Ok(&br"'A' \d "[..]));
        assert_eq!(decode_escapes("3.13".parse().expect("a target"), r"\'").as_deref(), Ok(&b"'"[..]));
    }
}
