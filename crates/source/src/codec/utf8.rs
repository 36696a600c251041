//! UTF-8 with the errors of CPython's decoder (`Objects/stringlib/codecs.h` and `unicodeobject.c`).

use std::fmt;

/// The first malformed place of a byte string, as `UnicodeDecodeError` tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Utf8Error {
    /// Offset of the first byte of it.
    pub start: usize,
    /// Offset behind it.
    pub end: usize,
    byte: u8,
    reason: &'static str,
}

impl fmt::Display for Utf8Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, end, byte, reason } = self;
        if end - start == 1 {
            write!(f, "'utf-8' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        } else {
            write!(f, "'utf-8' codec can't decode bytes in position {start}-{}: {reason}", end - 1)
        }
    }
}

/// The first place of `bytes` that is not UTF-8.
#[must_use]
pub fn utf8_error(bytes: &[u8]) -> Option<Utf8Error> {
    let error = std::str::from_utf8(bytes).err()?;
    let start = error.valid_up_to();
    let byte = bytes[start];
    let (len, reason) = match error.error_len() {
        None => (bytes.len() - start, "unexpected end of data"),
        Some(_) if matches!(byte, 0x80..=0xc1 | 0xf5..) => (1, "invalid start byte"),
        Some(len) => (len, "invalid continuation byte"),
    };
    Some(Utf8Error { start, end: start + len, byte, reason })
}

/// Strict UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    match utf8_error(bytes) {
        None => Ok(String::from_utf8_lossy(bytes).into_owned()),
        Some(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::utf8_error;

    #[test]
    fn reasons() {
        let text = |bytes: &[u8]| utf8_error(bytes).expect("is malformed").to_string();
        assert_eq!(text(b"\xff"), "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte");
        assert_eq!(text(b"abc \xc3"), "'utf-8' codec can't decode byte 0xc3 in position 4: unexpected end of data");
        assert_eq!(text(b"\xef\xbb"), "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data");
        assert_eq!(
            text(b"\xed\xa0\x80"),
            "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"
        );
        assert_eq!(text(b"\xe2\x82x"), "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte");
    }
}
