//! `unicode_escape` and `raw_unicode_escape`: Latin-1 with escapes as in string literals.
//!
//! Follows `_PyUnicode_DecodeUnicodeEscapeInternal` and `_PyUnicode_DecodeRawUnicodeEscapeStateful` in
//! `Objects/unicodeobject.c`.

use super::Codecs;
use super::points::{self, decode_error};

/// Decodes `unicode_escape`.
pub(super) fn decode(codecs: &Codecs<'_>, bytes: &[u8]) -> Result<String, String> {
    walk(bytes, "unicodeescape", |rest| escape(codecs, rest))
}

/// Decodes `raw_unicode_escape`.
pub(super) fn decode_raw(bytes: &[u8]) -> Result<String, String> {
    walk(bytes, "rawunicodeescape", raw_escape)
}

/// The reason why a number is no code point.
const ILLEGAL: &str = "illegal Unicode character";

/// What an escape leaves in the text, and its length after the backslash; or the length of what is wrong, with the reason.
type Escape = Result<([Option<u32>; 2], usize), (usize, &'static str)>;

fn walk(bytes: &[u8], codec: &str, escape: impl Fn(&[u8]) -> Escape) -> Result<String, String> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'\\' {
            out.push(u32::from(*byte));
            at += 1;
            continue;
        }
        match escape(&bytes[at + 1..]) {
            Ok((points, len)) => {
                out.extend(points.into_iter().flatten());
                at += 1 + len;
            }
            Err((len, reason)) => return Err(decode_error(codec, bytes, at, at + 1 + len, reason)),
        }
    }
    points::text(&out)
}

fn escape(codecs: &Codecs<'_>, rest: &[u8]) -> Escape {
    let Some(first) = rest.first() else { return Err((0, "\\ at end of string")) };
    let one = |point: u32| Ok(([Some(point), None], 1));
    match first {
        b'\n' => Ok(([None, None], 1)),
        b'\\' | b'\'' | b'"' => one(u32::from(*first)),
        b'a' => one(7),
        b'b' => one(8),
        b't' => one(9),
        b'n' => one(10),
        b'v' => one(11),
        b'f' => one(12),
        b'r' => one(13),
        b'0'..=b'7' => Ok(octal(rest)),
        b'x' => hex(rest, 2, "truncated \\xXX escape", ILLEGAL),
        b'u' => hex(rest, 4, "truncated \\uXXXX escape", ILLEGAL),
        b'U' => hex(rest, 8, "truncated \\UXXXXXXXX escape", ILLEGAL),
        b'N' => named(codecs, rest),
        _ => Ok(([Some(u32::from(b'\\')), Some(u32::from(*first))], 1)),
    }
}

fn raw_escape(rest: &[u8]) -> Escape {
    match rest.first() {
        Some(b'u') => hex(rest, 4, "truncated \\uXXXX escape", ILLEGAL),
        Some(b'U') => hex(rest, 8, "truncated \\UXXXXXXXX escape", "\\Uxxxxxxxx out of range"),
        Some(other) => Ok(([Some(u32::from(b'\\')), Some(u32::from(*other))], 1)),
        None => Ok(([Some(u32::from(b'\\')), None], 0)),
    }
}

fn octal(rest: &[u8]) -> ([Option<u32>; 2], usize) {
    let digits = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
    let (len, point) = digits.fold((0, 0), |(len, point), digit| (len + 1, point * 8 + u32::from(digit - b'0')));
    ([Some(point), None], len)
}

fn hex(rest: &[u8], digits: usize, truncated: &'static str, illegal: &'static str) -> Escape {
    let found = rest[1..].iter().take(digits).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if found < digits {
        return Err((1 + found, truncated));
    }
    let value = |point: u32, digit: &u8| point << 4 | char::from(*digit).to_digit(16).unwrap_or(0);
    let point = rest[1..=digits].iter().fold(0, value);
    if point > 0x10_ffff {
        return Err((1 + digits, illegal));
    }
    Ok(([Some(point), None], 1 + digits))
}

fn named(codecs: &Codecs<'_>, rest: &[u8]) -> Escape {
    let end = rest.iter().position(|byte| *byte == b'}');
    match (rest.get(1), end) {
        (Some(b'{'), Some(end)) if end > 2 => {
            match std::str::from_utf8(&rest[2..end]).ok().and_then(codecs.character) {
                Some(point) => Ok(([Some(point), None], end + 1)),
                None => Err((end + 1, "unknown Unicode character name")),
            }
        }
        (Some(b'{'), Some(end)) => Err((end, "malformed \\N character escape")),
        (Some(b'{'), None) => Err((rest.len(), "malformed \\N character escape")),
        _ => Err((1, "malformed \\N character escape")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Codecs, decode_raw};

    fn decode(bytes: &[u8]) -> Result<String, String> {
        let character = |name: &str| (name == "SNOWMAN").then_some(0x2603);
        super::decode(&Codecs { character: &character, ..Codecs::default() }, bytes)
    }

    #[test]
    fn escapes() {
        assert_eq!(decode(b"a\\x62\\143\\u0064\\n\\d\xe9").as_deref(), Ok("abcd\n\\dé"));
        assert_eq!(decode(b"\\N{SNOWMAN}!").as_deref(), Ok("☃!"));
        let message = "'unicodeescape' codec can't decode bytes in position 1-11: unknown Unicode character name";
        assert_eq!(decode(b" \\N{SNOWMEN}").unwrap_err(), message);
        assert_eq!(decode_raw(b"\\n\\u00e9\\\\u0061").as_deref(), Ok("\\né\\\\u0061"));
        let message = "'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape";
        assert_eq!(decode(b"\\x1g").unwrap_err(), message);
        let message = "'rawunicodeescape' codec can't decode bytes in position 0-9: \\Uxxxxxxxx out of range";
        assert_eq!(decode_raw(b"\\U00110000").unwrap_err(), message);
    }
}
