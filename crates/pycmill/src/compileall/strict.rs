//! Messages in an encoding that lacks characters: Python stops at the first line with one that is missing.
//!
//! Follows the strict error handler of `Python/codecs.c`, and `compile_file` (`Lib/compileall.py`), which escapes what the
//! encoding lacks in the messages of the compiler, and there alone.

use super::Raised;
use crate::Charset;
use crate::charset::escape;

/// An encoding that lacks characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StrictEncoding {
    /// What it has.
    pub charset: Charset,
}

impl StrictEncoding {
    /// What can be printed of a text: the lines in front of the first that cannot, and what Python raises there.
    #[must_use]
    pub fn split<'t>(&self, text: &'t str) -> (&'t str, Option<Raised>) {
        let mut done = 0;
        for line in text.split_inclusive('\n') {
            if let Some(raised) = self.error(line) {
                return (&text[..done], Some(raised));
            }
            done += line.len();
        }
        (text, None)
    }

    fn error(&self, line: &str) -> Option<Raised> {
        let is_missing = |char: char| !self.charset.has(char);
        let start = line.chars().position(is_missing)?;
        let run = line.chars().skip(start).take_while(|char| is_missing(*char)).count();
        let count = if self.charset.refuses_runs() { run } else { 1 };
        let what = match line.chars().nth(start).filter(|_| count == 1) {
            Some(char) => format!("character '{}' in position {start}", escape(char)),
            None => format!("characters in position {start}-{}", start + count - 1),
        };
        let (name, reason) = self.charset.refusal();
        let message = format!("'{name}' codec can't encode {what}: {reason}");
        Some(Raised::new("UnicodeEncodeError", message))
    }
}

#[cfg(test)]
mod tests {
    use super::{Charset, StrictEncoding};

    #[test]
    fn lines_are_printed_up_to_the_first_that_cannot_be() {
        let ascii = StrictEncoding { charset: Charset::Ascii };
        let (done, raised) = ascii.split("a\nbé\nc\n");
        assert_eq!(done, "a\n");
        let message =
            "UnicodeEncodeError: 'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)";
        assert_eq!(raised.expect("stops").to_string(), message);
        let (_, raised) = ascii.split("éé€x");
        assert!(raised.expect("stops").to_string().contains("characters in position 0-2:"));
        assert_eq!(Charset::Ascii.escaped("é€🐍"), "\\xe9\\u20ac\\U0001f40d");
    }
}
