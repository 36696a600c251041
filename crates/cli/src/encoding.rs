//! The encoding of what is printed.
//!
//! Follows `config_init_stdio_encoding` (`Python/initconfig.c`). UTF-8 unless the environment says otherwise.

use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use pycmill::compileall::StrictEncoding;
use pycmill::{Charset, CodePage, Target};

use crate::interpreter::Interpreter;
use crate::{list, platform};

/// An encoding of standard streams.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Encoding {
    charset: Charset,
    errors: Errors,
}

/// What becomes of other characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Errors {
    /// Python raises an exception.
    Strict,
    /// The same, but bytes that mean nothing are read all the same.
    Surrogates,
    Escape,
    Question,
    Nothing,
    Reference,
}

impl Encoding {
    /// The encoding of standard output.
    pub(crate) fn of_output(interpreter: &Interpreter) -> Self {
        Self::of_stream(interpreter, io::stdout().is_terminal())
    }

    /// The encoding of standard input.
    pub(crate) fn of_input(interpreter: &Interpreter) -> Self {
        Self::of_stream(interpreter, io::stdin().is_terminal())
    }

    /// The encoding of files that are opened without a name of one.
    pub(crate) fn of_files(interpreter: &Interpreter) -> Self {
        Self { charset: platform::charset(interpreter, false), errors: Errors::Strict }
    }

    fn of_stream(interpreter: &Interpreter, is_terminal: bool) -> Self {
        let counts = interpreter.uses_environment && !platform::has_own_encoding(is_terminal);
        let named = variable("PYTHONIOENCODING").filter(|_| counts).unwrap_or_default();
        let (name, errors) = named.split_once(':').unwrap_or((&named, ""));
        let errors = match errors {
            "replace" => Errors::Question,
            "ignore" => Errors::Nothing,
            "xmlcharrefreplace" => Errors::Reference,
            "backslashreplace" => Errors::Escape,
            "surrogateescape" => Errors::Surrogates,
            _ => Errors::Strict,
        };
        let is_default = name.is_empty();
        let charset = if is_default {
            platform::charset(interpreter, is_terminal)
        } else {
            // Names do not depend on the version here.
            Charset::named(Target::newest_complete(), name).unwrap_or(Charset::Utf8)
        };
        let errors = if is_default && errors == Errors::Strict { Errors::Surrogates } else { errors };
        Self { charset, errors }
    }

    /// The encoding, if Python stops at what it lacks.
    pub(crate) fn strict(self) -> Option<StrictEncoding> {
        let is_strict = matches!(self.errors, Errors::Strict | Errors::Surrogates);
        (self.charset != Charset::Utf8 && is_strict).then_some(StrictEncoding { charset: self.charset })
    }

    /// Which characters it has.
    pub(crate) const fn charset(self) -> Charset {
        self.charset
    }

    /// Its name in messages.
    pub(crate) const fn name(self) -> &'static str {
        self.charset.name()
    }

    /// What is read in this encoding, as UTF-8.
    ///
    /// # Errors
    /// The exception, if Python stops at bytes that mean nothing.
    pub(crate) fn decode(self, text: Vec<u8>) -> Result<Vec<u8>, String> {
        match self.charset {
            Charset::Ascii if self.errors == Errors::Strict => match text.iter().position(|byte| !byte.is_ascii()) {
                Some(at) => Err(format!(
                    "UnicodeDecodeError: 'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in \
                     range(128)",
                    text[at]
                )),
                None => Ok(text),
            },
            Charset::Latin1 => Ok(text.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes()),
            Charset::Page(page) => self.decode_page(page, &text),
            Charset::Utf8 if self.errors == Errors::Strict => list::check_utf8(&text).map(|()| text),
            Charset::Utf8 | Charset::Ascii => Ok(platform::named_by(text)),
        }
    }

    /// Bytes that mean nothing are surrogates, where these may be.
    fn decode_page(self, page: CodePage, text: &[u8]) -> Result<Vec<u8>, String> {
        let error = match page.decode(text) {
            Ok(decoded) => return Ok(decoded.into_bytes()),
            Err(error) => error,
        };
        if self.errors != Errors::Surrogates {
            return Err(format!("UnicodeDecodeError: {error}"));
        }
        let mut out = Vec::with_capacity(text.len() + text.len() / 2);
        let mut rest = text;
        while let Some(first) = rest.first() {
            let decoded = (1..=rest.len().min(2)).find_map(|len| Some((page.decode(&rest[..len]).ok()?, len)));
            let len = match decoded {
                Some((decoded, len)) => {
                    out.extend_from_slice(decoded.as_bytes());
                    len
                }
                None => {
                    out.extend_from_slice(&surrogate(*first));
                    1
                }
            };
            rest = &rest[len..];
        }
        Ok(out)
    }

    /// The encoding of standard error, where everything unknown is escaped.
    pub(crate) fn of_errors(interpreter: &Interpreter) -> Self {
        Self { errors: Errors::Escape, ..Self::of_stream(interpreter, io::stderr().is_terminal()) }
    }

    /// A text in this encoding.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        if self.charset == Charset::Utf8 {
            return text.into();
        }
        let mut out = Vec::with_capacity(text.len());
        for char in text.chars() {
            if !self.charset.push(&mut out, char) {
                out.extend_from_slice(self.replacement(u32::from(char)).as_bytes());
            }
        }
        out
    }

    fn replacement(self, code: u32) -> String {
        let mut text = String::new();
        let written = match self.errors {
            Errors::Question => text.write_char('?'),
            Errors::Nothing => Ok(()),
            Errors::Reference => write!(text, "&#{code};"),
            Errors::Strict | Errors::Surrogates | Errors::Escape if code < 0x100 => write!(text, "\\x{code:02x}"),
            Errors::Strict | Errors::Surrogates | Errors::Escape if code < 0x1_0000 => write!(text, "\\u{code:04x}"),
            Errors::Strict | Errors::Surrogates | Errors::Escape => write!(text, "\\U{code:08x}"),
        };
        debug_assert!(written.is_ok(), "strings can be written to");
        text
    }
}

/// What `surrogateescape` makes of a byte.
pub(crate) const fn surrogate(byte: u8) -> [u8; 3] {
    [0xED, 0xB0 | byte >> 6, 0x80 | byte & 0x3F]
}

/// Whether the locale is the one whose encoding is ASCII, and Python replaces neither: without `PYTHONUTF8=0` or `-X utf8=0` it
/// takes UTF-8 there, and without `PYTHONCOERCECLOCALE=0` another locale, unless `LC_ALL` says which.
pub(crate) fn has_ascii_locale(utf8: Option<&str>, uses_environment: bool) -> bool {
    let is_off = |name| uses_environment && variable(name).as_deref() == Some("0");
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default();
    let is_kept = utf8.map_or_else(|| is_off("PYTHONUTF8"), |value| value == "0");
    let is_fixed = variable("LC_ALL").is_some() || is_off("PYTHONCOERCECLOCALE");
    matches!(&*locale, "" | "C" | "POSIX") && is_kept && is_fixed
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// A writer of whole texts that encodes them.
pub(crate) struct Encoder<W> {
    pub(crate) encoding: Encoding,
    pub(crate) inner: W,
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(text) {
            Ok(decoded) => self.inner.write_all(&self.encoding.encode(decoded))?,
            Err(_) => self.inner.write_all(text)?,
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_are_missing_are_replaced() {
        let ascii = |errors| Encoding { charset: Charset::Ascii, errors };
        assert_eq!(ascii(Errors::Escape).encode("é€🐍"), b"\\xe9\\u20ac\\U0001f40d");
        assert_eq!(ascii(Errors::Question).encode("aé"), b"a?");
        let latin = Encoding { charset: Charset::Latin1, errors: Errors::Escape };
        assert_eq!(latin.encode("é€"), b"\xe9\\u20ac");
        assert_eq!(Encoding { charset: Charset::Utf8, errors: Errors::Strict }.encode("é"), "é".as_bytes());
    }

    #[test]
    fn code_pages_in_both_directions() {
        let page = |errors| Encoding {
            charset: Charset::named(Target::newest_complete(), "cp1252").expect("a code page"),
            errors,
        };
        assert_eq!(page(Errors::Escape).encode("é€ł"), b"\xe9\x80\\u0142");
        assert_eq!(page(Errors::Strict).decode(b"\xe9\x80".to_vec()).as_deref(), Ok("é€".as_bytes()));
        assert_eq!(
            page(Errors::Surrogates).decode(b"a\x81\xe9".to_vec()).as_deref(),
            Ok(&b"a\xed\xb2\x81\xc3\xa9"[..])
        );
        let message =
            "UnicodeDecodeError: 'charmap' codec can't decode byte 0x81 in position 1: character maps to <undefined>";
        assert_eq!(page(Errors::Strict).decode(b"a\x81".to_vec()), Err(message.to_owned()));
    }
}
