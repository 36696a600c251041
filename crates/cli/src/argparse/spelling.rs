//! Which options a word can mean.
//!
//! Follows `_parse_optional` and `_get_option_tuples`.

use super::Parser;
use super::read::shown;

/// An option as a word names it. More than one is ambiguous; one without action is unknown.
#[derive(Clone)]
pub(super) struct Meaning {
    /// The index of the action.
    pub(super) action: Option<usize>,
    /// Its spelling.
    pub(super) flag: String,
    /// Whether `=` stands before the argument.
    pub(super) has_equals: bool,
    /// What stands in the same word.
    pub(super) argument: Option<Vec<u8>>,
}

/// The options that a word can mean (`_parse_optional`); nothing if it is none.
pub(super) fn meanings(parser: &Parser, word: &[u8]) -> Option<Vec<Meaning>> {
    if word.first() != Some(&b'-') {
        return None;
    }
    let whole = |index| Meaning { action: Some(index), flag: shown(word), has_equals: false, argument: None };
    if let Some(index) = find(parser, word) {
        return Some(vec![whole(index)]);
    }
    if word.len() == 1 {
        return None;
    }
    let equals = word.iter().position(|byte| *byte == b'=');
    let (head, argument) = match equals {
        Some(at) => (&word[..at], Some(word[at + 1..].to_vec())),
        None => (word, None),
    };
    if let Some(index) = find(parser, head).filter(|_| equals.is_some()) {
        return Some(vec![Meaning { action: Some(index), flag: shown(head), has_equals: true, argument }]);
    }
    let found = if word.starts_with(b"--") { abbreviated(parser, head, argument) } else { clustered(parser, word) };
    if !found.is_empty() {
        return Some(found);
    }
    let is_positional = looks_like_number(parser, word) || word.contains(&b' ');
    (!is_positional).then(|| vec![Meaning { action: None, flag: shown(word), has_equals: false, argument: None }])
}

pub(super) fn find(parser: &Parser, flag: &[u8]) -> Option<usize> {
    parser.actions.iter().position(|action| action.flags.iter().any(|known| known.as_bytes() == flag))
}

fn abbreviated(parser: &Parser, head: &[u8], argument: Option<Vec<u8>>) -> Vec<Meaning> {
    let all = parser.actions.iter().enumerate().filter(|(_, action)| !action.is_own);
    let flags = all.flat_map(|(index, action)| action.flags.iter().map(move |flag| (index, *flag)));
    let option = |(index, flag): (usize, &str)| Meaning {
        action: Some(index),
        flag: flag.to_owned(),
        has_equals: argument.is_some(),
        argument: argument.clone(),
    };
    flags.filter(|(_, flag)| flag.as_bytes().starts_with(head)).map(option).collect()
}

fn clustered(parser: &Parser, word: &[u8]) -> Vec<Meaning> {
    let index = find(parser, &word[..2]);
    let option = |index| Meaning {
        action: Some(index),
        flag: shown(&word[..2]),
        has_equals: false,
        argument: Some(word[2..].to_vec()),
    };
    index.map(option).into_iter().collect()
}

/// Whether a word is a negative number, which is a positional argument.
fn looks_like_number(parser: &Parser, word: &[u8]) -> bool {
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let number = &word[1..];
    if parser.target.numbers_may_go_on() {
        let number = number.strip_prefix(b".").unwrap_or(number);
        return number.first().is_some_and(u8::is_ascii_digit);
    }
    match number.iter().position(|byte| *byte == b'.') {
        Some(at) => (at == 0 || digits(&number[..at])) && digits(&number[at + 1..]),
        None => digits(number),
    }
}
