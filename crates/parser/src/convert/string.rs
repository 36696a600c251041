//! String and bytes literals.

use pycmill_ast::{Constant, Expr, ExprKind};
use ruff_python_ast as ruff;
use ruff_text_size::TextRange;

use super::Converter;
use super::position::span;
use crate::literal::push_code_point;

/// Stands for a lone surrogate in the values of the third-party parser.
const REPLACEMENT: u32 = 0xfffd;

impl<'a> Converter<'a, '_, '_> {
    pub(super) fn string(&mut self, x: &ruff::ExprStringLiteral) -> Expr<'a> {
        let parts = x.value.as_slice();
        let bytes: &'a [u8] = match parts {
            [part] if !may_replace(&part.value) => self.arena.alloc_slice_copy(part.value.as_bytes()),
            parts => {
                let mut bytes = Vec::new();
                for part in parts {
                    self.push_literal(&mut bytes, &part.value, part.range, part.flags.prefix().is_raw());
                }
                self.arena.alloc_slice_copy(&bytes)
            }
        };
        let kind = ExprKind::Constant { value: Constant::Str(bytes), unicode_prefix: self.has_unicode_prefix(x.range) };
        Expr { span: span(x.range), kind }
    }

    /// Only the small letter counts.
    pub(super) fn has_unicode_prefix(&self, range: TextRange) -> bool {
        self.text().as_bytes()[range.start().to_usize()] == b'u'
    }

    pub(super) fn bytes(&mut self, x: &ruff::ExprBytesLiteral) -> Expr<'a> {
        let bytes = match x.value.as_slice() {
            [part] => self.arena.alloc_slice_copy(&part.value),
            parts => {
                let all: Vec<u8> = parts.iter().flat_map(|part| part.value.iter().copied()).collect();
                self.arena.alloc_slice_copy(&all)
            }
        };
        super::expr::constant(x.range, Constant::Bytes(bytes))
    }

    /// Appends the value of a literal whose source is at `range`, lone surrogates restored.
    pub(super) fn push_literal(&self, bytes: &mut Vec<u8>, value: &str, range: TextRange, raw: bool) {
        if raw || !may_replace(value) {
            bytes.extend_from_slice(value.as_bytes());
        } else {
            restore_surrogates(bytes, value, &self.text()[range]);
        }
    }
}

/// Whether a value has replacement characters. Most are ASCII, which costs little to see.
fn may_replace(value: &str) -> bool {
    !value.is_ascii() && value.contains('\u{fffd}')
}

/// Appends `value` with each replacement character exchanged for what `source` has in its place.
pub(super) fn restore_surrogates(bytes: &mut Vec<u8>, value: &str, source: &str) {
    let mut originals = Replaced { rest: source };
    for c in value.chars() {
        let code = if u32::from(c) == REPLACEMENT { originals.next().unwrap_or(REPLACEMENT) } else { u32::from(c) };
        push_code_point(bytes, code);
    }
}

/// The code points of a literal that are, or became, U+FFFD.
struct Replaced<'s> {
    rest: &'s str,
}

impl Iterator for Replaced<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        loop {
            let at = self.rest.find(['\\', '\u{fffd}'])?;
            let Some(escape) = self.rest[at..].strip_prefix('\\') else {
                self.rest = &self.rest[at + '\u{fffd}'.len_utf8()..];
                return Some(REPLACEMENT);
            };
            let (code, rest) = escaped(escape);
            self.rest = rest;
            if code.is_some_and(|code| code == REPLACEMENT || (0xd800..0xe000).contains(&code)) {
                return code;
            }
        }
    }
}

/// The code point of the escape behind a backslash, if it is one that can name any, and the text behind it.
fn escaped(escape: &str) -> (Option<u32>, &str) {
    let mut chars = escape.chars();
    let digits = match chars.next() {
        Some('u') => 4,
        Some('U') => 8,
        Some('N') => return named(escape),
        _ => return (None, chars.as_str()),
    };
    match chars.as_str().split_at_checked(digits) {
        Some((hex, rest)) => (u32::from_str_radix(hex, 16).ok(), rest),
        None => (None, chars.as_str()),
    }
}

fn named(escape: &str) -> (Option<u32>, &str) {
    match escape.strip_prefix("N{").and_then(|rest| rest.split_once('}')) {
        Some((name, rest)) => (name.eq_ignore_ascii_case("REPLACEMENT CHARACTER").then_some(REPLACEMENT), rest),
        None => (None, &escape[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::restore_surrogates;

    fn restored(value: &str, source: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        restore_surrogates(&mut bytes, value, source);
        bytes
    }

    #[test]
    fn surrogates() {
        assert_eq!(restored("a\u{fffd}b", r"'a\udc80b'"), b"a\xed\xb2\x80b");
        assert_eq!(restored("\u{fffd}\u{fffd}", r"'\U0000D83D\ude00'"), b"\xed\xa0\xbd\xed\xb8\x80");
        assert_eq!(restored("\u{fffd}\u{fffd}", "'\u{fffd}\\ud800'"), b"\xef\xbf\xbd\xed\xa0\x80");
        assert_eq!(restored(r"\ud800\u{fffd}", r"'\\ud800\N{replacement character}'"), br"\ud800\u{fffd}");
    }

    #[test]
    fn no_surrogates() {
        assert_eq!(restored("\\ud800\u{fffd}", r"'\\ud800\N{replacement character}'"), b"\\ud800\xef\xbf\xbd");
        assert_eq!(restored("\u{fffd}", r"'\ufffd'"), b"\xef\xbf\xbd");
    }
}
