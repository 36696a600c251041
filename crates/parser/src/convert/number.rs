//! Number literals.

use pycmill_ast::{Constant, Expr, Int};
use ruff_python_ast as ruff;

use super::Converter;
use super::expr::constant;
use crate::error::ParseError;
use crate::literal;

impl<'a> Converter<'a, '_, '_> {
    pub(super) fn number(&mut self, x: &ruff::ExprNumberLiteral) -> Expr<'a> {
        let value = match &x.value {
            ruff::Number::Int(int) => match int.as_i64() {
                Some(small) => Constant::Int(Int::Small(small)),
                None => self.big_int(x),
            },
            ruff::Number::Float(float) => Constant::Float(float.to_bits()),
            ruff::Number::Complex { real, imag } => Constant::Complex { real: real.to_bits(), imag: imag.to_bits() },
        };
        constant(x.range, value)
    }

    fn big_int(&mut self, x: &ruff::ExprNumberLiteral) -> Constant<'a> {
        let text = &self.text()[x.range];
        literal::number(self.arena, text, self.context.max_str_digits).unwrap_or_else(|error| {
            // CPython knows the lines of the literal, but no columns.
            let error = ParseError::at(self.context.source, x.range, error.message(self.target));
            self.fail(ParseError { column: 0, end_column: 0, ..error });
            Constant::Int(Int::Small(0))
        })
    }
}
