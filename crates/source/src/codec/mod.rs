//! The codecs that an encoding declaration may name, with Python's names and error texts.
//!
//! Names are looked up as `encodings.search_function` does: normalised, then through the alias table.

mod differences;
mod multibyte;
mod single;
mod tables;
mod utf8;

pub use utf8::{Utf8Error, utf8_error};

use tables::{ALIASES, CHARMAPS};

/// Decodes with a named codec, errors as in CPython's exception.
pub(crate) fn decode(bytes: &[u8], encoding: &str) -> Result<String, String> {
    let normal = normalize(encoding);
    let module = alias(&normal).or_else(|| alias(&normal.replace('.', "_"))).unwrap_or(&normal);
    match module {
        "utf_8" | "utf_8_sig" => utf8::decode(bytes),
        "latin_1" => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        "ascii" => single::decode_ascii(bytes),
        _ => match CHARMAPS.binary_search_by_key(&module, |(name, _)| name) {
            Ok(at) => single::decode(bytes, CHARMAPS[at].1),
            Err(_) => multibyte::decode(bytes, module).unwrap_or_else(|| Err(format!("unknown encoding: {encoding}"))),
        },
    }
}

fn alias(name: &str) -> Option<&'static str> {
    ALIASES.binary_search_by_key(&name, |(alias, _)| alias).ok().map(|at| ALIASES[at].1)
}

/// `encodings.normalize_encoding` after `str.lower`: runs of other characters become one `_`.
fn normalize(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(ALIASES.is_sorted_by_key(|(alias, _)| alias));
        assert!(CHARMAPS.is_sorted_by_key(|(name, _)| name));
        assert!(CHARMAPS.iter().all(|(_, upper)| upper.chars().count() == 128));
    }

    #[test]
    fn names() {
        for name in ["iso-8859-15", "ISO8859_15", "latin9", "l9"] {
            assert_eq!(decode(b"\xa4", name).as_deref(), Ok("€"), "{name}");
        }
        assert_eq!(decode(b"\xc1", "koi8-r").as_deref(), Ok("а"));
        assert_eq!(decode(b"", "a.b").unwrap_err(), "unknown encoding: a.b");
    }
}
