//! Texts of values, for people and for comparing: Python's `ascii()` of strings, bytes and numbers.

use std::fmt::{self, Write};

use num_bigint::{BigInt, BigUint, Sign};

use crate::Int;

/// A string (UTF-8 with surrogates) as Python's `ascii()` writes it.
#[must_use]
pub fn str_repr(text: &[u8]) -> String {
    let mut repr = String::with_capacity(text.len() + 2);
    let quote = quote_for(text);
    repr.push(quote);
    for code in code_points(text) {
        push_escaped(&mut repr, code, quote);
    }
    repr.push(quote);
    repr
}

/// A bytes object as Python's `repr()` writes it.
#[must_use]
pub fn bytes_repr(bytes: &[u8]) -> String {
    let mut repr = String::with_capacity(bytes.len() + 3);
    let quote = quote_for(bytes);
    repr.push('b');
    repr.push(quote);
    for byte in bytes {
        push_escaped(&mut repr, u32::from(*byte), quote);
    }
    repr.push(quote);
    repr
}

impl fmt::Display for Int<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Small(number) => number.fmt(f),
            Self::Big { negative, digits } => {
                let sign = if *negative { Sign::Minus } else { Sign::Plus };
                BigInt::from_biguint(sign, BigUint::from_slice(digits)).fmt(f)
            }
        }
    }
}

/// A float as Python's `repr()` writes it, with another text for infinity where that has to be read back: the fewest digits that
/// read back, with an exponent outside of 1e-4 to 1e16.
#[must_use]
pub fn float_repr(float: f64, infinity: &str) -> String {
    number_repr(float, ".0", infinity)
}

/// A complex number as Python's `repr()` writes it, with another text for infinity.
#[must_use]
pub fn complex_repr(real: f64, imag: f64, infinity: &str) -> String {
    let imag = number_repr(imag, "", infinity);
    if real == 0.0 && real.is_sign_positive() {
        return format!("{imag}j");
    }
    let plus = if imag.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imag}j)", number_repr(real, "", infinity))
}

/// `point` ends what has neither point nor exponent.
fn number_repr(float: f64, point: &str, infinity: &str) -> String {
    match float {
        _ if float.is_nan() => "nan".to_owned(),
        f64::INFINITY => infinity.to_owned(),
        f64::NEG_INFINITY => format!("-{infinity}"),
        _ => finite_repr(float, point),
    }
}

fn finite_repr(float: f64, point: &str) -> String {
    let scientific = fewest_digits(float);
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.unsigned_abs());
    }
    let decimals = digits.trim_start_matches('-').len().saturating_sub(2);
    let places = decimals.saturating_add_signed(isize::try_from(-exponent).unwrap_or(0));
    let plain = format!("{float:.places$}");
    if plain.contains('.') { plain } else { plain + point }
}

/// Of two texts that are as short and as near, Python takes the one with an even last digit.
fn fewest_digits(float: f64) -> String {
    let shortest = format!("{float:e}");
    let digits = shortest.split('e').next().map_or(0, |digits| digits.trim_start_matches('-').len());
    let nearest = format!("{float:.*e}", digits.saturating_sub(2));
    if nearest.parse() == Ok(float) { nearest } else { shortest }
}

fn quote_for(text: &[u8]) -> char {
    if text.contains(&b'\'') && !text.contains(&b'"') { '"' } else { '\'' }
}

fn push_escaped(repr: &mut String, code: u32, quote: char) {
    let written = match code {
        0x0A => write!(repr, "\\n"),
        0x0D => write!(repr, "\\r"),
        0x09 => write!(repr, "\\t"),
        0x5C => write!(repr, "\\\\"),
        _ if code == u32::from(quote) => write!(repr, "\\{quote}"),
        0x20..0x7F => write!(repr, "{}", char::from_u32(code).unwrap_or('?')),
        0..0x100 => write!(repr, "\\x{code:02x}"),
        0x100..0x1_0000 => write!(repr, "\\u{code:04x}"),
        _ => write!(repr, "\\U{code:08x}"),
    };
    written.expect("writing to a string cannot fail");
}

/// The code points of UTF-8 in which surrogates are encoded like any other.
pub fn code_points(text: &[u8]) -> impl Iterator<Item = u32> {
    let is_start = |byte: &u8| byte & 0xC0 != 0x80;
    let starts = text.iter().enumerate().filter(move |(_, byte)| is_start(byte)).map(|(at, _)| at);
    starts.map(|at| {
        let lead = u32::from(text[at]);
        let first = match lead {
            0..0x80 => lead,
            0x80..0xE0 => lead & 0x1F,
            0xE0..0xF0 => lead & 0x0F,
            _ => lead & 0x07,
        };
        let rest = text[at + 1..].iter().take_while(|byte| *byte & 0xC0 == 0x80).take(3);
        rest.fold(first, |code, byte| code << 6 | u32::from(byte & 0x3F))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_as_python_does() {
        assert_eq!(str_repr("it's\n".as_bytes()), r#""it's\n""#);
        assert_eq!(str_repr(b"'\""), r#"'\'"'"#);
        assert_eq!(str_repr("\u{e9}\u{20ac}\u{1f600}\u{7f}".as_bytes()), r"'\xe9\u20ac\U0001f600\x7f'");
        assert_eq!(str_repr(&[0xED, 0xA0, 0x80]), r"'\ud800'");
        assert_eq!(bytes_repr(b"a\0\xff\\"), r"b'a\x00\xff\\'");
    }

    /// 2 to the power of -25 is in the middle between two texts of 17 digits.
    #[test]
    fn floats_have_the_fewest_digits() {
        let shown = [2.0_f64.powi(-25), 1.0, -0.0, 1e16, 1e15, 123.25, -1.5e-5, 0.0001, 5e-324, 1e22, 0.1 + 0.2, 9e15]
            .map(|float| float_repr(float, "inf"));
        let expected = [
            "2.9802322387695312e-08",
            "1.0",
            "-0.0",
            "1e+16",
            "1000000000000000.0",
            "123.25",
            "-1.5e-05",
            "0.0001",
            "5e-324",
            "1e+22",
            "0.30000000000000004",
            "9000000000000000.0",
        ];
        assert_eq!(shown, expected);
        assert_eq!(finite_repr(2.0, ""), "2");
    }

    #[test]
    fn ints_are_decimal() {
        let big = Int::Big { negative: true, digits: &[0, 0, 1] };
        assert_eq!(big.to_string(), "-18446744073709551616");
        assert_eq!(Int::Small(-3).to_string(), "-3");
    }
}
