//! `import`, `from … import`.
//!
//! Follows `Python/compile.c` `compiler_import`, `compiler_import_as`, `compiler_from_import`.

use pycmill_ast::{Alias, ExprContext, Name};
use pycmill_object::Pool;
use pycmill_target::Opcode;
use pycmill_target::operands::{import_name, intrinsic_1};

use super::unit::UnitKind;
use super::{Emitter, Result};
use crate::future::is_future;
use pycmill_flow::ir::Location;

/// The parts of a `from … import` statement.
#[derive(Clone, Copy)]
pub(crate) struct FromImport<'a> {
    pub(crate) module: Option<Name>,
    pub(crate) names: &'a [Alias],
    pub(crate) level: u32,
    pub(crate) is_lazy: bool,
}

impl<'a> Emitter<'a, '_> {
    /// `import a, b.c, d as e`.
    pub(crate) fn import(&mut self, loc: Location, aliases: &'a [Alias], is_lazy: bool) -> Result {
        for alias in aliases {
            self.addop_load_int(loc, 0);
            self.addop_load_object(loc, Pool::NONE);
            self.import_name(loc, alias.name, is_lazy, false);
            match alias.asname {
                Some(asname) => self.import_as(loc, alias.name, asname)?,
                None => self.import_top(loc, alias.name)?,
            }
        }
        Ok(())
    }

    /// `IMPORT_NAME`; where its operand holds flags, whether the import may or must not wait. `is_star`
    /// of imports that bind everything.
    fn import_name(&mut self, loc: Location, name: Name, is_lazy: bool, is_star: bool) {
        if !self.target.import_flags_in_operand() {
            self.addop_name(loc, Opcode::IMPORT_NAME, name);
            return;
        }
        let mangled = self.maybe_mangle(name);
        let number = self.add_name(mangled);
        let at_top = self.unit().kind == UnitKind::Module && !self.in_exception_handler();
        let flags = match (is_lazy, is_star || !at_top) {
            (true, _) => import_name::LAZY,
            (false, true) => import_name::EAGER,
            (false, false) => 0,
        };
        self.addop_i(loc, Opcode::IMPORT_NAME, number << import_name::SHIFT | flags);
    }

    /// Binds the package of a dotted name.
    fn import_top(&mut self, loc: Location, name: Name) -> Result {
        let bound = match self.names.text(name).split_once('.') {
            Some((top, _)) => self.names.intern(top),
            None => name,
        };
        self.nameop(loc, bound, ExprContext::Store)
    }

    /// Binds the module itself, which is reached attribute by attribute.
    fn import_as(&mut self, loc: Location, name: Name, asname: Name) -> Result {
        let Some((_, path)) = self.names.text(name).split_once('.') else {
            return self.nameop(loc, asname, ExprContext::Store);
        };
        for (at, part) in path.split('.').enumerate() {
            if at > 0 {
                self.exchange(loc);
                self.addop(loc, Opcode::POP_TOP);
            }
            // Unlike a variable's name, it is not even numbered in code that is left out.
            if self.muted == 0 {
                let attr = self.names.intern(part);
                self.named_op(loc, Opcode::IMPORT_FROM, attr);
            }
        }
        self.nameop(loc, asname, ExprContext::Store)?;
        self.addop(loc, Opcode::POP_TOP);
        Ok(())
    }

    /// `from module import a, b as c`.
    pub(crate) fn import_from(&mut self, loc: Location, stmt: FromImport<'a>) -> Result {
        let FromImport { module, names: aliases, level, is_lazy } = stmt;
        self.addop_load_int(loc, level.into());
        let is_future = module.is_some_and(|module| is_future(self.target, module, level, self.names));
        if is_future && self.starts_after(loc, self.features.location) {
            return self.error("from __future__ imports must occur at the beginning of the file", loc);
        }
        let names: Vec<Name> = aliases.iter().map(|alias| alias.name).collect();
        let tuple = self.name_tuple(&names);
        self.addop_load_object(loc, tuple);
        let module = module.unwrap_or_else(|| self.names.intern(""));
        let is_star = aliases.first().is_some_and(|alias| self.names.text(alias.name) == "*");
        self.import_name(loc, module, is_lazy, is_star);
        if is_star {
            self.addop_intrinsic_1(loc, intrinsic_1::IMPORT_STAR);
            if self.target.has_intrinsics() {
                self.addop(Location::NONE, Opcode::POP_TOP);
            }
            return Ok(());
        }
        for alias in aliases {
            self.addop_name(loc, Opcode::IMPORT_FROM, alias.name);
            self.nameop(loc, alias.asname.unwrap_or(alias.name), ExprContext::Store)?;
        }
        self.addop(loc, Opcode::POP_TOP);
        Ok(())
    }

    /// Whether a node begins behind the end of another (`location_is_after`).
    fn starts_after(&self, loc: Location, other: Location) -> bool {
        if self.target.late_future_counts_columns() {
            (loc.line, loc.col) > (other.end_line, other.end_col)
        } else {
            loc.line > other.line
        }
    }
}
