//! Lists of names: on standard input, or in the file of `-i`.
//!
//! Follows `TextIOWrapper` (`Modules/_io/textio.c`), which decodes pieces of 8192 bytes and counts positions in them.

use std::io;
use std::str;
use std::sync::OnceLock;

use crate::platform;

/// What a piece of a file is decoded in.
const PIECE: usize = 8192;

/// Standard input, read once.
pub(crate) fn standard_input() -> io::Result<Vec<u8>> {
    static TEXT: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(text) = TEXT.get() {
        return Ok(text.clone());
    }
    let text = platform::read_input()?;
    Ok(TEXT.get_or_init(|| text).clone())
}

/// What Python raises for the first bytes that are no UTF-8.
pub(crate) fn check_utf8(text: &[u8]) -> Result<(), String> {
    let Err(error) = str::from_utf8(text) else { return Ok(()) };
    let at = error.valid_up_to();
    let bad = &text[at..at + error.error_len().unwrap_or(text.len() - at)];
    let reason = match (error.error_len(), bad[0]) {
        (None, _) => "unexpected end of data",
        (Some(_), 0xC2..=0xF4) => "invalid continuation byte",
        _ => "invalid start byte",
    };
    // What a piece ends in the middle of belongs to the next; what the file ends in the middle of is decoded alone.
    let start = (at / PIECE) * PIECE;
    let end = start + PIECE;
    let is_carried = bad[0] >= 0xC2 && at + bad.len() >= end && text.len() > end;
    let before = if error.error_len().is_none() || is_carried { 0 } else { at - carried(text, start) };
    let what = match bad {
        [byte] => format!("byte 0x{byte:02x} in position {before}"),
        _ => format!("bytes in position {before}-{}", before + bad.len() - 1),
    };
    Err(format!("UnicodeDecodeError: 'utf-8' codec can't decode {what}: {reason}"))
}

/// Where the decoder begins with a piece: at the character that the piece before ends in the middle of.
fn carried(text: &[u8], start: usize) -> usize {
    let is_inside = |at: &usize| text.get(*at).is_some_and(|byte| byte & 0xC0 == 0x80);
    let first = (start.saturating_sub(3)..start).rev().find(|at| !is_inside(at));
    first.filter(|at| start < text.len() && is_inside(&start) && text[*at] >= 0xC2).unwrap_or(start)
}

/// Each way to end a line becomes a newline.
pub(crate) fn universal(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\r' {
            bytes.next_if_eq(&b'\n');
            out.push(b'\n');
        } else {
            out.push(byte);
        }
    }
    out
}

/// Lines with their newlines.
pub(crate) fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}

/// `str.strip()` of a line; bytes that are not UTF-8 are no white space.
pub(crate) fn strip(line: &[u8]) -> &[u8] {
    let is_blank = |char: char| char.is_whitespace() || ('\x1c'..='\x1f').contains(&char);
    let mut rest = line;
    while let Some(char) =
        rest.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()).filter(|c| is_blank(*c))
    {
        rest = &rest[char.len_utf8()..];
    }
    while let Some(char) = last_char(rest).filter(|char| is_blank(*char)) {
        rest = &rest[..rest.len() - char.len_utf8()];
    }
    rest
}

fn last_char(text: &[u8]) -> Option<char> {
    let start = text.len().saturating_sub(4);
    let tail = (start..text.len()).find_map(|from| std::str::from_utf8(&text[from..]).ok())?;
    tail.chars().next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from 3.11 to 3.15.
    #[test]
    fn errors_count_in_pieces() {
        let error = |text: &[u8]| check_utf8(text).expect_err("it is no UTF-8");
        let expected = |what: &str| format!("UnicodeDecodeError: 'utf-8' codec can't decode {what}");
        assert_eq!(error(b"a.py\nb\xff.py\n"), expected("byte 0xff in position 6: invalid start byte"));
        assert_eq!(error(b"a.py\nb\xe9.py\n"), expected("byte 0xe9 in position 6: invalid continuation byte"));
        assert_eq!(error(b"a.py\nb\xe2\x82\n"), expected("bytes in position 6-7: invalid continuation byte"));
        assert_eq!(error(b"a.py\nb\xe2\x82"), expected("bytes in position 0-1: unexpected end of data"));
        assert_eq!(error(b"a.py\n\xf4\x90\x80\n"), expected("byte 0xf4 in position 5: invalid continuation byte"));
        let second_piece = [&b"a.py\n".repeat(1800)[..], b"\xff\n"].concat();
        assert_eq!(error(&second_piece), expected("byte 0xff in position 808: invalid start byte"));
        let carried = [&[b'a'; 8190][..], b"\xe2\x82\xac\xff"].concat();
        assert_eq!(error(&carried), expected("byte 0xff in position 3: invalid start byte"));
        let across = [&[b'a'; 8191][..], b"\xe9\n"].concat();
        assert_eq!(error(&across), expected("byte 0xe9 in position 0: invalid continuation byte"));
        let far = [&b"a.py\n".repeat(30000)[..], b"\xe9\n"].concat();
        assert_eq!(error(&far), expected("byte 0xe9 in position 2544: invalid continuation byte"));
    }

    #[test]
    fn lines_are_those_of_python() {
        assert_eq!(universal(b"a\r\nb\rc\n"), b"a\nb\nc\n");
        assert_eq!(strip(b" \t a b \x1c\n"), b"a b");
        assert_eq!(strip("\u{3000}é\u{a0}".as_bytes()), "é".as_bytes());
        assert_eq!(strip(b"\xff \n"), b"\xff");
        assert_eq!(strip(b"\n"), b"");
    }
}
