//! What begins with a parenthesis.

use super::parse::{Group, Parsed, Parser, Wrong, wrong};
use super::tree::{Flags, Node};

impl Parser<'_> {
    /// A group of any kind; comments and global flags leave nothing.
    pub(super) fn group(&mut self, start: usize) -> Parsed<Option<Node>> {
        if !self.eat('?') {
            return self.capture(start, None).map(Some);
        }
        let Some(char) = self.next() else { return wrong("unexpected end of pattern", self.at) };
        match char {
            'P' => self.named(start).map(Some),
            ':' => self.inner(start).map(|node| Some(Node::Group(Box::new(node)))),
            '#' => self.comment(start).map(|()| None),
            '=' | '!' => self.look(start, false, char == '!').map(Some),
            '<' => match self.next() {
                Some(char @ ('=' | '!')) => self.look(start, true, char == '!').map(Some),
                Some(char) => wrong(format!("unknown extension ?<{char}"), start + 1),
                None => wrong("unexpected end of pattern", self.at),
            },
            '(' => self.condition(start).map(Some),
            '>' => self.inner(start).map(|node| Some(Node::Atomic(Box::new(node)))),
            '-' | 'a' | 'i' | 'L' | 'm' | 's' | 'u' | 'x' => self.flags(start, char),
            _ => wrong(format!("unknown extension ?{char}"), start + 1),
        }
    }

    /// What a group holds, up to its end. Flags set inside end with it.
    fn inner(&mut self, start: usize) -> Parsed {
        let flags = self.flags;
        let node = self.choice()?;
        self.flags = flags;
        if self.eat(')') { Ok(node) } else { wrong("missing ), unterminated subpattern", start) }
    }

    fn capture(&mut self, start: usize, name: Option<String>) -> Parsed {
        let number = self.groups.len();
        self.groups.push(Group { is_open: true, width: None });
        self.names.extend(name.map(|name| (name, number)));
        let node = self.inner(start)?;
        self.groups[number] = Group { is_open: false, width: node.width(&self.widths()) };
        Ok(Node::Capture(Box::new(node)))
    }

    fn widths(&self) -> Vec<Option<usize>> {
        self.groups.iter().map(|group| group.width).collect()
    }

    /// `(?P<name>…)` and `(?P=name)`.
    fn named(&mut self, start: usize) -> Parsed {
        match self.next() {
            Some('<') => {
                let at = self.at;
                let name = self.until('>', "group name")?;
                check_name(&name, at)?;
                if let Some((_, number)) = self.names.iter().find(|(known, _)| *known == name) {
                    let groups = self.groups.len();
                    let message = format!("redefinition of group name '{name}' as group {groups}; was group {number}");
                    return wrong(message, at);
                }
                self.capture(start, Some(name))
            }
            Some('=') => {
                let at = self.at;
                let name = self.until(')', "group name")?;
                check_name(&name, at)?;
                let group = self.group_called(&name, at)?;
                self.reference(group, at)
            }
            Some(char) => wrong(format!("unknown extension ?P{char}"), start + 1),
            None => wrong("unexpected end of pattern", self.at),
        }
    }

    fn group_called(&self, name: &str, at: usize) -> Parsed<usize> {
        match self.names.iter().find(|(known, _)| known == name) {
            Some((_, number)) => Ok(*number),
            None => wrong(format!("unknown group name '{name}'"), at),
        }
    }

    /// What a group matched.
    pub(super) fn reference(&self, group: usize, at: usize) -> Parsed {
        if self.groups[group].is_open {
            return wrong("cannot refer to an open group", at);
        }
        Ok(Node::Reference { group, ignore_case: self.flags.ignore_case })
    }

    fn comment(&mut self, start: usize) -> Parsed<()> {
        loop {
            match self.next() {
                Some(')') => return Ok(()),
                Some(_) => {}
                None => return wrong("missing ), unterminated comment", start),
            }
        }
    }

    fn look(&mut self, start: usize, is_behind: bool, is_negated: bool) -> Parsed {
        let node = self.inner(start)?;
        if is_behind && node.width(&self.widths()).is_none() {
            return Err(Wrong::Anywhere("look-behind requires fixed-width pattern"));
        }
        Ok(Node::Look { is_behind, is_negated, at: Box::new(node) })
    }

    /// `(?(1)yes|no)`.
    fn condition(&mut self, start: usize) -> Parsed {
        let at = self.at;
        let name = self.until(')', "group name")?;
        let group = match name.parse::<usize>() {
            Ok(0) => return wrong("bad group number", at),
            Ok(number) if number < self.groups.len() => number,
            Ok(number) => return wrong(format!("invalid group reference {number}"), at),
            Err(_) => {
                check_name(&name, at)?;
                self.group_called(&name, at)?
            }
        };
        let flags = self.flags;
        let yes = Box::new(self.sequence()?);
        let no = if self.eat('|') { Some(Box::new(self.sequence()?)) } else { None };
        self.flags = flags;
        match self.peek() {
            Some('|') => wrong("conditional backref with more than two branches", self.at + 1),
            Some(_) => {
                self.at += 1;
                Ok(Node::Condition { group, yes, no })
            }
            None => wrong("missing ), unterminated subpattern", start),
        }
    }

    /// `(?i)` at the start and `(?i-s:…)` (`_parse_flags`).
    fn flags(&mut self, start: usize, first: char) -> Parsed<Option<Node>> {
        let outer = self.flags;
        let mut flags = outer;
        let mut char = first;
        let mut value = true;
        loop {
            match char {
                '-' if value => {
                    value = false;
                    match self.peek() {
                        Some('a' | 'i' | 'L' | 'm' | 's' | 'u' | 'x') => {}
                        Some(char) if char.is_alphabetic() => return wrong("unknown flag", self.at),
                        _ => return wrong("missing flag", self.at),
                    }
                }
                'L' => return wrong("bad inline flags: cannot use 'L' flag with a str pattern", self.at),
                'a' | 'u' if !value => {
                    return wrong("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", self.at);
                }
                'a' | 'u' | 'i' | 'm' | 's' | 'x' => set(&mut flags, char, value),
                _ => return wrong("unknown flag", self.at - 1),
            }
            match self.next() {
                None => return wrong("missing -, : or )", self.at),
                Some(')') if value => return self.global_flags(start, flags).map(|()| None),
                Some(')') => return wrong("missing :", self.at - 1),
                Some(':') => break,
                Some(next) => char = next,
            }
        }
        self.flags = flags;
        let node = self.inner(start);
        self.flags = outer;
        node.map(|node| Some(Node::Group(Box::new(node))))
    }

    fn global_flags(&mut self, start: usize, flags: Flags) -> Parsed<()> {
        if start != 0 {
            return wrong("global flags not at the start of the expression", start);
        }
        self.flags = flags;
        Ok(())
    }
}

fn set(flags: &mut Flags, char: char, value: bool) {
    match char {
        'a' => flags.ascii = true,
        'u' => flags.ascii = false,
        'i' => flags.ignore_case = value,
        'm' => flags.multiline = value,
        's' => flags.dot_all = value,
        _ => flags.verbose = value,
    }
}

fn check_name(name: &str, at: usize) -> Parsed<()> {
    let mut chars = name.chars();
    let is_identifier = chars.next().is_some_and(|char| char == '_' || char.is_alphabetic())
        && chars.all(|char| char == '_' || char.is_alphanumeric());
    if is_identifier { Ok(()) } else { wrong(format!("bad character in group name '{name}'"), at) }
}
