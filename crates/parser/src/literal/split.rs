//! The parts of a string literal: prefix, quotes, what is between them.

use pycmill_source::Span;

/// The letters before the quotes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Prefix {
    pub(crate) raw: bool,
    pub(crate) bytes: bool,
    /// The small letter `u`, which the tree remembers; a capital one it does not.
    pub(crate) unicode: bool,
    pub(crate) format: bool,
    pub(crate) template: bool,
    /// How many letters.
    pub(crate) len: u32,
}

impl Prefix {
    /// The prefix of a literal.
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut prefix = Self::default();
        for byte in text {
            match byte {
                b'r' | b'R' => prefix.raw = true,
                b'b' | b'B' => prefix.bytes = true,
                b'f' | b'F' => prefix.format = true,
                b't' | b'T' => prefix.template = true,
                b'u' => prefix.unicode = true,
                b'U' => {}
                _ => break,
            }
            prefix.len += 1;
        }
        prefix
    }
}

/// A literal that is one token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Literal<'s> {
    pub(crate) prefix: Prefix,
    /// Quotes on either side: one or three.
    pub(crate) quotes: u32,
    /// Offset of the first letter or quote.
    pub(crate) start: u32,
    /// What is between the quotes.
    pub(crate) body: &'s str,
}

impl<'s> Literal<'s> {
    /// The literal that a token at `start` consists of.
    pub(crate) fn of(text: &'s str, start: u32) -> Self {
        let prefix = Prefix::of(text.as_bytes());
        let quoted = &text[prefix.len as usize..];
        let is_long = quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\""));
        let quotes = if is_long { 3 } else { 1 };
        let body = quoted.get(quotes..quoted.len().saturating_sub(quotes)).unwrap_or("");
        Self { prefix, quotes: quotes as u32, start, body }
    }

    /// Offset of the text between the quotes.
    pub(crate) const fn body_start(&self) -> u32 {
        self.start + self.prefix.len + self.quotes
    }

    /// From the first letter or quote to the last quote.
    pub(crate) const fn span(&self) -> Span {
        Span::new(self.start, self.body_start() + self.body.len() as u32 + self.quotes)
    }
}

#[cfg(test)]
mod tests {
    use super::Literal;

    #[test]
    fn parts() {
        let split = |text| {
            let literal = Literal::of(text, 10);
            (literal.body, literal.body_start(), literal.prefix.raw, literal.prefix.bytes, literal.prefix.unicode)
        };
        assert_eq!(split("'a'"), ("a", 11, false, false, false));
        assert_eq!(split("''"), ("", 11, false, false, false));
        assert_eq!(split("u\"\"\"\"a\\\"\"\"\""), ("\"a\\\"", 14, false, false, true));
        assert_eq!(split("bR''"), ("", 13, true, true, false));
        assert_eq!(split("U''"), ("", 12, false, false, false));
    }
}
