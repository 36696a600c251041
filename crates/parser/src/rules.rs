//! How deep CPython's parser nests its rules while it reads a logical line; at `MAXSTACK` it gives up.
//!
//! The third-party parser has no such limit. What each construct adds was measured on CPython 3.13; around the limit
//! the sum is off by up to one pair of brackets where CPython reads the same text by several rules.

use ruff_python_ast::token::{Token, TokenKind};

/// `MAXSTACK` in `Parser/parser.c`.
pub(crate) const MAX_RULES: u32 = 6000;
/// From the start of the file to an operand of a statement.
const STATEMENT: u32 = 31;
/// What a block adds to the statements in it.
const BLOCK: u32 = 6;
/// What is saved in the operand a statement begins with, because it is read as a possible target first.
const TARGET: u32 = 19;
/// At most what one pair of brackets adds with the operator in front of it.
const BRACKETS: u32 = 40;

/// An upper bound that costs next to nothing: lines below the limit by it need not be measured.
#[derive(Default)]
pub(crate) struct Bound {
    depth: u32,
    deepest: u32,
    chained: u32,
}

impl Bound {
    /// The next token of a line.
    pub(crate) fn step(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                self.depth += 1;
                self.deepest = self.deepest.max(self.depth);
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => self.depth = self.depth.saturating_sub(1),
            TokenKind::Minus
            | TokenKind::Plus
            | TokenKind::Tilde
            | TokenKind::Not
            | TokenKind::Else
            | TokenKind::Lambda
            | TokenKind::DoubleStar => self.chained += 2,
            _ => {}
        }
    }

    /// Whether the line may reach the limit.
    pub(crate) const fn is_suspicious(&self, blocks: u32) -> bool {
        self.deepest * BRACKETS + self.chained + STATEMENT + blocks * (BLOCK + 1) > MAX_RULES
    }
}

/// The nesting of the deepest operand of a line inside so many blocks and behind so many `elif`.
pub(crate) fn depth(line: &[Token], blocks: u32, elifs: u32) -> u32 {
    let mut frames =
        vec![Frame { base: STATEMENT + blocks * BLOCK + elifs + u32::from(elifs > 0), ..Frame::default() }];
    let mut deepest = 0;
    let mut is_leading = true;
    let mut after_operand = false;
    for token in line {
        let kind = token.kind();
        let Some(frame) = frames.last_mut() else { break };
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                let base = frame.level() + frame.bracket(kind, after_operand) - if is_leading { TARGET } else { 0 };
                is_leading = false;
                frames.push(Frame { base, is_trailer: after_operand, ..Frame::default() });
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                // An unmatched one is an error anyway, and ends the walk.
                frames.pop();
            }
            _ => {
                is_leading &= is_operand_end(kind) || kind == TokenKind::Dot;
                frame.step(kind, after_operand);
                deepest = deepest.max(frame.level());
            }
        }
        after_operand = is_operand_end(kind);
    }
    deepest
}

fn is_operand_end(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringEnd
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Ellipsis
    ) || kind.is_soft_keyword()
}

/// The expression between two brackets, as far as it is read.
#[derive(Default)]
struct Frame {
    base: u32,
    is_trailer: bool,
    /// Behind a comma or `name=`.
    is_later: bool,
    /// `else` and `lambda`, which contain all that follows.
    open_ended: u32,
    in_or: bool,
    in_and: bool,
    nots: u32,
    in_comparison: bool,
    /// Between `for` and its `in`.
    in_target: bool,
    /// Between `lambda` and its colon; what the default value of a parameter adds.
    parameters: Option<u32>,
    /// Signs and powers in front of the operand.
    prefixes: u32,
}

impl Frame {
    fn level(&self) -> u32 {
        let boolean = 2 * (u32::from(self.in_or) + u32::from(self.in_and)) + self.nots;
        let comparison = 3 * u32::from(self.in_comparison);
        self.base + self.open_ended + boolean + comparison + self.prefixes + self.parameters.unwrap_or(0)
    }

    const fn bracket(&self, kind: TokenKind, after_operand: bool) -> u32 {
        let own = match kind {
            _ if after_operand => 24,
            TokenKind::Lpar => 28,
            _ => 29,
        };
        let position = match (self.is_later, self.is_trailer) {
            (false, _) => 0,
            (true, true) => 3,
            (true, false) => 1,
        };
        own + position
    }

    fn step(&mut self, kind: TokenKind, after_operand: bool) {
        match kind {
            TokenKind::Comma | TokenKind::Equal if self.parameters.is_some() => {
                self.parameters = Some(if kind == TokenKind::Equal { 6 } else { 0 });
            }
            TokenKind::Colon if self.parameters.is_some() => self.parameters = None,
            TokenKind::Comma | TokenKind::Equal | TokenKind::Colon => {
                let is_later = self.is_later || kind != TokenKind::Colon;
                *self = Self { base: self.base, is_trailer: self.is_trailer, is_later, ..Self::default() };
            }
            TokenKind::Else => self.restart(1),
            TokenKind::Lambda => {
                self.restart(2);
                self.parameters = Some(0);
            }
            TokenKind::If => self.restart(0),
            TokenKind::For => {
                self.restart(0);
                self.in_target = true;
            }
            TokenKind::In if self.in_target => self.in_target = false,
            TokenKind::Or => {
                self.restart(0);
                self.in_or = true;
            }
            TokenKind::And => {
                let in_or = self.in_or;
                self.restart(0);
                (self.in_or, self.in_and) = (in_or, true);
            }
            TokenKind::Not if after_operand => {}
            TokenKind::Not => self.nots += 1,
            TokenKind::DoubleStar if after_operand => self.prefixes += 2,
            TokenKind::Minus | TokenKind::Plus | TokenKind::Tilde if !after_operand => self.prefixes += 1,
            TokenKind::Less
            | TokenKind::Greater
            | TokenKind::EqEqual
            | TokenKind::NotEqual
            | TokenKind::LessEqual
            | TokenKind::GreaterEqual
            | TokenKind::In
            | TokenKind::Is => (self.in_comparison, self.prefixes) = (true, 0),
            _ if kind.is_operator() && kind != TokenKind::Dot => self.prefixes = 0,
            _ => {}
        }
    }

    /// An operator of lowest precedence.
    fn restart(&mut self, levels: u32) {
        *self = Self {
            base: self.base,
            is_trailer: self.is_trailer,
            is_later: self.is_later,
            open_ended: self.open_ended + levels,
            ..Self::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_RULES, depth};

    /// Whether CPython 3.13 takes the text, as measured there.
    fn fits(text: &str) -> bool {
        let options = ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module);
        let parsed = ruff_python_parser::parse_unchecked(text, options);
        depth(parsed.tokens(), 0, 0) <= MAX_RULES
    }

    #[test]
    fn prefixes() {
        for (prefix, most) in [("-", 5969), ("not ", 5969), ("x if x else ", 5969), ("x**", 2984), ("x**-", 1989)] {
            assert!(fits(&(prefix.repeat(most) + "x")), "{prefix}");
            assert!(!fits(&(prefix.repeat(most + 1) + "x")), "{prefix}");
        }
        assert!(fits(&("lambda:".repeat(2984) + "x")));
        assert!(!fits(&("lambda:".repeat(2985) + "x")));
    }

    #[test]
    fn brackets() {
        for (open, most) in [("x and (", 198), ("x or x and x<(", 170), ("x<(", 192), ("x or not(", 192), ("x**(", 198)]
        {
            assert!(fits(&(open.repeat(most) + "x" + &")".repeat(most))), "{open}");
            assert!(!fits(&(open.repeat(most + 1) + "x" + &")".repeat(most + 1))), "{open}");
        }
        for open in ["(", "-(", "x+(", "not(", "f(", "f(1,", "(1,", "(x if x else "] {
            assert!(fits(&(open.repeat(199) + "x" + &")".repeat(199))), "{open}");
        }
    }
}
