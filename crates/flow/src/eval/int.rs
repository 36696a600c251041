//! `int`.
//!
//! Follows `Objects/longobject.c` and the limits of `Python/ast_opt.c`.

use super::Operator;
use bumpalo::Bump;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};
use pycmill_object::Int;

use super::{Number, float};

/// `MAX_INT_SIZE`: results have at most this many bits.
const MAX_BITS: u64 = 128;

/// Mantissa bits of a double, and the exponents of its smallest and largest powers of two.
const MANTISSA_BITS: i64 = 53;
const MIN_EXPONENT: i64 = -1074;
const MAX_EXPONENT: i64 = 1023;

pub(super) fn binary<'a>(arena: &'a Bump, op: Operator, left: Int<'a>, right: Int<'a>) -> Option<Number<'a>> {
    if let (Int::Small(left), Int::Small(right)) = (left, right)
        && let Some(result) = small(op, left, right)
    {
        return Some(Number::Int(from_big(arena, &result.into())));
    }
    let (left, right) = (to_big(left), to_big(right));
    let result = match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => multiply(&left, &right)?,
        Operator::Div => return true_divide(&left, &right).map(Number::Float),
        Operator::FloorDiv if !right.is_zero() => left.div_floor(&right),
        Operator::Mod if !right.is_zero() => left.mod_floor(&right),
        Operator::Pow if right.is_negative() => {
            return float::binary(op, big_to_float(&left)?, big_to_float(&right)?);
        }
        Operator::Pow => power(&left, &right)?,
        Operator::LShift => shift_left(&left, &right)?,
        Operator::RShift => shift_right(&left, &right)?,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::BitAnd => left & right,
        Operator::FloorDiv | Operator::Mod | Operator::MatMult => return None,
    };
    Some(Number::Int(from_big(arena, &result)))
}

/// The frequent case; nothing is said about other operators and operands.
fn small(op: Operator, left: i64, right: i64) -> Option<i128> {
    let (left, right) = (i128::from(left), i128::from(right));
    match op {
        Operator::Add => Some(left + right),
        Operator::Sub => Some(left - right),
        // Two of 63 bits stay below the limit of 128.
        Operator::Mult => Some(left * right),
        Operator::BitOr => Some(left | right),
        Operator::BitXor => Some(left ^ right),
        Operator::BitAnd => Some(left & right),
        Operator::FloorDiv if right != 0 => Some(Integer::div_floor(&left, &right)),
        Operator::Mod if right != 0 => Some(Integer::mod_floor(&left, &right)),
        _ => None,
    }
}

pub(super) fn neg<'a>(arena: &'a Bump, int: Int<'a>) -> Int<'a> {
    from_big(arena, &-to_big(int))
}

pub(super) fn invert<'a>(arena: &'a Bump, int: Int<'a>) -> Int<'a> {
    from_big(arena, &!to_big(int))
}

/// `float(int)`, rounded to nearest, ties to even; too large ones raise.
pub(super) fn to_float(int: Int<'_>) -> Option<f64> {
    match int {
        Int::Small(int) => Some(int as f64),
        Int::Big { .. } => big_to_float(&to_big(int)),
    }
}

/// The integer that a finite whole float equals.
pub(super) fn from_float(float: f64) -> Option<BigInt> {
    BigInt::from_f64(float)
}

fn to_big(int: Int<'_>) -> BigInt {
    match int {
        Int::Small(int) => int.into(),
        Int::Big { negative, digits } => {
            let sign = if negative { Sign::Minus } else { Sign::Plus };
            BigInt::from_biguint(sign, BigUint::from_slice(digits))
        }
    }
}

fn from_big<'a>(arena: &'a Bump, big: &BigInt) -> Int<'a> {
    match big.to_i64() {
        Some(small) => Int::Small(small),
        None => {
            Int::Big { negative: big.is_negative(), digits: arena.alloc_slice_copy(&big.magnitude().to_u32_digits()) }
        }
    }
}

/// `safe_multiply`.
fn multiply(left: &BigInt, right: &BigInt) -> Option<BigInt> {
    let fits = left.is_zero() || right.is_zero() || left.bits() + right.bits() <= MAX_BITS;
    fits.then(|| left * right)
}

/// `safe_power` for an exponent that is not negative.
fn power(base: &BigInt, exponent: &BigInt) -> Option<BigInt> {
    if exponent.is_zero() {
        return Some(1.into());
    }
    if base.is_zero() {
        return Some(0.into());
    }
    let exponent = exponent.to_u64()?;
    if base.bits() > MAX_BITS / exponent {
        return None;
    }
    Some(base.pow(u32::try_from(exponent).ok()?))
}

/// `safe_lshift`.
fn shift_left(value: &BigInt, count: &BigInt) -> Option<BigInt> {
    if count.is_negative() {
        return None;
    }
    if value.is_zero() || count.is_zero() {
        return Some(value.clone());
    }
    let count = count.to_u64().filter(|count| *count <= MAX_BITS && value.bits() <= MAX_BITS - count)?;
    Some(value << count)
}

fn shift_right(value: &BigInt, count: &BigInt) -> Option<BigInt> {
    if count.is_negative() {
        return None;
    }
    // Shifting out all bits leaves the sign.
    Some(value >> count.to_u64().unwrap_or(u64::MAX).min(value.bits() + 1))
}

fn big_to_float(big: &BigInt) -> Option<f64> {
    let float = round(big.magnitude(), 0, false)?;
    Some(if big.is_negative() { -float } else { float })
}

/// `left / right`, correctly rounded.
fn true_divide(left: &BigInt, right: &BigInt) -> Option<f64> {
    if right.is_zero() {
        return None;
    }
    let (dividend, divisor) = (left.magnitude(), right.magnitude());
    // So many bits that the quotient has more than a double can hold.
    let shift = (MANTISSA_BITS + 3 + divisor.bits() as i64 - dividend.bits() as i64).max(0);
    let (quotient, rest) = (dividend << shift).div_rem(divisor);
    let float = round(&quotient, -shift, !rest.is_zero())?;
    Some(if left.is_negative() == right.is_negative() { float } else { -float })
}

/// The double nearest to `(value + rest) * 2^exponent`, ties to even; `rest` is a part below 1 that is
/// not zero. Nothing if it is too large.
fn round(value: &BigUint, exponent: i64, rest: bool) -> Option<f64> {
    if value.is_zero() {
        return Some(0.0);
    }
    let bits = value.bits() as i64;
    // Subnormal numbers have fewer bits.
    let drop = (bits - MANTISSA_BITS).max(MIN_EXPONENT - exponent).max(0);
    let half = drop > 0 && value.bit(drop as u64 - 1);
    let below_half = rest || (drop > 1 && value.trailing_zeros().is_some_and(|zeros| zeros < drop as u64 - 1));
    let mut mantissa = (value >> drop).to_u64()?;
    if half && (below_half || mantissa & 1 == 1) {
        mantissa += 1;
    }
    let top = i64::from(u64::BITS - mantissa.leading_zeros()) - 1 + drop + exponent;
    (top <= MAX_EXPONENT).then(|| scale(mantissa, drop + exponent))
}

/// `mantissa * 2^exponent` of a product that is exact.
fn scale(mantissa: u64, exponent: i64) -> f64 {
    let mut float = mantissa as f64;
    let mut left = exponent;
    // One step could leave the range of exponents though the result does not.
    while left != 0 {
        let step = left.clamp(-1000, 1000);
        float *= power_of_two(step);
        left -= step;
    }
    float
}

/// `2.0^exponent` for normal numbers.
const fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}
