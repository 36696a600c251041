//! The `iso2022_*` codecs: character sets designated by escape sequences.
//!
//! Follows `DECODER(iso2022)`, `iso2022processesc` and `iso2022processg2` in `Modules/cjkcodecs/_codecs_iso2022.c`.

use super::points::{ILLEGAL, INCOMPLETE, decode_error};
use super::{jisx0213, multibyte, tables};

/// The mark of a set with two bytes a character.
const DOUBLE: u8 = 0x80;
const ASCII: u8 = b'B';
const ISO8859_1: u8 = b'A';
const ISO8859_7: u8 = b'F';
const ESC: u8 = 0x1b;
/// `MAX_ESCSEQLEN`.
const LONGEST_ESCAPE: usize = 16;

/// One of the codecs.
struct Config {
    module: &'static str,
    /// The sets that may be designated, besides ASCII.
    sets: &'static [u8],
    /// SO and SI change between G0 and G1.
    shifts: bool,
    /// ESC N takes a character of G2.
    has_g2: bool,
    /// `ESC & @ ESC $ B` is understood.
    has_jisx0208_ext: bool,
}

const JISX0208: u8 = b'B' | DOUBLE;
const JISX0208_OLD: u8 = b'@' | DOUBLE;
const JISX0212: u8 = b'D' | DOUBLE;
const GB2312: u8 = b'A' | DOUBLE;
const KSX1001: u8 = b'C' | DOUBLE;
const JISX0213_2000: u8 = b'O' | DOUBLE;
const JISX0213_SECOND: u8 = b'P' | DOUBLE;
const JISX0213_2004: u8 = b'Q' | DOUBLE;
const JISX0201_KATAKANA: u8 = b'I';
const JISX0201_ROMAN: u8 = b'J';

const fn japanese(module: &'static str, sets: &'static [u8]) -> Config {
    Config { module, sets, shifts: false, has_g2: false, has_jisx0208_ext: true }
}

const CONFIGS: [Config; 7] = [
    Config { module: "iso2022_kr", sets: &[KSX1001], shifts: true, has_g2: false, has_jisx0208_ext: false },
    japanese("iso2022_jp", &[JISX0208, JISX0201_ROMAN, JISX0208_OLD]),
    japanese("iso2022_jp_1", &[JISX0208, JISX0212, JISX0201_ROMAN, JISX0208_OLD]),
    Config {
        module: "iso2022_jp_2",
        sets: &[JISX0208, JISX0212, KSX1001, GB2312, JISX0201_ROMAN, JISX0208_OLD, ISO8859_1, ISO8859_7],
        shifts: false,
        has_g2: true,
        has_jisx0208_ext: true,
    },
    japanese("iso2022_jp_2004", &[JISX0208, JISX0213_2004, JISX0213_SECOND]),
    japanese("iso2022_jp_3", &[JISX0208, JISX0213_2000, JISX0213_SECOND]),
    japanese("iso2022_jp_ext", &[JISX0208, JISX0212, JISX0201_ROMAN, JISX0201_KATAKANA, JISX0208_OLD]),
];

/// Why decoding stops: so many bytes are wrong, or what is left is too short.
enum Stop {
    Illegal(usize),
    Incomplete,
}

/// Decodes with one of these codecs; `None` if the module is another one.
pub(super) fn decode(bytes: &[u8], module: &str) -> Option<Result<String, String>> {
    let config = CONFIGS.iter().find(|config| config.module == module)?;
    let mut decoder = Decoder { config, bytes, at: 0, sets: [ASCII; 3], shifted: false, out: String::new() };
    Some(match decoder.run() {
        Ok(()) => Ok(decoder.out),
        Err(Stop::Illegal(len)) => Err(decode_error(module, bytes, decoder.at, decoder.at + len, ILLEGAL)),
        Err(Stop::Incomplete) => Err(decode_error(module, bytes, decoder.at, bytes.len(), INCOMPLETE)),
    })
}

struct Decoder<'b> {
    config: &'static Config,
    bytes: &'b [u8],
    at: usize,
    /// What G0, G1 and G2 hold.
    sets: [u8; 3],
    shifted: bool,
    out: String,
}

impl Decoder<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        while let Some(byte) = self.bytes.get(self.at) {
            match *byte {
                ESC => self.escape()?,
                0x0e if self.config.shifts => self.shift(true),
                0x0f if self.config.shifts => self.shift(false),
                b'\n' => {
                    self.shifted = false;
                    self.take('\n', 1);
                }
                byte if byte < 0x20 => self.take(char::from(byte), 1),
                0x80.. => return Err(Stop::Illegal(1)),
                byte => self.character(byte)?,
            }
        }
        Ok(())
    }

    fn take(&mut self, c: char, len: usize) {
        self.out.push(c);
        self.at += len;
    }

    fn shift(&mut self, shifted: bool) {
        self.shifted = shifted;
        self.at += 1;
    }

    /// A character of the set in use.
    fn character(&mut self, byte: u8) -> Result<(), Stop> {
        let set = self.sets[usize::from(self.shifted)];
        if set == ASCII {
            self.take(char::from(byte), 1);
            return Ok(());
        }
        let width = if set & DOUBLE == 0 { 1 } else { 2 };
        if width == 1 {
            let c = single(set, byte).ok_or(Stop::Illegal(1))?;
            self.take(c, 1);
            return Ok(());
        }
        let next = *self.bytes.get(self.at + 1).ok_or(Stop::Incomplete)?;
        double(set, byte, next, &mut self.out).ok_or(Stop::Illegal(width))?;
        self.at += width;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Stop> {
        let second = *self.bytes.get(self.at + 1).ok_or(Stop::Incomplete)?;
        match second {
            b'(' | b')' | b'$' | b'.' | b'&' => self.designate(),
            b'N' if self.config.has_g2 => self.single_shift(),
            _ => {
                self.copy_unknown_escape();
                Ok(())
            }
        }
    }

    /// A sequence that is none of ISO 2022 is text up to its last letter.
    fn copy_unknown_escape(&mut self) {
        self.take(char::from(ESC), 1);
        while let Some(byte) = self.bytes.get(self.at) {
            self.take(char::from(*byte), 1);
            if ends_escape(*byte) {
                break;
            }
        }
    }

    /// A character of G2.
    fn single_shift(&mut self) -> Result<(), Stop> {
        let byte = *self.bytes.get(self.at + 2).ok_or(Stop::Incomplete)?;
        let c = match self.sets[2] {
            _ if byte >= 0x80 => None,
            ISO8859_1 => Some(char::from(byte + 0x80)),
            ISO8859_7 => greek(byte),
            _ => Some(char::from(byte)),
        };
        self.take(c.ok_or(Stop::Illegal(3))?, 3);
        Ok(())
    }

    fn designate(&mut self) -> Result<(), Stop> {
        let rest = &self.bytes[self.at..];
        let len = self.escape_len(rest)?;
        let (place, set) = match rest[..len] {
            [_, b'$', set] => (0, set | DOUBLE),
            [_, b'(', set] => (0, set),
            [_, b')', set] => (1, set),
            [_, b'.', set] if self.config.has_g2 => (2, set),
            [_, b'$', b'(', set] => (0, set | DOUBLE),
            [_, b'$', b')', set] => (1, set | DOUBLE),
            [_, _, _, ESC, b'$', b'B'] if self.config.has_jisx0208_ext => (0, JISX0208),
            _ => return Err(Stop::Illegal(len)),
        };
        if set != ASCII && !self.config.sets.contains(&set) {
            return Err(Stop::Illegal(len));
        }
        self.sets[place] = set;
        self.at += len;
        Ok(())
    }

    /// The length of the escape sequence that `rest` begins with.
    fn escape_len(&self, rest: &[u8]) -> Result<usize, Stop> {
        let mut at = 1;
        while at < LONGEST_ESCAPE {
            let byte = *rest.get(at).ok_or(Stop::Incomplete)?;
            if ends_escape(byte) {
                return Ok(at + 1);
            }
            let is_prefix = self.config.has_jisx0208_ext && byte == b'&' && rest.get(at + 1) == Some(&b'@');
            at += if is_prefix { 3 } else { 1 };
        }
        Err(Stop::Illegal(1))
    }
}

const fn ends_escape(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'@'
}

fn single(set: u8, byte: u8) -> Option<char> {
    match (set, byte) {
        (JISX0201_ROMAN, b'\\') => Some('¥'),
        (JISX0201_ROMAN, b'~') => Some('\u{203e}'),
        (JISX0201_ROMAN, byte) => Some(char::from(byte)),
        (JISX0201_KATAKANA, 0x21..=0x5f) => char::from_u32(0xff40 + u32::from(byte)),
        _ => None,
    }
}

/// Appends a character of a set with two bytes each.
fn double(set: u8, first: u8, second: u8, out: &mut String) -> Option<()> {
    let is_of_set = |byte: u8| (0x21..=0x7e).contains(&byte);
    if !is_of_set(first) || !is_of_set(second) {
        return None;
    }
    match set {
        GB2312 => out.push(multibyte::gb2312(first, second)?),
        KSX1001 => out.push(multibyte::ksx1001(first, second)?),
        JISX0212 => out.push(multibyte::jisx0212(first, second)?),
        JISX0213_2004 => out.push_str(jisx0213::first_plane(first, second)?),
        JISX0213_2000 => out.push_str(jisx0213::first_plane_of_2000(first, second)?),
        JISX0213_SECOND => out.push_str(jisx0213::second_plane(first, second)?),
        _ => out.push(multibyte::jisx0208(first, second)?),
    }
    Some(())
}

/// The upper half of ISO 8859-7.
fn greek(byte: u8) -> Option<char> {
    let at = tables::CHARMAPS.binary_search_by_key(&"iso8859_7", |(name, _)| name).ok()?;
    tables::CHARMAPS[at].1.chars().nth(usize::from(byte)).filter(|c| *c != '\u{fffe}')
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn text(bytes: &[u8], module: &str) -> Result<String, String> {
        decode(bytes, module).expect("is one of these codecs")
    }

    #[test]
    fn sets() {
        assert_eq!(text(b"a\x1b$B$\"\x1b(Bb", "iso2022_jp").as_deref(), Ok("aあb"));
        assert_eq!(text(b"\x1b(J\\~\x1b(I1", "iso2022_jp_ext").as_deref(), Ok("¥\u{203e}ｱ"));
        assert_eq!(text(b"\x1b$)C\x0e0!\x0fa", "iso2022_kr").as_deref(), Ok("가a"));
        assert_eq!(text(b"\x1b.A\x1bNi", "iso2022_jp_2").as_deref(), Ok("é"));
        assert_eq!(text(b"\x1b$(P!!", "iso2022_jp_3").as_deref(), Ok("𠂉"));
    }

    #[test]
    fn errors() {
        let message = |start: &str| format!("'iso2022_jp' codec can't decode {start}: illegal multibyte sequence");
        assert_eq!(text(b"\x1b$B\"\n", "iso2022_jp").unwrap_err(), message("bytes in position 3-4"));
        assert_eq!(text(b"\xa0", "iso2022_jp").unwrap_err(), message("byte 0xa0 in position 0"));
        assert_eq!(text(b"\x1b(Z", "iso2022_jp").unwrap_err(), message("bytes in position 0-2"));
    }
}
