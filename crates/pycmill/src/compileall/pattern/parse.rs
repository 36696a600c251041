//! Text to tree.
//!
//! Follows `_parse_sub` and `_parse` (`Lib/re/_parser.py`); groups, sets, escapes and repetitions have files of their own.

use pycmill_target::Target;

use super::PatternWarning;
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
    /// What compiles the expression finds it wrong.
    Code,
    /// Groups are nested deeper than Python's parser goes; what the message ends with.
    Recursion(&'static str),
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
    /// Those that were set for the whole expression.
    pub(super) global: Flags,
    /// How many sequences have begun.
    sequences: usize,
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
    pub(super) warnings: &'p mut Vec<PatternWarning>,
}

/// A group that begins before here.
pub(super) struct Group {
    pub(super) is_open: bool,
    pub(super) width: Option<usize>,
}

/// The expression, and the widths of its groups.
type Whole = (Node, Vec<Option<usize>>);

/// Parses a whole expression; warnings are found in the list even if it is wrong.
///
/// Where global flags may be anywhere, they count for what is before them, too, which is parsed again.
pub(super) fn parse(target: Target, chars: &[char], warnings: &mut Vec<PatternWarning>) -> Parsed<Whole> {
    let mut flags = Flags::default();
    loop {
        warnings.clear();
        let (found, global) = parse_with(target, chars, flags, warnings);
        let all = flags.with(global);
        if all == flags || !target.takes_regex_flags_anywhere() {
            return found;
        }
        flags = all;
    }
}

/// Parses with some flags; the result, and the flags that the expression sets.
fn parse_with(
    target: Target,
    chars: &[char],
    flags: Flags,
    warnings: &mut Vec<PatternWarning>,
) -> (Parsed<Whole>, Flags) {
    let whole = Group { is_open: true, width: None };
    let mut parser = Parser {
        target,
        chars,
        at: 0,
        flags,
        global: Flags::default(),
        sequences: 0,
        names: Vec::new(),
        groups: vec![whole],
        conditions: Vec::new(),
        calls: 0,
        look_behind: None,
        warnings,
    };
    let found = parser.whole();
    (found, parser.global)
}

impl Parser<'_> {
    fn whole(&mut self) -> Parsed<Whole> {
        let chars = self.chars;
        let backslashes = chars.iter().rev().take_while(|char| **char == '\\').count();
        if backslashes % 2 == 1 {
            return wrong("bad escape (end of pattern)", chars.len() - 1);
        }
        let node = self.choice()?;
        if self.at < chars.len() {
            return wrong("unbalanced parenthesis", self.at);
        }
        if let Some((group, at)) = self.conditions.iter().find(|(group, _)| *group >= self.groups.len()) {
            return if self.target.names_missing_groups() {
                wrong(format!("invalid group reference {group}"), *at)
            } else {
                Err(Wrong::Code)
            };
        }
        Ok((node, self.widths()))
    }

    pub(super) fn warn_of_future(&mut self, message: String) {
        self.warnings.push(PatternWarning { class: "FutureWarning", message });
    }

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
        if self.calls + calls > self.limit() {
            return Err(Wrong::Recursion(self.detail(calls)));
        }
        self.calls += calls;
        let found = stacker::maybe_grow(64 * 1024, 1024 * 1024, || inner(self));
        self.calls -= calls;
        found
    }

    /// How many calls may be nested.
    fn limit(&self) -> usize {
        match (self.target.parses_deeper_expressions(), self.target.counts_recursion_in_c()) {
            (true, _) => CALLS,
            (false, false) => CALLS - 2,
            (false, true) => CALLS - 3,
        }
    }

    /// What the message about too many calls ends with: the innermost sequence calls a function in C, which is one too many.
    fn detail(&self, calls: usize) -> &'static str {
        match (self.target.counts_recursion_in_c() && calls == 1, self.peek()) {
            (false, _) => "",
            (true, Some(')')) => " while calling a Python object",
            (true, _) => " in comparison",
        }
    }

    /// What stands between bars (`_parse`).
    pub(super) fn sequence(&mut self) -> Parsed {
        self.sequences += 1;
        let is_first = self.sequences == 1;
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
                '(' => nodes.extend(self.group(start, is_first && nodes.is_empty())?),
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
