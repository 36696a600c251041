//! Names of characters, as `\N{…}` has them.
//!
//! Follows `_getcode` in `Modules/unicodedata.c`. The third-party table has the names of Unicode 16.0; `names-17.0.txt` has
//! what Unicode 17.0 added, as `unicodedata.name` and `unicodedata.lookup` of CPython 3.15 told it. Names never change, so
//! that which of them a version knows is a question of its characters and aliases.

use pycmill_target::Target;

/// A code point and a name in each line: new characters, and new aliases of old ones.
const NEWEST: &str = include_str!("names-17.0.txt");

const SYLLABLE: &str = "HANGUL SYLLABLE ";
const IDEOGRAPH: &str = "CJK UNIFIED IDEOGRAPH-";
const TANGUT: &str = "TANGUT IDEOGRAPH-";

/// The character of a name in the target's version of Unicode. Named sequences are none.
pub(crate) fn character_named(target: Target, name: &str) -> Option<u32> {
    let has_prefix = |prefix: &str| {
        let start = name.as_bytes().get(..prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    let is_exact = |prefix| target.derives_names_in_any_case() || name.starts_with(prefix);
    if has_prefix(SYLLABLE) {
        let is_exact = is_exact(SYLLABLE) && (target.derives_names_in_any_case() || is_upper(name));
        return unicode_names2::character(name).filter(|_| is_exact).map(u32::from);
    }
    if has_prefix(IDEOGRAPH) {
        let code = hexadecimal(target, &name[IDEOGRAPH.len()..]).filter(|_| is_exact(IDEOGRAPH))?;
        return target.has_ideograph(code).then_some(code);
    }
    if has_prefix(TANGUT) {
        let code = hexadecimal(target, &name[TANGUT.len()..]).filter(|_| target.derives_names_in_any_case())?;
        return (is_tangut(code) && target.is_printable(code)).then_some(code);
    }
    let character = unicode_names2::character(name).filter(|c| !is_too_long(*c, name)).or_else(|| newest(name))?;
    (target.knows_name_of(character) && target.knows_alias(name)).then_some(u32::from(character))
}

fn is_upper(name: &str) -> bool {
    !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// The number at the end of a derived name: four to six digits of which the first is no zero. Before, four or five, and
/// small letters were none.
fn hexadecimal(target: Target, digits: &str) -> Option<u32> {
    let is_right = if target.derives_names_in_any_case() {
        (4..=6).contains(&digits.len()) && !digits.starts_with('0')
    } else {
        (4..=5).contains(&digits.len()) && is_upper(digits)
    };
    let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    (is_right && is_number).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// The blocks of Tangut ideographs.
const fn is_tangut(code: u32) -> bool {
    matches!(code, 0x1_7000..=0x1_87ff | 0x1_8d00..=0x1_8d7f)
}

/// The one alias that is its character's name with something after it.
const LONGER_ALIAS: &str = "MENDE KIKAKUI SYLLABLE M174 MBOO";

/// Whether a name is the character's with something after it, which the third-party table takes.
fn is_too_long(character: char, name: &str) -> bool {
    let len = unicode_names2::name(character).map_or(0, |known| known.len());
    let starts_alike = || unicode_names2::name(character).is_some_and(|known| starts_with(name, known));
    0 < len && len < name.len() && !name.eq_ignore_ascii_case(LONGER_ALIAS) && starts_alike()
}

fn starts_with(name: &str, start: unicode_names2::Name) -> bool {
    let start = start.to_string();
    name.as_bytes().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

fn newest(name: &str) -> Option<char> {
    let mut lines = NEWEST.lines().filter_map(|line| line.split_once(' '));
    let (code, _) = lines.find(|(_, known)| known.eq_ignore_ascii_case(name))?;
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::character_named;

    fn known(name: &str, releases: &[&str]) -> Vec<bool> {
        let target = |release: &&str| release.parse().expect("a release");
        releases.iter().map(|release| character_named(target(release), name).is_some()).collect()
    }

    #[test]
    fn derived_names() {
        let releases = ["3.8.18", "3.13.5", "3.13.15", "3.15.2"];
        assert_eq!(known("HANGUL SYLLABLE GA", &releases), [true; 4]);
        assert_eq!(known("HANGUL SYLLABLE ga", &releases), [false, false, true, true]);
        assert_eq!(known("CJK UNIFIED IDEOGRAPH-3400", &releases), [true; 4]);
        assert_eq!(known("CJK UNIFIED IDEOGRAPH-03400", &releases), [true, true, false, false]);
        assert_eq!(known("CJK UNIFIED IDEOGRAPH-4e0f", &releases), [false, false, true, true]);
        assert_eq!(known("CJK UNIFIED IDEOGRAPH-2EBE1", &releases), [true, false, false, false]);
        assert_eq!(known("TANGUT IDEOGRAPH-17000", &releases), [false, false, true, true]);
        assert_eq!(known("CJK UNIFIED IDEOGRAPH-é", &releases), [false; 4]);
    }

    #[test]
    fn ages() {
        let releases = ["3.10.13", "3.11.7", "3.12.1", "3.13.0", "3.14.10", "3.15.2"];
        assert_eq!(known("distorted face", &releases), [false, false, false, false, false, true]);
        assert_eq!(known("BAMUM LETTER PHASE-B NGGOM", &releases), [false, false, false, false, false, true]);
        assert_eq!(known("CUNEIFORM SIGN KALAM", &releases), [false, false, false, false, true, true]);
        assert_eq!(known("EM", &releases), [false, false, true, true, true, true]);
        assert_eq!(known("ARABIC POUND MARK ABOVE", &releases), [false, true, true, true, true, true]);
        assert_eq!(known("KEYCAP DIGIT ONE", &releases), [false; 6]);
        assert_eq!(known("COMBINING BREVE-MACRO", &releases), [false; 6]);
    }
}
