//! Text to tree.
//!
//! Follows `_parse_sub` and `_parse` (`Lib/re/_parser.py`); groups, sets, escapes and repetitions have files of their own.

use pycmill_target::Target;

use super::tree::{At, Flags, Node};

/// Why an expression is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    /// Python says so, and where.
    At(String, usize),
    /// Python says so.
    Anywhere(&'static str),
    /// Python raises another exception.
    Overflow,
    /// Python takes it.
    Unsupported(String),
}

pub(super) type Parsed<T = Node> = Result<T, Wrong>;

/// What is wrong at a position.
pub(super) fn wrong<T>(message: impl Into<String>, position: usize) -> Parsed<T> {
    Err(Wrong::At(message.into(), position))
}

/// The expression and what was found of it so far.
pub(super) struct Parser<'p> {
    pub(super) target: Target,
    pub(super) chars: &'p [char],
    pub(super) at: usize,
    pub(super) flags: Flags,
    /// Names of groups.
    pub(super) names: Vec<(String, usize)>,
    /// Widths of closed groups by number; open groups are none.
    pub(super) groups: Vec<Group>,
    /// Texts of the warnings so far.
    pub(super) warnings: &'p mut Vec<String>,
}

/// A group that begins before here.
pub(super) struct Group {
    pub(super) is_open: bool,
    pub(super) width: Option<usize>,
}

/// Parses a whole expression; warnings are found in the list even if it is wrong.
pub(super) fn parse(target: Target, chars: &[char], warnings: &mut Vec<String>) -> Parsed {
    let backslashes = chars.iter().rev().take_while(|char| **char == '\\').count();
    if backslashes % 2 == 1 {
        return wrong("bad escape (end of pattern)", chars.len() - 1);
    }
    let whole = Group { is_open: true, width: None };
    let (flags, names, groups) = (Flags::default(), Vec::new(), vec![whole]);
    let mut parser = Parser { target, chars, at: 0, flags, names, groups, warnings };
    let node = parser.choice()?;
    if parser.at < chars.len() { wrong("unbalanced parenthesis", parser.at) } else { Ok(node) }
}

impl Parser<'_> {
    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Takes the next character.
    pub(super) fn next(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += 1;
        Some(char)
    }

    /// Takes the next character if it is this one.
    pub(super) fn eat(&mut self, char: char) -> bool {
        let is_next = self.peek() == Some(char);
        self.at += usize::from(is_next);
        is_next
    }

    /// Alternatives (`_parse_sub`).
    pub(super) fn choice(&mut self) -> Parsed {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let mut choices = vec![self.sequence()?];
            while self.eat('|') {
                choices.push(self.sequence()?);
            }
            Ok(if choices.len() == 1 { choices.remove(0) } else { Node::Choice(choices) })
        })
    }

    /// What stands between bars (`_parse`).
    pub(super) fn sequence(&mut self) -> Parsed {
        let mut nodes = Vec::new();
        while let Some(char) = self.peek().filter(|char| !matches!(char, '|' | ')')) {
            let start = self.at;
            self.at += 1;
            if self.flags.verbose && (char.is_ascii_whitespace() || char == '\x0b') {
                continue;
            }
            match char {
                '#' if self.flags.verbose => self.skip_comment(),
                '\\' => nodes.push(self.escape(start)?),
                '[' => nodes.push(self.set(start)?),
                '*' | '+' | '?' | '{' => self.repeat(start, char, &mut nodes)?,
                '.' => nodes.push(Node::Any { dot_all: self.flags.dot_all }),
                '(' => nodes.extend(self.group(start)?),
                '^' => nodes.push(Node::At(At::Start { multiline: self.flags.multiline })),
                '$' => nodes.push(Node::At(At::End { multiline: self.flags.multiline })),
                _ => nodes.push(self.literal(char)),
            }
        }
        Ok(Node::Sequence(nodes))
    }

    pub(super) fn literal(&self, char: char) -> Node {
        Node::Char { char, ignore_case: self.flags.ignore_case }
    }

    fn skip_comment(&mut self) {
        while self.next().is_some_and(|char| char != '\n') {}
    }

    /// Takes what stands before a closing character, which is taken too (`Tokenizer.getuntil`).
    pub(super) fn until(&mut self, close: char, what: &str) -> Parsed<String> {
        let start = self.at;
        let rest = &self.chars[start..];
        let Some(length) = rest.iter().position(|char| *char == close) else {
            return if rest.is_empty() {
                wrong(format!("missing {what}"), start)
            } else {
                wrong(format!("missing {close}, unterminated name"), start)
            };
        };
        if length == 0 {
            return wrong(format!("missing {what}"), start);
        }
        self.at += length + 1;
        Ok(rest[..length].iter().collect())
    }
}
