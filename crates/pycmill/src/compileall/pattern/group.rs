//! What begins with a parenthesis.

use super::PatternWarning;
use super::parse::{Group, Parsed, Parser, Wrong, wrong};
use super::tree::{Flags, Node};
use crate::repr;

impl Parser<'_> {
    /// A group of any kind; comments and global flags leave nothing.
    pub(super) fn group(&mut self, start: usize, is_first: bool) -> Parsed<Option<Node>> {
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
            '>' if self.target.regex_has_atomic_groups() => {
                self.inner(start).map(|node| Some(Node::Atomic(Box::new(node))))
            }
            '-' | 'a' | 'i' | 'L' | 'm' | 's' | 'u' | 'x' => self.flags(start, char, is_first),
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

    pub(super) fn widths(&self) -> Vec<Option<usize>> {
        self.groups.iter().map(|group| group.width).collect()
    }

    /// `(?P<name>…)` and `(?P=name)`.
    fn named(&mut self, start: usize) -> Parsed {
        match self.next() {
            Some('<') => {
                let at = self.at;
                let name = self.until('>', "group name")?;
                self.check_name(&name, at)?;
                if let Some((_, number)) = self.names.iter().find(|(known, _)| *known == name) {
                    let groups = self.groups.len();
                    let name = repr(self.target, name.as_bytes());
                    let message = format!("redefinition of group name {name} as group {groups}; was group {number}");
                    return wrong(message, at);
                }
                self.capture(start, Some(name))
            }
            Some('=') => {
                let at = self.at;
                let name = self.until(')', "group name")?;
                self.check_name(&name, at)?;
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
            None => wrong(format!("unknown group name {}", repr(self.target, name.as_bytes())), at),
        }
    }

    /// What a group matched.
    pub(super) fn reference(&self, group: usize, at: usize) -> Parsed {
        if self.groups[group].is_open {
            return wrong("cannot refer to an open group", at);
        }
        if self.look_behind.is_some_and(|first| group >= first) {
            return wrong("cannot refer to group defined in the same lookbehind subpattern", self.at);
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
        let outer = self.look_behind;
        self.look_behind = outer.or(is_behind.then_some(self.groups.len()));
        let node = self.inner(start);
        self.look_behind = outer;
        let node = node?;
        if is_behind && node.width(&self.widths()).is_none() {
            return Err(Wrong::Anywhere("look-behind requires fixed-width pattern"));
        }
        Ok(Node::Look { is_behind, is_negated, at: Box::new(node) })
    }

    /// `(?(1)yes|no)`.
    fn condition(&mut self, start: usize) -> Parsed {
        let at = self.at;
        let name = self.until(')', "group name")?;
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        let number = Some(&name).filter(|_| is_number).and_then(|name| name.parse::<usize>().ok());
        let group = match number {
            Some(0) => return wrong("bad group number", at),
            // The group may come later.
            Some(number) => {
                self.conditions.push((number, at));
                number
            }
            None => {
                self.check_name(&name, at)?;
                self.group_called(&name, at)?
            }
        };
        let flags = self.flags;
        let yes = Box::new(self.nested(1, Self::sequence)?);
        let no = if self.eat('|') { Some(Box::new(self.nested(1, Self::sequence)?)) } else { None };
        self.flags = flags;
        match self.peek() {
            Some('|') => wrong("conditional backref with more than two branches", self.at),
            Some(_) => {
                self.at += 1;
                Ok(Node::Condition { group, yes, no })
            }
            None => wrong("missing ), unterminated subpattern", start),
        }
    }

    /// `(?i)` at the start and `(?i-s:…)` (`_parse_flags`).
    fn flags(&mut self, start: usize, first: char, is_first: bool) -> Parsed<Option<Node>> {
        let outer = self.flags;
        let mut flags = outer;
        let mut char = first;
        let mut value = true;
        let (mut flags_on, mut flags_off) = (String::new(), String::new());
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
                'a' | 'u'
                    if value && (flags_on.contains('a') || flags_on.contains('u')) && !flags_on.contains(char) =>
                {
                    return wrong("bad inline flags: flags 'a', 'u' and 'L' are incompatible", self.at);
                }
                'L' => return wrong("bad inline flags: cannot use 'L' flag with a str pattern", self.at),
                'a' | 'u' if !value => {
                    return wrong("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", self.at);
                }
                'a' | 'u' | 'i' | 'm' | 's' | 'x' => {
                    set(&mut flags, char, value);
                    if value { flags_on.push(char) } else { flags_off.push(char) }
                }
                _ => return wrong("unknown flag", self.at - 1),
            }
            match self.next() {
                None => return wrong("missing -, : or )", self.at),
                Some(')') if value => return self.global_flags(start, flags, is_first).map(|()| None),
                Some(')') => return wrong("missing :", self.at - 1),
                Some(':') => break,
                Some(next) => char = next,
            }
        }
        if flags_off.contains(|flag| flags_on.contains(flag)) {
            return wrong("bad inline flags: flag turned on and off", self.at - 1);
        }
        self.flags = flags;
        let node = self.inner(start);
        self.flags = outer;
        node.map(|node| Some(Node::Group(Box::new(node))))
    }

    fn global_flags(&mut self, start: usize, flags: Flags, is_first: bool) -> Parsed<()> {
        if !is_first {
            if !self.target.takes_regex_flags_anywhere() {
                return wrong("global flags not at the start of the expression", start);
            }
            self.warn_of_flags(start);
        }
        self.global = self.global.with(flags);
        self.flags = flags;
        Ok(())
    }

    fn warn_of_flags(&mut self, at: usize) {
        let shown: String = self.chars.iter().take(20).collect();
        let shown = repr(self.target, shown.as_bytes());
        let cut = if self.chars.len() > 20 { " (truncated)" } else { "" };
        let place =
            if self.target.warns_where_regex_flags_are() { format!(" but at position {at}") } else { String::new() };
        let message = format!("Flags not at the start of the expression {shown}{cut}{place}");
        self.warnings.push(PatternWarning { class: "DeprecationWarning", message });
    }

    fn check_name(&self, name: &str, at: usize) -> Parsed<()> {
        let mut chars = name.chars();
        let is_identifier = chars.next().is_some_and(|char| char == '_' || char.is_alphabetic())
            && chars.all(|char| char == '_' || char.is_alphanumeric());
        let name = || repr(self.target, name.as_bytes());
        if is_identifier { Ok(()) } else { wrong(format!("bad character in group name {}", name()), at) }
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
