//! What bytes can begin, and searches in eight bytes at once.
//!
//! **Invariant**: of the masks that the searches return, the lowest bit that is set is exact; with it all that are below.

/// What a token does that begins with a byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Class {
    /// Letters, `_` and all that is not ASCII.
    Name,
    Digit,
    Quote,
    Dot,
    /// Operators that nothing can follow in the same token.
    Single,
    /// Operators that may go on.
    Operator,
    Colon,
    Open,
    Close,
    Newline,
    Blank,
    Hash,
    Backslash,
    /// Begins nothing.
    Other,
}

/// The class of each byte.
pub(super) const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
}

const fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => Class::Name,
        b'0'..=b'9' => Class::Digit,
        b'\'' | b'"' => Class::Quote,
        b'.' => Class::Dot,
        b',' | b';' | b'~' => Class::Single,
        b'=' | b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'|' | b'&' | b'^' => Class::Operator,
        b':' => Class::Colon,
        b'(' | b'[' | b'{' => Class::Open,
        b')' | b']' | b'}' => Class::Close,
        b'\n' => Class::Newline,
        b' ' | b'\t' | b'\x0c' => Class::Blank,
        b'#' => Class::Hash,
        b'\\' => Class::Backslash,
        _ => Class::Other,
    }
}

/// Whether a byte can be in a name, after its beginning.
pub(super) const fn is_name_byte(byte: u8) -> bool {
    matches!(CLASSES[byte as usize], Class::Name | Class::Digit)
}

const ONES: u64 = u64::MAX / 0xff;
const HIGH: u64 = ONES << 7;
const LOW: u64 = !HIGH;

/// The number of bytes before the lowest one that a mask marks; 8 if it marks none.
pub(super) const fn before(mask: u64) -> usize {
    mask.trailing_zeros() as usize / 8
}

/// Marks the bytes that cannot be in a name. All of the mask is exact: no sum carries into the next byte.
#[inline]
pub(super) const fn outside_names(word: u64) -> u64 {
    let low = word & LOW;
    let letters = low | (0x20 * ONES);
    let is_letter = (letters + (0x80 - b'a' as u64) * ONES) & !(letters + (0x7f - b'z' as u64) * ONES);
    let is_digit = (low + (0x80 - b'0' as u64) * ONES) & !(low + (0x7f - b'9' as u64) * ONES);
    let is_underscore = !((low ^ (b'_' as u64 * ONES)) + LOW);
    !(word | is_letter | is_digit | is_underscore) & HIGH
}

/// Marks the bytes that are not ASCII.
#[inline]
pub(super) const fn beyond_ascii(word: u64) -> u64 {
    word & HIGH
}

/// Marks the lowest byte that is the given one.
#[inline]
pub(super) const fn equal(word: u64, byte: u8) -> u64 {
    let others = word ^ (byte as u64 * ONES);
    others.wrapping_sub(ONES) & !others & HIGH
}

/// Marks the lowest byte that is not a space.
#[inline]
pub(super) const fn unlike_space(word: u64) -> u64 {
    word ^ (b' ' as u64 * ONES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_words() {
        for byte in 0..=255_u8 {
            for at in 0..8 {
                let mut bytes = *b"aZ_09\xffbc";
                bytes[at] = byte;
                let expected = bytes.iter().position(|byte| !is_name_byte(*byte)).unwrap_or(8);
                assert_eq!(before(outside_names(u64::from_le_bytes(bytes))), expected, "{byte}");
            }
        }
    }

    #[test]
    fn bytes_in_words() {
        for byte in 0..=255_u8 {
            for at in 0..8 {
                let mut bytes = [byte ^ 1; 8];
                bytes[at] = byte;
                bytes[7] = byte;
                assert_eq!(before(equal(u64::from_le_bytes(bytes), byte)), at);
            }
        }
        assert_eq!(before(unlike_space(u64::from_le_bytes(*b"   \t    "))), 3);
        assert_eq!(before(unlike_space(u64::from_le_bytes(*b"        "))), 8);
    }
}
