//! Which characters and places an expression means.
//!
//! Invariant: everything means what it means in Python: `\w` is `str.isalnum` and the underscore, `$` is also before a newline
//! at the end.

use std::sync::LazyLock;

use fancy_regex::Regex;

use super::program::Set;
use super::tree::{At, Category, Member};

/// Whether two characters are the same, or differ in case only where that does not matter.
pub(super) fn is_same(one: char, other: char, ignore_case: bool) -> bool {
    one == other || ignore_case && (lower(one) == lower(other) || upper(one) == upper(other))
}

/// The lower case, where that is one character.
fn lower(char: char) -> char {
    single(char, char.to_lowercase())
}

fn upper(char: char) -> char {
    single(char, char.to_uppercase())
}

fn single(char: char, mut cases: impl Iterator<Item = char>) -> char {
    cases.next().filter(|_| cases.next().is_none()).unwrap_or(char)
}

/// Whether a character is in a set.
pub(super) fn is_in(char: char, set: &Set) -> bool {
    let has = |char: char| set.members.iter().any(|member| is_member(char, *member));
    let is_there = has(char) || set.ignore_case && (has(lower(char)) || has(upper(char)) || has(lower(upper(char))));
    is_there != set.is_negated
}

fn is_member(char: char, member: Member) -> bool {
    match member {
        Member::Range(low, high) => (low..=high).contains(&char),
        Member::Category(Category { letter, ascii }) => {
            let is_there = match letter.to_ascii_lowercase() {
                'd' => char.is_ascii_digit() || !ascii && is_other_digit(char),
                's' => is_space(char, ascii),
                _ => is_word(char, ascii),
            };
            is_there != letter.is_ascii_uppercase()
        }
    }
}

/// `str.isspace`.
fn is_space(char: char, ascii: bool) -> bool {
    let is_ascii = matches!(char, '\t'..='\r' | ' ');
    is_ascii || !ascii && (char.is_whitespace() || matches!(char, '\x1c'..='\x1f'))
}

/// `str.isalnum`, or an underscore.
fn is_word(char: char, ascii: bool) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || !ascii && !char.is_ascii() && is_other_word(char)
}

fn is_other_digit(char: char) -> bool {
    static DIGIT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A\p{Nd}\z").expect("a valid expression"));
    !char.is_ascii() && is_match(&DIGIT, char)
}

fn is_other_word(char: char) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A[\p{L}\p{N}]\z").expect("a valid expression"));
    is_match(&WORD, char)
}

fn is_match(regex: &Regex, char: char) -> bool {
    regex.is_match(char.encode_utf8(&mut [0; 4])).unwrap_or(false)
}

/// Whether a place is meant.
pub(super) fn is_at(place: At, text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| text[before]);
    match place {
        At::First | At::Start { multiline: false } => at == 0,
        At::Start { multiline: true } => before.is_none_or(|before| before == '\n'),
        At::Last => at == text.len(),
        At::End { multiline: false } => at == text.len() || text[at..] == ['\n'],
        At::End { multiline: true } => text.get(at).is_none_or(|next| *next == '\n'),
        At::Boundary { is_inside, ascii } => {
            let is_word = |char: Option<&char>| char.is_some_and(|char| is_word(*char, ascii));
            (is_word(before.as_ref()) != is_word(text.get(at))) != is_inside
        }
    }
}
