//! `ascii(value)` of constants.

use std::fmt::Write;

use pycmill_value::{Constant, bytes_repr, complex_repr, float_repr, str_repr};

const INFINITY: &str = "inf";

/// Any constant that a parser makes.
pub(super) fn constant(out: &mut String, value: &Constant<'_>) {
    match value {
        Constant::None => out.push_str("None"),
        Constant::True => out.push_str("True"),
        Constant::False => out.push_str("False"),
        Constant::Ellipsis => out.push_str("Ellipsis"),
        Constant::Int(value) => drop(write!(out, "{value}")),
        Constant::Float(bits) => out.push_str(&float_repr(f64::from_bits(*bits), INFINITY)),
        Constant::Complex { real, imag } => {
            out.push_str(&complex_repr(f64::from_bits(*real), f64::from_bits(*imag), INFINITY));
        }
        Constant::Str(text) => out.push_str(&str_repr(text)),
        Constant::Bytes(bytes) => out.push_str(&bytes_repr(bytes)),
        Constant::Tuple(items) | Constant::FrozenSet(items) => {
            for item in *items {
                constant(out, item);
                out.push(' ');
            }
        }
    }
}
