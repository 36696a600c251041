//! Escapes that do not decode.
//!
//! Follows `_PyUnicode_DecodeUnicodeEscapeInternal2` in `Objects/unicodeobject.c` and `_PyBytes_DecodeEscape2` in
//! `Objects/bytesobject.c`.

use pycmill_target::Target;
use ruff_python_ast as ruff;

/// The error in the content of a string literal with escapes, as `UnicodeDecodeError` tells it.
pub(crate) fn unicode_error(target: Target, content: &str) -> Option<String> {
    // CPython decodes a text in which each character beyond ASCII has become an escape of ten.
    let mut shift = 0;
    let mut rest = content;
    while let Some(at) = rest.find(|c: char| c == '\\' || !c.is_ascii()) {
        let start = content.len() - rest.len() + at;
        if let Some(c) = rest[at..].chars().next().filter(|c| !c.is_ascii()) {
            shift += 10 - c.len_utf8();
            rest = &rest[at + c.len_utf8()..];
            continue;
        }
        let escape = &rest[at + 1..];
        if let Some((len, reason)) = broken(target, escape) {
            let (from, to) = (start + shift, start + shift + len);
            return Some(format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {from}-{to}: {reason}"
            ));
        }
        let skip = escape.chars().next().map_or(0, char::len_utf8);
        rest = &escape[if escape.starts_with(|c: char| c.is_ascii()) { skip } else { 0 }..];
    }
    None
}

/// How far a wrong escape reaches, backslash excluded, and what is wrong.
fn broken(target: Target, escape: &str) -> Option<(usize, &'static str)> {
    let digits = |count: usize, reason: &'static str| {
        let found = escape[1..].bytes().take(count).take_while(u8::is_ascii_hexdigit).count();
        (found < count).then_some((found + 1, reason))
    };
    match escape.bytes().next()? {
        b'x' => digits(2, "truncated \\xXX escape"),
        b'u' => digits(4, "truncated \\uXXXX escape"),
        b'U' => digits(8, "truncated \\UXXXXXXXX escape").or_else(|| {
            let code = u32::from_str_radix(&escape[1..9], 16).unwrap_or(0);
            (code > 0x10_ffff).then_some((9, "illegal Unicode character"))
        }),
        b'N' => match escape[1..].strip_prefix('{').and_then(|name| name.find('}')) {
            None | Some(0) => {
                let len = if escape[1..].starts_with('{') { escape.len() } else { 1 };
                Some((len, "malformed \\N character escape"))
            }
            Some(len) => {
                let literal = format!("'\\N{{{}}}'", &escape[2..2 + len]);
                let is_known = ruff_python_parser::parse_expression(&literal).is_ok_and(|parsed| has(target, &parsed));
                (!is_known).then_some((len + 3, "unknown Unicode character name"))
            }
        },
        _ => None,
    }
}

/// Whether the target's Unicode has the character that a literal consists of.
fn has(target: Target, literal: &ruff_python_parser::Parsed<ruff::ModExpression>) -> bool {
    let ruff::Expr::StringLiteral(literal) = literal.expr() else { return false };
    literal.value.to_str().chars().all(|c| target.knows_name_of(c))
}

/// The error in the content of a bytes literal.
pub(super) fn bytes_error(content: &str) -> Option<String> {
    let bytes = content.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'\\') {
        let start = at + found;
        let digits = bytes[start + 1..].iter().skip(1).take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
        if bytes.get(start + 1) == Some(&b'x') && digits < 2 {
            return Some(format!("(value error) invalid \\x escape at position {start}"));
        }
        at = (start + 2).min(bytes.len());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        let text = |content: &str| {
            let target = "3.13".parse().expect("a target");
            let message = unicode_error(target, content).unwrap_or_default();
            message.replace("(unicode error) 'unicodeescape' codec can't decode bytes in position ", "")
        };
        assert_eq!(text(r"\x1"), r"0-2: truncated \xXX escape");
        assert_eq!(text(r"\u12"), r"0-3: truncated \uXXXX escape");
        assert_eq!(text(r"\U00110000"), "0-9: illegal Unicode character");
        assert_eq!(text(r"\N{nope nope}"), "0-12: unknown Unicode character name");
        assert_eq!(text(r"\N"), r"0-1: malformed \N character escape");
        assert_eq!(text(r"a\\x\d\n\x41\N{DIGIT ONE}"), "");
        assert_eq!(bytes_error(r"\x1").as_deref(), Some(r"(value error) invalid \x escape at position 0"));
        assert_eq!(bytes_error(r"\\x"), None);
    }
}
