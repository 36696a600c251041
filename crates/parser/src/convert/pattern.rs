//! Patterns of `match`.

use pycmill_ast::{Constant, Pattern, PatternKind};
use ruff_python_ast as ruff;

use super::Converter;
use super::position::span;

impl<'a> Converter<'a, '_, '_> {
    /// Any pattern, however deep.
    pub(super) fn pattern(&mut self, pattern: ruff::Pattern) -> Pattern<'a> {
        let place = span(ruff_text_size::Ranged::range(&pattern));
        self.depth.enter(1);
        let kind = stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.pattern_kind(pattern));
        self.depth.leave(1);
        Pattern { span: place, kind }
    }

    fn patterns(
        &mut self,
        patterns: impl IntoIterator<Item = ruff::Pattern, IntoIter: ExactSizeIterator>,
    ) -> &'a [Pattern<'a>] {
        self.list(patterns, Self::pattern)
    }

    fn pattern_kind(&mut self, pattern: ruff::Pattern) -> PatternKind<'a> {
        match pattern {
            ruff::Pattern::MatchValue(x) => PatternKind::MatchValue { value: self.boxed(*x.value) },
            ruff::Pattern::MatchSingleton(x) => PatternKind::MatchSingleton { value: singleton(x.value) },
            ruff::Pattern::MatchSequence(x) => PatternKind::MatchSequence { patterns: self.patterns(x.patterns) },
            ruff::Pattern::MatchMapping(x) => PatternKind::MatchMapping {
                keys: self.exprs(x.keys),
                patterns: self.patterns(x.patterns),
                rest: self.optional_identifier(x.rest.as_ref()),
            },
            ruff::Pattern::MatchClass(x) => self.class_pattern(x),
            ruff::Pattern::MatchStar(x) => PatternKind::MatchStar { name: self.optional_identifier(x.name.as_ref()) },
            ruff::Pattern::MatchAs(x) => PatternKind::MatchAs {
                pattern: x.pattern.map(|pattern| {
                    let pattern = self.pattern(*pattern);
                    &*self.arena.alloc(pattern)
                }),
                name: self.optional_identifier(x.name.as_ref()),
            },
            ruff::Pattern::MatchOr(x) => PatternKind::MatchOr { patterns: self.patterns(x.patterns) },
        }
    }

    fn class_pattern(&mut self, x: ruff::PatternMatchClass) -> PatternKind<'a> {
        let cls = self.boxed(*x.cls);
        let patterns = self.patterns(x.arguments.patterns);
        let keywords = x.arguments.keywords;
        PatternKind::MatchClass {
            cls,
            patterns,
            kwd_attrs: self.list(&keywords, |this, keyword| this.identifier(&keyword.attr)),
            kwd_patterns: self.list(keywords, |this, keyword| this.pattern(keyword.pattern)),
        }
    }
}

const fn singleton(value: ruff::Singleton) -> Constant<'static> {
    match value {
        ruff::Singleton::None => Constant::None,
        ruff::Singleton::True => Constant::True,
        ruff::Singleton::False => Constant::False,
    }
}
