//! `float`.
//!
//! Follows `Objects/floatobject.c` `float_rem`, `_float_div_mod`, `float_pow`.

use super::Operator;

use super::Number;
use super::complex;

pub(super) fn binary<'a>(op: Operator, left: f64, right: f64) -> Option<Number<'a>> {
    let result = match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        Operator::FloorDiv if right != 0.0 => floor_divide(left, right),
        Operator::Mod if right != 0.0 => remainder(left, right),
        Operator::Pow => return power(left, right),
        _ => return None,
    };
    Some(Number::Float(result))
}

/// With the sign of the divisor.
fn remainder(left: f64, right: f64) -> f64 {
    let rest = left % right;
    if rest == 0.0 {
        0.0_f64.copysign(right)
    } else if (right < 0.0) == (rest < 0.0) {
        rest
    } else {
        rest + right
    }
}

/// Computed from the remainder, not by `floor(left / right)`.
fn floor_divide(left: f64, right: f64) -> f64 {
    let rest = left % right;
    let mut quotient = (left - rest) / right;
    // A remainder that is not a number counts as one, too.
    if rest != 0.0 && (right < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return 0.0_f64.copysign(left / right);
    }
    let floor = quotient.floor();
    if quotient - floor > 0.5 { floor + 1.0 } else { floor }
}

fn power<'a>(base: f64, exponent: f64) -> Option<Number<'a>> {
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent != exponent.floor() {
        return complex::root(base, exponent).map(Number::Complex);
    }
    real_power(base, exponent).map(Number::Float)
}

fn real_power(base: f64, exponent: f64) -> Option<f64> {
    if exponent == 0.0 {
        return Some(1.0);
    }
    if base.is_nan() {
        return Some(base);
    }
    if exponent.is_nan() {
        return Some(if base == 1.0 { 1.0 } else { exponent });
    }
    if exponent.is_infinite() {
        return Some(infinite_power(base.abs(), exponent));
    }
    let odd = exponent.abs() % 2.0 == 1.0;
    let sign = |value: f64| if odd { value.copysign(base) } else { value };
    if base.is_infinite() {
        return Some(sign(if exponent > 0.0 { f64::INFINITY } else { 0.0 }));
    }
    if base == 0.0 {
        return (exponent > 0.0).then(|| sign(0.0));
    }
    if base.abs() == 1.0 {
        return Some(sign(1.0));
    }
    let result = base.abs().powf(exponent);
    result.is_finite().then(|| sign(result))
}

/// `base ** ±inf`.
fn infinite_power(base: f64, exponent: f64) -> f64 {
    if base == 1.0 {
        1.0
    } else if (exponent > 0.0) == (base > 1.0) {
        f64::INFINITY
    } else {
        0.0
    }
}
