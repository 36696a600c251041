//! Decoded code points, surrogates among them, and the errors about bytes and code points.
//!
//! CPython's tokenizer wants UTF-8, which surrogates don't have: `translate_into_utf8` in `Parser/tokenizer/helpers.c`.

/// The text of decoded code points; the error is that of encoding them as UTF-8.
pub(super) fn text(points: &[u32]) -> Result<String, String> {
    let Some(first) = points.iter().position(|point| is_surrogate(*point)) else {
        return Ok(points.iter().filter_map(|point| char::from_u32(*point)).collect());
    };
    let len = points[first..].iter().take_while(|point| is_surrogate(**point)).count();
    let place = match len {
        1 => format!("character '\\u{:04x}' in position {first}", points[first]),
        _ => format!("characters in position {first}-{}", first + len - 1),
    };
    Err(format!("'utf-8' codec can't encode {place}: surrogates not allowed"))
}

pub(super) const fn is_surrogate(point: u32) -> bool {
    matches!(point, 0xd800..=0xdfff)
}

/// The text of a `UnicodeDecodeError` about `bytes[start..end]`.
pub(super) fn decode_error(codec: &str, bytes: &[u8], start: usize, end: usize, reason: &str) -> String {
    let end = end.min(bytes.len());
    if end == start + 1 {
        return format!("'{codec}' codec can't decode byte 0x{:02x} in position {start}: {reason}", bytes[start]);
    }
    format!("'{codec}' codec can't decode bytes in position {start}-{}: {reason}", end.saturating_sub(1))
}

pub(super) const ILLEGAL: &str = "illegal multibyte sequence";
pub(super) const INCOMPLETE: &str = "incomplete multibyte sequence";

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn surrogates_have_no_utf_8() {
        assert_eq!(text(&[0x61, 0x1f600]).as_deref(), Ok("a😀"));
        let one = "'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed";
        assert_eq!(text(&[0x61, 0xd800, 0x61]).unwrap_err(), one);
        let two = "'utf-8' codec can't encode characters in position 0-1: surrogates not allowed";
        assert_eq!(text(&[0xdc00, 0xd800]).unwrap_err(), two);
    }
}
