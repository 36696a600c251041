//! Codecs with one byte per character.

/// The characters of the upper half are `upper`; U+FFFE in it marks a byte without character.
pub(super) fn decode(bytes: &[u8], upper: &str) -> Result<String, String> {
    let upper: Vec<char> = upper.chars().collect();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    for (at, byte) in bytes.iter().enumerate() {
        let c = if byte.is_ascii() { char::from(*byte) } else { upper[usize::from(*byte) - 128] };
        if c == '\u{fffe}' {
            return Err(format!(
                "'charmap' codec can't decode byte 0x{byte:02x} in position {at}: character maps to <undefined>"
            ));
        }
        text.push(c);
    }
    Ok(text)
}

/// ASCII.
pub(super) fn decode_ascii(bytes: &[u8]) -> Result<String, String> {
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        None => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Some(at) => Err(format!(
            "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
            bytes[at]
        )),
    }
}
