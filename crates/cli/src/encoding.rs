//! The encoding of what is printed.
//!
//! Follows `config_init_stdio_encoding` (`Python/initconfig.c`). UTF-8 unless the environment says otherwise.

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write};

use pycmill::compileall::StrictEncoding;

use crate::interpreter::Interpreter;

/// An encoding of Python's that is no superset of Unicode, or UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Encoding {
    /// The code points it has are below.
    end: u32,
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

/// That of the locale called C, for files.
pub(crate) const ASCII: Encoding = Encoding { end: 0x80, errors: Errors::Strict };

const UTF_8: Encoding = Encoding { end: u32::MAX, errors: Errors::Escape };

impl Encoding {
    /// The encoding of standard output.
    pub(crate) fn of_output(interpreter: &Interpreter) -> Self {
        let named = variable("PYTHONIOENCODING").filter(|_| interpreter.uses_environment).unwrap_or_default();
        let (name, errors) = named.split_once(':').unwrap_or((&named, ""));
        let errors = match errors {
            "replace" => Errors::Question,
            "ignore" => Errors::Nothing,
            "xmlcharrefreplace" => Errors::Reference,
            "backslashreplace" => Errors::Escape,
            "surrogateescape" => Errors::Surrogates,
            _ => Errors::Strict,
        };
        let is_plain = interpreter.has_ascii_locale;
        match &*name.to_ascii_lowercase().replace('_', "-") {
            "ascii" | "us-ascii" | "646" => Self { end: 0x80, errors },
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" => Self { end: 0x100, errors },
            "" if is_plain && errors == Errors::Strict => Self { end: 0x80, errors: Errors::Surrogates },
            "" if is_plain => Self { end: 0x80, errors },
            _ => UTF_8,
        }
    }

    /// The encoding, if Python stops at what it lacks.
    pub(crate) fn strict(self) -> Option<StrictEncoding> {
        let is_strict = matches!(self.errors, Errors::Strict | Errors::Surrogates);
        (self != UTF_8 && is_strict).then(|| StrictEncoding { name: self.name(), end: self.end })
    }

    /// Its name in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self.end {
            0x80 => "ascii",
            0x100 => "latin-1",
            _ => "utf-8",
        }
    }

    /// What is read in this encoding, as UTF-8.
    ///
    /// # Errors
    /// The exception, if Python stops at bytes that mean nothing.
    pub(crate) fn decode(self, text: Vec<u8>) -> Result<Vec<u8>, String> {
        match self.end {
            0x80 if self.errors == Errors::Strict => match text.iter().position(|byte| !byte.is_ascii()) {
                Some(at) => Err(format!(
                    "UnicodeDecodeError: 'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in \
                     range(128)",
                    text[at]
                )),
                None => Ok(text),
            },
            0x100 => Ok(text.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes()),
            _ => Ok(text),
        }
    }

    /// The encoding of standard error, where everything unknown is escaped.
    pub(crate) fn of_errors(interpreter: &Interpreter) -> Self {
        Self { errors: Errors::Escape, ..Self::of_output(interpreter) }
    }

    /// A text in this encoding.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        if self == UTF_8 {
            return text.into();
        }
        let mut out = Vec::with_capacity(text.len());
        for char in text.chars() {
            match u32::from(char) {
                code if code < self.end => out.push(code as u8),
                code => out.extend_from_slice(self.replacement(code).as_bytes()),
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
        let ascii = |errors| Encoding { end: 0x80, errors };
        assert_eq!(ascii(Errors::Escape).encode("é€🐍"), b"\\xe9\\u20ac\\U0001f40d");
        assert_eq!(ascii(Errors::Question).encode("aé"), b"a?");
        assert_eq!(Encoding { end: 0x100, errors: Errors::Escape }.encode("é€"), b"\xe9\\u20ac");
        assert_eq!(UTF_8.encode("é"), "é".as_bytes());
    }
}
