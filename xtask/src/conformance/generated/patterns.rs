//! Patterns of `match` statements.

use super::writer::Writer;

const VALUES: &[&str] =
    &["1", "-2", "0", "1.5", "-1j", "2 + 3j", "-0 - 1j", "'a'", "b'a'", "'a' 'b'", "None", "True", "a.b", "x.__p.y"];

impl Writer {
    /// A pattern of a whole case.
    pub(super) fn case_pattern(&mut self, irrefutable_allowed: bool) -> String {
        let mut bound = Vec::new();
        if irrefutable_allowed && self.chance.one_in(3) {
            return self.capture(&mut bound);
        }
        let pattern = self.pattern(3, &mut bound, false);
        match self.chance.below(8) {
            0 => format!("{pattern}, {}", self.pattern(1, &mut bound, true)),
            1 => format!("{pattern},"),
            _ => pattern,
        }
    }

    /// A name that the pattern does not bind yet, or the wildcard.
    fn capture(&mut self, bound: &mut Vec<&'static str>) -> String {
        let name = self.bind();
        if name == "_" || bound.contains(&name) {
            return "_".to_owned();
        }
        bound.push(name);
        name.to_owned()
    }

    fn pattern(&mut self, depth: u32, bound: &mut Vec<&'static str>, irrefutable: bool) -> String {
        self.budget -= 1;
        if depth == 0 {
            let leaf = irrefutable && self.chance.one_in(2);
            return if leaf { self.capture(bound) } else { self.chance.pick(VALUES).to_owned() };
        }
        let inner = depth - 1;
        match self.chance.below(10) {
            0 | 1 => self.sequence_pattern(inner, bound),
            2 => self.mapping_pattern(inner, bound),
            3 | 4 => self.class_pattern(inner, bound),
            5 => self.or_pattern(inner, bound),
            6 => {
                let pattern = self.pattern(inner, bound, false);
                let name = self.capture(bound);
                if name == "_" { pattern } else { format!("({pattern} as {name})") }
            }
            7 => format!("({})", self.pattern(inner, bound, false)),
            8 if irrefutable => self.capture(bound),
            _ => self.chance.pick(VALUES).to_owned(),
        }
    }

    fn sequence_pattern(&mut self, depth: u32, bound: &mut Vec<&'static str>) -> String {
        let count = self.chance.below(4);
        let star = if self.chance.one_in(2) { Some(self.chance.below(count + 1)) } else { None };
        let mut parts = Vec::new();
        for at in 0..=count {
            if star == Some(at) {
                parts.push(format!("*{}", self.capture(bound)));
            }
            if at < count {
                parts.push(self.pattern(depth, bound, true));
            }
        }
        let comma = if parts.len() == 1 { "," } else { "" };
        if self.chance.one_in(2) { format!("[{}]", parts.join(", ")) } else { format!("({}{comma})", parts.join(", ")) }
    }

    fn mapping_pattern(&mut self, depth: u32, bound: &mut Vec<&'static str>) -> String {
        let mut parts = Vec::new();
        for key in ["'k'", "1", "None", "a.b"].iter().take(self.chance.below(4)) {
            parts.push(format!("{key}: {}", self.pattern(depth, bound, true)));
        }
        if self.chance.one_in(3) {
            let name = self.capture(bound);
            if name != "_" {
                parts.push(format!("**{name}"));
            }
        }
        format!("{{{}}}", parts.join(", "))
    }

    fn class_pattern(&mut self, depth: u32, bound: &mut Vec<&'static str>) -> String {
        let class = self.chance.pick(&["f", "a.b", "int", "__p"]);
        let mut parts: Vec<String> = (0..self.chance.below(3)).map(|_| self.pattern(depth, bound, true)).collect();
        let mut used = Vec::new();
        for _ in 0..self.chance.below(3) {
            let name = self.any_name();
            if !used.contains(&name) {
                used.push(name);
                parts.push(format!("{name}={}", self.pattern(depth, bound, true)));
            }
        }
        format!("{class}({})", parts.join(", "))
    }

    /// Alternatives bind the same names: none, or one each.
    fn or_pattern(&mut self, depth: u32, bound: &mut Vec<&'static str>) -> String {
        let name = if self.chance.one_in(2) { self.capture(bound) } else { "_".to_owned() };
        let mut parts = Vec::new();
        for _ in 0..2 + self.chance.below(2) {
            // What these capture would be bound in one alternative alone.
            let mut all: Vec<&'static str> = super::writer::NAMES.to_vec();
            let pattern = self.pattern(depth, &mut all, false);
            parts.push(if name == "_" { pattern } else { format!("[{pattern}, {name}]") });
        }
        format!("({})", parts.join(" | "))
    }
}
