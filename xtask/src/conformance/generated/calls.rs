//! Calls, lambdas and comprehensions.

use super::scope::{Kind, Scope};
use super::text::{Level, Text};
use super::writer::Writer;

impl Writer {
    pub(super) fn call(&mut self, depth: u32) -> Text {
        let callee = self.expr(depth);
        let callee = self.at(callee, Level::Primary);
        Text::primary(format!("{callee}({}{})", self.gap(), self.arguments(depth)))
    }

    /// A call whose argument is a generator expression, which some functions make a loop of.
    pub(super) fn eager_call(&mut self, depth: u32) -> Text {
        let callee = self.chance.pick(&["all", "any", "tuple", "list", "set", "f"]);
        Text::primary(format!("{callee}{}", self.generator_expression(depth).text))
    }

    /// The arguments of a call or the bases of a class.
    pub(super) fn arguments(&mut self, depth: u32) -> String {
        let mut parts = Vec::new();
        let count = if self.chance.one_in(40) { 32 } else { self.chance.below(4) };
        let inner = if count > 5 { 0 } else { depth };
        for _ in 0..count {
            parts.push(self.element(inner));
        }
        let mut used = Vec::new();
        let keywords = if self.chance.one_in(40) { 17 } else { self.chance.below(5) / 2 };
        for _ in 0..keywords {
            if self.chance.one_in(6) {
                let value = self.expr(inner);
                parts.push(format!("**{}", self.at(value, Level::BitOr)));
                continue;
            }
            let name = self.any_name();
            if !used.contains(&name) {
                used.push(name);
                parts.push(format!("{name}={}", self.test(inner)));
            }
        }
        parts.join(&self.comma())
    }

    pub(super) fn lambda(&mut self, depth: u32) -> Text {
        let refused = self.target.refuses_scopes_in_class_annotation_scopes() && self.scopes.annotation_sees_class();
        if !self.may(!refused) {
            return self.leaf();
        }
        let mut scope = Scope::new(Kind::Lambda);
        scope.in_iterable = self.scopes.current().in_iterable;
        let parameters = self.parameters(&mut scope, depth, false);
        let body = self.inside(scope, |writer| writer.test(depth));
        let blank = if parameters.is_empty() { "" } else { " " };
        Text::new(format!("lambda{blank}{parameters}: {body}"), Level::Test)
    }

    pub(super) fn comprehension(&mut self, depth: u32) -> Text {
        match self.chance.below(4) {
            0 => {
                let body = self.comprehension_body(depth, Element::One);
                Text::primary(format!("[{}{body}]", self.gap()))
            }
            1 => Text::primary(format!("{{{}}}", self.comprehension_body(depth, Element::One))),
            2 => Text::primary(format!("{{{}}}", self.comprehension_body(depth, Element::Pair))),
            _ => self.generator_expression(depth),
        }
    }

    fn generator_expression(&mut self, depth: u32) -> Text {
        Text::primary(format!("({})", self.comprehension_body(depth, Element::One)))
    }

    fn comprehension_body(&mut self, depth: u32, element: Element) -> String {
        let refused = self.target.refuses_scopes_in_class_annotation_scopes() && self.scopes.annotation_sees_class();
        if !self.may(!refused) {
            let value = self.test(depth);
            return if element == Element::Pair { format!("{value}: 1") } else { value };
        }
        // The outermost iterable is evaluated outside.
        let outermost = self.iterable(depth);
        let mut scope = Scope::new(Kind::Comprehension);
        scope.in_iterable = self.scopes.current().in_iterable;
        self.inside(scope, |writer| {
            let mut clauses = writer.clause(depth, Some(outermost));
            for _ in 0..writer.chance.below(5) / 3 {
                clauses += &writer.clause(depth, None);
            }
            format!("{}{clauses}", writer.comprehension_element(depth, element))
        })
    }

    fn comprehension_element(&mut self, depth: u32, element: Element) -> String {
        let unpacks = self.target.unpacks_in_comprehensions() && self.chance.one_in(6);
        match element {
            Element::Pair if unpacks => {
                let value = self.expr(depth);
                format!("**{}", self.at(value, Level::BitOr))
            }
            Element::One if unpacks => {
                let value = self.expr(depth);
                format!("*{}", self.at(value, Level::BitOr))
            }
            Element::Pair => format!("{}: {}", self.test(depth), self.test(depth)),
            Element::One => self.test(depth),
        }
    }

    /// The iterable of a comprehension.
    fn iterable(&mut self, depth: u32) -> String {
        let outer = std::mem::replace(&mut self.scopes.current().in_iterable, true);
        let iter = self.expr(depth);
        let iter = self.at(iter, Level::Or);
        self.scopes.current().in_iterable = outer;
        iter
    }

    /// `for … in … if …`
    fn clause(&mut self, depth: u32, iter: Option<String>) -> String {
        let awaits = self.scopes.allow_await();
        let word = if self.may(awaits) && self.chance.one_in(3) { "async for" } else { "for" };
        let target = self.comprehension_target();
        let iter = iter.unwrap_or_else(|| match self.chance.below(3) {
            0 => format!("[{}]", self.iterable(depth)),
            _ => self.iterable(depth),
        });
        let mut text = format!(" {word} {target} in {iter}");
        for _ in 0..self.chance.below(4) / 2 {
            let test = self.expr(depth);
            text += &format!("{} if {}", self.gap(), self.at(test, Level::Or));
        }
        text
    }

    fn comprehension_target(&mut self) -> String {
        let name = self.bind();
        self.scopes.current().taken.push(name);
        match self.chance.below(8) {
            0 => {
                let other = self.bind();
                self.scopes.current().taken.push(other);
                format!("{name}, {other}")
            }
            1 => format!("({name},)"),
            2 => format!("*{name},"),
            3 => format!("{}.{name}", self.read_name()),
            4 => format!("{}[0]", self.read_name()),
            _ => name.to_owned(),
        }
    }
}

/// What a comprehension makes of each item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    One,
    Pair,
}
