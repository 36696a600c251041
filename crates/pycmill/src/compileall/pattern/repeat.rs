//! Repetitions.

use super::parse::{Parsed, Parser, Wrong, wrong};
use super::tree::{Count, Node};

/// `MAXREPEAT`: this number and larger ones overflow.
const MAX_REPEAT: u64 = 4_294_967_295;

impl Parser<'_> {
    /// Repeats the last node.
    pub(super) fn repeat(&mut self, start: usize, char: char, nodes: &mut Vec<Node>) -> Parsed<()> {
        let (min, max) = match char {
            '?' => (0, Some(1)),
            '*' => (0, None),
            '+' => (1, None),
            _ => match self.bounds(start)? {
                Some(bounds) => bounds,
                None => {
                    nodes.push(self.literal('{'));
                    return Ok(());
                }
            },
        };
        match nodes.last() {
            None | Some(Node::At(_)) => return wrong("nothing to repeat", start),
            Some(Node::Repeat { .. }) => return wrong("multiple repeat", start),
            Some(_) => {}
        }
        let manner = if self.eat('?') {
            "?"
        } else if self.target.regex_has_atomic_groups() && self.eat('+') {
            "+"
        } else {
            ""
        };
        let of = Box::new(nodes.pop().expect("there is a node"));
        nodes.push(Node::Repeat { count: Count { min, max, manner }, of });
        Ok(())
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`; nothing if the brace stands for itself.
    fn bounds(&mut self, start: usize) -> Parsed<Option<(u32, Option<u32>)>> {
        let behind_brace = self.at;
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let low = self.digits();
        let high = if self.eat(',') { self.digits() } else { low.clone() };
        if !self.eat('}') {
            self.at = behind_brace;
            return Ok(None);
        }
        let (min, max) = (number(&low)?.unwrap_or(0), number(&high)?);
        if max.is_some_and(|max| max < min) {
            return wrong("min repeat greater than max repeat", start + 1);
        }
        Ok(Some((min, max)))
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            digits.push(digit);
            self.at += 1;
        }
        digits
    }
}

fn number(digits: &str) -> Parsed<Option<u32>> {
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse::<u64>() {
        Ok(number) if number < MAX_REPEAT => Ok(Some(number as u32)),
        _ => Err(Wrong::Overflow),
    }
}
