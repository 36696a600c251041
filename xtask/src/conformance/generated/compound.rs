//! Compound statements.

use super::text::Level;
use super::writer::Writer;

impl Writer {
    /// A head with its block, at times in one line.
    fn suite(&mut self, head: &str) {
        if self.chance.one_in(8) {
            let body = self.simple_statements();
            return self.line(&format!("{head}: {body}"));
        }
        self.line(&format!("{head}:"));
        self.block();
    }

    /// A test of `if` and `while`.
    fn condition(&mut self) -> String {
        let test = if self.chance.one_in(8) { self.folded(1) } else { self.expr(4) };
        self.at(test, Level::Test)
    }

    pub(super) fn if_(&mut self) {
        let test = self.condition();
        self.suite(&format!("if {test}"));
        for _ in 0..self.chance.below(4) / 2 {
            let test = self.condition();
            self.suite(&format!("elif {test}"));
        }
        if self.chance.one_in(3) {
            self.suite("else");
        }
    }

    fn loop_body(&mut self, head: &str) {
        let scope = self.scopes.current();
        scope.loops += 1;
        // A loop of its own may be left in `except*`.
        let outer = std::mem::replace(&mut scope.in_group_handler, false);
        self.suite(head);
        let scope = self.scopes.current();
        scope.loops -= 1;
        scope.in_group_handler = outer;
        if self.chance.one_in(5) {
            self.suite("else");
        }
    }

    pub(super) fn for_(&mut self) {
        let awaits = self.scopes.allow_await();
        let word = if self.may(awaits) && self.chance.one_in(2) { "async for" } else { "for" };
        let target = self.targets(1);
        let iter = self.expr(3);
        let iter = self.at(iter, Level::Tuple);
        self.loop_body(&format!("{word} {target} in {iter}"));
    }

    pub(super) fn while_(&mut self) {
        let test = self.condition();
        self.loop_body(&format!("while {test}"));
    }

    pub(super) fn with(&mut self) {
        let awaits = self.scopes.allow_await();
        let word = if self.may(awaits) && self.chance.one_in(2) { "async with" } else { "with" };
        let mut items = Vec::new();
        for _ in 0..1 + self.chance.below(4) / 2 {
            let item = self.test(2);
            let target = if self.chance.one_in(2) { format!(" as {}", self.with_target()) } else { String::new() };
            items.push(format!("{item}{target}"));
        }
        let items = items.join(", ");
        let head = if self.chance.one_in(3) { format!("{word} ({items})") } else { format!("{word} {items}") };
        self.suite(&head);
    }

    fn with_target(&mut self) -> String {
        if self.chance.one_in(4) { format!("({})", self.targets(1)) } else { self.single_target(1) }
    }

    pub(super) fn try_(&mut self) {
        self.suite("try");
        let handlers = self.chance.below(3);
        let group = handlers > 0 && self.chance.one_in(4);
        for at in 0..handlers {
            self.handler(group, at + 1 == handlers);
        }
        if handlers > 0 && self.chance.one_in(4) {
            self.suite("else");
        }
        if handlers == 0 || self.chance.one_in(3) {
            self.suite("finally");
        }
    }

    fn handler(&mut self, group: bool, last: bool) {
        let word = if group { "except*" } else { "except" };
        let head = match self.chance.below(3) {
            0 if last && !group => word.to_owned(),
            1 => format!("{word} {}", self.test(1)),
            _ => {
                let kind = self.test(1);
                format!("{word} {kind} as {}", self.bind())
            }
        };
        let scope = self.scopes.current();
        let outer = (scope.loops, scope.in_group_handler);
        scope.in_group_handler |= group;
        self.suite(&head);
        let scope = self.scopes.current();
        (scope.loops, scope.in_group_handler) = outer;
    }

    pub(super) fn match_(&mut self) {
        let subject = self.expr(2);
        let subject = self.at(subject, Level::Tuple);
        self.line(&format!("match {subject}:"));
        self.indent += 1;
        let count = 1 + self.chance.below(3);
        for at in 0..count {
            let irrefutable_allowed = at + 1 == count;
            let pattern = self.case_pattern(irrefutable_allowed);
            let guard = if self.chance.one_in(3) { format!(" if {}", self.test(3)) } else { String::new() };
            self.suite(&format!("case {pattern}{guard}"));
        }
        self.indent -= 1;
    }

    /// Much of the same, so that jumps and operands need more than a byte.
    pub(super) fn filler(&mut self) {
        let count = 20 + self.chance.below(280);
        match self.chance.below(6) {
            4 => {
                // More locals than the analysis of unbound ones tracks in one go.
                (0..count.min(90)).for_each(|at| self.line(&format!("v{at} = {at}")));
                self.line("if a: del v1, v63, v64, v70");
                self.line("v0, v1, v62, v63, v64, v65, v70");
            }
            5 => {
                let operands: Vec<String> = (0..count / 4).map(|at| format!("a{at}")).collect();
                let word = self.chance.pick(&[" and ", " or ", " < ", " + ", ", "]);
                self.line(&format!("if ({}): pass", operands.join(word)));
            }
            0 => (0..count).for_each(|at| self.line(&format!("x{at} = y{at}.z{at}"))),
            1 => (0..count).for_each(|at| self.line(&format!("f({at}.5, '{at}')"))),
            2 => {
                let items: Vec<String> = (0..count).map(|at| format!("'k{at}': {at}")).collect();
                self.line(&format!("x = {{{}}}", items.join(", ")));
            }
            _ => {
                self.line("while a:");
                self.indent += 1;
                (0..count / 2).for_each(|at| self.line(&format!("if b{at}: c = a[{at}]")));
                self.indent -= 1;
            }
        }
    }
}
