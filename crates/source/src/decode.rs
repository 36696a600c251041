//! Source bytes to text.
//!
//! **Invariants**: the text has no byte order mark, no `\r`, and ends with `\n` unless empty.
//!
//! Follows `_Py_SourceAsString` (`Python/pythonrun.c`), `decode_str` (`Parser/tokenizer/string_tokenizer.c`) and
//! the helpers in `Parser/tokenizer/helpers.c`.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::LineIndex;
use crate::codec::{self, Codecs};
use crate::cookie::{declaration, declared_encoding};

/// The text of one source file, as CPython's tokenizer sees it.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    lines: LineIndex,
    malformed: Option<Box<[u8]>>,
    declares_encoding: bool,
    is_terminated: bool,
    has_bom: bool,
    ends_in_crlf: bool,
}

impl Source {
    /// Decodes the content of a file.
    ///
    /// # Errors
    ///
    /// On NUL bytes, an unknown or conflicting encoding declaration, and bytes that the declared codec rejects.
    /// Invalid UTF-8 without a declared codec is no error yet: see [`Source::malformed`].
    pub fn decode(codecs: &Codecs<'_>, bytes: &[u8]) -> Result<Self, DecodeError> {
        check_null_bytes(bytes)?;
        let (is_terminated, ends_in_crlf) = (is_terminated(bytes), bytes.ends_with(b"\r\n"));
        let bytes = translate_newlines(bytes);
        let (body, has_bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (rest, true),
            None => (&*bytes, false),
        };
        let declared = declared_encoding(body);
        let declares_encoding = has_bom || declared.is_some();
        let source = match declared {
            Some(name) if has_bom && name != "utf-8" => {
                let error = DecodeError::new(format!("encoding problem: {name} with BOM"));
                Err(DecodeError { declaration: Some(declaration(body)), ..error })
            }
            Some(name) if name != "utf-8" => {
                codec::decode(codecs, body, &name).map(Self::from_codec).map_err(DecodeError::new)
            }
            _ => Ok(Self::from_utf8(body)),
        };
        source.map(|source| Self { declares_encoding, is_terminated, has_bom, ends_in_crlf, ..source })
    }

    /// Takes the text that `compile()` is given as a string: a comment that declares an encoding means nothing there.
    ///
    /// # Errors
    ///
    /// On NUL characters.
    pub fn decode_text(text: &str) -> Result<Self, DecodeError> {
        check_null_bytes(text.as_bytes())?;
        let (is_terminated, ends_in_crlf) = (is_terminated(text.as_bytes()), text.ends_with("\r\n"));
        let source = Self::from_utf8(&translate_newlines(text.as_bytes()));
        // The tokenizer of strings notes that they are UTF-8.
        Ok(Self { declares_encoding: true, is_terminated, ends_in_crlf, ..source })
    }

    /// A source whose text is already decoded.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self::from_decoded(text.to_owned())
    }

    /// A codec may make null bytes, where the tokenizer takes its text to end.
    fn from_codec(mut text: String) -> Self {
        if let Some(end) = memchr::memchr(0, text.as_bytes()) {
            text.truncate(end);
        }
        Self::from_decoded(text)
    }

    fn from_decoded(text: String) -> Self {
        let is_terminated = is_terminated(text.as_bytes());
        let text = match translate_newlines(text.as_bytes()) {
            Cow::Borrowed(_) => text,
            Cow::Owned(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        };
        Self {
            lines: LineIndex::new(&text),
            text,
            malformed: None,
            declares_encoding: false,
            is_terminated,
            has_bom: false,
            ends_in_crlf: false,
        }
    }

    fn from_utf8(bytes: &[u8]) -> Self {
        let (text, malformed) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(_) => (replace_malformed(bytes), Some(bytes.into())),
        };
        Self {
            lines: LineIndex::new(&text),
            text,
            malformed,
            declares_encoding: false,
            is_terminated: true,
            has_bom: false,
            ends_in_crlf: false,
        }
    }

    /// A part of the text in parentheses, as a source of its own.
    #[must_use]
    pub fn parenthesized(&self, part: Range<usize>) -> Self {
        let source = Self::from_text(&format!("({})", &self.text[part.clone()]));
        let bytes = self.malformed.as_ref().map(|bytes| [b"(", &bytes[part], b")\n"].concat());
        let malformed = bytes.filter(|bytes| std::str::from_utf8(bytes).is_err()).map(Vec::into_boxed_slice);
        Self { malformed, ..source }
    }

    /// The same source with a text of the same length and with the same lines in the place of its own.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        Self {
            text,
            lines: self.lines.clone(),
            malformed: self.malformed.clone(),
            declares_encoding: self.declares_encoding,
            is_terminated: self.is_terminated,
            has_bom: self.has_bom,
            ends_in_crlf: self.ends_in_crlf,
        }
    }

    /// The decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where its lines begin.
    #[must_use]
    pub const fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Whether the file says how it is encoded, with a comment or a byte order mark.
    #[must_use]
    pub const fn declares_encoding(&self) -> bool {
        self.declares_encoding
    }

    /// Whether the last line of the file ends with a newline; the text's does.
    #[must_use]
    pub const fn is_terminated(&self) -> bool {
        self.is_terminated
    }

    /// Whether the file begins with a byte order mark.
    #[must_use]
    pub const fn has_bom(&self) -> bool {
        self.has_bom
    }

    /// Whether the file ends with `\r\n`.
    #[must_use]
    pub const fn ends_in_crlf(&self) -> bool {
        self.ends_in_crlf
    }

    /// The same source with an empty line more at its end.
    #[must_use]
    pub fn with_empty_line(&self) -> Self {
        let text = format!("{}\n", self.text);
        let malformed = self.malformed.as_ref().map(|bytes| [bytes, &b"\n"[..]].concat().into());
        Self { lines: LineIndex::new(&text), text, malformed, ..self.clone() }
    }

    /// The bytes behind the text if they are not valid UTF-8 and no codec was declared; they have the same offsets
    /// as the text, in which `?` stands for each malformed byte. CPython's tokenizer looks at such bytes token by
    /// token and never at those in comments.
    #[must_use]
    pub fn malformed(&self) -> Option<&[u8]> {
        self.malformed.as_deref()
    }
}

/// The bytes cannot be decoded. It is a `SyntaxError` in CPython.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecodeError {
    message: String,
    line: Option<u32>,
    declaration: Option<(u32, String)>,
}

impl DecodeError {
    fn new(message: String) -> Self {
        Self { message, line: Some(0), declaration: None }
    }

    /// CPython's text.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line, from 1, of an encoding declaration that a byte order mark contradicts, and its text; later versions say it.
    #[must_use]
    pub fn declaration(&self) -> Option<(u32, &str)> {
        self.declaration.as_ref().map(|(line, text)| (*line, &**text))
    }

    /// The `lineno` of CPython's exception: 0, or none for NUL bytes.
    #[must_use]
    pub const fn line(&self) -> Option<u32> {
        self.line
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

fn check_null_bytes(bytes: &[u8]) -> Result<(), DecodeError> {
    if memchr::memchr(0, bytes).is_none() {
        return Ok(());
    }
    let message = "source code string cannot contain null bytes".to_owned();
    Err(DecodeError { message, line: None, declaration: None })
}

/// `\r\n` and `\r` become `\n`; a last line without newline gets one.
fn is_terminated(bytes: &[u8]) -> bool {
    bytes.last().is_none_or(|last| matches!(last, b'\n' | b'\r'))
}

fn translate_newlines(bytes: &[u8]) -> Cow<'_, [u8]> {
    let terminated = bytes.last().is_none_or(|last| *last == b'\n');
    if terminated && memchr::memchr(b'\r', bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len() + 1);
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'\r', rest) {
        out.extend_from_slice(&rest[..at]);
        out.push(b'\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    out.extend_from_slice(rest);
    if out.last().is_some_and(|last| *last != b'\n') {
        out.push(b'\n');
    }
    Cow::Owned(out)
}

fn replace_malformed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        Source::decode(&Codecs::default(), bytes).expect("decodes").text().to_owned()
    }

    fn error(bytes: &[u8]) -> String {
        Source::decode(&Codecs::default(), bytes).expect_err("is rejected").message().to_owned()
    }

    #[test]
    fn newlines() {
        assert_eq!(text(b"a\r\rb\r\n\nc"), "a\n\nb\n\nc\n");
        assert_eq!(text(b"x\r"), "x\n");
        assert_eq!(text(b""), "");
        assert_eq!(text(b"\n"), "\n");
    }

    #[test]
    fn byte_order_mark() {
        assert_eq!(text(b"\xef\xbb\xbfx\n"), "x\n");
        assert_eq!(text(b"\xef\xbb\xbf\xef\xbb\xbfx\n"), "\u{feff}x\n");
        assert_eq!(error(b"\xef\xbb\xbf# coding: latin-1\n"), "encoding problem: iso-8859-1 with BOM");
        assert_eq!(error(b"\xef\xbb\xbf# coding: utf8\n"), "encoding problem: utf8 with BOM");
    }

    #[test]
    fn codecs() {
        assert_eq!(text(b"#\n# coding: latin-1\nx='\xe9'"), "#\n# coding: latin-1\nx='\u{e9}'\n");
        assert_eq!(text(b"# coding: Latin_1\n\x80"), "# coding: Latin_1\n\u{80}\n");
        assert_eq!(text(b"# vim: set fileencoding=cp437 :\n\x80"), "# vim: set fileencoding=cp437 :\nÇ\n");
        assert_eq!(error(b"# coding: foo"), "unknown encoding: foo");
        assert_eq!(
            error(b"# coding: ascii\nx=\"\xe9\"\n"),
            "'ascii' codec can't decode byte 0xe9 in position 19: ordinal not in range(128)"
        );
        assert_eq!(
            error(b"# coding: cp1252\nx=\"\x81\"\n"),
            "'charmap' codec can't decode byte 0x81 in position 20: character maps to <undefined>"
        );
        assert_eq!(
            error(b"# coding: utf8\nx=\"\xff\"\n"),
            "'utf-8' codec can't decode byte 0xff in position 18: invalid start byte"
        );
    }

    #[test]
    fn malformed_bytes_keep_their_offsets() {
        let source = Source::decode(&Codecs::default(), b"# \xff\xc3\nx = 1\n").expect("decodes");
        assert_eq!(source.text(), "# ??\nx = 1\n");
        assert_eq!(source.malformed(), Some(&b"# \xff\xc3\nx = 1\n"[..]));
    }

    #[test]
    fn null_bytes() {
        let failure = Source::decode(&Codecs::default(), b"x\0\n").expect_err("is rejected");
        assert_eq!((failure.message(), failure.line()), ("source code string cannot contain null bytes", None));
    }
}
