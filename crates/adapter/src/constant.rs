//! Values of literals.

use pycmill_ast::{Constant, Int};
use rustpython_parser::ast;
use rustpython_parser::ast::bigint::{BigInt, Sign};

use super::Adapter;

impl<'a> Adapter<'_, 'a, '_> {
    pub(crate) fn constant(&mut self, value: &ast::Constant) -> Constant<'a> {
        match value {
            ast::Constant::None => Constant::None,
            ast::Constant::Bool(true) => Constant::True,
            ast::Constant::Bool(false) => Constant::False,
            ast::Constant::Ellipsis => Constant::Ellipsis,
            ast::Constant::Str(text) => Constant::Str(self.arena.alloc_slice_copy(text.as_bytes())),
            ast::Constant::Bytes(bytes) => Constant::Bytes(self.arena.alloc_slice_copy(bytes)),
            ast::Constant::Int(value) => Constant::Int(self.int(value)),
            ast::Constant::Float(value) => Constant::Float(value.to_bits()),
            ast::Constant::Complex { real, imag } => Constant::Complex { real: real.to_bits(), imag: imag.to_bits() },
            ast::Constant::Tuple(items) => Constant::Tuple(self.list(items, Self::constant)),
        }
    }

    fn int(&self, value: &BigInt) -> Int<'a> {
        if let Ok(small) = i64::try_from(value) {
            return Int::Small(small);
        }
        let (sign, digits) = value.to_u32_digits();
        Int::Big { negative: sign == Sign::Minus, digits: self.arena.alloc_slice_copy(&digits) }
    }
}
