//! Patterns: the negative and complex numbers in them become constants.
//!
//! Follows `Python/ast_opt.c` `astfold_pattern`.

use pycmill_ast::{Pattern, PatternKind};

use super::{Folder, RED_ZONE, STACK_STEP};

impl<'a> Folder<'_, 'a> {
    pub(super) fn pattern(&mut self, pattern: &'a Pattern<'a>) -> Option<Pattern<'a>> {
        let mut changed = false;
        let kind = stacker::maybe_grow(RED_ZONE, STACK_STEP, || self.pattern_kind(pattern, &mut changed));
        changed.then_some(Pattern { span: pattern.span, kind })
    }

    fn patterns(&mut self, patterns: &'a [Pattern<'a>], changed: &mut bool) -> &'a [Pattern<'a>] {
        self.list(patterns, changed, Self::pattern)
    }

    fn pattern_kind(&mut self, pattern: &'a Pattern<'a>, changed: &mut bool) -> PatternKind<'a> {
        match pattern.kind {
            PatternKind::MatchValue { value } => PatternKind::MatchValue { value: self.child(value, changed) },
            PatternKind::MatchSequence { patterns } => {
                PatternKind::MatchSequence { patterns: self.patterns(patterns, changed) }
            }
            PatternKind::MatchMapping { keys, patterns, rest } => PatternKind::MatchMapping {
                keys: self.exprs(keys, changed),
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
}
