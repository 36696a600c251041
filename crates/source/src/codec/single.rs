//! Codecs with one byte per character.

use super::points::decode_error;

/// The characters of the upper half are `upper`; U+FFFE in it marks a byte without character.
pub(super) fn decode(bytes: &[u8], upper: &str) -> Result<String, String> {
    let upper: Vec<char> = upper.chars().collect();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    for (at, byte) in bytes.iter().enumerate() {
        let c = if byte.is_ascii() { char::from(*byte) } else { upper[usize::from(*byte) - 128] };
        text.push(defined(c, *byte, at)?);
    }
    Ok(text)
}

/// `palmos` before it had a character for the byte 0x9b.
pub(super) fn decode_early_palmos(bytes: &[u8]) -> Result<String, String> {
    let text = super::charmap(bytes, "palmos").unwrap_or_else(|| Ok(String::new()))?;
    Ok(text.replace('\u{203a}', "\u{9b}"))
}

/// The characters of all bytes are `map`; U+FFFE in it marks a byte without character.
pub(super) fn decode_whole(bytes: &[u8], map: &str) -> Result<String, String> {
    let map: Vec<char> = map.chars().collect();
    bytes.iter().enumerate().map(|(at, byte)| defined(map[usize::from(*byte)], *byte, at)).collect()
}

fn defined(c: char, byte: u8, at: usize) -> Result<char, String> {
    if c == '\u{fffe}' {
        return Err(format!(
            "'charmap' codec can't decode byte 0x{byte:02x} in position {at}: character maps to <undefined>"
        ));
    }
    Ok(c)
}

/// ASCII.
pub(super) fn decode_ascii(bytes: &[u8]) -> Result<String, String> {
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        None => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Some(at) => Err(decode_error("ascii", bytes, at, at + 1, "ordinal not in range(128)")),
    }
}
