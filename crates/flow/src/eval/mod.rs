//! Operators on constants, as Python computes them.
//!
//! Follows `Objects/abstract.c` (which operand's type decides) and the guards of `Python/ast_opt.c`
//! `safe_multiply`, `safe_power`, `safe_lshift`, `safe_mod`. Nothing is given where Python raises.

mod complex;
mod float;
mod int;
mod key;
mod sequence;
mod slice;
pub(crate) mod wtf8;

use bumpalo::Bump;
use pycmill_target::Target;
use pycmill_value::Int;

use complex::{Complex, Rules};
pub use key::{Key, key};
pub use pycmill_value::{Constant, Operator, UnaryOp};
pub use sequence::item;
pub(crate) use sequence::{MAX_ITEMS, MAX_TOTAL_ITEMS, checked_count, position};
pub(crate) use slice::{Indices, indices};

/// A number of the tower int, float, complex.
#[derive(Clone, Copy)]
enum Number<'a> {
    Int(Int<'a>),
    Float(f64),
    Complex(Complex),
}

/// `op operand`.
#[must_use]
pub fn unary<'a>(arena: &'a Bump, op: UnaryOp, operand: Constant<'a>) -> Option<Constant<'a>> {
    if op == UnaryOp::Not {
        return Some(bool(!is_true(operand)));
    }
    let number = match (op, number(operand)?) {
        (UnaryOp::UAdd, number) => number,
        (UnaryOp::USub, Number::Int(int)) => Number::Int(int::neg(arena, int)),
        (UnaryOp::USub, Number::Float(float)) => Number::Float(-float),
        (UnaryOp::USub, Number::Complex(complex)) => Number::Complex(-complex),
        (UnaryOp::Invert, Number::Int(int)) => Number::Int(int::invert(arena, int)),
        (UnaryOp::Invert | UnaryOp::Not, _) => return None,
    };
    Some(from_number(number))
}

/// `left op right`.
#[must_use]
pub fn binary<'a>(
    target: Target,
    arena: &'a Bump,
    op: Operator,
    left: Constant<'a>,
    right: Constant<'a>,
) -> Option<Constant<'a>> {
    match (number(left), number(right)) {
        (Some(left_number), Some(right_number)) => {
            if let Some(truth) = both_bool(op, left, right) {
                return Some(truth);
            }
            numbers(target, arena, op, left_number, right_number).map(from_number)
        }
        (None, Some(Number::Int(count))) if op == Operator::Mult => sequence::repeat(arena, left, count),
        (Some(Number::Int(count)), None) if op == Operator::Mult => sequence::repeat(arena, right, count),
        (None, None) if op == Operator::Add => sequence::concat(arena, left, right),
        _ => None,
    }
}

fn numbers<'a>(
    target: Target,
    arena: &'a Bump,
    op: Operator,
    left: Number<'a>,
    right: Number<'a>,
) -> Option<Number<'a>> {
    match (left, right) {
        (Number::Int(left), Number::Int(right)) => int::binary(arena, op, left, right),
        (Number::Complex(left), right) if target.has_mixed_complex_arithmetic() => {
            let result = match right {
                Number::Complex(right) => complex::with_complex(op, left, right),
                real => complex::with_real(op, left, to_float(real)?),
            };
            result.map(Number::Complex)
        }
        (left, Number::Complex(right)) if target.has_mixed_complex_arithmetic() => {
            complex::real_with(op, to_float(left)?, right).map(Number::Complex)
        }
        (Number::Complex(_), _) | (_, Number::Complex(_)) => {
            complex::binary(op, to_complex(left)?, to_complex(right)?, Rules::of(target)).map(Number::Complex)
        }
        _ => float::binary(op, to_float(left)?, to_float(right)?),
    }
}

/// The bitwise operators stay in `bool`.
fn both_bool<'a>(op: Operator, left: Constant<'_>, right: Constant<'_>) -> Option<Constant<'a>> {
    let truth = |constant| match constant {
        Constant::True => Some(true),
        Constant::False => Some(false),
        _ => None,
    };
    let (left, right) = (truth(left)?, truth(right)?);
    match op {
        Operator::BitOr => Some(bool(left | right)),
        Operator::BitXor => Some(bool(left ^ right)),
        Operator::BitAnd => Some(bool(left & right)),
        _ => None,
    }
}

const fn bool<'a>(truth: bool) -> Constant<'a> {
    if truth { Constant::True } else { Constant::False }
}

fn number(constant: Constant<'_>) -> Option<Number<'_>> {
    match constant {
        Constant::True => Some(Number::Int(Int::Small(1))),
        Constant::False => Some(Number::Int(Int::Small(0))),
        Constant::Int(int) => Some(Number::Int(int)),
        Constant::Float(bits) => Some(Number::Float(f64::from_bits(bits))),
        Constant::Complex { real, imag } => Some(Number::Complex(Complex::from_bits(real, imag))),
        Constant::None
        | Constant::Ellipsis
        | Constant::Str(_)
        | Constant::Bytes(_)
        | Constant::Tuple(_)
        | Constant::FrozenSet(_) => None,
    }
}

fn from_number(number: Number<'_>) -> Constant<'_> {
    match number {
        Number::Int(int) => Constant::Int(int),
        Number::Float(float) => Constant::Float(float.to_bits()),
        Number::Complex(Complex { real, imag }) => Constant::Complex { real: real.to_bits(), imag: imag.to_bits() },
    }
}

fn to_float(number: Number<'_>) -> Option<f64> {
    match number {
        Number::Int(int) => int::to_float(int),
        Number::Float(float) => Some(float),
        Number::Complex(_) => None,
    }
}

fn to_complex(number: Number<'_>) -> Option<Complex> {
    match number {
        Number::Complex(complex) => Some(complex),
        real => to_float(real).map(|real| Complex { real, imag: 0.0 }),
    }
}

/// `bool(constant)`.
fn is_true(constant: Constant<'_>) -> bool {
    match constant {
        Constant::None | Constant::False => false,
        Constant::True | Constant::Ellipsis => true,
        Constant::Int(int) => int != Int::Small(0),
        Constant::Float(bits) => f64::from_bits(bits) != 0.0,
        Constant::Complex { real, imag } => f64::from_bits(real) != 0.0 || f64::from_bits(imag) != 0.0,
        Constant::Str(bytes) | Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
    }
}
