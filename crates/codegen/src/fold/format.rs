//! `"…" % (a, b)` becomes an f-string.
//!
//! Follows `Python/ast_opt.c` `optimize_format`, `parse_literal`, `simple_format_arg_parse`,
//! `parse_format`.

use std::fmt::Write;

use pycmill_ast::{Constant, Conversion, Expr, ExprKind};
use pycmill_source::Span;

use super::Folder;
use super::expr::constant;

/// `MAXDIGITS`: widths and precisions have fewer digits.
const MAX_DIGITS: usize = 3;

/// A conversion behind its `%`.
struct Unit {
    conversion: Conversion,
    left: bool,
    width: Option<u32>,
    precision: Option<u32>,
}

impl<'a> Folder<'_, 'a> {
    /// The f-string, if the template has as many conversions as there are values and none but plain
    /// ones.
    pub(super) fn format(&mut self, template: &'a [u8], elts: &'a [Expr<'a>]) -> Option<ExprKind<'a>> {
        if elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) {
            return None;
        }
        let (mut values, mut rest, mut elts) = (Vec::new(), template, elts.iter());
        loop {
            let (literal, behind) = rest.split_at(literal_len(rest));
            if !literal.is_empty() {
                values.push(self.unplaced(&unescape(literal)));
            }
            let Some((b'%', behind)) = behind.split_first() else { break };
            let value = elts.next()?;
            let unit;
            (unit, rest) = parse_unit(behind)?;
            values.push(self.formatted(value, &unit));
        }
        elts.next().is_none().then(|| ExprKind::JoinedStr { values: self.arena.alloc_slice_copy(&values) })
    }

    /// A string that has no place in the source.
    fn unplaced(&self, text: &[u8]) -> Expr<'a> {
        Expr { span: Span::NONE, kind: constant(Constant::Str(self.arena.alloc_slice_copy(text))) }
    }

    fn formatted(&mut self, value: &'a Expr<'a>, unit: &Unit) -> Expr<'a> {
        let spec = unit.spec();
        let format_spec: Option<&'a Expr<'a>> =
            if spec.is_empty() { None } else { Some(self.arena.alloc(self.unplaced(spec.as_bytes()))) };
        let kind = ExprKind::FormattedValue { value, conversion: unit.conversion, format_spec };
        Expr { span: value.span, kind }
    }
}

impl Unit {
    /// As the format specification of an f-string: there strings are not right-aligned by default.
    fn spec(&self) -> String {
        let mut spec = String::new();
        if let Some(width) = self.width {
            let align = if self.left || width == 0 { "" } else { ">" };
            // Writing to a string cannot fail.
            let _ = write!(spec, "{align}{width}");
        }
        if let Some(precision) = self.precision {
            let _ = write!(spec, ".{precision}");
        }
        spec
    }
}

/// Length of the text before the first conversion.
fn literal_len(template: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = template.get(at) {
        match (byte, template.get(at + 1)) {
            (b'%', Some(b'%')) => at += 2,
            (b'%', _) => break,
            _ => at += 1,
        }
    }
    at
}

/// `%%` stands for `%`.
fn unescape(literal: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(literal.len());
    let mut bytes = literal.iter();
    while let Some(byte) = bytes.next() {
        text.push(*byte);
        if *byte == b'%' {
            bytes.next();
        }
    }
    text
}

/// A conversion and what is behind it; nothing for those an f-string has not.
fn parse_unit(text: &[u8]) -> Option<(Unit, &[u8])> {
    let flags = text.iter().take_while(|byte| b"-+ #0".contains(byte)).count();
    let (flags, text) = text.split_at(flags);
    let (width, text) = match text.first()? {
        b'0'..=b'9' => parse_number(text).map(|(width, text)| (Some(width), text))?,
        _ => (None, text),
    };
    let (precision, text) = match text.split_first()? {
        (b'.', text) => parse_number(text).map(|(precision, text)| (Some(precision), text))?,
        _ => (None, text),
    };
    let (conversion, text) = match text.split_first()? {
        (b's', text) => (Conversion::Str, text),
        (b'r', text) => (Conversion::Repr, text),
        (b'a', text) => (Conversion::Ascii, text),
        _ => return None,
    };
    Some((Unit { conversion, left: flags.contains(&b'-'), width, precision }, text))
}

/// A number, 0 without digits; nothing if it is too long.
fn parse_number(text: &[u8]) -> Option<(u32, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits >= MAX_DIGITS {
        return None;
    }
    let (digits, text) = text.split_at(digits);
    Some((digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')), text))
}
