//! Expressions.

use super::text::{Level, Text};
use super::writer::Writer;

const COMPARISONS: &[&str] = &["<", ">", "==", "!=", "<=", ">=", "is", "is not", "in", "not in"];

impl Writer {
    /// Any expression, parentheses around it where they are needed in an argument.
    pub(super) fn test(&mut self, depth: u32) -> String {
        let e = self.expr(depth);
        self.at(e, Level::Test)
    }

    /// Any expression.
    pub(super) fn expr(&mut self, depth: u32) -> Text {
        self.budget -= 1;
        if depth == 0 || self.budget <= 0 {
            return self.leaf();
        }
        let inner = depth - 1;
        match self.chance.below(33) {
            0 | 1 => self.leaf(),
            2 => self.folded(2),
            3 | 4 => {
                let (operator, level) = self.operator();
                let (left, right) = (self.expr(inner), self.expr(inner));
                self.infix(left, operator, right, level)
            }
            5 => {
                let operator = self.chance.pick(&["-", "+", "~"]);
                let operand = self.expr(inner);
                Text::new(format!("{operator}{}", self.at(operand, Level::Sign)), Level::Sign)
            }
            6 => {
                let operand = self.expr(inner);
                Text::new(format!("not {}", self.at(operand, Level::Not)), Level::Not)
            }
            7 | 8 => self.boolean(inner),
            9 | 10 => self.comparison(inner),
            11 => self.conditional(inner),
            12 => self.lambda(inner),
            13..=15 => self.comprehension(inner),
            16 | 17 => self.call(inner),
            18 => self.attribute(inner),
            19 => self.subscript(inner),
            20..=22 => self.display(inner),
            23 => self.dict(inner),
            24 | 25 => self.interpolated(inner),
            26 => self.walrus(inner),
            27 => self.yielded(inner),
            28 => self.awaited(inner),
            29 => self.method_call(inner),
            30 => self.super_call(inner),
            31 => self.eager_call(inner),
            _ => self.tuple(inner),
        }
    }

    pub(super) fn leaf(&mut self) -> Text {
        if self.chance.one_in(3) { self.constant() } else { Text::primary(self.read_name()) }
    }

    fn boolean(&mut self, depth: u32) -> Text {
        let (word, level) = self.chance.pick(&[("and", Level::And), ("or", Level::Or)]);
        let above = if level == Level::And { Level::Not } else { Level::And };
        let count = 2 + self.chance.below(3);
        let operands: Vec<String> = (0..count)
            .map(|_| {
                let operand = self.expr(depth);
                self.at(operand, above)
            })
            .collect();
        Text::new(operands.join(&format!(" {word} ")), level)
    }

    fn comparison(&mut self, depth: u32) -> Text {
        let left = self.expr(depth);
        let mut text = self.at(left, Level::BitOr);
        for _ in 0..1 + self.chance.below(4) / 2 {
            let operator = self.chance.pick(COMPARISONS);
            let right = self.expr(depth);
            let right = self.at(right, Level::BitOr);
            text += &format!(" {operator} {right}");
        }
        Text::new(text, Level::Compare)
    }

    fn conditional(&mut self, depth: u32) -> Text {
        let (body, test, other) = (self.expr(depth), self.expr(depth), self.expr(depth));
        let (body, test, other) = (self.at(body, Level::Or), self.at(test, Level::Or), self.at(other, Level::Test));
        Text::new(format!("{body} if {test} else {other}"), Level::Test)
    }

    fn attribute(&mut self, depth: u32) -> Text {
        let value = self.expr(depth);
        let value = self.receiver(value);
        Text::primary(format!("{value}.{}", self.any_name()))
    }

    /// What a dot may follow: a number in digits needs parentheses.
    fn receiver(&mut self, value: Text) -> String {
        let is_number = value.text.starts_with(|first: char| first.is_ascii_digit());
        if is_number { format!("({})", value.text) } else { self.at(value, Level::Primary) }
    }

    fn subscript(&mut self, depth: u32) -> Text {
        let value = self.expr(depth);
        let value = self.at(value, Level::Primary);
        Text::primary(format!("{value}[{}]", self.index(depth)))
    }

    /// What is in the brackets of a subscript.
    pub(super) fn index(&mut self, depth: u32) -> String {
        let count = if self.chance.one_in(4) { 2 } else { 1 };
        let items: Vec<String> = (0..count).map(|_| self.index_item(depth)).collect();
        items.join(", ")
    }

    fn index_item(&mut self, depth: u32) -> String {
        match self.chance.below(6) {
            0 | 1 => {
                let mut bounds: Vec<String> = Vec::new();
                for _ in 0..2 + self.chance.below(2) {
                    let bound = if self.chance.one_in(3) { String::new() } else { self.test(depth) };
                    bounds.push(bound);
                }
                bounds.join(":")
            }
            2 if !self.flat => {
                let value = self.expr(depth);
                format!("*{}", self.at(value, Level::BitOr))
            }
            _ => self.test(depth),
        }
    }

    /// A list or set.
    fn display(&mut self, depth: u32) -> Text {
        let (open, close) = self.chance.pick(&[("[", "]"), ("{", "}")]);
        let count = match self.chance.below(40) {
            0 => 31 + self.chance.below(4),
            other => other % 5,
        };
        let depth = if count > 5 { 0 } else { depth };
        let items = self.items(count, depth);
        // Empty braces are a dict.
        Text::primary(format!("{open}{}{items}{close}", self.gap()))
    }

    /// Elements, some of them unpacked.
    fn items(&mut self, count: usize, depth: u32) -> String {
        let mut text = String::new();
        for at in 0..count {
            if at > 0 {
                text += &self.comma();
            }
            text += &self.element(depth);
        }
        text
    }

    pub(super) fn element(&mut self, depth: u32) -> String {
        if self.chance.one_in(7) {
            let value = self.expr(depth);
            return format!("*{}", self.at(value, Level::BitOr));
        }
        self.test(depth)
    }

    pub(super) fn tuple(&mut self, depth: u32) -> Text {
        let count = self.chance.below(4);
        let items = self.items(count, depth);
        match count {
            0 => Text::primary("()"),
            1 => Text::new(format!("{items},"), Level::Tuple),
            _ => Text::new(items, Level::Tuple),
        }
    }

    fn dict(&mut self, depth: u32) -> Text {
        let count = if self.chance.one_in(30) { 18 } else { self.chance.below(4) };
        let constant = self.chance.one_in(2);
        let mut items = Vec::new();
        for _ in 0..count {
            if self.chance.one_in(6) {
                let value = self.expr(depth);
                items.push(format!("**{}", self.at(value, Level::BitOr)));
                continue;
            }
            let key = if constant { self.constant() } else { self.expr(depth) };
            items.push(format!("{}: {}", self.at(key, Level::Test), self.test(depth)));
        }
        Text::primary(format!("{{{}}}", items.join(&self.comma())))
    }

    fn walrus(&mut self, depth: u32) -> Text {
        let allowed = self.scopes.allow_walrus();
        if !self.may(allowed) {
            return self.leaf();
        }
        let taken = self.scopes.iteration_names();
        let name = self.bind();
        if taken.contains(&name) && !self.wild {
            return Text::primary(name);
        }
        Text::new(format!("{name} := {}", self.test(depth)), Level::Named)
    }

    fn yielded(&mut self, depth: u32) -> Text {
        let allowed = self.scopes.allow_yield();
        if !self.may(allowed) {
            return self.leaf();
        }
        let is_async = self.scopes.allow_await();
        match self.chance.below(3) {
            0 => Text::new("yield", Level::Named),
            1 if !is_async || self.wild => Text::new(format!("yield from {}", self.test(depth)), Level::Named),
            _ => {
                let value = self.expr(depth);
                Text::new(format!("yield {}", self.at(value, Level::Tuple)), Level::Named)
            }
        }
    }

    fn awaited(&mut self, depth: u32) -> Text {
        let allowed = self.scopes.allow_await();
        if !self.may(allowed) {
            return self.leaf();
        }
        let value = self.expr(depth);
        Text::new(format!("await {}", self.at(value, Level::Primary)), Level::Await)
    }

    fn method_call(&mut self, depth: u32) -> Text {
        let value = self.expr(depth);
        let value = self.receiver(value);
        let name = self.any_name();
        Text::primary(format!("{value}{}.{name}({})", self.line_break(), self.arguments(depth)))
    }

    /// A continued line before a method, where a newline is allowed.
    fn line_break(&mut self) -> &'static str {
        if self.flat || self.in_field || !self.chance.one_in(8) { "" } else { "\\\n  " }
    }

    fn super_call(&mut self, depth: u32) -> Text {
        let called = self.chance.pick(&["super()", "super(a, self)", "super(__class__, self)", "super(x)"]);
        let name = self.any_name();
        if self.chance.one_in(2) {
            return Text::primary(format!("{called}.{name}"));
        }
        Text::primary(format!("{called}.{name}({})", self.arguments(depth)))
    }
}
