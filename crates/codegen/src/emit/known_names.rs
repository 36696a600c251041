//! What a name is in the unit being written, kept from one occurrence to the next.
//!
//! Invariant: only what holds until the end of the unit is kept. So nothing inside an inlined comprehension, where
//! symbols stand in for those of the unit, and no private names: up to 3.12.3 a generic class changes what they mean.

use pycmill_ast::Name;

use super::Emitter;
use crate::symbols::table::{NameScope, Scope};

/// A name that one instruction loads, stores or deletes, and its number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KnownName {
    /// Among the local variables.
    Fast(u32),
    /// Among the names; nothing but the global namespace is asked.
    Global(u32),
    /// Among the names; the namespace of the module or class is asked.
    Namespace(u32),
}

/// Per name, as it is written: the unit it last occurred in, and what it is there.
#[derive(Debug, Default)]
pub(crate) struct KnownNames(Vec<Option<(u32, KnownName)>>);

/// Per name, mangled: the unit begun last whose scope has it, and where it lives there.
#[derive(Debug, Default)]
pub(crate) struct KnownScopes(Vec<(u32, Option<NameScope>)>);

impl KnownScopes {
    /// Notes all names of the scope of a unit that begins.
    pub(super) fn enter(&mut self, unit: u32, scope: &Scope) {
        for (name, symbol) in scope.symbols.iter() {
            if self.0.len() <= name.index() {
                self.0.resize((name.index() + 1).next_power_of_two(), (0, None));
            }
            self.0[name.index()] = (unit, symbol.scope);
        }
    }
}

impl Emitter<'_, '_> {
    /// The scope of a mangled name in the unit being written. An inlined comprehension has other symbols, and what
    /// units inside this one have noted since must be looked up again.
    pub(crate) fn name_scope(&self, mangled: Name) -> Option<NameScope> {
        let unit = &self.current;
        match self.memory.known_scopes.0.get(mangled.index()) {
            Some((number, scope)) if *number == unit.number && unit.in_inlined_comp == 0 => *scope,
            _ => self.scope().name_scope(mangled),
        }
    }

    /// What a name is here, if that was found out already.
    pub(crate) fn known_name(&mut self, name: Name) -> Option<KnownName> {
        let (number, known) = (*self.memory.known_names.0.get(name.index())?)?;
        let unit = self.unit();
        (unit.number == number && unit.in_inlined_comp == 0).then_some(known)
    }

    /// Keeps what a name was found to be here.
    pub(crate) fn know_name(&mut self, name: Name, known: KnownName) {
        let unit = self.unit();
        if unit.in_inlined_comp > 0 || name.is_private() {
            return;
        }
        let number = unit.number;
        let names = &mut self.memory.known_names.0;
        if names.len() <= name.index() {
            names.resize(name.index() + 1, None);
        }
        names[name.index()] = Some((number, known));
    }
}
