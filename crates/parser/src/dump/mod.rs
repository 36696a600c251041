//! A tree as text: `ast.dump(ast.parse(source), include_attributes=True)` of the target, with `ascii` for `repr`.
//!
//! Follows `dump` in `Lib/ast.py`: absent optional fields are left out, and by some versions empty lists. For 3.8, whose
//! `ast.dump` leaves nothing out, it is the form of 3.9 without `Index` nodes.

mod expr;
mod pattern;
mod repr;
mod stmt;

use std::fmt::Write;

use pycmill_ast::{Module, Name, Names};
use pycmill_source::{LineIndex, Span};
use pycmill_target::Target;
use pycmill_value::str_repr;

/// The text of a whole tree, on one line.
#[must_use]
pub fn dump(target: Target, module: &Module<'_>, names: &Names<'_>, lines: &LineIndex) -> String {
    let mut dumper = Dumper { target, out: String::new(), names, lines };
    dumper.node("Module", None, |this| {
        this.list("body", module.body, Dumper::stmt);
        this.list("type_ignores", [(); 0], |_, ()| {});
    });
    dumper.out
}

struct Dumper<'d, 'a> {
    target: Target,
    out: String,
    names: &'d Names<'a>,
    lines: &'d LineIndex,
}

impl Dumper<'_, '_> {
    /// `Name(fields, attributes)`; each field is written by one of the methods below.
    fn node(&mut self, kind: &str, span: Option<Span>, fields: impl FnOnce(&mut Self)) {
        self.out.push_str(kind);
        self.out.push('(');
        fields(self);
        if let Some(span) = span {
            self.attributes(span);
        }
        self.out.push(')');
    }

    fn attributes(&mut self, span: Span) {
        let (start, end) = (self.lines.position(span.start), self.lines.position(span.end));
        let values = [
            ("lineno", start.line),
            ("col_offset", start.column),
            ("end_lineno", end.line),
            ("end_col_offset", end.column),
        ];
        for (name, value) in values {
            self.integer(name, i64::from(value));
        }
    }

    fn field(&mut self, name: &str) {
        if !self.out.ends_with('(') {
            self.out.push_str(", ");
        }
        self.out.push_str(name);
        self.out.push('=');
    }

    fn integer(&mut self, name: &str, value: i64) {
        self.field(name);
        let _ = write!(self.out, "{value}");
    }

    fn word(&mut self, name: &str, word: &str) {
        self.field(name);
        self.out.push_str(word);
        self.out.push_str("()");
    }

    fn one<T>(&mut self, name: &str, value: T, write: impl FnOnce(&mut Self, T)) {
        self.field(name);
        write(self, value);
    }

    fn optional<T>(&mut self, name: &str, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        if let Some(value) = value {
            self.one(name, value, write);
        }
    }

    fn list<T>(&mut self, name: &str, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        let mut items = items.into_iter();
        let first = items.next();
        if first.is_none() && self.target.dump_omits_empty_lists() {
            return;
        }
        self.field(name);
        self.out.push('[');
        if let Some(first) = first {
            write(self, first);
        }
        for item in items {
            self.out.push_str(", ");
            write(self, item);
        }
        self.out.push(']');
    }

    fn identifier(&mut self, name: Name) {
        self.out.push_str(&str_repr(self.names.text(name).as_bytes()));
    }
}
