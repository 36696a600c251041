//! Objects without other objects in them, and the heads of those with.
//!
//! Follows `w_complex_object`, `w_PyLong` and `w_pstring` (`Python/marshal.c`).

use pycmill_object::{Int, ObjId, Pool};

use super::WriteError;
use crate::type_code;

/// The type codes of the objects that every pool begins with. They are nothing else, and such objects are never flagged.
const SINGLETONS: [u8; 5] =
    [type_code::NONE, type_code::TRUE, type_code::FALSE, type_code::ELLIPSIS, type_code::STOPITER];

/// The type code of an object of which there is one only.
#[inline]
pub(super) fn singleton(id: ObjId) -> Option<u8> {
    const { assert!(Pool::NONE.index() == 0 && Pool::TRUE.index() == 1 && Pool::FALSE.index() == 2) };
    const { assert!(Pool::ELLIPSIS.index() == 3 && Pool::STOP_ITERATION.index() == 4) };
    SINGLETONS.get(id.index()).copied()
}

/// An int: four bytes if they hold it, otherwise digits of 15 bits.
pub(super) fn int(out: &mut Vec<u8>, int: Int<'_>, flag: u8) -> Result<(), WriteError> {
    match int {
        Int::Small(number) => {
            if let Ok(number) = i32::try_from(number) {
                out.extend_from_slice(&head(type_code::INT | flag, number));
                return Ok(());
            }
            let magnitude = number.unsigned_abs();
            long(out, number < 0, [low_half(magnitude), low_half(magnitude >> 32)], flag)
        }
        Int::Big { negative, digits } => long(out, negative, digits.iter().copied(), flag),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the half is what is asked for")]
fn low_half(number: u64) -> u32 {
    number as u32
}

/// Digits of 32 bits, least significant first.
fn long(out: &mut Vec<u8>, negative: bool, digits: impl IntoIterator<Item = u32>, flag: u8) -> Result<(), WriteError> {
    out.push(type_code::LONG | flag);
    let start = out.len();
    out.extend([0; 4]);
    let (mut bits, mut kept) = (0_u64, 0);
    for digit in digits {
        bits |= u64::from(digit) << kept;
        kept += 32;
        while kept >= 15 {
            push_digit(out, bits);
            bits >>= 15;
            kept -= 15;
        }
    }
    if bits != 0 {
        push_digit(out, bits);
    }
    while out.len() > start + 4 && out.ends_with(&[0, 0]) {
        out.truncate(out.len() - 2);
    }
    let count = i32::try_from((out.len() - start - 4) / 2).map_err(|_| WriteError::Unmarshallable)?;
    let signed = if negative { -count } else { count };
    out[start..start + 4].copy_from_slice(&signed.to_le_bytes());
    Ok(())
}

fn push_digit(out: &mut Vec<u8>, bits: u64) {
    let [low, high, ..] = (bits & 0x7FFF).to_le_bytes();
    out.extend([low, high]);
}

/// A float or complex.
pub(super) fn numbers(out: &mut Vec<u8>, code: u8, doubles: &[u64]) {
    out.push(code);
    doubles.iter().for_each(|bits| out.extend(bits.to_le_bytes()));
}

pub(super) fn string(out: &mut Vec<u8>, text: &[u8], interned: bool, flag: u8) -> Result<(), WriteError> {
    if !text.is_ascii() {
        let code = if interned { type_code::INTERNED } else { type_code::UNICODE };
        return bytes(out, code | flag, text);
    }
    let Ok(short) = u8::try_from(text.len()) else {
        let code = if interned { type_code::ASCII_INTERNED } else { type_code::ASCII };
        return bytes(out, code | flag, text);
    };
    let code = if interned { type_code::SHORT_ASCII_INTERNED } else { type_code::SHORT_ASCII };
    out.extend_from_slice(&[code | flag, short]);
    out.extend_from_slice(text);
    Ok(())
}

/// Bytes behind their length.
pub(super) fn bytes(out: &mut Vec<u8>, code: u8, bytes: &[u8]) -> Result<(), WriteError> {
    let len = i32::try_from(bytes.len()).map_err(|_| WriteError::Unmarshallable)?;
    out.extend_from_slice(&head(code, len));
    out.extend_from_slice(bytes);
    Ok(())
}

pub(super) fn tuple_start(out: &mut Vec<u8>, len: usize, flag: u8) -> Result<(), WriteError> {
    if let Ok(short) = u8::try_from(len) {
        out.extend_from_slice(&[type_code::SMALL_TUPLE | flag, short]);
        return Ok(());
    }
    out.push(type_code::TUPLE | flag);
    length(out, len)
}

/// A type code and a number.
#[inline]
pub(super) const fn head(code: u8, number: i32) -> [u8; 5] {
    let [a, b, c, d] = number.to_le_bytes();
    [code, a, b, c, d]
}

/// A length in four bytes.
pub(super) fn length(out: &mut Vec<u8>, len: usize) -> Result<(), WriteError> {
    let len = i32::try_from(len).map_err(|_| WriteError::Unmarshallable)?;
    out.extend_from_slice(&len.to_le_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: Int<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        int(&mut out, value, 0).expect("ints are short here");
        out
    }

    #[test]
    fn ints_take_four_bytes_or_digits_of_15_bits() {
        assert_eq!(written(Int::Small(-1)), b"i\xff\xff\xff\xff");
        assert_eq!(written(Int::Small(1 << 31)), b"l\x03\0\0\0\0\0\0\0\x02\0");
        assert_eq!(written(Int::Small(-(1 << 45) - 1)), b"l\xfc\xff\xff\xff\x01\0\0\0\0\0\x01\0");
        assert_eq!(written(Int::Small(i64::MIN)), b"l\xfb\xff\xff\xff\0\0\0\0\0\0\0\0\x08\0");
        let big = Int::Big { negative: false, digits: &[0, 0, 1] };
        assert_eq!(written(big), b"l\x05\0\0\0\0\0\0\0\0\0\0\0\x10\0");
    }

    #[test]
    fn strings_have_short_ascii_and_other_forms() {
        let written = |text: &[u8], interned| {
            let mut out = Vec::new();
            string(&mut out, text, interned, type_code::FLAG_REF).expect("strings are short here");
            out.truncate(6);
            out
        };
        assert_eq!(written(b"ab", false), b"\xfa\x02ab");
        assert_eq!(written(b"ab", true), b"\xda\x02ab");
        assert_eq!(written(&[b'a'; 256], false), b"\xe1\0\x01\0\0a");
        assert_eq!(written(&[b'a'; 256], true), b"\xc1\0\x01\0\0a");
        assert_eq!(written("\u{e9}".as_bytes(), false), b"\xf5\x02\0\0\0\xc3");
        assert_eq!(written("\u{e9}".as_bytes(), true), b"\xf4\x02\0\0\0\xc3");
    }
}
