//! Expressions that some scopes do not allow.
//!
//! Follows `Python/symtable.c` `symtable_raise_if_annotation_block`,
//! `symtable_raise_if_comprehension_block`.

use pycmill_source::Span;

use super::super::table::{ComprehensionKind, ScopeKind};
use super::{Collector, Result};

impl Collector<'_, '_> {
    /// Named, `yield` and `await` expressions have no place in annotations and type scopes.
    pub(super) fn not_in_annotation(&mut self, what: &str, span: Span) -> Result {
        let place = match self.kind() {
            ScopeKind::Annotation => "an annotation",
            ScopeKind::TypeVariable => self.visit().scope_info,
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParameters => "the definition of a generic",
            ScopeKind::Function | ScopeKind::Class | ScopeKind::Module => return Ok(()),
        };
        self.error(format!("{what} cannot be used within {place}"), span)
    }

    /// `yield` has no place in comprehensions.
    pub(super) fn not_in_comprehension(&mut self, span: Span) -> Result {
        let place = match self.scope().comprehension {
            None => return Ok(()),
            Some(ComprehensionKind::List) => "list comprehension",
            Some(ComprehensionKind::Set) => "set comprehension",
            Some(ComprehensionKind::Dict) => "dict comprehension",
            Some(ComprehensionKind::Generator) => "generator expression",
        };
        self.error(format!("'yield' inside {place}"), span)
    }
}
