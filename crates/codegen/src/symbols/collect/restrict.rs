//! Expressions, names and imports that some scopes do not allow.
//!
//! Follows `Python/symtable.c` `symtable_raise_if_annotation_block`,
//! `symtable_raise_if_comprehension_block`, `symtable_raise_if_not_coroutine`, `check_name`,
//! `check_keywords`, `check_import_from`, `check_lazy_import_context`.

use pycmill_ast::{ExprContext, Keyword, Name};
use pycmill_source::Span;

use super::super::table::{ComprehensionKind, ScopeKind};
use super::{Collector, Result};
use crate::location::location_of;

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
        let message = if self.target.quotes_misplaced_expressions() {
            format!("'{what}' can not be used within {place}")
        } else {
            format!("{what} cannot be used within {place}")
        };
        self.error(message, span)
    }

    /// Lambdas and comprehensions had no place where the names of a class are seen from a scope of its own.
    pub(super) fn not_in_class_annotation_scope(&mut self, what: &str, span: Span) -> Result {
        if self.target.refuses_scopes_in_class_annotation_scopes() && self.scope().can_see_class_scope {
            return self.error(format!("Cannot use {what} in annotation scope within class scope"), span);
        }
        Ok(())
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
        self.error(format!("'yield' inside {place}"), self.error_place(self.cur(), span))
    }

    /// Whether the scope is an async function.
    fn is_async_def(&mut self) -> bool {
        self.kind() == ScopeKind::Function && self.scope().coroutine
    }

    /// `await` has its place in async functions and in comprehensions.
    pub(super) fn await_allowed(&mut self, span: Span) -> Result {
        if !self.target.symbol_table_rejects_misplaced_code() {
            return Ok(());
        }
        if !self.kind().is_function_like() {
            return self.error("'await' outside function", span);
        }
        if !self.is_async_def() && self.scope().comprehension.is_none() {
            return self.error("'await' outside async function", span);
        }
        Ok(())
    }

    /// `async for` and `async with` have their place in async functions.
    pub(super) fn async_statement_allowed(&mut self, what: &str, span: Span) -> Result {
        if self.target.symbol_table_rejects_misplaced_code() && !self.scope().coroutine {
            return self.error(format!("'{what}' outside async function"), span);
        }
        Ok(())
    }

    /// Asynchronous comprehensions have their place in async functions and other comprehensions.
    pub(super) fn async_comprehension_allowed(&mut self, span: Span) -> Result {
        let allowed = self.is_async_def() || self.scope().comprehension.is_some();
        if self.target.symbol_table_rejects_misplaced_code() && !allowed {
            return self.error("asynchronous comprehension outside of an asynchronous function", span);
        }
        Ok(())
    }

    /// `__debug__` is a constant.
    pub(super) fn check_name(&mut self, name: Name, ctx: ExprContext, span: Span) -> Result {
        if name == self.dunder_debug { self.check_debug(ctx, span) } else { Ok(()) }
    }

    #[cold]
    fn check_debug(&mut self, ctx: ExprContext, span: Span) -> Result {
        let what = match ctx {
            ExprContext::Store => "assign to",
            ExprContext::Del => "delete",
            ExprContext::Load => return Ok(()),
        };
        if self.target.symbol_table_rejects_misplaced_code() {
            return self.error(format!("cannot {what} __debug__"), span);
        }
        Ok(())
    }

    pub(super) fn check_keywords(&mut self, keywords: &[Keyword<'_>]) -> Result {
        keywords.iter().try_for_each(|keyword| match keyword.arg {
            Some(name) => self.check_name(name, ExprContext::Store, keyword.span),
            None => Ok(()),
        })
    }

    /// Future imports have their place at the beginning.
    pub(super) fn check_future_import(&mut self, module: Option<Name>, level: u32, span: Span) -> Result {
        let is_future = level == 0 && module.is_some_and(|module| self.names.text(module) == "__future__");
        if self.target.symbol_table_rejects_misplaced_code() && is_future {
            let (loc, last) = (location_of(span, self.lines), self.features.location);
            if (loc.line, loc.col) > (last.end_line, last.end_col) {
                return self.error("from __future__ imports must occur at the beginning of the file", span);
            }
        }
        Ok(())
    }

    /// A lazy import has its place in a module's own statements.
    pub(super) fn check_lazy_import(&mut self, what: &str, span: Span) -> Result {
        let place = match self.kind() {
            _ if self.visit().in_try => "try/except blocks",
            ScopeKind::Function => "functions",
            ScopeKind::Class => "classes",
            _ => return Ok(()),
        };
        self.error(format!("lazy {what} not allowed inside {place}"), span)
    }
}
