//! Lists of names, one per line, as Python's text files give them.

use std::io::{self, Read};
use std::sync::OnceLock;

/// Standard input, read once. Its lines end at newlines alone.
pub(crate) fn standard_input() -> io::Result<Vec<u8>> {
    static TEXT: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(text) = TEXT.get() {
        return Ok(text.clone());
    }
    let mut text = Vec::new();
    io::stdin().read_to_end(&mut text)?;
    Ok(TEXT.get_or_init(|| text).clone())
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

    #[test]
    fn lines_are_those_of_python() {
        assert_eq!(universal(b"a\r\nb\rc\n"), b"a\nb\nc\n");
        assert_eq!(strip(b" \t a b \x1c\n"), b"a b");
        assert_eq!(strip("\u{3000}é\u{a0}".as_bytes()), "é".as_bytes());
        assert_eq!(strip(b"\xff \n"), b"\xff");
        assert_eq!(strip(b"\n"), b"");
    }
}
