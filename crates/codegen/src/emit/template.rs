//! Template strings.
//!
//! Follows `Python/codegen.c` `codegen_template_str`, `codegen_interpolation`.

use pycmill_ast::{Constant, Conversion, Expr, ExprKind, Operator};
use pycmill_target::Opcode;
use pycmill_target::operands::interpolation;

use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// The strings of a t-string, then its interpolations. There is a string before, between and behind the
    /// interpolations, empty where the source has none.
    pub(crate) fn template_str(&mut self, loc: Location, values: &[Expr<'a>]) -> Result {
        let is_interpolation = |value: &Expr<'_>| matches!(value.kind, ExprKind::Interpolation { .. });
        let mut count = 0;
        for strings in values.split(is_interpolation) {
            self.template_string(loc, strings)?;
            count += 1;
        }
        self.addop_i(loc, Opcode::BUILD_TUPLE, count);
        for value in values.iter().filter(|value| is_interpolation(value)) {
            self.visit_expr(value)?;
        }
        self.addop_i(loc, Opcode::BUILD_TUPLE, count - 1);
        self.addop(loc, Opcode::BUILD_TEMPLATE);
        Ok(())
    }

    /// Neighbouring string pieces are added up.
    fn template_string(&mut self, loc: Location, strings: &[Expr<'a>]) -> Result {
        let Some((first, rest)) = strings.split_first() else {
            self.addop_load_const(loc, &Constant::Str(b""));
            return Ok(());
        };
        self.visit_expr(first)?;
        for string in rest {
            self.visit_expr(string)?;
            self.addop_binary(loc, Operator::Add, true);
        }
        Ok(())
    }

    /// `{value!conversion:format_spec}` of a t-string; `text` is the source of the value.
    pub(crate) fn interpolation(
        &mut self,
        loc: Location,
        (value, text): (&Expr<'a>, &'a str),
        conversion: Conversion,
        format_spec: Option<&'a Expr<'a>>,
    ) -> Result {
        self.visit_expr(value)?;
        self.addop_load_const(loc, &Constant::Str(text.as_bytes()));
        let mut operand = interpolation::PLAIN;
        if let Some(format_spec) = format_spec {
            operand |= interpolation::HAS_FORMAT_SPEC;
            self.visit_expr(format_spec)?;
        }
        operand |= super::fstring::conversion_number(conversion) << interpolation::CONVERSION_SHIFT;
        self.addop_i(loc, Opcode::BUILD_INTERPOLATION, operand);
        Ok(())
    }
}
