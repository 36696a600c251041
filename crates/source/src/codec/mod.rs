//! The codecs that an encoding declaration may name, with Python's names and error texts.
//!
//! Names are looked up as `encodings.search_function` does: normalised, then through the release's alias table, then as the name
//! of a module. Invariant: all text encodings of `Lib/encodings` are here.

mod differences;
mod escapes;
mod hz;
mod idna;
mod iso2022;
mod jisx0213;
mod johab;
mod multibyte;
mod points;
mod single;
mod tables;
mod utf16;
mod utf7;
mod utf8;

pub use utf8::{Utf8Error, utf8_error};

use tables::{CHARMAPS, WHOLE_CHARMAPS};

/// What differs between releases in their codecs.
#[derive(Clone, Copy)]
pub struct Codecs<'a> {
    /// The module that an alias leads to; the name is lower case, with `_` between its words.
    pub module: &'a dyn Fn(&str) -> Option<&'static str>,
    /// An exception of a codec is wrapped in one that names the codec.
    pub wraps_errors: bool,
    /// Errors of `idna` and `punycode` say where they are.
    pub places_idna_errors: bool,
    /// `palmos` has a character for the byte 0x9b.
    pub palmos_has_9b: bool,
    /// The character of a name, in `unicode_escape`.
    pub character: &'a dyn Fn(&str) -> Option<u32>,
}

impl Default for Codecs<'_> {
    /// The newest release, with the names of its modules alone and without those of characters.
    fn default() -> Self {
        Self {
            module: &|_| None,
            wraps_errors: false,
            places_idna_errors: true,
            palmos_has_9b: true,
            character: &|_| None,
        }
    }
}

/// `LookupError` of these codecs: they don't make text of bytes.
const OTHERS: [&str; 7] =
    ["base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"];

/// Decodes with a named codec, errors as in CPython's exception.
pub(crate) fn decode(codecs: &Codecs<'_>, bytes: &[u8], encoding: &str) -> Result<String, String> {
    let normal = normalize(encoding);
    if let Some(module) = shortcut(&normal) {
        return by_module(codecs, bytes, module).unwrap_or_else(|| Err(format!("unknown encoding: {encoding}")));
    }
    let alias = (codecs.module)(&normal).or_else(|| (codecs.module)(&normal.replace('.', "_")));
    let found = alias.into_iter().chain([&*normal]).find_map(|module| by_module(codecs, bytes, module));
    found.unwrap_or_else(|| {
        let is_other = |module: &str| OTHERS.contains(&module);
        if alias.is_some_and(is_other) || is_other(&normal) {
            return Err(format!("'{encoding}' is not a text encoding; use codecs.decode() to handle arbitrary codecs"));
        }
        Err(format!("unknown encoding: {encoding}"))
    })
}

/// The names that `PyUnicode_Decode` knows without looking them up.
fn shortcut(name: &str) -> Option<&'static str> {
    match name {
        "utf_8" | "utf8" => Some("utf_8"),
        "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" => Some("latin_1"),
        "ascii" | "us_ascii" => Some("ascii"),
        _ => None,
    }
}

/// `None` if there is no such text encoding.
fn by_module(codecs: &Codecs<'_>, bytes: &[u8], module: &str) -> Option<Result<String, String>> {
    Some(match module {
        "utf_8" | "utf_8_sig" => utf8::decode(bytes),
        "latin_1" | "charmap" => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        "ascii" => single::decode_ascii(bytes),
        "palmos" if !codecs.palmos_has_9b => single::decode_early_palmos(bytes),
        "hz" => hz::decode(bytes),
        "johab" => johab::decode(bytes),
        "euc_jis_2004" | "euc_jisx0213" | "shift_jis_2004" | "shift_jisx0213" => jisx0213::decode(bytes, module),
        "utf_7" => utf7::decode(bytes),
        "utf_16" | "utf_16_le" => utf16::decode_little_endian(bytes),
        "utf_16_be" => utf16::decode_big_endian(bytes),
        "utf_32" | "utf_32_le" => Err(utf16::utf_32_error("utf-32-le")),
        "utf_32_be" => Err(utf16::utf_32_error("utf-32-be")),
        "unicode_escape" => escapes::decode(codecs, bytes),
        "raw_unicode_escape" => escapes::decode_raw(bytes),
        "idna" => idna::decode(codecs, bytes),
        "punycode" => Err(idna::punycode_error(codecs, bytes)),
        "undefined" => Err(idna::wrapped(codecs, "undefined", "undefined encoding")),
        _ => {
            return charmap(bytes, module)
                .or_else(|| iso2022::decode(bytes, module))
                .or_else(|| multibyte::decode(bytes, module));
        }
    })
}

fn charmap(bytes: &[u8], module: &str) -> Option<Result<String, String>> {
    let find =
        |maps: &'static [(&str, &str)]| maps.binary_search_by_key(&module, |(name, _)| name).ok().map(|at| maps[at].1);
    match find(CHARMAPS) {
        Some(upper) => Some(single::decode(bytes, upper)),
        None => find(WHOLE_CHARMAPS).map(|map| single::decode_whole(bytes, map)),
    }
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
        assert!(CHARMAPS.is_sorted_by_key(|(name, _)| name));
        assert!(CHARMAPS.iter().all(|(_, upper)| upper.chars().count() == 128));
        assert!(WHOLE_CHARMAPS.is_sorted_by_key(|(name, _)| name));
        assert!(WHOLE_CHARMAPS.iter().all(|(_, map)| map.chars().count() == 256));
    }

    #[test]
    fn names() {
        let module = |name: &str| (name == "latin9").then_some("iso8859_15");
        let codecs = Codecs { module: &module, ..Codecs::default() };
        let decode = |bytes: &[u8], name: &str| decode(&codecs, bytes, name);
        assert_eq!(decode(b"\xa4", "Latin9").as_deref(), Ok("€"));
        assert_eq!(decode(b"\xa4", "ISO8859-15").as_deref(), Ok("€"));
        assert_eq!(decode(b"\xc1", "koi8-r").as_deref(), Ok("а"));
        assert_eq!(decode(b"\x25", "cp864").as_deref(), Ok("\u{66a}"));
        assert_eq!(decode(b"", "a.b").unwrap_err(), "unknown encoding: a.b");
        let other = "'rot_13' is not a text encoding; use codecs.decode() to handle arbitrary codecs";
        assert_eq!(decode(b"", "rot_13").unwrap_err(), other);
    }

    #[test]
    fn undefined_bytes_of_palmos() {
        let early = Codecs { palmos_has_9b: false, ..Codecs::default() };
        assert_eq!(decode(&early, b"\x9b", "palmos").as_deref(), Ok("\u{9b}"));
        assert_eq!(decode(&Codecs::default(), b"\x9b", "palmos").as_deref(), Ok("›"));
    }
}
