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
    /// Groups are nested deeper than Python's parser goes.
    Recursion,
}

/// How many calls of Python's parser may be nested: with those around them they reach its limit of 1000.
const CALLS: usize = 991;

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
    /// Groups that conditions name, and where.
    pub(super) conditions: Vec<(usize, usize)>,
    /// How many calls of Python's parser are nested here.
    calls: usize,
    /// The number of the first group that a look-behind around here has defined.
    pub(super) look_behind: Option<usize>,
    /// Texts of the warnings so far.
    pub(super) warnings: &'p mut Vec<String>,
}

/// A group that begins before here.
pub(super) struct Group {
    pub(super) is_open: bool,
    pub(super) width: Option<usize>,
}

/// Parses a whole expression; warnings are found in the list even if it is wrong.
pub(super) fn parse(target: Target, chars: &[char], warnings: &mut Vec<String>) -> Parsed<(Node, Vec<Option<usize>>)> {
    let backslashes = chars.iter().rev().take_while(|char| **char == '\\').count();
    if backslashes % 2 == 1 {
        return wrong("bad escape (end of pattern)", chars.len() - 1);
    }
    let whole = Group { is_open: true, width: None };
    let (flags, names, groups) = (Flags::default(), Vec::new(), vec![whole]);
    let mut parser = Parser {
        target,
        chars,
        at: 0,
        flags,
        names,
        groups,
        conditions: Vec::new(),
        calls: 0,
        look_behind: None,
        warnings,
    };
    let node = parser.choice()?;
    if parser.at < chars.len() {
        return wrong("unbalanced parenthesis", parser.at);
    }
    if let Some((group, at)) = parser.conditions.iter().find(|(group, _)| *group >= parser.groups.len()) {
        return wrong(format!("invalid group reference {group}"), *at);
    }
    Ok((node, parser.widths()))
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
        let choices = self.nested(2, |parser| {
            let mut choices = vec![parser.sequence()?];
            while parser.eat('|') {
                choices.push(parser.sequence()?);
            }
            Ok(choices)
        });
        choices.map(|mut choices| if choices.len() == 1 { choices.remove(0) } else { Node::Choice(choices) })
    }

    /// Parses something for which Python's parser makes so many calls.
    pub(super) fn nested<T>(&mut self, calls: usize, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let limit = if self.target.parses_deeper_expressions() { CALLS } else { CALLS - 2 };
        if self.calls + calls > limit {
            return Err(Wrong::Recursion);
        }
        self.calls += calls;
        let found = stacker::maybe_grow(64 * 1024, 1024 * 1024, || inner(self));
        self.calls -= calls;
        found
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
