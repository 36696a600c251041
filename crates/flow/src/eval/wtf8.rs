//! Code points of strings that may hold lone surrogates.
//!
//! Invariant: the bytes are UTF-8 except that surrogates are encoded like any other code point.

/// How many code points there are.
pub(crate) fn len(text: &[u8]) -> usize {
    text.iter().filter(|byte| starts_char(**byte)).count()
}

/// Where each code point begins.
pub(crate) fn starts(text: &[u8]) -> impl Iterator<Item = usize> {
    text.iter().enumerate().filter(|(_, byte)| starts_char(**byte)).map(|(at, _)| at)
}

/// The code point at a position, as a string.
pub(crate) fn at(text: &[u8], position: usize) -> Option<&[u8]> {
    let start = if text.is_ascii() { position } else { starts(text).nth(position)? };
    let behind = text.get(start + 1..)?;
    let more = behind.iter().take_while(|byte| !starts_char(**byte)).count();
    Some(&text[start..=start + more])
}

const fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_count_as_one() {
        let text = b"a\xED\xA0\x80\xF0\x9F\x98\x80z";
        assert_eq!(len(text), 4);
        assert_eq!(at(text, 1), Some(b"\xED\xA0\x80".as_slice()));
        assert_eq!(at(text, 2), Some(b"\xF0\x9F\x98\x80".as_slice()));
        assert_eq!(at(text, 3), Some(b"z".as_slice()));
        assert_eq!(at(text, 4), None);
        assert_eq!(at(b"abc", 3), None);
    }
}
