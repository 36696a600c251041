//! `complex`.
//!
//! Follows `Objects/complexobject.c` `_Py_c_prod`, `_Py_c_quot`, `_Py_c_pow`, `complex_pow`: real
//! operands count as having the imaginary part 0.0 (up to 3.13).

use std::ops::{Mul, Neg};

use pycmill_ast::Operator;

/// Exponents up to this are multiplied out.
const MAX_MULTIPLIED_EXPONENT: f64 = 100.0;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Complex {
    pub(super) real: f64,
    pub(super) imag: f64,
}

impl Complex {
    const ONE: Self = Self { real: 1.0, imag: 0.0 };

    pub(super) const fn from_bits(real: u64, imag: u64) -> Self {
        Self { real: f64::from_bits(real), imag: f64::from_bits(imag) }
    }

    fn is_zero(self) -> bool {
        self.real == 0.0 && self.imag == 0.0
    }
}

impl Neg for Complex {
    type Output = Self;

    fn neg(self) -> Self {
        Self { real: -self.real, imag: -self.imag }
    }
}

impl Mul for Complex {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self {
            real: self.real * other.real - self.imag * other.imag,
            imag: self.real * other.imag + self.imag * other.real,
        }
    }
}

pub(super) fn binary(op: Operator, left: Complex, right: Complex) -> Option<Complex> {
    match op {
        Operator::Add => Some(Complex { real: left.real + right.real, imag: left.imag + right.imag }),
        Operator::Sub => Some(Complex { real: left.real - right.real, imag: left.imag - right.imag }),
        Operator::Mult => Some(left * right),
        Operator::Div => divide(left, right),
        Operator::Pow => power(left, right),
        _ => None,
    }
}

/// Smith's method: both parts are first divided by the divisor's larger part.
fn divide(left: Complex, right: Complex) -> Option<Complex> {
    if right.real.abs() >= right.imag.abs() {
        if right.real == 0.0 {
            return None;
        }
        let ratio = right.imag / right.real;
        let denominator = right.real + right.imag * ratio;
        let real = (left.real + left.imag * ratio) / denominator;
        let imag = (left.imag - left.real * ratio) / denominator;
        Some(Complex { real, imag })
    } else if right.imag.abs() >= right.real.abs() {
        let ratio = right.real / right.imag;
        let denominator = right.real * ratio + right.imag;
        let real = (left.real * ratio + left.imag) / denominator;
        let imag = (left.imag * ratio - left.real) / denominator;
        Some(Complex { real, imag })
    } else {
        Some(Complex { real: f64::NAN, imag: f64::NAN })
    }
}

/// Results with an infinite part count as overflow.
fn power(base: Complex, exponent: Complex) -> Option<Complex> {
    let whole = exponent.imag == 0.0
        && exponent.real == exponent.real.floor()
        && exponent.real.abs() <= MAX_MULTIPLIED_EXPONENT;
    let result = if whole { whole_power(base, exponent.real as i64)? } else { polar_power(base, exponent)? };
    (!result.real.is_infinite() && !result.imag.is_infinite()).then_some(result)
}

fn whole_power(base: Complex, exponent: i64) -> Option<Complex> {
    let mut result = Complex::ONE;
    let (mut square, mut bits) = (base, exponent.unsigned_abs());
    while bits > 0 {
        if bits & 1 == 1 {
            result = result * square;
        }
        bits >>= 1;
        square = square * square;
    }
    if exponent > 0 { Some(result) } else { divide(Complex::ONE, result) }
}

fn polar_power(base: Complex, exponent: Complex) -> Option<Complex> {
    if exponent.is_zero() {
        return Some(Complex::ONE);
    }
    if base.is_zero() {
        let raises = exponent.imag != 0.0 || exponent.real < 0.0;
        return (!raises).then_some(Complex { real: 0.0, imag: 0.0 });
    }
    let modulus = base.real.hypot(base.imag);
    let mut len = modulus.powf(exponent.real);
    let angle = base.imag.atan2(base.real);
    let mut phase = angle * exponent.real;
    if exponent.imag != 0.0 {
        len *= (-angle * exponent.imag).exp();
        phase += exponent.imag * modulus.ln();
    }
    // The cosine of infinity is a domain error.
    (!phase.is_infinite()).then(|| Complex { real: len * phase.cos(), imag: len * phase.sin() })
}
