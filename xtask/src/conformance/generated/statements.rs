//! Simple statements, and which statement comes next.

use super::scope::Kind;
use super::text::Level;
use super::writer::Writer;

/// Operators of augmented assignments.
const AUGMENTED: &[&str] = &["+=", "-=", "*=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "@="];
const IMPORTS: &[&str] = &[
    "import a",
    "import a.b",
    "import a.b.c as x",
    "import a as __p, b.c",
    "from . import a",
    "from .. import a as b",
    "from a import b",
    "from .a import (b as __q, c)",
    "from __p.x import __q",
    "import é",
];

impl Writer {
    /// As many statements as there is room for.
    pub(super) fn statements(&mut self) {
        let count = 1 + self.chance.below(4);
        for _ in 0..count {
            self.statement();
            if self.budget <= 0 {
                break;
            }
        }
    }

    /// A block, one deeper.
    pub(super) fn block(&mut self) {
        self.indent += 1;
        let before = self.lines.len();
        self.statements();
        if self.lines.len() == before {
            self.line("pass");
        }
        self.indent -= 1;
    }

    pub(super) fn statement(&mut self) {
        self.budget -= 1;
        if self.budget <= 0 || self.indent > 30 {
            let text = self.simple_statements();
            return self.line(&text);
        }
        match self.chance.below(26) {
            0..=2 => self.function(),
            3 | 4 => self.class(),
            5 | 6 => self.if_(),
            7 | 8 => self.for_(),
            9 => self.while_(),
            10..=12 => self.try_(),
            13 | 14 => self.with(),
            15 => self.match_(),
            16 if self.chance.one_in(6) => self.filler(),
            _ => {
                let text = self.simple_statements();
                self.line(&text);
            }
        }
    }

    /// One simple statement, or several in a line.
    pub(super) fn simple_statements(&mut self) -> String {
        let count = 1 + self.chance.below(6) / 5;
        let texts: Vec<String> = (0..count).map(|_| self.simple()).collect();
        texts.join("; ")
    }

    fn simple(&mut self) -> String {
        self.budget -= 1;
        match self.chance.below(27) {
            0..=4 => self.assignment(),
            5 => {
                let target = self.single_target(2);
                let operator = self.chance.pick(AUGMENTED);
                format!("{target} {operator} {}", self.test(3))
            }
            6..=8 => self.annotated(),
            9 | 10 => self.return_(),
            11 | 12 => self.leave_loop(),
            13 => self.delete(),
            14 => self.raise(),
            15 | 16 => self.assertion(),
            17 => self.import(),
            18 => self.chance.pick(&["pass", "...", "1", "'x'", "None", "(1, 2)", "x", "f''"]).to_owned(),
            19 if self.target.has_type_parameters() => self.type_alias().text,
            20 => {
                let e = self.folded(3);
                format!("x = {}", e.text)
            }
            _ => {
                let e = self.expr(4);
                self.statement_expression(e)
            }
        }
    }

    fn statement_expression(&mut self, e: super::text::Text) -> String {
        // `:=` needs parentheses in a statement of its own.
        if e.level == Level::Named && e.text.contains(":=") { format!("({})", e.text) } else { e.text }
    }

    fn assignment(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..1 + self.chance.below(5) / 4 {
            text += &format!("{} = ", self.targets(2));
        }
        let value = self.expr(4);
        let is_walrus = value.text.contains(":=");
        let level = if value.level == Level::Named && !is_walrus { Level::Named } else { Level::Tuple };
        text + &self.at(value, level)
    }

    /// One target, or several unpacked.
    pub(super) fn targets(&mut self, depth: u32) -> String {
        match self.chance.below(8) {
            0 if depth > 0 => {
                let (one, other) = (self.single_target(1), self.targets(depth - 1));
                format!("{one}, ({other})")
            }
            1 => format!("{}, *{}", self.single_target(0), self.single_target(0)),
            2 => format!("[{}, {}]", self.single_target(1), self.single_target(1)),
            3 => format!("*{},", self.single_target(0)),
            4 => format!("{}, {}", self.single_target(1), self.single_target(1)),
            _ => self.single_target(depth),
        }
    }

    pub(super) fn single_target(&mut self, depth: u32) -> String {
        match self.chance.below(6) {
            0 => {
                let value = self.expr(depth.min(1));
                let is_number = value.text.starts_with(|first: char| first.is_ascii_digit());
                let value = if is_number { self.read_name().to_owned() } else { self.at(value, Level::Primary) };
                format!("{value}.{}", self.any_name())
            }
            1 => {
                let value = self.read_name();
                format!("{value}[{}]", self.index(depth.min(1)))
            }
            2 => format!("self.{}", self.any_name()),
            _ => self.bind().to_owned(),
        }
    }

    fn annotated(&mut self) -> String {
        let target = match self.chance.below(5) {
            0 => format!("{}.{}", self.read_name(), self.any_name()),
            1 => format!("{}[{}]", self.read_name(), self.test(1)),
            simple => {
                let name = self.bind();
                let declared = self.scopes.current().taken.contains(&name);
                if declared && !self.wild {
                    return "pass".to_owned();
                }
                // It cannot be declared after this.
                self.scopes.current().taken.push(name);
                if simple == 2 { format!("({name})") } else { name.to_owned() }
            }
        };
        let annotation = self.annotation();
        let value = if self.chance.one_in(2) { format!(" = {}", self.test(2)) } else { String::new() };
        format!("{target}: {annotation}{value}")
    }

    fn return_(&mut self) -> String {
        let allowed = self.scopes.allow_return() && !self.scopes.current().in_group_handler;
        if !self.may(allowed) {
            return "pass".to_owned();
        }
        if self.chance.one_in(3) || self.scopes.kind() == Kind::AsyncFunction && !self.wild {
            return "return".to_owned();
        }
        let value = self.expr(4);
        format!("return {}", self.at(value, Level::Tuple))
    }

    fn leave_loop(&mut self) -> String {
        let scope = self.scopes.current();
        let allowed = scope.loops > 0 && !scope.in_group_handler;
        if !self.may(allowed) {
            return "pass".to_owned();
        }
        self.chance.pick(&["break", "continue"]).to_owned()
    }

    fn delete(&mut self) -> String {
        match self.chance.below(4) {
            0 => format!("del {}.{}", self.read_name(), self.any_name()),
            1 => format!("del {}[{}]", self.read_name(), self.index(1)),
            2 => format!("del ({}, [{}])", self.read_name(), self.read_name()),
            _ => format!("del {}", self.read_name()),
        }
    }

    fn raise(&mut self) -> String {
        match self.chance.below(3) {
            0 => "raise".to_owned(),
            1 => format!("raise {}", self.test(2)),
            _ => format!("raise {} from {}", self.test(2), self.test(2)),
        }
    }

    fn assertion(&mut self) -> String {
        let test = self.test(4);
        let message = if self.chance.one_in(2) { format!(", {}", self.test(2)) } else { String::new() };
        format!("assert {test}{message}")
    }

    fn import(&mut self) -> String {
        let kind = self.scopes.kind();
        if self.may(kind == Kind::Module) && self.chance.one_in(5) {
            return "from a import *".to_owned();
        }
        let lazy = self.target.has_lazy_imports() && kind == Kind::Module && self.indent == 0 && self.chance.one_in(3);
        let import = self.chance.pick(IMPORTS);
        if lazy { format!("lazy {import}") } else { import.to_owned() }
    }
}
