//! Patterns: the negative and complex numbers in them become constants.
//!
//! Follows `Python/ast_opt.c` `astfold_pattern` and `Python/ast_preprocess.c`
//! `fold_const_match_patterns`.

use pycmill_ast::{Expr, ExprKind, Operator, Pattern, PatternKind, UnaryOp};
use pycmill_flow::eval;

use super::Folder;
use super::expr::constant;

impl<'a> Folder<'_, 'a> {
    pub(super) fn pattern(&mut self, pattern: &'a Pattern<'a>) -> Option<Pattern<'a>> {
        let mut changed = false;
        let kind = self.nested(|folder| folder.pattern_kind(pattern, &mut changed));
        changed.then_some(Pattern { span: pattern.span, kind })
    }

    fn patterns(&mut self, patterns: &'a [Pattern<'a>], changed: &mut bool) -> &'a [Pattern<'a>] {
        self.list(patterns, changed, Self::pattern)
    }

    fn pattern_kind(&mut self, pattern: &'a Pattern<'a>, changed: &mut bool) -> PatternKind<'a> {
        match pattern.kind {
            PatternKind::MatchValue { value } => PatternKind::MatchValue { value: self.literal_child(value, changed) },
            PatternKind::MatchSequence { patterns } => {
                PatternKind::MatchSequence { patterns: self.patterns(patterns, changed) }
            }
            PatternKind::MatchMapping { keys, patterns, rest } => PatternKind::MatchMapping {
                keys: self.list(keys, changed, |folder, key| folder.literal(key).copied()),
                patterns: self.patterns(patterns, changed),
                rest,
            },
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => PatternKind::MatchClass {
                cls: self.child(cls, changed),
                patterns: self.patterns(patterns, changed),
                kwd_attrs,
                kwd_patterns: self.patterns(kwd_patterns, changed),
            },
            PatternKind::MatchAs { pattern: Some(inner), name } => {
                let Some(new) = self.pattern(inner) else { return pattern.kind };
                *changed = true;
                PatternKind::MatchAs { pattern: Some(self.arena.alloc(new)), name }
            }
            PatternKind::MatchOr { patterns } => PatternKind::MatchOr { patterns: self.patterns(patterns, changed) },
            PatternKind::MatchAs { pattern: None, .. }
            | PatternKind::MatchSingleton { .. }
            | PatternKind::MatchStar { .. } => pattern.kind,
        }
    }

    fn literal_child(&mut self, value: &'a Expr<'a>, changed: &mut bool) -> &'a Expr<'a> {
        let Some(new) = self.literal(value) else { return value };
        *changed = true;
        new
    }

    /// A value that is matched. Where other constant expressions are left alone its signed and complex
    /// numbers are evaluated all the same.
    fn literal(&mut self, value: &'a Expr<'a>) -> Option<&'a Expr<'a>> {
        if self.evaluates {
            return self.expr(value);
        }
        let kind = match value.kind {
            ExprKind::UnaryOp { op: op @ (UnaryOp::USub | UnaryOp::UAdd), operand } => {
                let ExprKind::Constant { value, .. } = operand.kind else { return None };
                eval::unary(self.arena, op, value)?
            }
            ExprKind::BinOp { left, op: op @ (Operator::Add | Operator::Sub), right } => {
                let left = self.literal(left).unwrap_or(left);
                let (ExprKind::Constant { value: left, .. }, ExprKind::Constant { value: right, .. }) =
                    (left.kind, right.kind)
                else {
                    return None;
                };
                eval::binary(self.target, self.arena, op, left, right)?
            }
            _ => return None,
        };
        Some(self.arena.alloc(Expr { span: value.span, kind: constant(kind) }))
    }
}
