//! UTF-16 and UTF-32. A file that declares one of them in ASCII has no byte order mark.
//!
//! Follows `PyUnicode_DecodeUTF16Stateful` and `PyUnicode_DecodeUTF32Stateful` in `Objects/unicodeobject.c`.

use super::points::{self, decode_error};

/// Decodes little-endian UTF-16, which is also that without byte order mark.
pub(super) fn decode_little_endian(bytes: &[u8]) -> Result<String, String> {
    decode(bytes, "utf-16-le", u16::from_le_bytes)
}

/// Decodes big-endian UTF-16.
pub(super) fn decode_big_endian(bytes: &[u8]) -> Result<String, String> {
    decode(bytes, "utf-16-be", u16::from_be_bytes)
}

fn decode(bytes: &[u8], codec: &str, unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, odd) = bytes.as_chunks();
    let mut units = pairs.iter().map(|pair| unit(*pair)).enumerate().peekable();
    let mut out = Vec::with_capacity(pairs.len());
    while let Some((at, first)) = units.next() {
        let error = |len, reason| Err(decode_error(codec, bytes, at * 2, at * 2 + len, reason));
        match first {
            0xd800..=0xdbff => match units.next_if(|(_, second)| matches!(second, 0xdc00..=0xdfff)) {
                Some((_, second)) => {
                    out.push(0x1_0000 + (u32::from(first & 0x3ff) << 10 | u32::from(second & 0x3ff)));
                }
                None if units.peek().is_none() => return error(bytes.len(), "unexpected end of data"),
                None => return error(2, "illegal UTF-16 surrogate"),
            },
            0xdc00..=0xdfff => return error(2, "illegal encoding"),
            _ => out.push(first.into()),
        }
    }
    if odd.is_empty() {
        return points::text(&out);
    }
    Err(decode_error(codec, bytes, bytes.len() - 1, bytes.len(), "truncated data"))
}

/// No file can declare UTF-32: without null bytes its first four bytes are beyond Unicode.
pub(super) fn utf_32_error(codec: &str) -> String {
    format!("'{codec}' codec can't decode bytes in position 0-3: code point not in range(0x110000)")
}

#[cfg(test)]
mod tests {
    use super::{decode_big_endian, decode_little_endian};

    #[test]
    fn units() {
        assert_eq!(decode_little_endian(b"a\x01=\xd8\x00\xde").as_deref(), Ok("\u{161}😀"));
        assert_eq!(decode_big_endian(b"# ").as_deref(), Ok("\u{2320}"));
        let message = "'utf-16-le' codec can't decode byte 0x0a in position 2: truncated data";
        assert_eq!(decode_little_endian(b"ab\n").unwrap_err(), message);
    }
}
