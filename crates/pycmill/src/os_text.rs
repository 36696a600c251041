//! Strings of the operating system as Python sees them.
//!
//! Follows `os.fsdecode`: bytes that are not UTF-8 become lone surrogates, which are kept here as
//! three bytes each, like any other code point.

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::PathBuf;

use pycmill_target::Target;

use crate::platform;
pub use crate::platform::os_bytes;

/// `os.fsdecode` of a path in UTF-8, each undecodable byte as the surrogate U+DC00 + byte.
#[must_use]
pub fn decode_path(path: &OsStr) -> Vec<u8> {
    PathEncoding::Utf8.decode(path)
}

/// `sys.getfilesystemencoding()`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum PathEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// ASCII: that of the C locale where neither it nor the encoding is replaced (`PYTHONUTF8=0`).
    Ascii,
}

impl PathEncoding {
    /// `os.fsdecode` of a path: each undecodable byte becomes the surrogate U+DC00 + byte. Where the system's strings are text
    /// already, surrogates stay as they are.
    #[must_use]
    pub fn decode(self, path: &OsStr) -> Vec<u8> {
        if platform::NAMES_ARE_TEXT {
            return os_bytes(path).to_vec();
        }
        let mut text = Vec::with_capacity(path.len());
        match self {
            Self::Utf8 => {
                for chunk in os_bytes(path).utf8_chunks() {
                    text.extend_from_slice(chunk.valid().as_bytes());
                    chunk.invalid().iter().for_each(|byte| push_surrogate(&mut text, *byte));
                }
            }
            Self::Ascii => os_bytes(path).iter().for_each(|byte| match byte {
                0..0x80 => text.push(*byte),
                _ => push_surrogate(&mut text, *byte),
            }),
        }
        text
    }
}

/// Surrogates are encoded as other code points are.
fn push_surrogate(text: &mut Vec<u8>, byte: u8) {
    text.extend_from_slice(&[0xED, 0xB0 | byte >> 6, 0x80 | byte & 0x3F]);
}

/// The path with these bytes, as [`os_bytes`] gives them.
#[must_use]
pub fn path_of(bytes: Vec<u8>) -> PathBuf {
    platform::os_string(bytes).into()
}

/// The UTF-16 of a text in which lone surrogates are encoded like any other code point.
#[cfg(any(windows, test))]
pub(crate) fn utf16(text: &[u8]) -> Vec<u16> {
    let mut units = Vec::with_capacity(text.len());
    for code in code_points(text) {
        match char::from_u32(code) {
            Some(char) => units.extend_from_slice(char.encode_utf16(&mut [0; 2])),
            None => units.push(code as u16),
        }
    }
    units
}

/// The code points of a text in which lone surrogates are encoded like any other.
pub(crate) fn code_points(text: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (first, tail) = rest.split_first()?;
        let (length, bits) = match first {
            0..=0x7F => (0, *first),
            0xF0.. => (3, first & 0x07),
            0xE0.. => (2, first & 0x0F),
            _ => (1, first & 0x1F),
        };
        let (more, tail) = tail.split_at(length.min(tail.len()));
        rest = tail;
        Some(more.iter().fold(u32::from(bits), |value, byte| value << 6 | u32::from(byte & 0x3F)))
    })
}

/// `repr()` of a decoded string: quotes, escapes, surrogates as `\udcXX`; what is printable depends on the version.
#[must_use]
pub fn repr(target: Target, text: &[u8]) -> String {
    let quote = if text.contains(&b'\'') && !text.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    code_points(text).for_each(|code| push_escaped(target, &mut out, code, quote));
    out.push(quote);
    out
}

fn push_escaped(target: Target, out: &mut String, code: u32, quote: char) {
    match char::from_u32(code) {
        Some('\n') => out.push_str("\\n"),
        Some('\r') => out.push_str("\\r"),
        Some('\t') => out.push_str("\\t"),
        Some('\\') => out.push_str("\\\\"),
        Some(char) if char == quote => out.extend(['\\', char]),
        Some(char) if target.is_printable(code) => out.push(char),
        _ if code < 0x100 => push_code(out, 'x', code, 2),
        _ if code < 0x1_0000 => push_code(out, 'u', code, 4),
        _ => push_code(out, 'U', code, 8),
    }
}

fn push_code(out: &mut String, letter: char, code: u32, width: usize) {
    let _ = write!(out, "\\{letter}{code:0width$x}");
}

/// The text as it is printed: surrogates as `backslashreplace` shows them.
#[must_use]
pub fn printable(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for code in code_points(text) {
        match char::from_u32(code) {
            Some(char) => out.push(char),
            None => push_code(&mut out, 'u', code, 4),
        }
    }
    out
}

/// The same without control characters: nothing in it can take control of a terminal or look like another line.
#[must_use]
pub fn shown(text: &[u8]) -> String {
    let text = printable(text);
    if !text.contains(char::is_control) {
        return text;
    }
    let escaped = text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn newest(text: &[u8]) -> String {
        repr(Target::newest_complete(), text)
    }

    #[test]
    fn reprs_are_those_of_python() {
        assert_eq!(newest(b"a/b.py"), "'a/b.py'");
        assert_eq!(newest(b"it's"), "\"it's\"");
        assert_eq!(newest(b"'\""), "'\\'\"'");
        assert_eq!(newest("\n\t\\\u{7f}é漢".as_bytes()), "'\\n\\t\\\\\\x7fé漢'");
        assert_eq!(newest("\u{3000}\u{e000}\u{f0000}".as_bytes()), "'\\u3000\\ue000\\U000f0000'");
    }

    #[test]
    fn surrogates_are_units() {
        assert_eq!(utf16("a\u{1f40d}é".as_bytes()), [0x61, 0xD83D, 0xDC0D, 0xE9]);
        assert_eq!(utf16(b"n\xed\xb3\xbf"), [0x6E, 0xDCFF]);
    }

    #[cfg(unix)]
    #[test]
    fn undecodable_bytes_are_surrogates() {
        use std::os::unix::ffi::OsStrExt;
        let text = decode_path(OsStr::from_bytes(b"n\xff.py"));
        assert_eq!(text, b"n\xed\xb3\xbf.py");
        assert_eq!(newest(&text), "'n\\udcff.py'");
        assert_eq!(printable(&text), "n\\udcff.py");
        let text = PathEncoding::Ascii.decode(OsStr::new("caf\u{e9}.py"));
        assert_eq!(newest(&text), "'caf\\udcc3\\udca9.py'");
    }
}
