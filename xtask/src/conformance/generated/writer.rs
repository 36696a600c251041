//! The program being written: its lines, the scopes around the current place, and the choices that all parts share.

use pycmill::Target;

use super::scope::{Kind, Scope, Scopes};
use super::text::{Level, Text};
use crate::chance::Chance;

/// Names that programs use: few, so that scopes meet over them.
pub(super) const NAMES: &[&str] = &[
    "a",
    "b",
    "c",
    "d",
    "x",
    "y",
    "z",
    "f",
    "g",
    "self",
    "__p",
    "__q",
    "__r__",
    "_s",
    "é",
    "__é",
    "名",
    "ﬁ",
    "T",
    "Ts",
    "print",
    "int",
    "list",
    "tuple",
    "all",
    "any",
    "set",
    "super",
    "__class__",
    "match",
    "case",
    "type",
    "_",
];

/// A program being written.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) target: Target,
    pub(super) chance: Chance,
    pub(super) lines: Vec<String>,
    pub(super) indent: usize,
    pub(super) scopes: Scopes,
    /// How much more may be written before everything becomes a leaf.
    pub(super) budget: i32,
    /// Rules of what may stand where do not hold.
    pub(super) wild: bool,
    /// Inside a replacement field of an f-string that is one token: no newlines, quotes or backslashes.
    pub(super) flat: bool,
    /// Inside any replacement field.
    pub(super) in_field: bool,
    pub(super) future_annotations: bool,
    /// So many definitions are still to be opened inside each other.
    pub(super) nesting: usize,
}

impl Writer {
    pub(super) fn new(target: Target, chance: Chance) -> Self {
        let scopes = Scopes(vec![Scope::new(Kind::Module)]);
        Self {
            target,
            chance,
            lines: Vec::new(),
            indent: 0,
            scopes,
            budget: 0,
            wild: false,
            flat: false,
            in_field: false,
            future_annotations: false,
            nesting: 0,
        }
    }

    /// Appends a line at the current indentation.
    pub(super) fn line(&mut self, text: &str) {
        let step = if self.indent > 60 { "" } else { "  " };
        self.lines.push(step.repeat(self.indent) + text);
    }

    /// Whether a rule holds here; in wild programs often as if it did.
    pub(super) fn may(&mut self, rule: bool) -> bool {
        rule || self.wild && self.chance.one_in(3)
    }

    /// Writes what is inside of a scope.
    pub(super) fn inside<T>(&mut self, scope: Scope, write: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.0.push(scope);
        let written = write(self);
        self.scopes.0.pop();
        written
    }

    pub(super) fn any_name(&mut self) -> &'static str {
        self.chance.pick(NAMES)
    }

    /// A name to be bound here.
    pub(super) fn bind(&mut self) -> &'static str {
        let name = loop {
            let name = self.any_name();
            // A cell of that name is the compiler's own.
            if self.wild || name != "__class__" || self.chance.one_in(6) {
                break name;
            }
        };
        self.scopes.current().bound.push(name);
        name
    }

    /// A name to be read: rather one that is bound around here.
    pub(super) fn read_name(&mut self) -> &'static str {
        let around = self.chance.below(self.scopes.0.len());
        let bound = &self.scopes.0[around].bound;
        if bound.is_empty() || self.chance.one_in(3) {
            return self.any_name();
        }
        bound[self.chance.below(bound.len())]
    }

    /// A part of an expression that must bind at least so tightly; sometimes in more parentheses than needed.
    pub(super) fn at(&mut self, part: Text, level: Level) -> String {
        if part.level < level || self.chance.one_in(14) {
            let (open, close) = (self.gap(), self.gap());
            return format!("({open}{}{close})", part.text);
        }
        part.text
    }

    /// What may stand between brackets: now and then a newline, so that parts of an expression are on different lines.
    pub(super) fn gap(&mut self) -> &'static str {
        if self.flat || self.in_field || !self.chance.one_in(12) {
            return "";
        }
        self.chance.pick(&["\n ", "\n", "\n      ", " # é\n", "\\\n"])
    }

    /// What follows a comma.
    pub(super) fn comma(&mut self) -> String {
        format!(",{} ", self.gap())
    }

    pub(super) fn program(self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }
}
