//! How deep CPython's parser nests its rules while it reads a logical line; at `MAXSTACK` it gives up.
//!
//! The third-party parser has no such limit. What each construct adds was measured per version; around the limit the
//! sum is off by up to one pair of brackets where CPython reads the same text by several rules.

use pycmill_target::{RuleCounts, Target};
use ruff_python_ast::token::{Token, TokenKind};

/// At most what one pair of brackets adds with the operator in front of it.
const BRACKETS: u32 = 40;

/// At most what a sign, power, `not`, `else` or `lambda` adds.
const CHAINED: u32 = 2;

/// Whether a line with brackets this deep and so many signs, powers, `not`, `else` and `lambda` may reach the limit: by an
/// upper bound that costs next to nothing. Other lines need not be measured.
pub(crate) const fn is_suspicious(target: Target, brackets: u32, chained: u32, blocks: u32) -> bool {
    let counts = target.rule_counts();
    let outside = counts.statement + blocks * (counts.block + 1);
    brackets * BRACKETS + chained * CHAINED + outside > target.source_limits().rules
}

/// The nesting of the deepest operand of a line inside so many blocks and behind so many `elif`.
pub(crate) fn depth(counts: &RuleCounts, line: &[Token], blocks: u32, elifs: u32) -> u32 {
    let mut frames = vec![Frame {
        base: counts.statement + blocks * counts.block + elifs + u32::from(elifs > 0),
        ..Frame::default()
    }];
    let mut deepest = 0;
    let mut is_leading = true;
    let mut after_operand = false;
    for token in line {
        let kind = token.kind();
        let Some(frame) = frames.last_mut() else { break };
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                let saved = if is_leading { counts.target } else { 0 };
                let base = frame.level() + frame.bracket(counts, kind, after_operand) - saved;
                is_leading = false;
                frames.push(Frame { base, opened: kind_of(kind, after_operand), ..Frame::default() });
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                // An unmatched one is an error anyway, and ends the walk.
                frames.pop();
            }
            _ => {
                is_leading &= is_operand_end(kind) || kind == TokenKind::Dot;
                frame.step(counts, kind, after_operand);
                deepest = deepest.max(frame.level() + frame.position(counts));
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

/// What a bracket begins.
#[derive(Clone, Copy, Default)]
enum Opened {
    #[default]
    Statement,
    Group,
    List,
    Set,
    Dict,
    Call,
    Subscript,
}

const fn kind_of(kind: TokenKind, after_operand: bool) -> Opened {
    match kind {
        TokenKind::Lpar if after_operand => Opened::Call,
        TokenKind::Lsqb if after_operand => Opened::Subscript,
        TokenKind::Lpar => Opened::Group,
        TokenKind::Lsqb => Opened::List,
        _ => Opened::Set,
    }
}

/// The expression between two brackets, as far as it is read.
#[derive(Default)]
struct Frame {
    base: u32,
    opened: Opened,
    /// Behind a comma or `name=`.
    is_later: bool,
    /// Behind a comma.
    is_behind_comma: bool,
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

    /// What the place of an operand between the brackets adds.
    const fn position(&self, counts: &RuleCounts) -> u32 {
        match self.opened {
            _ if !self.is_later => 0,
            Opened::Statement => counts.later_operand,
            Opened::Group => counts.later_in_group,
            Opened::List => counts.later_in_list,
            Opened::Set => counts.later_in_set,
            Opened::Dict => counts.later_in_dict,
            Opened::Call if self.is_behind_comma => counts.later_argument,
            Opened::Call | Opened::Subscript => counts.keyword,
        }
    }

    const fn bracket(&self, counts: &RuleCounts, kind: TokenKind, after_operand: bool) -> u32 {
        let own = match kind {
            _ if after_operand => counts.trailer,
            TokenKind::Lpar => counts.group,
            TokenKind::Lsqb => counts.list,
            _ => counts.braces,
        };
        own + self.position(counts)
    }

    fn step(&mut self, counts: &RuleCounts, kind: TokenKind, after_operand: bool) {
        match kind {
            TokenKind::Comma | TokenKind::Equal if self.parameters.is_some() => {
                self.parameters = Some(if kind == TokenKind::Equal { 6 } else { 0 });
            }
            TokenKind::Colon if self.parameters.is_some() => self.parameters = None,
            TokenKind::Comma | TokenKind::Equal | TokenKind::Colon => {
                let is_later = self.is_later || kind != TokenKind::Colon;
                let is_behind_comma = self.is_behind_comma || kind == TokenKind::Comma;
                let opened = match self.opened {
                    Opened::Set if kind == TokenKind::Colon => Opened::Dict,
                    opened => opened,
                };
                *self = Self { base: self.base, opened, is_later, is_behind_comma, ..Self::default() };
            }
            TokenKind::Else => self.restart(counts.otherwise),
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
            opened: self.opened,
            is_later: self.is_later,
            is_behind_comma: self.is_behind_comma,
            open_ended: self.open_ended + levels,
            ..Self::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::depth;
    use pycmill_target::{Target, Version};

    /// Whether a CPython takes the text, as measured there.
    fn fits(version: Version, text: &str) -> bool {
        let target = Target::newest(version);
        let options = ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module);
        let parsed = ruff_python_parser::parse_unchecked(text, options);
        depth(target.rule_counts(), parsed.tokens(), 0, 0) <= target.source_limits().rules
    }

    fn check_prefixes(version: Version, cases: &[(&str, usize)]) {
        for (prefix, most) in cases {
            assert!(fits(version, &(prefix.repeat(*most) + "x")), "{prefix}");
            assert!(!fits(version, &(prefix.repeat(most + 1) + "x")), "{prefix}");
        }
    }

    fn check_brackets(version: Version, cases: &[(&str, &str, usize)]) {
        for (open, close, most) in cases {
            let text = |count: usize| "a=".to_owned() + &open.repeat(count) + "x" + &close.repeat(count);
            assert!(fits(version, &text(*most)), "{open}");
            assert!(!fits(version, &text(most + 1)), "{open}");
        }
    }

    #[test]
    fn prefixes() {
        let lambda = ("lambda:", 2984);
        for version in [Version::Python313, Version::Python314] {
            let power = [("x**", 2984), ("x**-", 1989), lambda];
            check_prefixes(version, &[("-", 5969), ("not ", 5969), ("x if x else ", 5969)]);
            check_prefixes(version, &power);
        }
        let power = [("x**", 2984), ("x**-", 1989), lambda];
        check_prefixes(Version::Python315, &[("-", 5968), ("not ", 5968), ("x if x else ", 2984)]);
        check_prefixes(Version::Python315, &power);
    }

    #[test]
    fn brackets() {
        for version in [Version::Python313, Version::Python314] {
            check_brackets(
                version,
                &[
                    ("x or x and x<(", ")", 170),
                    ("x or x and x<[", "]", 165),
                    ("x or x and x<{", "}", 165),
                    ("x or x and x<f(", ")", 192),
                    ("x or x and x<f(1,", ")", 170),
                    ("x or x and x<f(a=", ")", 175),
                    ("x or x and x<f[1,", "]", 175),
                    ("x or x and x<(1,", ",)", 161),
                    ("x or x and x<[1,", "]", 161),
                    ("x or x and x<{1:2,3:", "}", 161),
                    ("y if y else x or x and x<(", ")", 165),
                ],
            );
        }
    }

    #[test]
    fn brackets_of_315() {
        check_brackets(
            Version::Python315,
            &[
                ("x or x and x<(", ")", 175),
                ("x or x and x<[", "]", 170),
                ("x or x and x<{", "}", 175),
                ("x or x and x<f(", ")", 186),
                ("x or x and x<f(1,", ")", 165),
                ("x or x and x<f(a=", ")", 170),
                ("x or x and x<f[1,", "]", 170),
                ("x or x and x<(1,", ",)", 152),
                ("x or x and x<[1,", "]", 152),
                ("x or x and x<{1,", "}", 152),
                ("y if y else x or x and x<(", ")", 165),
            ],
        );
    }

    #[test]
    fn brackets_that_fit() {
        for open in ["(", "-(", "x+(", "not(", "f(", "f(1,", "(x if x else "] {
            assert!(fits(Version::Python313, &(open.repeat(199) + "x" + &")".repeat(199))), "{open}");
        }
    }
}
