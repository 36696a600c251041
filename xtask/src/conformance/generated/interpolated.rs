//! f-strings and template strings.

use super::text::{Level, Text};
use super::writer::Writer;

const TEXTS: &[&str] = &["", "a", "x y", "{{", "}}", "é", " = ", "\\n", "%"];

impl Writer {
    pub(super) fn interpolated(&mut self, depth: u32) -> Text {
        if self.flat || self.in_field {
            return self.leaf();
        }
        let template = self.target.has_template_strings() && self.chance.one_in(4);
        let (outer_flat, outer_field) = (self.flat, self.in_field);
        self.flat = !self.target.tokenizes_fstrings();
        self.in_field = true;
        let mut text = String::new();
        for _ in 0..self.chance.below(4) {
            text += self.chance.pick(TEXTS);
            text += &self.field(depth.min(2));
        }
        text += self.chance.pick(TEXTS);
        (self.flat, self.in_field) = (outer_flat, outer_field);
        let quote = self.chance.pick(&["'", "'''"]);
        let prefix = if template { "t" } else { "f" };
        Text::primary(format!("{prefix}{quote}{text}{quote}"))
    }

    fn field(&mut self, depth: u32) -> String {
        let value = self.field_value(depth);
        let debug = if self.chance.one_in(6) { "=" } else { "" };
        let conversion = self.chance.pick(&["", "", "", "!r", "!s", "!a"]);
        let spec = match self.chance.below(6) {
            0 => ":>10".to_owned(),
            1 => format!(":{{{}}}", self.read_name()),
            2 => format!(":.{{{}}}f", self.read_name()),
            _ => String::new(),
        };
        format!("{{{value}{debug}{conversion}{spec}}}")
    }

    /// Nothing with a colon of its own outside of brackets, and no brace in front.
    fn field_value(&mut self, depth: u32) -> String {
        let value = self.expr(depth);
        let value = self.at(value, Level::Or);
        if self.flat && (value.contains('\'') || value.contains('\\')) {
            return self.read_name().to_owned();
        }
        if value.starts_with('{') { format!(" {value}") } else { value }
    }
}
