//! What CPython's tokenizer and parser reject though the third-party parser takes it, found in one walk over the
//! tokens: too deep nesting, and `yield` as an operand.
//!
//! Follows `Parser/lexer/lexer.c` for the limits.

use pycmill_source::Source;
use pycmill_target::{SourceLimits, Target};
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange};

use crate::error::{ErrorClass, ParseError};
use crate::rules;

/// What the walk found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The first violation and its place.
    pub(crate) violation: Option<(TextRange, Violation)>,
}

/// The letter in front of a string with fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum StringKind {
    F,
    T,
}

/// A reason to reject a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Violation {
    Brackets,
    FStrings,
    Fields(StringKind),
    Indents,
    YieldOperand,
    Rules,
}

impl Violation {
    /// The error that CPython raises.
    pub(crate) fn error(self, target: Target, source: &Source, range: TextRange) -> ParseError {
        if self == Self::Rules {
            return ParseError::without_place(ErrorClass::MemoryError, target.source_limits().rules_message);
        }
        let message = match self {
            Self::Brackets => "too many nested parentheses",
            Self::FStrings => target.source_limits().strings_message,
            Self::Fields(StringKind::F) => "f-string: expressions nested too deeply",
            Self::Fields(StringKind::T) => "t-string: expressions nested too deeply",
            Self::Indents => "too many levels of indentation",
            Self::YieldOperand | Self::Rules => "invalid syntax",
        };
        let class = if self == Self::Indents { ErrorClass::IndentationError } else { ErrorClass::SyntaxError };
        ParseError { class, ..ParseError::at(source, range, message) }
    }
}

/// Walks over all tokens of a file.
pub(crate) fn scan(target: Target, tokens: &[Token]) -> Scan {
    let mut scan = Scan::default();
    let mut nesting = Nesting::new(target.source_limits());
    let mut lines = Lines::new(target);
    let mut after_yield = false;
    for (at, token) in tokens.iter().enumerate() {
        let kind = token.kind();
        if kind.is_trivia() {
            continue;
        }
        let mut violation = nesting.step(kind);
        if after_yield && is_infix(kind) {
            violation = Some(Violation::YieldOperand);
        }
        after_yield = kind == TokenKind::Yield;
        violation = violation.or_else(|| lines.step(tokens, at, nesting.indents));
        if let Some(violation) = violation {
            scan.violation.get_or_insert((token.range(), violation));
        }
    }
    scan
}

/// The logical line under the walk, for the depth of CPython's parser.
struct Lines {
    target: Target,
    start: usize,
    bound: rules::Bound,
    /// Per block, how many `elif` the last `if` has.
    elifs: Vec<u32>,
}

impl Lines {
    fn new(target: Target) -> Self {
        Self { target, start: 0, bound: rules::Bound::default(), elifs: Vec::new() }
    }

    fn step(&mut self, tokens: &[Token], at: usize, indents: usize) -> Option<Violation> {
        let kind = tokens[at].kind();
        self.bound.step(kind);
        match kind {
            TokenKind::If | TokenKind::Elif => self.count_elif(kind, indents, at == self.start),
            TokenKind::Indent | TokenKind::Dedent => self.start = at + 1,
            TokenKind::Newline => {
                let elifs = self.elifs.iter().take(indents + 1).sum();
                let bound = std::mem::take(&mut self.bound);
                let line = &tokens[std::mem::replace(&mut self.start, at + 1)..at];
                if elifs > 1000 || bound.is_suspicious(self.target, indents as u32) {
                    let depth = rules::depth(self.target.rule_counts(), line, indents as u32, elifs);
                    return (depth > self.target.source_limits().rules).then_some(Violation::Rules);
                }
            }
            _ => {}
        }
        None
    }

    fn count_elif(&mut self, kind: TokenKind, indents: usize, is_statement: bool) {
        if kind == TokenKind::Elif {
            self.elifs.resize(indents + 1, 0);
            self.elifs[indents] += 1;
        } else if is_statement {
            self.elifs.truncate(indents);
        }
    }
}

/// Tokens that take an operand on their left and begin no expression. A `yield` without value is no operand.
const fn is_infix(kind: TokenKind) -> bool {
    use TokenKind as K;
    matches!(
        kind,
        K::Comma
            | K::Slash
            | K::DoubleSlash
            | K::Percent
            | K::At
            | K::Vbar
            | K::Amper
            | K::CircumFlex
            | K::LeftShift
            | K::RightShift
            | K::Less
            | K::Greater
            | K::EqEqual
            | K::NotEqual
            | K::LessEqual
            | K::GreaterEqual
            | K::DoubleStar
            | K::And
            | K::Or
            | K::In
            | K::Is
            | K::If
            | K::Dot
    )
}

/// The open brackets, strings and blocks.
struct Nesting {
    limits: &'static SourceLimits,
    open: Vec<Open>,
    strings: usize,
    indents: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Bracket,
    /// The literal part of an f-string or t-string.
    String(StringKind),
    /// A replacement field, before or in its format specification.
    Field {
        in_spec: bool,
    },
}

impl Nesting {
    fn new(limits: &'static SourceLimits) -> Self {
        Self { limits, open: Vec::new(), strings: 0, indents: 0 }
    }

    fn step(&mut self, kind: TokenKind) -> Option<Violation> {
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb => return self.open(Open::Bracket),
            TokenKind::Lbrace => return self.brace(),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => drop(self.open.pop()),
            TokenKind::Colon => {
                if let Some(Open::Field { in_spec }) = self.open.last_mut() {
                    *in_spec = true;
                }
            }
            TokenKind::FStringStart | TokenKind::TStringStart => {
                let is_template = kind == TokenKind::TStringStart;
                self.open.push(Open::String(if is_template { StringKind::T } else { StringKind::F }));
                self.strings += 1;
                return (self.strings > self.limits.strings).then_some(Violation::FStrings);
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                self.open.pop();
                self.strings = self.strings.saturating_sub(1);
            }
            TokenKind::Indent => {
                self.indents += 1;
                return (self.indents > self.limits.indents).then_some(Violation::Indents);
            }
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            _ => {}
        }
        None
    }

    fn brace(&mut self) -> Option<Violation> {
        if !matches!(self.open.last(), Some(Open::String(_) | Open::Field { in_spec: true })) {
            return self.open(Open::Bracket);
        }
        let fields = self.open.iter().rev().take_while(|open| matches!(open, Open::Field { .. })).count();
        let string = match self.open.iter().rev().nth(fields) {
            Some(Open::String(kind)) => *kind,
            _ => StringKind::F,
        };
        let violation = self.open(Open::Field { in_spec: false });
        if fields >= self.limits.fields { Some(Violation::Fields(string)) } else { violation }
    }

    fn open(&mut self, bracket: Open) -> Option<Violation> {
        self.open.push(bracket);
        (self.open.len() - self.strings > self.limits.brackets).then_some(Violation::Brackets)
    }
}
