//! Values of string literals.
//!
//! Follows `decode_unicode_with_escapes` in `Parser/string_parser.c` and `_PyUnicode_DecodeUnicodeEscapeInternal` in
//! `Objects/unicodeobject.c`.

use pycmill_target::Target;

use super::{InvalidEscape, LiteralError, name};

/// The greatest code point.
const MAX: u32 = 0x10_ffff;

/// Appends the value of a string literal that is not raw and whose text between the quotes begins at `offset`: UTF-8, lone
/// surrogates like any other code point.
pub(crate) fn decode_str(
    target: Target,
    body: &str,
    offset: u32,
    out: &mut Vec<u8>,
) -> Result<Option<InvalidEscape>, LiteralError> {
    let bytes = body.as_bytes();
    let mut invalid = None;
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[from..]) {
        let at = from + found;
        out.extend_from_slice(&bytes[from..at]);
        let escape = &body[at + 1..];
        from = at + 1;
        match read(target, escape).map_err(|broken| broken.error(body, at))? {
            Escape::Nothing => from += 1,
            Escape::Simple(byte) => {
                out.push(byte);
                from += 1;
            }
            Escape::Code(code, len) => {
                if code > 0xff && is_large_octal(escape) && target.warns_of_large_octals() {
                    invalid.get_or_insert(InvalidEscape { at: offset + at as u32, len: 3 });
                }
                push_code_point(out, code);
                from += len;
            }
            Escape::Backslash => out.push(b'\\'),
            Escape::Invalid => {
                invalid.get_or_insert(InvalidEscape { at: offset + at as u32, len: 1 });
                out.push(b'\\');
            }
        }
    }
    out.extend_from_slice(&bytes[from..]);
    Ok(invalid)
}

/// What follows a backslash.
enum Escape {
    /// A newline, which is left out.
    Nothing,
    /// An escape of one character.
    Simple(u8),
    /// A code point, from so many bytes.
    Code(u32, usize),
    /// No ASCII character: CPython has made `\u005c` of the backslash.
    Backslash,
    /// A character that means nothing.
    Invalid,
}

/// An escape that is none.
struct Broken {
    /// Bytes after the backslash that were read.
    len: usize,
    reason: &'static str,
}

/// Reads the escape at the beginning of a text.
fn read(target: Target, escape: &str) -> Result<Escape, Broken> {
    let bytes = escape.as_bytes();
    let Some(first) = bytes.first().filter(|first| first.is_ascii()) else { return Ok(Escape::Backslash) };
    match first {
        b'0'..=b'7' => {
            let (len, code) = octal(bytes);
            Ok(Escape::Code(code, len))
        }
        b'x' => hexadecimal(bytes, 2, "truncated \\xXX escape"),
        b'u' => hexadecimal(bytes, 4, "truncated \\uXXXX escape"),
        b'U' => hexadecimal(bytes, 8, "truncated \\UXXXXXXXX escape"),
        b'N' => named(target, escape),
        first => Ok(match simple(*first) {
            Some(Some(byte)) => Escape::Simple(byte),
            Some(None) => Escape::Nothing,
            None => Escape::Invalid,
        }),
    }
}

/// What a single letter means: a byte, or nothing at all for a newline.
#[expect(clippy::option_option, reason = "known or not, and then a value or none")]
pub(super) const fn simple(letter: u8) -> Option<Option<u8>> {
    Some(Some(match letter {
        b'\n' => return Some(None),
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        _ => return None,
    }))
}

/// How many octal digits there are, up to three, and their value.
pub(super) fn octal(digits: &[u8]) -> (usize, u32) {
    let len = digits.iter().take(3).take_while(|digit| matches!(digit, b'0'..=b'7')).count();
    (len, digits[..len].iter().fold(0, |value, digit| value << 3 | u32::from(digit - b'0')))
}

fn is_large_octal(escape: &str) -> bool {
    escape.starts_with(['4', '5', '6', '7'])
}

fn hexadecimal(bytes: &[u8], count: usize, reason: &'static str) -> Result<Escape, Broken> {
    let digits = bytes[1..].iter().take(count).map_while(|byte| char::from(*byte).to_digit(16));
    let (len, code) = digits.fold((0, 0), |(len, code), digit| (len + 1, code << 4 | digit));
    if len < count {
        return Err(Broken { len: 1 + len, reason });
    }
    if code > MAX {
        return Err(Broken { len: 1 + len, reason: "illegal Unicode character" });
    }
    Ok(Escape::Code(code, 1 + len))
}

fn named(target: Target, escape: &str) -> Result<Escape, Broken> {
    let malformed = |len| Broken { len, reason: "malformed \\N character escape" };
    let Some(name) = escape[1..].strip_prefix('{') else { return Err(malformed(1)) };
    match name.find('}') {
        None => Err(malformed(escape.len())),
        Some(0) => Err(malformed(2)),
        Some(len) => match name::character_named(target, &name[..len]) {
            Some(code) => Ok(Escape::Code(code, len + 3)),
            None => Err(Broken { len: len + 3, reason: "unknown Unicode character name" }),
        },
    }
}

impl Broken {
    /// The error for the escape after the backslash at `at`, with positions in the text that CPython decodes.
    fn error(&self, body: &str, at: usize) -> LiteralError {
        let start = rewritten_len(&body[..at]);
        let end = start + rewritten_len(&body[at..at + 1 + self.len]) - 1;
        LiteralError::new(format!(
            "(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {}",
            self.reason
        ))
    }
}

/// How long a text is when it is rewritten before it is decoded: a character beyond ASCII is an escape of ten bytes, a
/// backslash directly before one an escape of six.
pub(super) fn rewritten_len(text: &str) -> usize {
    let mut len = 0;
    let mut is_escape = false;
    for c in text.chars() {
        len += match c {
            _ if c.is_ascii() => 1,
            _ if is_escape => 5 + 10,
            _ => 10,
        };
        is_escape = c == '\\' && !is_escape;
    }
    len
}

/// UTF-8, surrogates like any other code point.
pub(crate) fn push_code_point(bytes: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => bytes.extend([0xe0 | (code >> 12) as u8, 0x80 | (code >> 6 & 0x3f) as u8, 0x80 | (code & 0x3f) as u8]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value, and place and length of the escape that means nothing.
    type Decoded = Result<(Vec<u8>, Option<(u32, u8)>), String>;

    fn decoded(release: &str, body: &str) -> Decoded {
        let mut out = Vec::new();
        let target = release.parse().expect("a release");
        let result = decode_str(target, body, 10, &mut out);
        result.map(|escape| (out, escape.map(|escape| (escape.at, escape.len)))).map_err(|error| {
            error.message.replace("(unicode error) 'unicodeescape' codec can't decode bytes in position ", "")
        })
    }

    fn value(body: &str) -> Vec<u8> {
        decoded("3.13.0", body).expect("a value").0
    }

    #[test]
    fn values() {
        assert_eq!(value(r"a\x41\101\0\n\\\'\7"), b"aAA\0\n\\'\x07");
        assert_eq!(value("a\\\nb"), b"ab");
        assert_eq!(value(r"\u00e9\U0001F600\N{DIGIT ONE}"), "é😀1".as_bytes());
        assert_eq!(value(r"\udc80\U0000D83D\ude00"), b"\xed\xb2\x80\xed\xa0\xbd\xed\xb8\x80");
        assert_eq!(value("\\é\\"), "\\é\\".as_bytes());
    }

    #[test]
    fn invalid_escapes() {
        assert_eq!(decoded("3.13.0", r"\n\d\e"), Ok((b"\n\\d\\e".to_vec(), Some((12, 1)))));
        assert_eq!(decoded("3.13.0", "\\é"), Ok(("\\é".as_bytes().to_vec(), None)));
        assert_eq!(decoded("3.10.13", r"\377\400"), Ok(("ÿĀ".as_bytes().to_vec(), None)));
        assert_eq!(decoded("3.11.7", r"\377\400"), Ok(("ÿĀ".as_bytes().to_vec(), Some((14, 3)))));
    }

    #[test]
    fn errors() {
        let error = |body| decoded("3.13.0", body).expect_err("has no value");
        assert_eq!(error(r"\x1"), r"0-2: truncated \xXX escape");
        assert_eq!(error(r"\u12g"), r"0-3: truncated \uXXXX escape");
        assert_eq!(error(r"\U00110000"), "0-9: illegal Unicode character");
        assert_eq!(error(r"\N{nope nope}"), "0-12: unknown Unicode character name");
        assert_eq!(error(r"\N"), r"0-1: malformed \N character escape");
        assert_eq!(error(r"\N{}"), r"0-2: malformed \N character escape");
        assert_eq!(error(r"é\é\N{é"), r"26-38: malformed \N character escape");
    }
}
