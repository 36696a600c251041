//! Code pages: the codecs that standard streams have on Windows, in both directions.

use super::differences::{CODECS, Codec};
use super::tables::CHARMAPS;
use super::{multibyte, single};

/// A codec of one or two bytes per character, in which ASCII is itself.
#[derive(Clone, Copy)]
pub struct CodePage(Kind);

#[derive(Clone, Copy)]
enum Kind {
    /// The module, and the characters of the upper half.
    Single(&'static str, &'static str),
    Double(&'static Codec),
}

impl std::fmt::Debug for CodePage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for CodePage {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for CodePage {}

impl CodePage {
    /// That of a module of Python's `encodings`.
    #[must_use]
    pub fn of_module(module: &str) -> Option<Self> {
        if let Ok(at) = CHARMAPS.binary_search_by_key(&module, |(name, _)| name) {
            return Some(Self(Kind::Single(CHARMAPS[at].0, CHARMAPS[at].1)));
        }
        CODECS.iter().find(|codec| codec.module == module).map(|codec| Self(Kind::Double(codec)))
    }

    /// The module.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.0 {
            Kind::Single(module, _) => module,
            Kind::Double(codec) => codec.module,
        }
    }

    /// The codec in messages, and what they say of a character that it lacks.
    #[must_use]
    pub const fn refusal(self) -> (&'static str, &'static str) {
        match self.0 {
            Kind::Single(..) => ("charmap", "character maps to <undefined>"),
            Kind::Double(codec) => (codec.module, "illegal multibyte sequence"),
        }
    }

    /// Whether errors are about a run of characters, not one.
    #[must_use]
    pub const fn refuses_runs(self) -> bool {
        matches!(self.0, Kind::Single(..))
    }

    /// The bytes of a character, if it has any.
    #[must_use]
    pub fn encode(self, char: char) -> Option<Vec<u8>> {
        if char.is_ascii() {
            return Some(vec![char as u8]);
        }
        match self.0 {
            Kind::Single(_, upper) => {
                let at = upper.chars().position(|one| one == char && one != '\u{fffe}')?;
                u8::try_from(at + 128).ok().map(|byte| vec![byte])
            }
            Kind::Double(codec) => multibyte::encode(codec, char),
        }
    }

    /// The text of bytes.
    ///
    /// # Errors
    /// What Python's exception says.
    pub fn decode(self, bytes: &[u8]) -> Result<String, String> {
        match self.0 {
            Kind::Single(_, upper) => single::decode(bytes, upper),
            Kind::Double(codec) => multibyte::decode(bytes, codec.module).unwrap_or_else(|| Ok(String::new())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions() {
        let page = |name: &str| CodePage::of_module(name).expect("a page");
        assert_eq!(page("cp1252").encode('€'), Some(vec![0x80]));
        assert_eq!(page("cp1252").encode('ł'), None);
        assert_eq!(page("cp1252").encode('\u{81}'), None);
        assert_eq!(page("cp932").encode('あ'), Some(vec![0x82, 0xa0]));
        assert_eq!(page("cp932").encode('ｱ'), Some(vec![0xb1]));
        assert_eq!(page("gbk").encode('你'), Some(vec![0xc4, 0xe3]));
        assert_eq!(page("gbk").encode('🐍'), None);
        assert_eq!(page("cp949").encode('갂'), Some(vec![0x81, 0x41]));
        assert_eq!(page("cp950").encode('中'), Some(vec![0xa4, 0xa4]));
        assert_eq!(page("cp1252").decode(b"\x80a").as_deref(), Ok("€a"));
        assert!(CodePage::of_module("utf_8").is_none());
    }
}
