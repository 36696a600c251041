//! Objects without other objects in them.
//!
//! Follows `r_object` and `r_PyLong` (`Python/marshal.c`).

use pycmill_object::{Int, Value};

use super::error::{ReadError, ReadErrorKind};
use super::input::Input;

/// The sign of an int and its digits of 32 bits, from those of 15 bits behind their signed count.
pub(super) fn long(input: &mut Input<'_>) -> Result<(bool, Vec<u32>), ReadError> {
    let signed = input.number()?;
    let count = input.check_length(signed.unsigned_abs() as usize)?;
    let mut digits = Vec::with_capacity(count / 2 + 1);
    let (mut bits, mut kept) = (0_u64, 0);
    let mut last = 1;
    for _ in 0..count {
        last = u16::from_le_bytes(input.array()?);
        if last > 0x7FFF {
            return Err(input.error(ReadErrorKind::DigitTooLarge));
        }
        bits |= u64::from(last) << kept;
        kept += 15;
        if kept >= 32 {
            digits.push(low_half(bits));
            bits >>= 32;
            kept -= 32;
        }
    }
    if last == 0 {
        return Err(input.error(ReadErrorKind::UnnormalizedInt));
    }
    digits.push(low_half(bits));
    while digits.last() == Some(&0) {
        digits.pop();
    }
    Ok((signed < 0, digits))
}

#[expect(clippy::cast_possible_truncation, reason = "the half is what is asked for")]
const fn low_half(bits: u64) -> u32 {
    bits as u32
}

/// The int of a sign and digits without zeros at the end.
pub(super) fn int(negative: bool, digits: &[u32]) -> Int<'_> {
    let big = || Int::Big { negative, digits };
    if digits.len() > 2 {
        return big();
    }
    let magnitude = digits.iter().rev().fold(0_u64, |magnitude, digit| magnitude << 32 | u64::from(*digit));
    let signed = if negative { -i128::from(magnitude) } else { i128::from(magnitude) };
    i64::try_from(signed).map_or_else(|_| big(), Int::Small)
}

/// An ASCII string behind a length of one or four bytes.
pub(super) fn ascii<'a>(input: &mut Input<'a>, len: usize) -> Result<Value<'a>, ReadError> {
    let text = input.take(len)?;
    if !text.is_ascii() {
        return Err(input.error(ReadErrorKind::InvalidText));
    }
    Ok(Value::Str(text))
}

/// UTF-8 in which surrogates are encoded like any other code point.
pub(super) fn unicode<'a>(input: &mut Input<'a>) -> Result<Value<'a>, ReadError> {
    let len = input.length()?;
    let text = input.take(len)?;
    let mut rest = text;
    while let Err(error) = std::str::from_utf8(rest) {
        let (_, bad) = rest.split_at(error.valid_up_to());
        let [0xED, 0xA0..=0xBF, 0x80..=0xBF, after @ ..] = bad else {
            return Err(input.error(ReadErrorKind::InvalidText));
        };
        rest = after;
    }
    Ok(Value::Str(text))
}

pub(super) fn bytes<'a>(input: &mut Input<'a>) -> Result<Value<'a>, ReadError> {
    let len = input.length()?;
    Ok(Value::Bytes(input.take(len)?))
}
