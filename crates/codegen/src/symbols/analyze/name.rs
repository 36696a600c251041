//! Where one name of a scope lives, seen from the scopes around.
//!
//! Follows `Python/symtable.c` `analyze_name`.

use pycmill_ast::Name;

use super::super::str_set::StrSet;
use super::super::table::{NameScope, ScopeId, ScopeKind, Symbol, flags};
use super::{Analyzer, BOUND, GLOBAL, Result, TYPE_PARAM};

impl Analyzer<'_> {
    /// Decides on a symbol of a scope.
    pub(super) fn name(
        &mut self,
        id: ScopeId,
        name: Name,
        symbol: &mut Symbol,
        free: &mut StrSet,
        class: Option<ScopeId>,
    ) -> Result {
        let scope = self.decide(id, name, symbol.flags, class)?;
        if scope == NameScope::Free {
            self.scope_mut(id).free = true;
            let hash = self.hash(name);
            free.add(name, hash);
        }
        symbol.scope = Some(scope);
        Ok(())
    }

    fn decide(&mut self, id: ScopeId, name: Name, bits: u32, class: Option<ScopeId>) -> Result<NameScope> {
        if bits & flags::DEF_GLOBAL != 0 {
            return self.explicit_global(id, name, bits);
        }
        if bits & flags::DEF_NONLOCAL != 0 {
            return self.nonlocal(id, name);
        }
        if bits & flags::DEF_BOUND != 0 {
            return Ok(self.local(id, name, bits));
        }
        // The name may be bound both in the class and in a function around it; the class wins, at
        // run time.
        if let Some(class) = class {
            let there = self.scope(class).flags(name);
            if there & flags::DEF_GLOBAL != 0 {
                return Ok(NameScope::GlobalExplicit);
            }
            if there & flags::DEF_BOUND != 0 && there & flags::DEF_NONLOCAL == 0 {
                return Ok(NameScope::GlobalImplicit);
            }
        }
        if self.has(name, BOUND) {
            return Ok(NameScope::Free);
        }
        if !self.has(name, GLOBAL) && self.scope(id).nested {
            self.scope_mut(id).free = true;
        }
        Ok(NameScope::GlobalImplicit)
    }

    fn explicit_global(&mut self, id: ScopeId, name: Name, bits: u32) -> Result<NameScope> {
        if bits & flags::DEF_NONLOCAL != 0 {
            let message = format!("name '{}' is nonlocal and global", self.names.text(name));
            return Err(self.error_at_directive(id, name, message));
        }
        self.change(name, GLOBAL, BOUND);
        Ok(NameScope::GlobalExplicit)
    }

    fn nonlocal(&self, id: ScopeId, name: Name) -> Result<NameScope> {
        let text = self.names.text(name);
        let message = if self.scope(id).kind == ScopeKind::Module {
            "nonlocal declaration not allowed at module level".to_owned()
        } else if !self.has(name, BOUND) {
            format!("no binding for nonlocal '{text}' found")
        } else if self.has(name, TYPE_PARAM) {
            format!("nonlocal binding not allowed for type parameter '{text}'")
        } else {
            return Ok(NameScope::Free);
        };
        Err(self.error_at_directive(id, name, message))
    }

    fn local(&mut self, id: ScopeId, name: Name, bits: u32) -> NameScope {
        // Only functions show their names to the scopes inside.
        let bound = if self.scope(id).kind.is_function_like() { BOUND } else { 0 };
        if bits & flags::DEF_TYPE_PARAM != 0 {
            self.change(name, bound | TYPE_PARAM, GLOBAL);
        } else {
            self.change(name, bound, GLOBAL | TYPE_PARAM);
        }
        NameScope::Local
    }
}
