//! Values of bytes literals.
//!
//! Follows `_PyBytes_DecodeEscape` in `Objects/bytesobject.c`.

use pycmill_target::Target;

use super::{InvalidEscape, LiteralError};

/// What CPython says of a bytes literal with other characters.
pub(crate) fn not_ascii(target: Target) -> &'static str {
    if target.words_byte_errors_as_a_sentence() {
        "bytes can only contain ASCII literal characters."
    } else {
        "bytes can only contain ASCII literal characters"
    }
}

/// Appends the value of a bytes literal whose text between the quotes begins at `offset`.
pub(crate) fn decode_bytes(
    target: Target,
    body: &str,
    offset: u32,
    raw: bool,
    out: &mut Vec<u8>,
) -> Result<Option<InvalidEscape>, LiteralError> {
    if !body.is_ascii() {
        return Err(LiteralError::new(not_ascii(target)));
    }
    if raw {
        out.extend_from_slice(body.as_bytes());
        return Ok(None);
    }
    escapes(target, body.as_bytes(), offset, out)
}

fn escapes(
    target: Target,
    bytes: &[u8],
    offset: u32,
    out: &mut Vec<u8>,
) -> Result<Option<InvalidEscape>, LiteralError> {
    let mut invalid = None;
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[from..]) {
        let at = from + found;
        out.extend_from_slice(&bytes[from..at]);
        let escape = &bytes[at + 1..];
        let (len, value) = match escape.first() {
            Some(b'x') => (3, Some(hexadecimal(escape).ok_or_else(|| invalid_hexadecimal(at))?)),
            Some(b'0'..=b'7') => {
                let (len, value) = super::string::octal(escape);
                if value > 0xff && target.warns_of_large_octals() {
                    invalid.get_or_insert(InvalidEscape { at: offset + at as u32, len: 3 });
                }
                (len, Some(value as u8))
            }
            Some(first) => match super::string::simple(*first) {
                Some(value) => (1, value),
                None => {
                    invalid.get_or_insert(InvalidEscape { at: offset + at as u32, len: 1 });
                    out.push(b'\\');
                    (1, Some(*first))
                }
            },
            // The quotes follow, so there is no backslash at the end.
            None => (0, Some(b'\\')),
        };
        out.extend(value);
        from = at + 1 + len;
    }
    out.extend_from_slice(&bytes[from..]);
    Ok(invalid)
}

/// The value of `x` and two digits.
fn hexadecimal(escape: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*escape.get(at)?).to_digit(16);
    Some((digit(1)? << 4 | digit(2)?) as u8)
}

fn invalid_hexadecimal(at: usize) -> LiteralError {
    LiteralError::new(format!("(value error) invalid \\x escape at position {at}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value, and place and length of the escape that means nothing.
    type Decoded = Result<(Vec<u8>, Option<(u32, u8)>), String>;

    fn decoded(release: &str, body: &str) -> Decoded {
        let mut out = Vec::new();
        let target = release.parse().expect("a release");
        let result = decode_bytes(target, body, 10, false, &mut out);
        result.map(|escape| (out, escape.map(|escape| (escape.at, escape.len)))).map_err(|error| error.message)
    }

    #[test]
    fn values() {
        assert_eq!(decoded("3.13.0", r"a\x41\101\0\n\\\'"), Ok((b"aAA\0\n\\'".to_vec(), None)));
        assert_eq!(decoded("3.13.0", "a\\\nb"), Ok((b"ab".to_vec(), None)));
        assert_eq!(decoded("3.13.0", r"\N\u0041"), Ok((br"\N\u0041".to_vec(), Some((10, 1)))));
        assert_eq!(decoded("3.10.13", r"\477\8"), Ok((b"\x3f\\8".to_vec(), Some((14, 1)))));
        assert_eq!(decoded("3.11.7", r"\477\8"), Ok((b"\x3f\\8".to_vec(), Some((10, 3)))));
    }

    #[test]
    fn errors() {
        assert_eq!(decoded("3.13.0", r"\\\x1"), Err(r"(value error) invalid \x escape at position 2".to_owned()));
        assert_eq!(decoded("3.13.0", "ä"), Err("bytes can only contain ASCII literal characters".to_owned()));
        assert_eq!(decoded("3.9.18", "ä"), Err("bytes can only contain ASCII literal characters.".to_owned()));
    }
}
