//! Number literals.
//!
//! Follows `parsenumber_raw` in `Parser/pegen.c` and `PyLong_FromString` in `Objects/longobject.c`.

use bumpalo::Bump;
use num_bigint::BigUint;
use pycmill_ast::{Constant, Int};
use pycmill_target::Target;

/// `_PY_LONG_MAX_STR_DIGITS_THRESHOLD`: fewer digits are never too many.
const THRESHOLD: usize = 640;

/// A decimal literal with more digits than `sys.set_int_max_str_digits` allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TooManyDigits {
    limit: u32,
    digits: usize,
}

impl TooManyDigits {
    /// The text of the `SyntaxError`, which has a line but no columns.
    pub(crate) fn message(self, target: Target) -> String {
        let unit = if target.names_unit_of_digit_limit() { " digits" } else { "" };
        format!(
            "Exceeds the limit ({}{unit}) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
             avoid decimal conversion limits.",
            self.limit, self.digits
        )
    }
}

/// The value of a number that the lexer has found well-formed. A limit of 0 is none.
pub(crate) fn number<'a>(arena: &'a Bump, text: &str, max_str_digits: u32) -> Result<Constant<'a>, TooManyDigits> {
    let mut copy = String::new();
    let text = without_underscores(text, &mut copy);
    let bytes = text.as_bytes();
    let bits = match bytes.get(1) {
        Some(b'x' | b'X') => 4,
        Some(b'o' | b'O') => 3,
        Some(b'b' | b'B') => 1,
        _ => return decimal(arena, text, max_str_digits),
    };
    let digits = &bytes[2..];
    if digits.len() * bits <= 63 {
        let value = digits.iter().fold(0, |value, digit| value << bits | i64::from(value_of(*digit)));
        return Ok(Constant::Int(Int::Small(value)));
    }
    Ok(int(arena, &power_of_two(digits, bits)))
}

fn without_underscores<'t>(text: &'t str, copy: &'t mut String) -> &'t str {
    if !text.as_bytes().contains(&b'_') {
        return text;
    }
    copy.extend(text.chars().filter(|c| *c != '_'));
    copy
}

fn decimal<'a>(arena: &'a Bump, text: &str, max_str_digits: u32) -> Result<Constant<'a>, TooManyDigits> {
    if let Some(imaginary) = text.strip_suffix(['j', 'J']) {
        return Ok(Constant::Complex { real: 0, imag: float(imaginary) });
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Constant::Float(float(text)));
    }
    // 18 digits always fit. Any number of zeros does, too: CPython first tries `strtoul` on what begins with a zero.
    if text.len() <= 18 || text.starts_with('0') {
        let value = text.bytes().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
        return Ok(Constant::Int(Int::Small(value)));
    }
    if max_str_digits > 0 && text.len() > THRESHOLD.max(max_str_digits as usize) {
        return Err(TooManyDigits { limit: max_str_digits, digits: text.len() });
    }
    // The digits were looked at, so there is a value.
    let value = BigUint::parse_bytes(text.as_bytes(), 10).unwrap_or_default();
    Ok(int(arena, &value.to_u32_digits()))
}

/// The bits of the nearest double; beyond all of them infinity, as with `PyOS_string_to_double`.
fn float(text: &str) -> u64 {
    text.parse::<f64>().unwrap_or(0.0).to_bits()
}

fn value_of(digit: u8) -> u32 {
    char::from(digit).to_digit(16).unwrap_or(0)
}

/// Digits of a base that is a power of two, to base 2^32, least significant first.
fn power_of_two(digits: &[u8], bits: usize) -> Vec<u32> {
    let mut limbs = Vec::with_capacity(digits.len() * bits / 32 + 1);
    let mut buffer = 0_u64;
    let mut filled = 0;
    for digit in digits.iter().rev() {
        buffer |= u64::from(value_of(*digit)) << filled;
        filled += bits;
        if filled >= 32 {
            limbs.push(buffer as u32);
            buffer >>= 32;
            filled -= 32;
        }
    }
    limbs.push(buffer as u32);
    limbs
}

/// An integer of limbs, least significant first, with zeros at the top or without.
fn int<'a>(arena: &'a Bump, limbs: &[u32]) -> Constant<'a> {
    let len = limbs.iter().rposition(|limb| *limb != 0).map_or(0, |top| top + 1);
    let limbs = &limbs[..len];
    let small =
        limbs.iter().rev().try_fold(0_u64, |value, limb| (value >> 32 == 0).then_some(value << 32 | u64::from(*limb)));
    Constant::Int(match small.and_then(|value| i64::try_from(value).ok()) {
        Some(small) => Int::Small(small),
        None => Int::Big { negative: false, digits: arena.alloc_slice_copy(limbs) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int_of(text: &str) -> (Option<i64>, Vec<u32>) {
        let arena = Bump::new();
        match number(&arena, text, 0) {
            Ok(Constant::Int(Int::Small(value))) => (Some(value), Vec::new()),
            Ok(Constant::Int(Int::Big { negative: false, digits })) => (None, digits.to_vec()),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn small() {
        assert_eq!(int_of("0").0, Some(0));
        assert_eq!(int_of("00_0").0, Some(0));
        assert_eq!(int_of("1_000").0, Some(1000));
        assert_eq!(int_of("0xFF_ff").0, Some(65535));
        assert_eq!(int_of("0O17").0, Some(15));
        assert_eq!(int_of("0b_1").0, Some(1));
        assert_eq!(int_of("9223372036854775807").0, Some(i64::MAX));
        assert_eq!(int_of("0x0000000000000000000000007fffffffffffffff").0, Some(i64::MAX));
    }

    #[test]
    fn limbs() {
        assert_eq!(int_of("9223372036854775808").1, [0, 0x8000_0000]);
        assert_eq!(int_of("0x8000000000000000").1, [0, 0x8000_0000]);
        assert_eq!(int_of("18446744073709551616").1, [0, 0, 1]);
        assert_eq!(int_of("0x123456789abcdef01").1, [0xabcd_ef01, 0x2345_6789, 1]);
    }

    #[test]
    fn floats() {
        let arena = Bump::new();
        let value = |text| match number(&arena, text, 0) {
            Ok(Constant::Float(bits) | Constant::Complex { real: 0, imag: bits }) => f64::from_bits(bits),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(value("1_0.5e-1_0").to_bits(), 10.5e-10_f64.to_bits());
        assert_eq!(value("1e400").to_bits(), f64::INFINITY.to_bits());
        assert_eq!(value(".5J").to_bits(), 0.5_f64.to_bits());
        assert_eq!(value("1.").to_bits(), 1_f64.to_bits());
        assert_eq!(value("0e0j").to_bits(), 0);
        assert_eq!(value("07j").to_bits(), 7_f64.to_bits());
    }

    #[test]
    fn digits() {
        let arena = Bump::new();
        let long = "1".repeat(4301);
        assert!(number(&arena, &long[1..], 4300).is_ok());
        assert_eq!(number(&arena, &long, 4300), Err(TooManyDigits { limit: 4300, digits: 4301 }));
        assert!(number(&arena, &long[..640], 1).is_ok());
        assert!(number(&arena, &format!("0x{long}"), 4300).is_ok());
    }
}
