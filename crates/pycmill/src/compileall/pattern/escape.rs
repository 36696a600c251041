//! Backslashes.
//!
//! Follows `_escape` and `_class_escape` (`Lib/re/_parser.py`).

use super::parse::{Parsed, Parser, wrong};
use super::searchable_char;
use super::tree::{At, Category, Member, Node};
use crate::repr;

impl Parser<'_> {
    /// An escape outside of sets; the backslash is taken.
    pub(super) fn escape(&mut self, start: usize) -> Parsed {
        let char = self.next().expect("no expression ends with a backslash");
        let ascii = self.flags.ascii;
        match char {
            'A' => Ok(Node::At(At::First)),
            'Z' => Ok(Node::At(At::Last)),
            'z' if self.target.regex_has_small_z() => Ok(Node::At(At::Last)),
            'b' | 'B' => Ok(Node::At(At::Boundary { is_inside: char == 'B', ascii })),
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                let members = vec![Member::Category(Category { letter: char, ascii })];
                Ok(Node::Set { is_negated: false, members, ignore_case: false })
            }
            '0' => self.octal(start, 2).map(|char| self.literal(char)),
            '1'..='9' => self.number(start),
            _ => self.character(start, char).map(|char| self.literal(char)),
        }
    }

    /// An escape in a set; the backslash is taken.
    pub(super) fn set_escape(&mut self, start: usize) -> Parsed<Member> {
        let char = self.next().expect("no expression ends with a backslash");
        let single = |char| Member::Range(char, char);
        match char {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                Ok(Member::Category(Category { letter: char, ascii: self.flags.ascii }))
            }
            'b' => Ok(single('\x08')),
            '0'..='7' => self.octal(start, 2).map(single),
            '8' | '9' => wrong(format!("bad escape \\{char}"), start),
            _ => self.character(start, char).map(single),
        }
    }

    /// Octal digits from the one behind the backslash on, which is taken.
    fn octal(&mut self, start: usize, more: usize) -> Parsed<char> {
        let end = (self.at..self.chars.len().min(self.at + more)).find(|at| !matches!(self.chars[*at], '0'..='7'));
        let end = end.unwrap_or(self.chars.len().min(self.at + more));
        let value = self.chars[self.at - 1..end].iter().fold(0, |value, digit| value * 8 + (*digit as u32 - 48));
        let digits: String = self.chars[start..end].iter().collect();
        self.at = end;
        match char::from_u32(value).filter(|_| value <= 0o377) {
            Some(char) => Ok(char),
            None => wrong(format!("octal escape value {digits} outside of range 0-0o377"), start),
        }
    }

    /// A reference to a group, or an octal number of three digits.
    fn number(&mut self, start: usize) -> Parsed {
        let digits = &self.chars[start + 1..self.chars.len().min(start + 4)];
        if digits.len() == 3 && digits.iter().all(|digit| matches!(digit, '0'..='7')) {
            return self.octal(start, 2).map(|char| self.literal(char));
        }
        let count = digits.iter().take(2).take_while(|digit| digit.is_ascii_digit()).count();
        let group = digits[..count].iter().fold(0, |value, digit| value * 10 + (*digit as usize - 48));
        self.at = start + 1 + count;
        if group < self.groups.len() {
            self.reference(group, start)
        } else {
            wrong(format!("invalid group reference {group}"), start + 1)
        }
    }

    /// An escape that stands for a character.
    fn character(&mut self, start: usize, char: char) -> Parsed<char> {
        match char {
            'a' => Ok('\x07'),
            'f' => Ok('\x0c'),
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'v' => Ok('\x0b'),
            'x' => self.hexadecimal(start, 2),
            'u' => self.hexadecimal(start, 4),
            'U' => self.hexadecimal(start, 8),
            'N' => self.named_character(),
            _ if char.is_ascii_alphabetic() => wrong(format!("bad escape \\{char}"), start),
            _ => Ok(char),
        }
    }

    /// `{NAME}` behind `\N`. Names are those of the Unicode version of the table at hand.
    fn named_character(&mut self) -> Parsed<char> {
        if !self.eat('{') {
            return wrong("missing {", self.at);
        }
        let at = self.at;
        let name = self.until('}', "character name")?;
        let undefined = || wrong(format!("undefined character name {}", repr(self.target, name.as_bytes())), at - 3);
        unicode_names2::character(&name).map_or_else(undefined, Ok)
    }

    fn hexadecimal(&mut self, start: usize, count: usize) -> Parsed<char> {
        let mut value = 0_u32;
        for _ in 0..count {
            match self.peek().and_then(|char| char.to_digit(16)) {
                Some(digit) => value = value << 4 | digit,
                None => {
                    let escape: String = self.chars[start..self.at].iter().collect();
                    return wrong(format!("incomplete escape {escape}"), start);
                }
            }
            self.at += 1;
        }
        let escape: String = self.chars[start..self.at].iter().collect();
        match value {
            0..=0x10_FFFF => Ok(searchable_char(value)),
            _ => wrong(format!("bad escape {escape}"), start),
        }
    }
}
