//! Qualified names of code units.
//!
//! Follows `Python/compile.c` `compiler_set_qualname`.

use pycmill_ast::Name;
use pycmill_object::Value;

use super::Emitter;
use super::unit::{UnitKind, UnitState};
use crate::symbols::mangle;
use crate::symbols::table::NameScope;

impl Emitter<'_, '_> {
    /// `compiler_set_qualname`; the bare name is already there. `inside` stands before it.
    pub(crate) fn set_qualname(&mut self, inside: Option<Name>) {
        let Some(mut text) = self.qualifier() else { return };
        if text.is_empty() && inside.is_none() {
            return;
        }
        for name in inside.into_iter().chain([self.unit().name]) {
            if !text.is_empty() {
                text.push(b'.');
            }
            text.extend_from_slice(self.names.text(name).as_bytes());
        }
        let qualname = self.pool.add(Value::Str(&text));
        self.unit().qualname = qualname;
    }

    /// What the qualified name of the unit being written begins with; `None` if it is the bare name in any case.
    fn qualifier(&mut self) -> Option<Vec<u8>> {
        let (name, kind) = (self.current.name, self.current.kind);
        let [_, outer @ ..] = self.around.as_slice() else { return None };
        let parent = &outer[qualifying_parent(outer)?];
        let named = matches!(kind, UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Class);
        let mangled = mangle::mangle(self.names, parent.private, name);
        let scope = self.symbols.scope(parent.scope).name_scope(mangled);
        if parent.kind == UnitKind::Module || named && scope == Some(NameScope::GlobalExplicit) {
            return Some(Vec::new());
        }
        let Value::Str(base) = self.pool.value(parent.qualname) else { unreachable!("names are strings") };
        let function_like = matches!(parent.kind, UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Lambda);
        let infix: &[u8] = if function_like { b".<locals>" } else { b"" };
        let mut qualifier = Vec::with_capacity(base.len() + infix.len() + 1 + self.names.text(name).len());
        qualifier.extend_from_slice(base);
        qualifier.extend_from_slice(infix);
        Some(qualifier)
    }
}

/// Index of the unit that a name is qualified by: type parameter scopes are looked through.
fn qualifying_parent(outer: &[Box<UnitState<'_>>]) -> Option<usize> {
    let parent = outer.len().checked_sub(1)?;
    if outer[parent].kind != UnitKind::TypeParams {
        return Some(parent);
    }
    // Directly in a module the name stays bare.
    parent.checked_sub(1).filter(|grandparent| *grandparent > 0)
}
