//! Number literals.

use pycmill_ast::{Constant, Expr, Int};
use ruff_python_ast as ruff;

use super::Converter;
use super::expr::constant;
use crate::error::ParseError;

/// `_PY_LONG_MAX_STR_DIGITS_THRESHOLD`: fewer digits are never too many.
const THRESHOLD: u32 = 640;

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
        let digits: Vec<u8> = self.text()[x.range].bytes().filter(|byte| *byte != b'_').collect();
        let limbs = match digits.get(..2) {
            Some(b"0x" | b"0X") => power_of_two(&digits[2..], 4),
            Some(b"0o" | b"0O") => power_of_two(&digits[2..], 3),
            Some(b"0b" | b"0B") => power_of_two(&digits[2..], 1),
            _ if self.has_too_many_digits(digits.len()) => {
                let error = too_many_digits(self.context.max_str_digits, digits.len());
                // CPython knows the lines of the literal, but no columns.
                let error = ParseError::at(self.context.source, x.range, error);
                self.fail(ParseError { column: 0, end_column: 0, ..error });
                Vec::new()
            }
            _ => decimal(&digits),
        };
        Constant::Int(Int::Big { negative: false, digits: self.arena.alloc_slice_copy(&limbs) })
    }

    fn has_too_many_digits(&self, digits: usize) -> bool {
        let limit = self.context.max_str_digits;
        limit > 0 && digits > limit.max(THRESHOLD) as usize
    }
}

fn too_many_digits(limit: u32, digits: usize) -> String {
    format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
         avoid decimal conversion limits."
    )
}

/// Digits of a base that is a power of two, to base 2^32, least significant first.
fn power_of_two(digits: &[u8], bits: u32) -> Vec<u32> {
    let mut limbs = Vec::with_capacity(digits.len() * bits as usize / 32 + 1);
    let mut buffer = 0_u64;
    let mut filled = 0;
    for digit in digits.iter().rev() {
        buffer |= u64::from(char::from(*digit).to_digit(16).unwrap_or(0)) << filled;
        filled += bits;
        if filled >= 32 {
            limbs.push(buffer as u32);
            buffer >>= 32;
            filled -= 32;
        }
    }
    limbs.push(buffer as u32);
    trimmed(limbs)
}

/// Decimal digits to base 2^32, least significant first. Quadratic, but the number of digits is limited unless the user says
/// otherwise.
fn decimal(digits: &[u8]) -> Vec<u32> {
    let mut limbs: Vec<u32> = Vec::with_capacity(digits.len() / 9 + 1);
    for chunk in digits.chunks(9) {
        let mut carry = chunk.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
        let scale = 10_u64.pow(chunk.len() as u32);
        for limb in &mut limbs {
            carry += u64::from(*limb) * scale;
            *limb = carry as u32;
            carry >>= 32;
        }
        limbs.push(carry as u32);
    }
    trimmed(limbs)
}

fn trimmed(mut limbs: Vec<u32>) -> Vec<u32> {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
    limbs
}

#[cfg(test)]
mod tests {
    use super::{decimal, power_of_two};

    #[test]
    fn limbs() {
        assert_eq!(decimal(b"9223372036854775808"), [0, 0x8000_0000]);
        assert_eq!(decimal(b"18446744073709551616"), [0, 0, 1]);
        assert_eq!(power_of_two(b"123456789abcdef01", 4), [0xabcd_ef01, 0x2345_6789, 1]);
    }
}
