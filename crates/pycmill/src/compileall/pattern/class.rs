//! Sets of characters.

use super::parse::{Parsed, Parser, wrong};
use super::tree::{Member, Node};

impl Parser<'_> {
    /// A set; the opening bracket is taken.
    pub(super) fn set(&mut self, start: usize) -> Parsed {
        if self.peek() == Some('[') {
            self.warn_of_future(format!("Possible nested set at position {}", self.at));
        }
        let is_negated = self.eat('^');
        let mut members = Vec::new();
        loop {
            let from = self.at;
            let Some(char) = self.next() else { return wrong("unterminated character set", start) };
            if char == ']' && !members.is_empty() {
                break;
            }
            if !members.is_empty() && self.peek() == Some(char) {
                self.warn_of_operator(char);
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
                    if char == '-' {
                        self.warn_of_future(format!("Possible set difference at position {}", self.at - 2));
                    }
                    let last = self.member(to, char)?;
                    members.push(self.range(from, &first, &last)?);
                }
            }
        }
        Ok(Node::Set { is_negated, members, ignore_case: self.flags.ignore_case })
    }

    /// A character that is doubled may once be an operator of sets.
    fn warn_of_operator(&mut self, char: char) {
        let operation = match char {
            '-' => "difference",
            '&' => "intersection",
            '~' => "symmetric difference",
            '|' => "union",
            _ => return,
        };
        self.warn_of_future(format!("Possible set {operation} at position {}", self.at - 1));
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
