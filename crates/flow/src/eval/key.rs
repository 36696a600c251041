//! Equality of constants in Python, where `1 == 1.0 == True`.
//!
//! Follows what `hash` and `==` of the types make of them in a set.

use super::Constant;
use num_traits::{Signed, ToPrimitive};
use pycmill_object::Int;

use super::{Number, int, number};

/// Equal for constants that are equal in Python.
#[derive(PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the Python types of the same names")]
pub enum Key<'a> {
    None,
    Ellipsis,
    Int(i64),
    /// Magnitude in base 2^32 of ints that are larger, and whether they are negative.
    BigInt(Vec<u32>, bool),
    /// Bits of a number that is no integer.
    Float(u64),
    /// Bits of both parts; the imaginary one is not zero.
    Complex(u64, u64),
    Str(&'a [u8]),
    Bytes(&'a [u8]),
    Tuple(Vec<Key<'a>>),
}

/// Nothing for constants that equal no other: NaN, and what holds one.
#[must_use]
pub fn key(constant: Constant<'_>) -> Option<Key<'_>> {
    if let Some(number) = number(constant) {
        return number_key(number);
    }
    match constant {
        Constant::None => Some(Key::None),
        Constant::Ellipsis => Some(Key::Ellipsis),
        Constant::Str(text) => Some(Key::Str(text)),
        Constant::Bytes(bytes) => Some(Key::Bytes(bytes)),
        Constant::Tuple(items) => items.iter().map(|item| key(*item)).collect::<Option<_>>().map(Key::Tuple),
        // No frozenset is an element of a display; numbers are done.
        Constant::FrozenSet(_)
        | Constant::True
        | Constant::False
        | Constant::Int(_)
        | Constant::Float(_)
        | Constant::Complex { .. } => None,
    }
}

fn number_key<'a>(number: Number<'_>) -> Option<Key<'a>> {
    match number {
        Number::Int(Int::Small(int)) => Some(Key::Int(int)),
        Number::Int(Int::Big { negative, digits }) => Some(Key::BigInt(digits.to_vec(), negative)),
        Number::Float(float) => float_key(float),
        Number::Complex(complex) if complex.imag == 0.0 => float_key(complex.real),
        Number::Complex(complex) => {
            if complex.real.is_nan() || complex.imag.is_nan() {
                return None;
            }
            // Minus zero equals zero.
            Some(Key::Complex((complex.real + 0.0).to_bits(), complex.imag.to_bits()))
        }
    }
}

fn float_key<'a>(float: f64) -> Option<Key<'a>> {
    if float.is_nan() {
        return None;
    }
    if float.fract() != 0.0 || float.is_infinite() {
        return Some(Key::Float(float.to_bits()));
    }
    let int = int::from_float(float)?;
    let digits = || Key::BigInt(int.magnitude().to_u32_digits(), int.is_negative());
    Some(int.to_i64().map_or_else(digits, Key::Int))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxHashSet;

    fn distinct(mut items: Vec<Constant<'_>>) -> Vec<Constant<'_>> {
        let mut seen = FxHashSet::default();
        items.retain(|item| key(*item).is_none_or(|key| seen.insert(key)));
        items
    }

    fn float(value: f64) -> Constant<'static> {
        Constant::Float(value.to_bits())
    }

    #[test]
    fn a_set_keeps_the_first_of_equal_numbers() {
        let imaginary = Constant::Complex { real: 0, imag: 1.0_f64.to_bits() };
        let one = Constant::Complex { real: 1.0_f64.to_bits(), imag: 0 };
        let values = [Constant::Int(Int::Small(1)), Constant::True, float(1.0), float(1.5), one, imaginary];
        let kept = distinct(values.to_vec());
        assert_eq!(kept, [Constant::Int(Int::Small(1)), float(1.5), imaginary]);
    }

    #[test]
    fn big_numbers_are_equal_by_value() {
        let values = [Constant::Int(Int::Big { negative: false, digits: &[0, 0, 1] }), float(2.0_f64.powi(64))];
        assert_eq!(distinct(values.to_vec()).len(), 1);
    }

    #[test]
    fn zeros_are_equal_and_nan_is_not() {
        assert_eq!(distinct(vec![float(0.0), float(-0.0), Constant::False]).len(), 1);
        assert_eq!(distinct(vec![float(f64::NAN), float(f64::NAN)]).len(), 2);
        assert_eq!(distinct(vec![Constant::Str(b"a"), Constant::Bytes(b"a")]).len(), 2);
    }
}
