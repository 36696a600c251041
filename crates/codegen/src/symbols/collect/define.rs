//! Entering names into scopes.
//!
//! Follows `Python/symtable.c` `symtable_add_def`, `symtable_extend_namedexpr_scope`.

use pycmill_ast::{Expr, ExprContext, ExprKind, Name};
use pycmill_source::Span;

use super::super::mangle::maybe_mangle;
use super::super::table::{ScopeId, ScopeKind, SymbolTable, flags};
use super::{Collector, Result, location_of};
use crate::error::CompileError;

/// Where no name is.
pub(super) const NOWHERE: (ScopeId, u32) = (ScopeId(u32::MAX), 0);

/// Whether a walrus inside comprehensions has found the scope it binds in.
enum Binding {
    Found,
    FurtherOut,
}

impl Collector<'_, '_> {
    /// `DEF_*` bits of a name in a scope (`symtable_lookup_entry`).
    pub(super) fn flags_in(&mut self, scope: ScopeId, name: Name) -> u32 {
        let scope = self.table.scope(scope);
        let mangled = maybe_mangle(self.names, self.private, scope, name);
        scope.flags(mangled)
    }

    /// Enters a name by its text.
    pub(super) fn define_text(&mut self, text: &str, flag: u32, span: Span) -> Result {
        let name = self.names.intern(text);
        self.define(name, flag, span)
    }

    /// Enters a name into the current scope (`symtable_add_def`).
    pub(super) fn define(&mut self, name: Name, flag: u32, span: Span) -> Result {
        if flag & flags::DEF_BOUND != 0 {
            self.check_name(name, ExprContext::Store, span)?;
        }
        if flag & flags::DEF_TYPE_PARAM != 0
            && let Some(mangled) = &mut self.scope().mangled_names
        {
            mangled.insert(name);
        }
        self.define_in(self.cur(), name, flag, span)
    }

    /// Whether it was enough to mark a name as used that the current scope was the last one to enter. Most uses are such.
    #[inline]
    pub(super) fn use_again(&mut self, name: Name) -> bool {
        let id = self.cur();
        let visit = &self.visits[id.0 as usize];
        if name.is_private() || Some(name) == self.super_ || visit.comp_iter_target || visit.unevaluated {
            return false;
        }
        match self.places.get(name.index()) {
            Some((last, place)) if *last == id => {
                *self.table.scope_mut(id).symbols.flags_at(*place as usize) |= flags::USE;
                true
            }
            _ => false,
        }
    }

    /// Enters a name into a scope; it is mangled as in the current one (`symtable_add_def_helper`).
    fn define_in(&mut self, id: ScopeId, name: Name, flag: u32, span: Span) -> Result {
        let mangled = maybe_mangle(self.names, self.private, self.table.scope(self.cur()), name);
        // Entered before the checks: who fails them has no symbol table at all.
        let place = self.place(id, mangled);
        let bits = self.table.scope_mut(id).symbols.flags_at(place);
        if flag & *bits & (flags::DEF_PARAM | flags::DEF_TYPE_PARAM) != 0 {
            let span = self.error_place(id, span);
            return self.duplicate(name, flag, span);
        }
        *bits |= flag;
        if self.visits[id.0 as usize].comp_iter_target {
            if *bits & (flags::DEF_GLOBAL | flags::DEF_NONLOCAL) != 0 {
                let name = self.names.text(name);
                let message = format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return self.error(message, self.error_place(id, span));
            }
            *bits |= flags::DEF_COMP_ITER;
        }
        if flag & flags::DEF_PARAM != 0 {
            self.table.scope_mut(id).varnames.push(mangled);
        } else if flag & flags::DEF_GLOBAL != 0 {
            self.table.scope_mut(SymbolTable::MODULE).symbols.entry(mangled).flags |= flag;
        }
        Ok(())
    }

    /// The error of a parameter that there is already.
    #[cold]
    fn duplicate(&self, name: Name, flag: u32, span: Span) -> Result {
        let name = self.names.text(name);
        if flag & flags::DEF_TYPE_PARAM != 0 {
            return self.error(format!("duplicate type parameter '{name}'"), span);
        }
        let what = if self.target.says_duplicate_parameter() { "parameter" } else { "argument" };
        self.error(format!("duplicate {what} '{name}' in function definition"), span)
    }

    /// The position of a name among the symbols of a scope; it is entered if new.
    fn place(&mut self, id: ScopeId, mangled: Name) -> usize {
        if let Some((last, place)) = self.places.get(mangled.index())
            && *last == id
        {
            return *place as usize;
        }
        let place = self.table.scope_mut(id).symbols.place(mangled);
        if self.places.len() <= mangled.index() {
            self.places.resize(mangled.index() + 1, NOWHERE);
        }
        self.places[mangled.index()] = (id, place as u32);
        place
    }

    /// Remembers where a name was declared `global` or `nonlocal` (`symtable_record_directive`).
    pub(super) fn record_directive(&mut self, name: Name, span: Span) {
        let mangled = maybe_mangle(self.names, self.private, self.table.scope(self.cur()), name);
        self.visit().directives.push((mangled, span));
    }

    /// `global` and `nonlocal`; `word` is the keyword.
    pub(super) fn declare(&mut self, names: &[Name], word: &str, span: Span) -> Result {
        let flag = if word == "global" { flags::DEF_GLOBAL } else { flags::DEF_NONLOCAL };
        for &name in names {
            let before = self.flags_in(self.cur(), name);
            let text = self.names.text(name);
            if before & flags::DEF_PARAM != 0 {
                return self.error(format!("name '{text}' is parameter and {word}"), span);
            } else if before & flags::USE != 0 {
                return self.error(format!("name '{text}' is used prior to {word} declaration"), span);
            } else if before & flags::DEF_ANNOT != 0 {
                return self.error(format!("annotated name '{text}' can't be {word}"), span);
            } else if before & flags::DEF_LOCAL != 0 {
                return self.error(format!("name '{text}' is assigned to before {word} declaration"), span);
            }
            self.define(name, flag, span)?;
            self.record_directive(name, span);
        }
        Ok(())
    }

    /// `target := value` (`symtable_handle_namedexpr`).
    pub(super) fn named_expr(&mut self, target: &Expr<'_>, value: &Expr<'_>, span: Span) -> Result {
        if self.visit().comp_iter_expr > 0 {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return self.walrus_error(message, span);
        }
        if self.scope().comprehension.is_some()
            && let ExprKind::Name { id, .. } = target.kind
        {
            self.extend_named_expr_scope(id, target.span)?;
        }
        self.expr(value)?;
        self.expr(target)
    }

    /// A walrus inside comprehensions binds in the scope around them.
    fn extend_named_expr_scope(&mut self, name: Name, span: Span) -> Result {
        for at in (0..self.stack.len()).rev() {
            match self.try_named_expr_scope(self.stack[at], name, span)? {
                Binding::Found => break,
                Binding::FurtherOut => {}
            }
        }
        Ok(())
    }

    fn try_named_expr_scope(&mut self, id: ScopeId, name: Name, span: Span) -> Result<Binding> {
        let there = if self.target.walrus_looks_up_mangled_name() {
            self.flags_in(id, name)
        } else {
            self.table.scope(id).flags(name)
        };
        if self.table.scope(id).comprehension.is_some() {
            let binds = there & flags::DEF_LOCAL != 0 || !self.target.walrus_may_rebind_names_of_targets();
            if there & flags::DEF_COMP_ITER != 0 && binds {
                let name = self.names.text(name);
                let message = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                return self.walrus_error(message, span);
            }
            return Ok(Binding::FurtherOut);
        }
        let place = match self.table.scope(id).kind {
            ScopeKind::Function => {
                let global = there & flags::DEF_GLOBAL;
                self.define(name, if global != 0 { global } else { flags::DEF_NONLOCAL }, span)?;
                self.record_directive(name, span);
                self.define_in(id, name, flags::DEF_LOCAL, span)?;
                return Ok(Binding::Found);
            }
            ScopeKind::Module => {
                self.define(name, flags::DEF_GLOBAL, span)?;
                self.record_directive(name, span);
                self.define_in(id, name, flags::DEF_GLOBAL, span)?;
                return Ok(Binding::Found);
            }
            ScopeKind::Annotation => return Ok(Binding::FurtherOut),
            ScopeKind::Class => "in a class body",
            ScopeKind::TypeParameters => "within the definition of a generic",
            ScopeKind::TypeAlias => "in a type alias",
            ScopeKind::TypeVariable => "in a TypeVar bound",
        };
        self.walrus_error(format!("assignment expression within a comprehension cannot be used {place}"), span)
    }

    /// Up to 3.9 these errors miss the column by one.
    #[cold]
    fn walrus_error<T>(&self, message: impl Into<String>, span: Span) -> Result<T> {
        let mut location = location_of(span, self.lines);
        location.col -= i32::from(self.target.places_walrus_errors_before());
        Err(Box::new(CompileError::syntax(message, location)))
    }
}
