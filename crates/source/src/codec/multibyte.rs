//! The East Asian codecs: those of the WHATWG through `encoding_rs`, and where Python's differ.

use encoding_rs::Encoding;

use super::differences::{CODECS, Codec};
use super::johab;
use super::points::{ILLEGAL, INCOMPLETE, decode_error};

/// What begins a make-up sequence of EUC-KR.
const MADE_UP: &[u8] = b"\xa4\xd4";

/// Decodes with the codec of a module of Python's `encodings`; `None` if it is not supported.
pub(super) fn decode(bytes: &[u8], module: &str) -> Option<Result<String, String>> {
    let codec = CODECS.iter().find(|codec| codec.module == module)?;
    Some(decode_by(codec, bytes))
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

fn decode_by(codec: &Codec, bytes: &[u8]) -> Result<String, String> {
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            text.push(char::from(*byte));
            at += 1;
            continue;
        }
        let (character, len) = character(codec, &bytes[at..]).ok_or_else(|| error(codec.module, bytes, at))?;
        text.push_str(&character);
        at += len;
    }
    Ok(text)
}

/// The character that the bytes begin with, and its length.
fn character(codec: &Codec, bytes: &[u8]) -> Option<(String, usize)> {
    let lead = *bytes.first()?;
    if let Some((first, _, start)) = codec.singles.iter().find(|(first, last, _)| (*first..=*last).contains(&lead)) {
        return char::from_u32(u32::from(*start) + u32::from(lead - first)).map(|c| (c.to_string(), 1));
    }
    if lead == 0x80 {
        return None;
    }
    if codec.module == "euc_kr" && bytes.starts_with(MADE_UP) {
        return made_up(bytes);
    }
    let len = match bytes.get(1)? {
        b'0'..=b'9' if codec.module == "gb18030" => 4,
        _ if codec.module == "euc_jp" && lead == 0x8f => 3,
        _ => 2,
    };
    let sequence = bytes.get(..len)?;
    let code = sequence.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
    if let Ok(at) = codec.changed.binary_search_by_key(&code, |(code, _)| *code) {
        return Some((codec.changed[at].1.to_owned(), len));
    }
    if codec.rejected.iter().any(|(first, last)| (*first..=*last).contains(&code)) {
        return None;
    }
    whole(codec.base, sequence).map(|character| (character, len))
}

/// The bytes of a character: those of the WHATWG if Python reads them as it, else a sequence that Python reads in its own way.
pub(super) fn encode(codec: &Codec, char: char) -> Option<Vec<u8>> {
    let is_it = |bytes: &[u8]| {
        character(codec, bytes).is_some_and(|(text, len)| len == bytes.len() && text.chars().eq(std::iter::once(char)))
    };
    let text = char.to_string();
    let (bytes, _, is_lossy) = codec.base.encode(&text);
    if !is_lossy && is_it(&bytes) {
        return Some(bytes.into_owned());
    }
    let single = codec.singles.iter().find_map(|(first, last, start)| {
        let byte = u32::from(char).checked_sub(u32::from(*start)).and_then(|at| u8::try_from(at).ok())?;
        first.checked_add(byte).filter(|byte| byte <= last).map(|byte| vec![byte])
    });
    let changed = || {
        let (code, _) = codec.changed.iter().find(|(_, changed)| *changed == text)?;
        Some(code.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect())
    };
    single.or_else(changed)
}

/// A syllable by its letters: KS X 1001:1998, annex 3.
fn made_up(bytes: &[u8]) -> Option<(String, usize)> {
    let [_, _, 0xa4, cho, 0xa4, jung, 0xa4, jong] = *bytes.first_chunk()? else { return None };
    johab::made_up(cho, jung, jong).map(|c| (c.to_string(), 8))
}

/// A character of GB 2312 by its two bytes of seven bits.
pub(super) fn gb2312(first: u8, second: u8) -> Option<char> {
    of_set("gb2312", &[first | 0x80, second | 0x80])
}

/// A character of KS X 1001 by its two bytes of seven bits.
pub(super) fn ksx1001(first: u8, second: u8) -> Option<char> {
    match [first | 0x80, second | 0x80] {
        [0xa4, 0xd4] => Some('\u{3164}'),
        sequence => of_set("euc_kr", &sequence),
    }
}

/// A character of JIS X 0208 by its two bytes of seven bits.
pub(super) fn jisx0208(first: u8, second: u8) -> Option<char> {
    of_set("euc_jp", &[first | 0x80, second | 0x80])
}

/// A character of JIS X 0212 by its two bytes of seven bits.
pub(super) fn jisx0212(first: u8, second: u8) -> Option<char> {
    of_set("euc_jp", &[0x8f, first | 0x80, second | 0x80])
}

/// `sequence` has the highest bit of every byte set.
fn of_set(module: &str, sequence: &[u8]) -> Option<char> {
    let codec = CODECS.iter().find(|codec| codec.module == module)?;
    let (text, len) = character(codec, sequence)?;
    let mut characters = text.chars();
    characters.next().filter(|_| len == sequence.len() && characters.next().is_none())
}

/// Only a make-up sequence can lack its end: the last byte of a file is a newline.
fn error(module: &str, bytes: &[u8], at: usize) -> String {
    if module == "euc_kr" && bytes[at..].starts_with(MADE_UP) && bytes.len() - at < 8 {
        return decode_error(module, bytes, at, bytes.len(), INCOMPLETE);
    }
    decode_error(module, bytes, at, at + 1, ILLEGAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pythons_mappings() {
        let text = |bytes: &[u8], module: &str| decode(bytes, module).expect("is supported");
        assert_eq!(text(b"a\x81\x60\xb1", "shift_jis").as_deref(), Ok("a〜ｱ"));
        assert_eq!(text(b"\x81\x60", "cp932").as_deref(), Ok("～"));
        assert_eq!(text(b"\xa1\xc1\x8f\xb0\xa1", "euc_jp").as_deref(), Ok("〜丂"));
        assert_eq!(text(b"\xc4\xe3\xba\xc3", "gb2312").as_deref(), Ok("你好"));
        assert_eq!(text(b"\x81\x30\x84\x36", "gb18030").as_deref(), Ok("¥"));
        assert!(text(b"\x80", "gbk").is_err());
        assert!(text(b"\x81\x41", "euc_kr").is_err());
        assert_eq!(text(b"\x81\x41", "cp949").as_deref(), Ok("갂"));
    }

    #[test]
    fn differences_are_sorted() {
        for codec in CODECS {
            assert!(codec.changed.is_sorted_by_key(|(code, _)| *code), "{}", codec.module);
        }
    }
}
