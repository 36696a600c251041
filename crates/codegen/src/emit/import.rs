//! `import`, `from … import`.
//!
//! Follows `Python/compile.c` `compiler_import`, `compiler_import_as`, `compiler_from_import`.

use pycmill_ast::{Alias, ExprContext, Name};
use pycmill_object::Pool;
use pycmill_target::Opcode;
use pycmill_target::operands::intrinsic_1;

use super::{Emitter, Result};
use crate::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `import a, b.c, d as e`.
    pub(crate) fn import(&mut self, loc: Location, aliases: &'a [Alias]) -> Result {
        for alias in aliases {
            self.addop_load_int(loc, 0);
            self.addop_load_object(loc, Pool::NONE);
            self.addop_name(loc, Opcode::IMPORT_NAME, alias.name);
            match alias.asname {
                Some(asname) => self.import_as(loc, alias.name, asname)?,
                None => self.import_top(loc, alias.name)?,
            }
        }
        Ok(())
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
                self.addop_i(loc, Opcode::SWAP, 2);
                self.addop(loc, Opcode::POP_TOP);
            }
            let attr = self.names.intern(part);
            self.named_op(loc, Opcode::IMPORT_FROM, attr);
        }
        self.nameop(loc, asname, ExprContext::Store)?;
        self.addop(loc, Opcode::POP_TOP);
        Ok(())
    }

    /// `from module import a, b as c`.
    pub(crate) fn import_from(
        &mut self,
        loc: Location,
        module: Option<Name>,
        aliases: &'a [Alias],
        level: u32,
    ) -> Result {
        self.addop_load_int(loc, level.into());
        let is_future = level == 0 && module.is_some_and(|module| self.names.text(module) == "__future__");
        if is_future && starts_after(loc, self.features.location) {
            return self.error("from __future__ imports must occur at the beginning of the file", loc);
        }
        let names: Vec<Name> = aliases.iter().map(|alias| alias.name).collect();
        let tuple = self.name_tuple(&names);
        self.addop_load_object(loc, tuple);
        let module = module.unwrap_or_else(|| self.names.intern(""));
        self.addop_name(loc, Opcode::IMPORT_NAME, module);
        if aliases.first().is_some_and(|alias| self.names.text(alias.name) == "*") {
            self.addop_i(loc, Opcode::CALL_INTRINSIC_1, intrinsic_1::IMPORT_STAR);
            self.addop(Location::NONE, Opcode::POP_TOP);
            return Ok(());
        }
        for alias in aliases {
            self.addop_name(loc, Opcode::IMPORT_FROM, alias.name);
            self.nameop(loc, alias.asname.unwrap_or(alias.name), ExprContext::Store)?;
        }
        self.addop(loc, Opcode::POP_TOP);
        Ok(())
    }
}

/// Whether a node begins behind the end of another (`location_is_after`).
fn starts_after(loc: Location, other: Location) -> bool {
    (loc.line, loc.col) > (other.end_line, other.end_col)
}
