//! Patterns.

use pycmill_ast::{Pattern, PatternKind};

use super::{Dumper, repr};

impl Dumper<'_, '_> {
    pub(super) fn pattern(&mut self, pattern: &Pattern<'_>) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.node(name(&pattern.kind), Some(pattern.span), |this| this.pattern_fields(&pattern.kind));
        });
    }

    fn pattern_fields(&mut self, kind: &PatternKind<'_>) {
        match kind {
            PatternKind::MatchValue { value } => self.one("value", *value, Self::expr),
            PatternKind::MatchSingleton { value } => {
                self.one("value", value, |this, value| repr::constant(&mut this.out, value));
            }
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                self.list("patterns", *patterns, Self::pattern);
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.list("keys", *keys, Self::expr);
                self.list("patterns", *patterns, Self::pattern);
                self.optional("rest", *rest, Self::identifier);
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.one("cls", *cls, Self::expr);
                self.list("patterns", *patterns, Self::pattern);
                self.list("kwd_attrs", kwd_attrs.iter().copied(), Self::identifier);
                self.list("kwd_patterns", *kwd_patterns, Self::pattern);
            }
            PatternKind::MatchStar { name } => self.optional("name", *name, Self::identifier),
            PatternKind::MatchAs { pattern, name } => {
                self.optional("pattern", *pattern, Self::pattern);
                self.optional("name", *name, Self::identifier);
            }
        }
    }
}

const fn name(kind: &PatternKind<'_>) -> &'static str {
    match kind {
        PatternKind::MatchValue { .. } => "MatchValue",
        PatternKind::MatchSingleton { .. } => "MatchSingleton",
        PatternKind::MatchSequence { .. } => "MatchSequence",
        PatternKind::MatchMapping { .. } => "MatchMapping",
        PatternKind::MatchClass { .. } => "MatchClass",
        PatternKind::MatchStar { .. } => "MatchStar",
        PatternKind::MatchAs { .. } => "MatchAs",
        PatternKind::MatchOr { .. } => "MatchOr",
    }
}
