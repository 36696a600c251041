//! Keywords: words of up to eight bytes, compared as numbers.
//!
//! **Invariant**: no two keywords have the same place in the table, which the compiler checks when it makes the table.

use crate::token::Kind;

const WORDS: [(&[u8], Kind); 35] = [
    (b"False", Kind::False),
    (b"None", Kind::None),
    (b"True", Kind::True),
    (b"and", Kind::And),
    (b"as", Kind::As),
    (b"assert", Kind::Assert),
    (b"async", Kind::Async),
    (b"await", Kind::Await),
    (b"break", Kind::Break),
    (b"class", Kind::Class),
    (b"continue", Kind::Continue),
    (b"def", Kind::Def),
    (b"del", Kind::Del),
    (b"elif", Kind::Elif),
    (b"else", Kind::Else),
    (b"except", Kind::Except),
    (b"finally", Kind::Finally),
    (b"for", Kind::For),
    (b"from", Kind::From),
    (b"global", Kind::Global),
    (b"if", Kind::If),
    (b"import", Kind::Import),
    (b"in", Kind::In),
    (b"is", Kind::Is),
    (b"lambda", Kind::Lambda),
    (b"nonlocal", Kind::Nonlocal),
    (b"not", Kind::Not),
    (b"or", Kind::Or),
    (b"pass", Kind::Pass),
    (b"raise", Kind::Raise),
    (b"return", Kind::Return),
    (b"try", Kind::Try),
    (b"while", Kind::While),
    (b"with", Kind::With),
    (b"yield", Kind::Yield),
];

/// The keyword that only 3.9 has.
pub(super) const PEG_PARSER: &[u8] = b"__peg_parser__";

const BITS: u32 = 8;
const FACTOR: u64 = factor();
const TABLE: [(u64, Kind); 1 << BITS] = match table(FACTOR) {
    Some(table) => table,
    None => panic!("two keywords in one place"),
};

/// A word of up to eight bytes is a keyword or a name.
#[inline]
pub(super) const fn kind(word: u64) -> Kind {
    let (keyword, kind) = TABLE[place(word, FACTOR)];
    if keyword == word { kind } else { Kind::Name }
}

const fn place(word: u64, factor: u64) -> usize {
    (word.wrapping_mul(factor) >> (u64::BITS - BITS)) as usize
}

const fn number(word: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let mut at = 0;
    while at < word.len() {
        bytes[at] = word[at];
        at += 1;
    }
    u64::from_le_bytes(bytes)
}

const fn table(factor: u64) -> Option<[(u64, Kind); 1 << BITS]> {
    let mut table = [(0, Kind::Name); 1 << BITS];
    let mut at = 0;
    while at < WORDS.len() {
        let word = number(WORDS[at].0);
        if table[place(word, factor)].0 != 0 {
            return None;
        }
        table[place(word, factor)] = (word, WORDS[at].1);
        at += 1;
    }
    Some(table)
}

/// The first odd number of a series that keeps the keywords apart.
const fn factor() -> u64 {
    let mut factor = 0x9e37_79b9_7f4a_7c15;
    while table(factor).is_none() {
        factor = factor.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814e) | 1;
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_and_names() {
        for (word, expected) in WORDS {
            assert_eq!(kind(number(word)), expected);
        }
        for name in ["", "a", "match", "print", "false", "continua", "iff"] {
            assert_eq!(kind(number(name.as_bytes())), Kind::Name, "{name}");
        }
    }
}
