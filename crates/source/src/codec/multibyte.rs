//! The East Asian codecs: those of the WHATWG through `encoding_rs`, and where Python's differ.

use encoding_rs::{Encoding, ISO_2022_JP};

use super::differences::{CODECS, Codec};

/// Decodes with the codec of a module of Python's `encodings`; `None` if it is not supported.
pub(super) fn decode(bytes: &[u8], module: &str) -> Option<Result<String, String>> {
    if module == "iso2022_jp" {
        let text = whole(ISO_2022_JP, bytes);
        return Some(text.ok_or_else(|| error(module, 0, bytes)));
    }
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
        let (character, len) = character(codec, &bytes[at..]).ok_or_else(|| error(codec.module, at, &bytes[at..]))?;
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

fn error(module: &str, at: usize, rest: &[u8]) -> String {
    let byte = rest.first().copied().unwrap_or_default();
    format!("'{module}' codec can't decode byte 0x{byte:02x} in position {at}: illegal multibyte sequence")
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
