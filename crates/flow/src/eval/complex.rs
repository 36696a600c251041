//! `complex`.
//!
//! Follows `Objects/complexobject.c` `_Py_c_prod`, `_Py_c_quot`, `_Py_c_pow`, `complex_pow`: up to 3.13 real operands
//! count as having the imaginary part 0.0; from 3.14 on they have none, and infinities are recovered (C11, annex G).

use std::ops::{Mul, Neg};

use super::Operator;
use pycmill_target::Target;

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

    const NAN: Self = Self { real: f64::NAN, imag: f64::NAN };

    /// Neither part is a number.
    const fn is_nan(self) -> bool {
        self.real.is_nan() && self.imag.is_nan()
    }

    const fn is_finite(self) -> bool {
        self.real.is_finite() && self.imag.is_finite()
    }

    const fn is_infinite(self) -> bool {
        self.real.is_infinite() || self.imag.is_infinite()
    }

    /// With 1 for infinite parts and 0 for the others, of the same signs.
    fn boxed(self) -> Self {
        let part = |part: f64| if part.is_infinite() { 1.0_f64 } else { 0.0 }.copysign(part);
        Self { real: part(self.real), imag: part(self.imag) }
    }

    /// With 0 for the parts that are no numbers, of the same signs.
    fn without_nan(self) -> Self {
        let part = |part: f64| if part.is_nan() { 0.0_f64.copysign(part) } else { part };
        Self { real: part(self.real), imag: part(self.imag) }
    }

    fn scaled(self, factor: f64) -> Self {
        Self { real: factor * self.real, imag: factor * self.imag }
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

pub(super) fn binary(op: Operator, left: Complex, right: Complex, rules: Rules) -> Option<Complex> {
    match op {
        Operator::Add => Some(Complex { real: left.real + right.real, imag: left.imag + right.imag }),
        Operator::Sub => Some(Complex { real: left.real - right.real, imag: left.imag - right.imag }),
        Operator::Mult => Some(left * right),
        Operator::Div => divide(left, right),
        Operator::Pow => power(left, right, rules),
        _ => None,
    }
}

/// The same of 3.14 and later: infinities that were lost in products and quotients come back.
pub(super) fn with_complex(op: Operator, left: Complex, right: Complex) -> Option<Complex> {
    match op {
        Operator::Mult => Some(recovered_product(left, right)),
        Operator::Div => recovered_quotient(left, right),
        Operator::Pow => power(left, right, RECOVERING),
        _ => binary(op, left, right, RECOVERING),
    }
}

/// `left op right` with a real right operand (3.14+).
pub(super) fn with_real(op: Operator, left: Complex, right: f64) -> Option<Complex> {
    let Complex { real, imag } = left;
    match op {
        Operator::Add => Some(Complex { real: real + right, imag }),
        Operator::Sub => Some(Complex { real: real - right, imag }),
        Operator::Mult => Some(Complex { real: real * right, imag: imag * right }),
        Operator::Div => (right != 0.0).then(|| Complex { real: real / right, imag: imag / right }),
        _ => with_complex(op, left, Complex { real: right, imag: 0.0 }),
    }
}

/// `left op right` with a real left operand (3.14+).
pub(super) fn real_with(op: Operator, left: f64, right: Complex) -> Option<Complex> {
    match op {
        Operator::Add | Operator::Mult => with_real(op, right, left),
        Operator::Sub => Some(Complex { real: left - right.real, imag: -right.imag }),
        Operator::Div => divide_real(left, right),
        _ => with_complex(op, Complex { real: left, imag: 0.0 }, right),
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
        Some(Complex::NAN)
    }
}

/// `left / right` with a real dividend.
fn divide_real(left: f64, right: Complex) -> Option<Complex> {
    let quotient = if right.real.abs() >= right.imag.abs() {
        if right.real == 0.0 {
            return None;
        }
        let ratio = right.imag / right.real;
        let denominator = right.real + right.imag * ratio;
        Complex { real: left / denominator, imag: -left * ratio / denominator }
    } else if right.imag.abs() >= right.real.abs() {
        let ratio = right.real / right.imag;
        let denominator = right.real * ratio + right.imag;
        Complex { real: left * ratio / denominator, imag: -left / denominator }
    } else {
        Complex::NAN
    };
    if !quotient.is_nan() || !left.is_finite() || !right.is_infinite() {
        return Some(quotient);
    }
    let Complex { real, imag } = right.boxed();
    Some(Complex { real: 0.0 * (left * real), imag: 0.0 * (-left * imag) })
}

/// The product; if both parts are lost though a factor or a partial product is infinite, an infinity.
fn recovered_product(left: Complex, right: Complex) -> Complex {
    let product = left * right;
    let partial = [left.real * right.real, left.imag * right.imag, left.real * right.imag, left.imag * right.real];
    if !product.is_nan() {
        return product;
    }
    let (mut one, mut other) = (left, right);
    let mut recovers = false;
    if one.is_infinite() {
        (one, other, recovers) = (one.boxed(), other.without_nan(), true);
    }
    if other.is_infinite() {
        (one, other, recovers) = (one.without_nan(), other.boxed(), true);
    }
    if !recovers && partial.into_iter().any(f64::is_infinite) {
        (one, other, recovers) = (one.without_nan(), other.without_nan(), true);
    }
    if recovers { (one * other).scaled(f64::INFINITY) } else { product }
}

/// The quotient; if both parts are lost, an infinite dividend gives infinities and an infinite divisor zeros.
fn recovered_quotient(left: Complex, right: Complex) -> Option<Complex> {
    let quotient = divide(left, right)?;
    if !quotient.is_nan() {
        return Some(quotient);
    }
    let times_conjugate = |x: Complex, y: Complex| Complex {
        real: x.real * y.real + x.imag * y.imag,
        imag: x.imag * y.real - x.real * y.imag,
    };
    Some(if left.is_infinite() && right.is_finite() {
        times_conjugate(left.boxed(), right).scaled(f64::INFINITY)
    } else if right.is_infinite() && left.is_finite() {
        times_conjugate(left, right.boxed()).scaled(0.0)
    } else {
        quotient
    })
}

/// A power of a negative number; the exponent is no integer. All rules give the same.
pub(super) fn root(base: f64, exponent: f64) -> Option<Complex> {
    power(Complex { real: base, imag: 0.0 }, Complex { real: exponent, imag: 0.0 }, RECOVERING)
}

/// How powers multiply and divide.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    product: fn(Complex, Complex) -> Complex,
    quotient: fn(Complex, Complex) -> Option<Complex>,
    /// Whether the length is divided by an exponential, not multiplied with that of the opposite.
    divides_length: bool,
}

impl Rules {
    /// Of the releases without [`RECOVERING`].
    pub(super) fn of(target: Target) -> Self {
        let divides_length = target.divides_lengths_of_complex_powers();
        Self { product: Complex::mul, quotient: divide, divides_length }
    }
}

const RECOVERING: Rules = Rules { product: recovered_product, quotient: recovered_quotient, divides_length: false };

/// Results with an infinite part count as overflow.
fn power(base: Complex, exponent: Complex, rules: Rules) -> Option<Complex> {
    let whole = exponent.imag == 0.0
        && exponent.real == exponent.real.floor()
        && exponent.real.abs() <= MAX_MULTIPLIED_EXPONENT;
    let result =
        if whole { whole_power(base, exponent.real as i64, rules)? } else { polar_power(base, exponent, rules)? };
    (!result.real.is_infinite() && !result.imag.is_infinite()).then_some(result)
}

fn whole_power(base: Complex, exponent: i64, rules: Rules) -> Option<Complex> {
    let mut result = Complex::ONE;
    let (mut square, mut bits) = (base, exponent.unsigned_abs());
    while bits > 0 {
        if bits & 1 == 1 {
            result = (rules.product)(result, square);
        }
        bits >>= 1;
        square = (rules.product)(square, square);
    }
    if exponent > 0 { Some(result) } else { (rules.quotient)(Complex::ONE, result) }
}

fn polar_power(base: Complex, exponent: Complex, rules: Rules) -> Option<Complex> {
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
        if rules.divides_length {
            len /= (angle * exponent.imag).exp();
        } else {
            len *= (-angle * exponent.imag).exp();
        }
        phase += exponent.imag * modulus.ln();
    }
    // The cosine of infinity is a domain error.
    (!phase.is_infinite()).then(|| Complex { real: len * phase.cos(), imag: len * phase.sin() })
}
