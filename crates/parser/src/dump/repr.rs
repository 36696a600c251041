//! `ascii(value)` of constants.

use std::fmt::Write;

use pycmill_ast::{Constant, Int};

/// Any constant that a parser makes.
pub(super) fn constant(out: &mut String, value: &Constant<'_>) {
    match value {
        Constant::None => out.push_str("None"),
        Constant::True => out.push_str("True"),
        Constant::False => out.push_str("False"),
        Constant::Ellipsis => out.push_str("Ellipsis"),
        Constant::Int(value) => int(out, value),
        Constant::Float(bits) => float(out, f64::from_bits(*bits), true),
        Constant::Complex { imag, .. } => {
            float(out, f64::from_bits(*imag), false);
            out.push('j');
        }
        Constant::Str(bytes) => string(out, bytes),
        Constant::Bytes(value) => bytes(out, value),
        Constant::Tuple(items) | Constant::FrozenSet(items) => {
            for item in *items {
                constant(out, item);
                out.push(' ');
            }
        }
    }
}

fn int(out: &mut String, value: &Int<'_>) {
    match value {
        Int::Small(value) => {
            let _ = write!(out, "{value}");
        }
        Int::Big { negative, digits } => {
            if *negative {
                out.push('-');
            }
            big(out, digits);
        }
    }
}

/// Base 2^32 to decimal, nine digits at a time.
fn big(out: &mut String, digits: &[u32]) {
    let mut rest = digits.to_vec();
    let mut groups = Vec::new();
    while !rest.is_empty() {
        let mut carry = 0_u64;
        for limb in rest.iter_mut().rev() {
            carry = carry << 32 | u64::from(*limb);
            *limb = (carry / 1_000_000_000) as u32;
            carry %= 1_000_000_000;
        }
        groups.push(carry);
        while rest.last() == Some(&0) {
            rest.pop();
        }
    }
    let mut groups = groups.into_iter().rev();
    let _ = write!(out, "{}", groups.next().unwrap_or(0));
    for group in groups {
        let _ = write!(out, "{group:09}");
    }
}

/// `float.__repr__`: the shortest digits that read back, with an exponent outside 1e-4 to 1e16.
fn float(out: &mut String, value: f64, with_point: bool) {
    if value.is_infinite() {
        out.push_str("inf");
        return;
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        let needs_point = with_point && !plain.contains('.');
        out.push_str(&plain);
        if needs_point {
            out.push_str(".0");
        }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "{mantissa}e{sign}{:02}", exponent.unsigned_abs());
    }
}

/// A `str` in UTF-8 with surrogates.
pub(super) fn string(out: &mut String, bytes: &[u8]) {
    let quote = quote(bytes);
    out.push(quote);
    let mut rest = bytes;
    while let Some((code, tail)) = code_point(rest) {
        rest = tail;
        match char::from_u32(code) {
            Some(c) if c.is_ascii() => ascii(out, c as u8, quote),
            _ if code < 0x100 => drop(write!(out, "\\x{code:02x}")),
            _ if code < 0x1_0000 => drop(write!(out, "\\u{code:04x}")),
            _ => drop(write!(out, "\\U{code:08x}")),
        }
    }
    out.push(quote);
}

fn bytes(out: &mut String, bytes: &[u8]) {
    let quote = quote(bytes);
    out.push('b');
    out.push(quote);
    for byte in bytes {
        if byte.is_ascii() {
            ascii(out, *byte, quote);
        } else {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push(quote);
}

fn quote(bytes: &[u8]) -> char {
    if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' }
}

fn ascii(out: &mut String, byte: u8, quote: char) {
    match byte {
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        b'\\' => out.push_str("\\\\"),
        b' '..=b'~' => {
            if char::from(byte) == quote {
                out.push('\\');
            }
            out.push(char::from(byte));
        }
        _ => drop(write!(out, "\\x{byte:02x}")),
    }
}

fn code_point(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (len, start) = match first {
        0..0x80 => (0, u32::from(*first)),
        0x80..0xe0 => (1, u32::from(*first & 0x1f)),
        0xe0..0xf0 => (2, u32::from(*first & 0x0f)),
        _ => (3, u32::from(*first & 0x07)),
    };
    let (tail, rest) = rest.split_at_checked(len)?;
    Some((tail.iter().fold(start, |code, byte| code << 6 | u32::from(byte & 0x3f)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats() {
        let repr = |value: f64| {
            let mut out = String::new();
            float(&mut out, value, true);
            out
        };
        let values = [0.0, 1.5, 1e16, 1e15, 1e-4, 1e-5, 1.5e300, 123_456_789_012_345_680.0];
        let texts =
            ["0.0", "1.5", "1e+16", "1000000000000000.0", "0.0001", "1e-05", "1.5e+300", "1.2345678901234568e+17"];
        assert_eq!(values.map(repr), texts);
    }

    #[test]
    fn integers() {
        let mut out = String::new();
        int(&mut out, &Int::Big { negative: false, digits: &[0, 0, 1] });
        assert_eq!(out, "18446744073709551616");
    }

    #[test]
    fn strings() {
        let mut out = String::new();
        string(&mut out, "a'\"\n\u{e9}\u{20ac}\u{1f600}".as_bytes());
        string(&mut out, b"'\xed\xb2\x80");
        assert_eq!(out, r#"'a\'"\n\xe9\u20ac\U0001f600'"'\udc80""#);
    }
}
