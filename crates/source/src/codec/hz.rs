//! `hz`: GB 2312 between `~{` and `~}`.
//!
//! Follows `DECODER(hz)` in `Modules/cjkcodecs/_codecs_cn.c`.

use super::multibyte;
use super::points::{ILLEGAL, INCOMPLETE, decode_error};

/// Decodes a file.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    let mut text = String::with_capacity(bytes.len());
    let mut in_gb = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let error = |reason| Err(decode_error("hz", bytes, at, at + 1, reason));
        let (character, len) = match (*byte, bytes.get(at + 1)) {
            (b'~', None) => return error(INCOMPLETE),
            (b'~', Some(b'~')) if !in_gb => (Some('~'), 2),
            (b'~', Some(b'\n')) if !in_gb => (None, 2),
            (b'~', Some(next @ (b'{' | b'}'))) if in_gb == (*next == b'}') => {
                in_gb = !in_gb;
                (None, 2)
            }
            (0x80.. | b'~', _) => return error(ILLEGAL),
            (byte, _) if !in_gb => (Some(char::from(byte)), 1),
            (_, None) => return error(INCOMPLETE),
            (byte, Some(next)) => match multibyte::gb2312(byte, *next) {
                Some(character) => (Some(character), 2),
                None => return error(ILLEGAL),
            },
        };
        text.extend(character);
        at += len;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn modes() {
        assert_eq!(decode(b"a~~~\n~{aa~}b").as_deref(), Ok("a~\u{5f8c}b"));
        let message = "'hz' codec can't decode byte 0x7e in position 1: illegal multibyte sequence";
        assert_eq!(decode(b"a~}").unwrap_err(), message);
    }
}
