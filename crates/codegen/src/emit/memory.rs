//! What the code generator keeps from one unit, and from one file, to the next: memory, never content.
//!
//! Invariant: no two units of one memory have the same number, so what is kept of a name or an object under the number of
//! its unit is not found again in any other, of this file or a later one.

use pycmill_ast::Name;
use pycmill_object::{ObjId, Pool};

use super::known_names::{KnownNames, KnownScopes};
use super::marks::Marks;
use super::unit::Buffers;
use crate::symbols::table::{Scope, flags};
use pycmill_flow::ir::Unit;

/// Memory that serves one file after another.
#[derive(Debug)]
pub struct Memory {
    /// The interned string of each name of the file, filled on demand.
    pub(super) name_objects: Vec<Option<ObjId>>,
    /// Whether the module imports each name.
    imported: Vec<bool>,
    /// See [`super::known_names`].
    pub(super) known_names: KnownNames,
    pub(super) known_scopes: KnownScopes,
    /// Of the names in the units' `names`.
    pub(super) name_marks: Marks,
    /// Of the objects in the units' `consts`.
    pub(super) const_marks: Marks,
    /// How many units were begun.
    pub(super) begun_units: u32,
    /// What finished units leave for the next ones to be written into.
    pub(super) spare: Vec<Buffers>,
    /// The unit that is finished.
    pub(super) unit: Unit,
}

/// A file has fewer units than are left behind so many.
const MANY_UNITS: u32 = 1 << 31;

impl Default for Memory {
    fn default() -> Self {
        Self {
            name_objects: Vec::new(),
            imported: Vec::new(),
            known_names: KnownNames::default(),
            known_scopes: KnownScopes::default(),
            name_marks: Marks::default(),
            const_marks: Marks::default(),
            begun_units: 0,
            spare: Vec::new(),
            unit: Unit::new(Pool::NONE),
        }
    }
}

impl Memory {
    /// Prepares it for another file.
    pub(super) fn begin_file(&mut self) {
        if self.begun_units > MANY_UNITS {
            *self = Self::default();
        }
        self.name_objects.clear();
    }

    /// Notes which names the module imports.
    pub(super) fn note_imports(&mut self, module: &Scope) {
        self.imported.clear();
        for (name, _) in module.symbols.iter().filter(|(_, symbol)| symbol.flags & flags::DEF_IMPORT != 0) {
            if self.imported.len() <= name.index() {
                self.imported.resize(name.index() + 1, false);
            }
            self.imported[name.index()] = true;
        }
    }

    /// Whether the module imports a name.
    #[inline]
    pub(super) fn is_imported(&self, name: Name) -> bool {
        self.imported.get(name.index()).is_some_and(|imported| *imported)
    }
}
