//! Patterns of `match`.

use pycmill_ast::{Pattern, PatternKind};
use rustpython_parser::ast;

use super::Adapter;

impl<'a> Adapter<'_, 'a, '_> {
    /// Any pattern, however deep.
    pub(crate) fn pattern(&mut self, pattern: &ast::Pattern) -> Pattern<'a> {
        Pattern { span: self.span(pattern), kind: self.deep(|this| this.pattern_kind(pattern)) }
    }

    fn pattern_kind(&mut self, pattern: &ast::Pattern) -> PatternKind<'a> {
        match pattern {
            ast::Pattern::MatchValue(x) => PatternKind::MatchValue { value: self.boxed(&x.value) },
            ast::Pattern::MatchSingleton(x) => PatternKind::MatchSingleton { value: self.constant(&x.value) },
            ast::Pattern::MatchSequence(x) => PatternKind::MatchSequence { patterns: self.patterns(&x.patterns) },
            ast::Pattern::MatchMapping(x) => PatternKind::MatchMapping {
                keys: self.exprs(&x.keys),
                patterns: self.patterns(&x.patterns),
                rest: self.optional_name(x.rest.as_ref()),
            },
            ast::Pattern::MatchClass(x) => PatternKind::MatchClass {
                cls: self.boxed(&x.cls),
                patterns: self.patterns(&x.patterns),
                kwd_attrs: self.list(&x.kwd_attrs, Self::name),
                kwd_patterns: self.patterns(&x.kwd_patterns),
            },
            ast::Pattern::MatchStar(x) => PatternKind::MatchStar { name: self.optional_name(x.name.as_ref()) },
            ast::Pattern::MatchAs(x) => PatternKind::MatchAs {
                pattern: x.pattern.as_deref().map(|pattern| {
                    let pattern = self.pattern(pattern);
                    &*self.arena.alloc(pattern)
                }),
                name: self.optional_name(x.name.as_ref()),
            },
            ast::Pattern::MatchOr(x) => PatternKind::MatchOr { patterns: self.patterns(&x.patterns) },
        }
    }

    fn patterns(&mut self, patterns: &[ast::Pattern]) -> &'a [Pattern<'a>] {
        self.list(patterns, Self::pattern)
    }
}
