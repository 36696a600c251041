//! Sets of characters.

use super::parse::{Parsed, Parser, wrong};
use super::tree::{Member, Node};

impl Parser<'_> {
    /// A set; the opening bracket is taken.
    pub(super) fn set(&mut self, start: usize) -> Parsed {
        let is_negated = self.eat('^');
        let mut members = Vec::new();
        loop {
            let from = self.at;
            let Some(char) = self.next() else { return wrong("unterminated character set", start) };
            if char == ']' && !members.is_empty() {
                break;
            }
            let first = self.member(from, char)?;
            if self.peek() != Some('-') {
                members.push(first);
                continue;
            }
            self.at += 1;
            let to = self.at;
            match self.next() {
                None => return wrong("unterminated character set", start),
                Some(']') => {
                    members.extend([first, Member::Range('-', '-')]);
                    break;
                }
                Some(char) => {
                    let last = self.member(to, char)?;
                    members.push(self.range(from, &first, &last)?);
                }
            }
        }
        Ok(Node::Set { is_negated, members, ignore_case: self.flags.ignore_case })
    }

    fn member(&mut self, at: usize, char: char) -> Parsed<Member> {
        if char == '\\' { self.set_escape(at) } else { Ok(Member::Range(char, char)) }
    }

    fn range(&self, from: usize, first: &Member, last: &Member) -> Parsed<Member> {
        match (first, last) {
            (Member::Range(low, _), Member::Range(high, _)) if low <= high => Ok(Member::Range(*low, *high)),
            _ => {
                let text: String = self.chars[from..self.at].iter().collect();
                wrong(format!("bad character range {text}"), from)
            }
        }
    }
}
