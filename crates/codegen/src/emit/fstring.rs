//! Formatted strings.
//!
//! Follows `Python/compile.c` `compiler_joined_str`, `compiler_formatted_value`.

use pycmill_ast::{Constant, Conversion, Expr};
use pycmill_target::Opcode;

use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// The pieces of an f-string, joined.
    pub(crate) fn joined_str(&mut self, loc: Location, values: &[Expr<'a>]) -> Result {
        if values.len() > self.target.stack_use_guideline() {
            return self.join_many(loc, values);
        }
        self.visit_exprs(values)?;
        match values.len() {
            0 if self.target.empty_fstring_is_constant() => self.addop_load_const(loc, &Constant::Str(b"")),
            1 => {}
            count => self.addop_i(loc, Opcode::BUILD_STRING, count as u32),
        }
        Ok(())
    }

    fn join_many(&mut self, loc: Location, values: &[Expr<'a>]) -> Result {
        self.addop_load_const(loc, &Constant::Str(b""));
        let join = self.names.intern("join");
        self.addop_name(loc, Opcode::LOAD_METHOD, join);
        self.addop_i(loc, Opcode::BUILD_LIST, 0);
        for value in values {
            self.visit_expr(value)?;
            self.addop_i(loc, Opcode::LIST_APPEND, 1);
        }
        self.addop_method_call(loc, 1);
        Ok(())
    }

    /// `{value!conversion:format_spec}`.
    pub(crate) fn formatted_value(
        &mut self,
        loc: Location,
        value: &Expr<'a>,
        conversion: Conversion,
        format_spec: Option<&'a Expr<'a>>,
    ) -> Result {
        self.visit_expr(value)?;
        if !self.target.splits_format_value() {
            return self.format_value(loc, conversion_number(conversion), format_spec);
        }
        if conversion != Conversion::None {
            self.addop_i(loc, Opcode::CONVERT_VALUE, conversion_number(conversion));
        }
        match format_spec {
            Some(format_spec) => {
                self.visit_expr(format_spec)?;
                self.addop(loc, Opcode::FORMAT_WITH_SPEC);
            }
            None => self.addop(loc, Opcode::FORMAT_SIMPLE),
        }
        Ok(())
    }

    /// Converts and formats with one instruction.
    fn format_value(&mut self, loc: Location, conversion: u32, format_spec: Option<&'a Expr<'a>>) -> Result {
        let mut flags = conversion;
        if let Some(format_spec) = format_spec {
            self.visit_expr(format_spec)?;
            flags |= HAVE_SPEC;
        }
        self.addop_i(loc, Opcode::FORMAT_VALUE, flags);
        Ok(())
    }
}

/// `FVS_HAVE_SPEC`.
const HAVE_SPEC: u32 = 4;

/// `FVC_STR` and its kin.
pub(crate) const fn conversion_number(conversion: Conversion) -> u32 {
    match conversion {
        Conversion::None => 0,
        Conversion::Str => 1,
        Conversion::Repr => 2,
        Conversion::Ascii => 3,
    }
}
