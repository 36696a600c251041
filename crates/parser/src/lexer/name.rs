//! Names and keywords.
//!
//! Follows `verify_identifier` in `Parser/lexer/lexer.c`. Keywords are words of the text itself: a name that becomes one
//! by normalisation is a name.

use std::borrow::Cow;

use pycmill_target::Target;
use unicode_normalization::UnicodeNormalization;

use super::classes::{before, beyond_ascii, is_name_byte, outside_names};
use super::{Lexer, keyword};
use crate::token::{Kind, Token};

/// Each of the letters that prefixes consist of, once; some releases name those that exclude each other.
const MOST_PREFIX_LETTERS: usize = 5;

impl<const TRACE: bool> Lexer<'_, TRACE> {
    /// The name, keyword or prefixed string that begins at `start`.
    #[inline]
    pub(super) fn name(&mut self, start: usize) -> Token {
        let Some(word) = self.word(start) else { return self.name_near_end(start) };
        let length = before(outside_names(word));
        if length == 8 {
            return self.long_name(start, word);
        }
        let rest = u64::MAX << (8 * length);
        let end = start + length;
        if beyond_ascii(word & !rest) != 0 {
            return self.foreign_name(start, end);
        }
        if length <= MOST_PREFIX_LETTERS && matches!(self.byte(end), b'"' | b'\'') {
            return self.perhaps_prefix(start, end);
        }
        self.token(keyword::kind(word & !rest), start, end)
    }

    #[inline(never)]
    fn long_name(&mut self, start: usize, first: u64) -> Token {
        let mut end = start + 8;
        let mut seen = first;
        while let Some(word) = self.word(end) {
            let length = before(outside_names(word));
            end += length;
            if length < 8 {
                seen |= word & !(u64::MAX << (8 * length));
                return self.whole_name(start, end, seen, first);
            }
            seen |= word;
        }
        let rest = self.name_end(end);
        let is_foreign = !self.text[end..rest].is_ascii();
        self.whole_name(start, rest, seen | if is_foreign { u64::MAX } else { 0 }, first)
    }

    /// A name of at least eight bytes; `seen` has the highest bit of all that are not ASCII.
    fn whole_name(&mut self, start: usize, end: usize, seen: u64, first: u64) -> Token {
        if beyond_ascii(seen) != 0 {
            return self.foreign_name(start, end);
        }
        let kind = match end - start {
            8 => keyword::kind(first),
            14 if self.rules.peg_parser && self.text[start..end] == *keyword::PEG_PARSER => Kind::PegParser,
            _ => Kind::Name,
        };
        if end - start == 8 || kind == Kind::PegParser {
            return self.token(kind, start, end);
        }
        self.token(Kind::Name, start, end)
    }

    /// A name in the last bytes of the text, where no whole word can be read.
    #[inline(never)]
    fn name_near_end(&mut self, start: usize) -> Token {
        let end = self.name_end(start);
        let bytes = &self.text[start..end];
        if !bytes.is_ascii() {
            return self.foreign_name(start, end);
        }
        if matches!(self.byte(end), b'"' | b'\'') {
            return self.perhaps_prefix(start, end);
        }
        self.token(keyword_of(bytes), start, end)
    }

    fn name_end(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|byte| is_name_byte(**byte)).count()
    }

    /// A word right before a quote: the prefix of a string, or a token of its own.
    #[inline(never)]
    fn perhaps_prefix(&mut self, start: usize, end: usize) -> Token {
        match self.rules.prefix(&self.text[start..end]) {
            Some(prefix) => self.prefixed(prefix, start, end),
            None => self.token(keyword_of(&self.text[start..end]), start, end),
        }
    }

    #[inline(never)]
    fn foreign_name(&mut self, start: usize, end: usize) -> Token {
        match wrong_character(self.target, &self.text[start..end]) {
            None => self.token(Kind::Name, start, end),
            Some(wrong) => self.fail(|lexer| lexer.wrong_name(start, end, wrong)),
        }
    }
}

fn keyword_of(bytes: &[u8]) -> Kind {
    let mut word = [0; 8];
    match word.get_mut(..bytes.len()) {
        Some(part) => {
            part.copy_from_slice(bytes);
            keyword::kind(u64::from_le_bytes(word))
        }
        None => Kind::Name,
    }
}

/// What a name that is not ASCII cannot have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    /// A character at an offset in the name.
    Character(char, usize),
    /// Bytes that are not UTF-8.
    Encoding,
}

fn wrong_character(target: Target, bytes: &[u8]) -> Option<Wrong> {
    let Ok(name) = std::str::from_utf8(bytes) else { return Some(Wrong::Encoding) };
    let mut characters = name.char_indices();
    let begins = |first: char| first == '_' || unicode_ident::is_xid_start(first) && target.names_may_have(first);
    let goes_on = |character: char| unicode_ident::is_xid_continue(character) && target.names_may_have(character);
    let first = characters.next().filter(|(_, first)| !begins(*first));
    let wrong = first.or_else(|| characters.find(|(_, character)| !goes_on(*character)));
    wrong.map(|(at, character)| Wrong::Character(character, at))
}

/// The name that a word means: its compatibility composition (NFKC).
pub(crate) fn normalized(word: &str) -> Cow<'_, str> {
    if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(word.nfkc().collect()) }
}
