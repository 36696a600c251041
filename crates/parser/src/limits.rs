//! What CPython's tokenizer and parser reject though the third-party parser takes it, found in one walk over the
//! tokens: too deep nesting, and `yield` as an operand. On the way, numbers are noted that are worth a warning.
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
    /// Where the tokens are that are numbers and touch a keyword.
    pub(crate) glued_numbers: Vec<usize>,
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

/// Walks over all tokens of a file. Most kinds mean nothing to it: one match sorts them out.
pub(crate) fn scan(target: Target, tokens: &[Token]) -> Scan {
    let mut scan = Scan::default();
    let mut nesting = Nesting::new(target.source_limits());
    let mut lines = Lines::new(target);
    for (at, token) in tokens.iter().enumerate() {
        let violation = match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb => nesting.open_bracket(),
            TokenKind::Lbrace => nesting.open_brace(),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                nesting.close();
                None
            }
            TokenKind::Newline => lines.end(tokens, at, &mut nesting),
            TokenKind::Indent => {
                lines.start = at + 1;
                nesting.indent()
            }
            TokenKind::Dedent => {
                lines.start = at + 1;
                nesting.dedent();
                None
            }
            TokenKind::Minus
            | TokenKind::Plus
            | TokenKind::Tilde
            | TokenKind::Not
            | TokenKind::Else
            | TokenKind::Lambda
            | TokenKind::DoubleStar => {
                lines.chained += 1;
                None
            }
            TokenKind::Int | TokenKind::Float | TokenKind::Complex => {
                scan.note_number(tokens, at);
                None
            }
            TokenKind::If => {
                lines.begin_if(tokens, at, nesting.indents);
                None
            }
            TokenKind::Elif => {
                lines.count_elif(nesting.indents);
                None
            }
            TokenKind::Yield => {
                scan.check_yield(&tokens[at + 1..]);
                None
            }
            TokenKind::Colon => {
                nesting.colon();
                None
            }
            TokenKind::FStringStart => nesting.open_string(StringKind::F),
            TokenKind::TStringStart => nesting.open_string(StringKind::T),
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                nesting.close_string();
                None
            }
            _ => None,
        };
        if let Some(violation) = violation {
            scan.violation.get_or_insert((token.range(), violation));
        }
    }
    scan
}

impl Scan {
    /// Keeps a number that touches a keyword.
    fn note_number(&mut self, tokens: &[Token], at: usize) {
        let touches = |next: &Token| next.start() == tokens[at].end() && next.kind().is_keyword();
        if tokens.get(at + 1).is_some_and(touches) {
            self.glued_numbers.push(at);
        }
    }

    /// What stands behind a `yield` may not make it an operand.
    fn check_yield(&mut self, behind: &[Token]) {
        let next = behind.iter().find(|token| !token.kind().is_trivia());
        if let Some(operator) = next.filter(|token| is_infix(token.kind())) {
            self.violation.get_or_insert((operator.range(), Violation::YieldOperand));
        }
    }
}

/// The logical line under the walk, for the depth of CPython's parser.
struct Lines {
    target: Target,
    /// Behind the token that ended the line before.
    start: usize,
    /// Tokens that add to the depth without brackets.
    chained: u32,
    /// Per block, how many `elif` the last `if` has.
    elifs: Vec<u32>,
}

impl Lines {
    const fn new(target: Target) -> Self {
        Self { target, start: 0, chained: 0, elifs: Vec::new() }
    }

    /// Measures the line only if it may be too deep.
    fn end(&mut self, tokens: &[Token], at: usize, nesting: &mut Nesting) -> Option<Violation> {
        let blocks = nesting.indents as u32;
        let deepest = nesting.deepest as u32;
        nesting.deepest = nesting.depth();
        let chained = std::mem::take(&mut self.chained);
        let line = &tokens[std::mem::replace(&mut self.start, at + 1)..at];
        let elifs = self.elifs.iter().take(nesting.indents + 1).sum();
        if elifs > 1000 || rules::is_suspicious(self.target, deepest, chained, blocks) {
            let depth = rules::depth(self.target.rule_counts(), line, blocks, elifs);
            return (depth > self.target.source_limits().rules).then_some(Violation::Rules);
        }
        None
    }

    /// An `if` that begins a line is a statement.
    fn begin_if(&mut self, tokens: &[Token], at: usize, indents: usize) {
        if tokens[self.start..at].iter().all(|token| token.kind().is_trivia()) {
            self.elifs.truncate(indents);
        }
    }

    fn count_elif(&mut self, indents: usize) {
        self.elifs.resize(indents + 1, 0);
        self.elifs[indents] += 1;
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
    /// Brackets around the outermost string.
    outside: usize,
    /// That string and what is open in it.
    inside: Vec<Open>,
    strings: usize,
    indents: usize,
    /// The greatest depth in the line.
    deepest: usize,
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
    const fn new(limits: &'static SourceLimits) -> Self {
        Self { limits, outside: 0, inside: Vec::new(), strings: 0, indents: 0, deepest: 0 }
    }

    fn depth(&self) -> usize {
        self.outside + self.inside.len()
    }

    fn open_bracket(&mut self) -> Option<Violation> {
        if self.inside.is_empty() {
            self.outside += 1;
        } else {
            self.inside.push(Open::Bracket);
        }
        self.deepen()
    }

    fn deepen(&mut self) -> Option<Violation> {
        let depth = self.depth();
        self.deepest = self.deepest.max(depth);
        (depth > self.limits.brackets + self.strings).then_some(Violation::Brackets)
    }

    fn open_brace(&mut self) -> Option<Violation> {
        if !matches!(self.inside.last(), Some(Open::String(_) | Open::Field { in_spec: true })) {
            return self.open_bracket();
        }
        let fields = self.inside.iter().rev().take_while(|open| matches!(open, Open::Field { .. })).count();
        let string = match self.inside.iter().rev().nth(fields) {
            Some(Open::String(kind)) => *kind,
            _ => StringKind::F,
        };
        self.inside.push(Open::Field { in_spec: false });
        let violation = self.deepen();
        if fields >= self.limits.fields { Some(Violation::Fields(string)) } else { violation }
    }

    fn colon(&mut self) {
        if let Some(Open::Field { in_spec }) = self.inside.last_mut() {
            *in_spec = true;
        }
    }

    fn close(&mut self) {
        if self.inside.pop().is_none() {
            self.outside = self.outside.saturating_sub(1);
        }
    }

    fn open_string(&mut self, kind: StringKind) -> Option<Violation> {
        self.inside.push(Open::String(kind));
        self.strings += 1;
        (self.strings > self.limits.strings).then_some(Violation::FStrings)
    }

    fn close_string(&mut self) {
        self.close();
        self.strings = self.strings.saturating_sub(1);
    }

    fn indent(&mut self) -> Option<Violation> {
        self.indents += 1;
        (self.indents > self.limits.indents).then_some(Violation::Indents)
    }

    const fn dedent(&mut self) {
        self.indents = self.indents.saturating_sub(1);
    }
}
