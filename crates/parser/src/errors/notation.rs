//! The words of the grammar table's notation.
//!
//! A line that begins in column 0 opens a rule; an indented line that begins with `=` or `?` opens an alternative; other lines
//! go on with what is open. `!` and `&` bind to what follows them directly, and `!` before a blank opens a report.

use std::fmt;

/// A word of the notation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Word {
    /// The head of a rule begins.
    Head,
    /// `=` at the beginning of a line.
    Both,
    /// `?` at the beginning of a line.
    Second,
    /// A name of any kind.
    Name(String),
    /// `'text'`.
    Single(String),
    /// `"text"`.
    Double(String),
    /// A mark of versions.
    Versions(String),
    /// `->`.
    Arrow,
    /// `!` before a blank.
    Report,
    /// `..` between places.
    To,
    /// `&&`.
    Force,
    /// One of `( ) | ? * + . , & ! ~ :`.
    Sign(char),
}

/// A mistake in the table, with its line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mistake {
    pub(super) line: usize,
    pub(super) message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// The words of a table, each with its line.
pub(super) fn words(text: &str) -> Result<Vec<(usize, Word)>, Mistake> {
    let mut words = Vec::with_capacity(text.len() / 4);
    for (number, line) in text.lines().enumerate() {
        let mut scanner = Scanner { rest: line, line: number + 1, is_fresh: true };
        scanner.open(line, &mut words);
        while let Some(word) = scanner.word()? {
            words.push((scanner.line, word));
        }
    }
    Ok(words)
}

struct Scanner<'t> {
    rest: &'t str,
    line: usize,
    /// Whether nothing but blanks came before in this line.
    is_fresh: bool,
}

impl<'t> Scanner<'t> {
    /// A line in column 0 opens a rule.
    fn open(&self, line: &str, words: &mut Vec<(usize, Word)>) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            words.push((self.line, Word::Head));
        }
    }

    fn word(&mut self) -> Result<Option<Word>, Mistake> {
        self.rest = self.rest.trim_start();
        let is_fresh = std::mem::replace(&mut self.is_fresh, false);
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let word = match first {
            '#' => return Ok(None),
            '=' if is_fresh => self.sign("=", Word::Both),
            '?' if is_fresh => self.sign("?", Word::Second),
            '\'' => Word::Single(self.quoted('\'')?),
            '"' => Word::Double(self.quoted('"')?),
            '0'..='9' => Word::Versions(self.taken(|c| c.is_ascii_digit() || matches!(c, '.' | '+')).to_owned()),
            '.' if self.rest.starts_with("..") => self.dots(),
            '-' if self.rest.starts_with("->") => self.sign("->", Word::Arrow),
            '&' if self.rest.starts_with("&&") => self.sign("&&", Word::Force),
            '!' if self.rest[1..].starts_with([' ', '\t']) => self.sign("!", Word::Report),
            '(' | ')' | '|' | '?' | '*' | '+' | '.' | ',' | '&' | '!' | '~' | ':' => {
                self.rest = &self.rest[1..];
                Word::Sign(first)
            }
            _ if first.is_ascii_alphabetic() || first == '_' => self.name(),
            _ => return Err(self.mistake(format!("{first:?} means nothing"))),
        };
        Ok(Some(word))
    }

    fn mistake(&self, message: String) -> Mistake {
        Mistake { line: self.line, message }
    }

    fn sign(&mut self, text: &str, word: Word) -> Word {
        self.rest = &self.rest[text.len()..];
        word
    }

    fn taken(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn name(&mut self) -> Word {
        if let Some(marks) = self.rest.strip_prefix("before(") {
            let end = marks.find(')').map_or(self.rest.len(), |end| end + "before()".len());
            let (marks, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Word::Versions(marks.to_owned());
        }
        Word::Name(self.taken(|c| c.is_ascii_alphanumeric() || c == '_').to_owned())
    }

    /// `..3.14` is a mark, `..b` the end of a place.
    fn dots(&mut self) -> Word {
        if self.rest[2..].starts_with(|c: char| c.is_ascii_digit()) {
            return Word::Versions(self.taken(|c| c.is_ascii_digit() || c == '.').to_owned());
        }
        self.sign("..", Word::To)
    }

    /// The text between quotes, in which a backslash takes the meaning from a quote.
    fn quoted(&mut self, quote: char) -> Result<String, Mistake> {
        let mut text = String::new();
        let mut chars = self.rest[1..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => text.extend(chars.next().map(|(_, c)| c)),
                _ if c == quote => {
                    self.rest = &self.rest[at + 2..];
                    return Ok(text);
                }
                _ => text.push(c),
            }
        }
        Err(self.mistake("a quote is missing".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Word> {
        words(text).unwrap().into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn lines_open_rules_and_alternatives() {
        let name = |text: &str| Word::Name(text.to_owned());
        let words = read("rule memo  # remark\n  ? other  ..3.14\n  = a:'x' !\"y\"\n      ! \"t\" at a..b\n");
        let expected = vec![
            Word::Head,
            name("rule"),
            name("memo"),
            Word::Second,
            name("other"),
            Word::Versions("..3.14".to_owned()),
            Word::Both,
            name("a"),
            Word::Sign(':'),
            Word::Single("x".to_owned()),
            Word::Sign('!'),
            Word::Double("y".to_owned()),
            Word::Report,
            Word::Double("t".to_owned()),
            name("at"),
            name("a"),
            Word::To,
            name("b"),
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn mistakes_have_a_line() {
        assert_eq!(words("a\n  = 'x").unwrap_err().line, 2);
        assert_eq!(words("a\n\n  = %").unwrap_err().to_string(), "line 3: '%' means nothing");
    }
}
