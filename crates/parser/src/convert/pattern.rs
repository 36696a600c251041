//! Patterns of `match`.

use pycmill_ast::{Constant, Expr, ExprKind, Pattern, PatternKind, UnaryOp};
use pycmill_source::Span;
use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Converter;
use super::position::{next_token, span};
use crate::ParseError;

impl<'a> Converter<'a, '_, '_> {
    /// Any pattern, however deep.
    pub(super) fn pattern(&mut self, pattern: &ruff::Pattern) -> Pattern<'a> {
        let place = span(ruff_text_size::Ranged::range(pattern));
        self.depth.enter(1);
        let kind = self.guarded(|this| this.pattern_kind(pattern));
        self.depth.leave(1);
        Pattern { span: place, kind }
    }

    fn patterns(&mut self, patterns: &[ruff::Pattern]) -> &'a [Pattern<'a>] {
        self.list(patterns, Self::pattern)
    }

    fn pattern_kind(&mut self, pattern: &ruff::Pattern) -> PatternKind<'a> {
        match pattern {
            ruff::Pattern::MatchValue(x) => PatternKind::MatchValue { value: self.pattern_value(&x.value) },
            ruff::Pattern::MatchSingleton(x) => PatternKind::MatchSingleton { value: singleton(x.value) },
            ruff::Pattern::MatchSequence(x) => {
                if let [first, second] = &x.patterns[..] {
                    self.check_comma(first.range().end(), second.range().start());
                }
                PatternKind::MatchSequence { patterns: self.patterns(&x.patterns) }
            }
            ruff::Pattern::MatchMapping(x) => PatternKind::MatchMapping {
                keys: self.list(&x.keys, Self::mapping_key),
                patterns: self.patterns(&x.patterns),
                rest: self.optional_identifier(x.rest.as_ref()),
            },
            ruff::Pattern::MatchClass(x) => self.class_pattern(x),
            ruff::Pattern::MatchStar(x) => PatternKind::MatchStar { name: self.optional_identifier(x.name.as_ref()) },
            ruff::Pattern::MatchAs(x) => PatternKind::MatchAs {
                pattern: x.pattern.as_deref().map(|pattern| {
                    let pattern = self.pattern(pattern);
                    &*self.arena.alloc(pattern)
                }),
                name: self.optional_identifier(x.name.as_ref()),
            },
            ruff::Pattern::MatchOr(x) => PatternKind::MatchOr { patterns: self.patterns(&x.patterns) },
        }
    }

    /// The third-party parser takes `[a b]`.
    fn check_comma(&mut self, end: TextSize, start: TextSize) {
        let gap = &self.text()[TextRange::new(end, start)];
        if !gap.split('\n').any(|line| line.split('#').next().is_some_and(|code| code.contains(','))) {
            self.reject_operand(start);
        }
    }

    fn pattern_value(&mut self, value: &ruff::Expr) -> &'a Expr<'a> {
        let value = self.key(value);
        self.arena.alloc(value)
    }

    /// A key whose sign may have been blanked.
    fn mapping_key(&mut self, key: &ruff::Expr) -> Expr<'a> {
        let start = key.range().start();
        let key = self.key(key);
        let signs = &self.context.blanked.signs;
        let before = signs.partition_point(|sign| sign.start() < start).checked_sub(1).map(|at| signs[at]);
        match before {
            Some(sign) if self.is_blank(TextRange::new(sign.end(), start)) => self.signed(key, sign.start().to_u32()),
            _ => key,
        }
    }

    /// Whether nothing but blanks and comments stands in a range.
    fn is_blank(&self, range: TextRange) -> bool {
        next_token(self.text(), range.start().to_u32()) >= range.end().to_u32()
    }

    /// A number, or a sum that begins with one, behind a sign that begins at `start`.
    fn signed(&self, key: Expr<'a>, start: u32) -> Expr<'a> {
        let span = Span::new(start, key.span.end);
        let kind = match key.kind {
            ExprKind::BinOp { left, op, right } => {
                let left = self.signed(*left, start);
                ExprKind::BinOp { left: self.arena.alloc(left), op, right }
            }
            _ => ExprKind::UnaryOp { op: UnaryOp::UAdd, operand: self.arena.alloc(key) },
        };
        Expr { span, kind }
    }

    /// A literal or attribute. The third-party parser takes any operand behind a sign.
    fn key(&mut self, value: &ruff::Expr) -> Expr<'a> {
        match value {
            ruff::Expr::UnaryOp(x) => self.check_signed(x),
            ruff::Expr::BinOp(x) => {
                if let ruff::Expr::UnaryOp(left) = &*x.left {
                    self.check_signed(left);
                }
                if !is_number(&x.right) {
                    self.reject_operand(x.right.range().start());
                }
            }
            _ => {}
        }
        self.expr(value)
    }

    fn check_signed(&mut self, x: &ruff::ExprUnaryOp) {
        if !is_number(&x.operand) {
            self.reject_operand(x.range.end());
        }
    }

    /// CPython stops at the operand or behind it.
    fn reject_operand(&mut self, at: TextSize) {
        self.fail(ParseError::at(self.context.source, TextRange::empty(at), "invalid syntax"));
    }

    fn class_pattern(&mut self, x: &ruff::PatternMatchClass) -> PatternKind<'a> {
        if !matches!(*x.cls, ruff::Expr::Name(_) | ruff::Expr::Attribute(_)) {
            self.reject_operand(x.cls.range().end());
        }
        let cls = self.boxed(&x.cls);
        let patterns = self.patterns(&x.arguments.patterns);
        let keywords = &x.arguments.keywords;
        PatternKind::MatchClass {
            cls,
            patterns,
            kwd_attrs: self.list(keywords, |this, keyword| this.identifier(&keyword.attr)),
            kwd_patterns: self.list(keywords, |this, keyword| this.pattern(&keyword.pattern)),
        }
    }
}

const fn is_number(expr: &ruff::Expr) -> bool {
    matches!(expr, ruff::Expr::NumberLiteral(_))
}

const fn singleton(value: ruff::Singleton) -> Constant<'static> {
    match value {
        ruff::Singleton::None => Constant::None,
        ruff::Singleton::True => Constant::True,
        ruff::Singleton::False => Constant::False,
    }
}
