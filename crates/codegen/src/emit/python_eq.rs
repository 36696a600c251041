//! Which constants are equal to Python's `==`: those a set keeps once.
//!
//! Numbers are equal across types (`1 == 1.0 == True`); a NaN equals itself only. Not to be confused
//! with the keys by which constants of a code object merge.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{FromPrimitive, ToPrimitive};
use pycmill_ast::{Constant, Int};
use rustc_hash::FxHashSet;

/// A constant up to equality.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Key<'a> {
    None,
    Ellipsis,
    Small(i64),
    Big(BigInt),
    /// The bits of a number that is no integer.
    Float(u64),
    /// The bits of a complex number off the real axis.
    Complex(u64, u64),
    Str(&'a [u8]),
    Bytes(&'a [u8]),
    Tuple(Vec<Key<'a>>),
    /// Ascending.
    FrozenSet(Vec<Key<'a>>),
    /// Where a value that equals no other is stored.
    Unique(*const ()),
}

impl<'a> Key<'a> {
    /// The key of a constant.
    pub(crate) fn of(value: &Constant<'a>) -> Self {
        let unique = Self::Unique(std::ptr::from_ref(value).cast());
        match value {
            Constant::None => Self::None,
            Constant::Ellipsis => Self::Ellipsis,
            Constant::True => Self::Small(1),
            Constant::False => Self::Small(0),
            Constant::Int(Int::Small(value)) => Self::Small(*value),
            Constant::Int(Int::Big { negative, digits }) => {
                let sign = if *negative { Sign::Minus } else { Sign::Plus };
                Self::Big(BigInt::from_biguint(sign, BigUint::from_slice(digits)))
            }
            Constant::Float(bits) => Self::of_float(f64::from_bits(*bits)).unwrap_or(unique),
            Constant::Complex { real, imag } => {
                Self::of_complex(f64::from_bits(*real), f64::from_bits(*imag)).unwrap_or(unique)
            }
            Constant::Str(text) => Self::Str(text),
            Constant::Bytes(bytes) => Self::Bytes(bytes),
            Constant::Tuple(items) => Self::Tuple(items.iter().map(Self::of).collect()),
            Constant::FrozenSet(items) => {
                let mut keys: Vec<Self> = items.iter().map(Self::of).collect();
                keys.sort_unstable();
                Self::FrozenSet(keys)
            }
        }
    }

    fn of_float(value: f64) -> Option<Self> {
        if value.is_nan() {
            return None;
        }
        if value.fract() != 0.0 || value.is_infinite() {
            return Some(Self::Float(value.to_bits()));
        }
        let value = BigInt::from_f64(value)?;
        Some(value.to_i64().map_or(Self::Big(value), Self::Small))
    }

    fn of_complex(real: f64, imag: f64) -> Option<Self> {
        if imag == 0.0 {
            return Self::of_float(real);
        }
        // Adding makes a negative zero positive.
        (!real.is_nan() && !imag.is_nan()).then(|| Self::Complex((real + 0.0).to_bits(), imag.to_bits()))
    }
}

/// The constants that a set of them keeps: of equal ones the first.
pub(crate) fn distinct<'e, 'a>(values: &'e [Constant<'a>]) -> impl Iterator<Item = &'e Constant<'a>> {
    let mut seen = FxHashSet::default();
    values.iter().filter(move |value| seen.insert(Key::of(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn float(value: f64) -> Constant<'static> {
        Constant::Float(value.to_bits())
    }

    #[test]
    fn a_set_keeps_the_first_of_equal_numbers() {
        let imaginary = Constant::Complex { real: 0, imag: 1.0_f64.to_bits() };
        let one = Constant::Complex { real: 1.0_f64.to_bits(), imag: 0 };
        let values = [Constant::Int(Int::Small(1)), Constant::True, float(1.0), float(1.5), one, imaginary];
        let kept: Vec<_> = distinct(&values).copied().collect();
        assert_eq!(kept, [Constant::Int(Int::Small(1)), float(1.5), imaginary]);
    }

    #[test]
    fn big_numbers_are_equal_by_value() {
        let values = [Constant::Int(Int::Big { negative: false, digits: &[0, 0, 1] }), float(2.0_f64.powi(64))];
        assert_eq!(distinct(&values).count(), 1);
    }

    #[test]
    fn zeros_are_equal_and_nan_is_not() {
        assert_eq!(distinct(&[float(0.0), float(-0.0), Constant::False]).count(), 1);
        assert_eq!(distinct(&[float(f64::NAN), float(f64::NAN)]).count(), 2);
        assert_eq!(distinct(&[Constant::Str(b"a"), Constant::Bytes(b"a")]).count(), 2);
    }
}
