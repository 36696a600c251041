//! `johab`: Hangul syllables from their letters, the rest of KS X 1001 by place.
//!
//! Follows `DECODER(johab)` in `Modules/cjkcodecs/_codecs_kr.c`.

use super::multibyte;
use super::points::{ILLEGAL, INCOMPLETE, decode_error};

/// No letter has this code.
const NONE: u8 = 0xff;
/// The letter is missing.
const FILL: u8 = 0xfd;

#[rustfmt::skip]
const CHOSEONG: [u8; 32] = [
    NONE, FILL, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
    NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
];
#[rustfmt::skip]
const JUNGSEONG: [u8; 32] = [
    NONE, NONE, FILL, 0, 1, 2, 3, 4, NONE, NONE, 5, 6, 7, 8, 9, 10, NONE, NONE, 11, 12, 13, 14, 15, 16, NONE, NONE,
    17, 18, 19, 20, NONE, NONE,
];
#[rustfmt::skip]
const JONGSEONG: [u8; 32] = [
    NONE, FILL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, NONE, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
    NONE, NONE,
];
/// The compatibility letters of first and last consonants, from U+3100.
const CHOSEONG_LETTERS: [u8; 19] =
    [0x31, 0x32, 0x34, 0x37, 0x38, 0x39, 0x41, 0x42, 0x43, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e];
#[rustfmt::skip]
const JONGSEONG_LETTERS: [u8; 28] = [
    0, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40, 0x41, 0x42, 0x44, 0x45,
    0x46, 0x47, 0x48, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e,
];

/// The syllable of a make-up sequence of EUC-KR: the letters by their second bytes there.
pub(super) fn made_up(cho: u8, jung: u8, jong: u8) -> Option<char> {
    let letter = |byte: u8| byte.checked_sub(0xa1).map(|at| at + 0x31);
    let cho = CHOSEONG_LETTERS.iter().position(|known| Some(*known) == letter(cho))? as u32;
    let jung = jung.checked_sub(0xbf).filter(|jung| *jung < 21)?;
    let jong = match jong {
        0xd4 => 0,
        jong => JONGSEONG_LETTERS.iter().position(|known| Some(*known) == letter(jong))? as u32,
    };
    char::from_u32(0xac00 + cho * 588 + u32::from(jung) * 28 + jong)
}

/// Decodes a file.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        if first.is_ascii() {
            text.push(char::from(*first));
            at += 1;
            continue;
        }
        let error = |reason| decode_error("johab", bytes, at, at + 1, reason);
        let second = *bytes.get(at + 1).ok_or_else(|| error(INCOMPLETE))?;
        let character = if *first < 0xd8 { hangul(*first, second) } else { other(*first, second) };
        text.push(character.ok_or_else(|| error(ILLEGAL))?);
        at += 2;
    }
    Ok(text)
}

/// A syllable or one of its letters: three groups of five bits.
fn hangul(first: u8, second: u8) -> Option<char> {
    let cho = CHOSEONG[usize::from(first >> 2 & 0x1f)];
    let jung = JUNGSEONG[usize::from((first << 3 | second >> 5) & 0x1f)];
    let jong = JONGSEONG[usize::from(second & 0x1f)];
    if [cho, jung, jong].contains(&NONE) {
        return None;
    }
    let code = match (cho, jung, jong) {
        (FILL, FILL, FILL) => 0x3000,
        (FILL, FILL, jong) => 0x3100 + u32::from(JONGSEONG_LETTERS[usize::from(jong)]),
        (FILL, jung, FILL) => 0x314f + u32::from(jung),
        (FILL, _, _) => return None,
        (cho, FILL, FILL) => 0x3100 + u32::from(CHOSEONG_LETTERS[usize::from(cho)]),
        (_, FILL, _) => return None,
        (cho, jung, jong) => {
            let jong = if jong == FILL { 0 } else { u32::from(jong) };
            0xac00 + u32::from(cho) * 588 + u32::from(jung) * 28 + jong
        }
    };
    char::from_u32(code)
}

/// A character of KS X 1001 that is no Hangul.
fn other(first: u8, second: u8) -> Option<char> {
    let is_letter = first == 0xda && (0xa1..=0xd3).contains(&second);
    if matches!(first, 0xd8 | 0xdf | 0xfa..) || !matches!(second, 0x31..=0x7e | 0x91..=0xfe) || is_letter {
        return None;
    }
    let row = if first < 0xe0 { 2 * u16::from(first) - 2 * 0xd9 } else { 2 * u16::from(first) - 0x197 };
    let column = second - if second < 0x91 { 0x31 } else { 0x43 };
    let (row, column) = if column < 94 { (row, column) } else { (row + 1, column - 94) };
    multibyte::ksx1001(u8::try_from(row + 0x21).ok()?, column + 0x21)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn syllables_letters_and_others() {
        assert_eq!(decode(b"a\x88\x61").as_deref(), Ok("a가"));
        assert_eq!(decode(b"\x88\x41").as_deref(), Ok("ㄱ"));
        assert_eq!(decode(b"\xd9\x31").as_deref(), Ok("\u{3000}"));
        assert!(decode(b"\xdf\x31").is_err());
    }
}
