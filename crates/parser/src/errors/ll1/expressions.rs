//! Expressions; `ast_for_expr` and what it calls in `Python/ast.c`.

use super::refusal::{Builder, Built};
use super::rule::Rule;
use super::targets::Context;
use super::tree::{Id, What};
use crate::lexer::normalized;
use crate::token::Kind;

/// Stack that must be left, and how much is added.
const RED_ZONE: usize = 128 << 10;
const MORE_STACK: usize = 2 << 20;

impl Builder<'_, '_> {
    pub(super) fn expr(&mut self, mut node: Id) -> Option<Built> {
        // Most rules only hand on what is between them.
        while let Some(only) = self.tree.only(node).filter(|_| !self.tree.is(node, Rule::YieldExpr)) {
            if let What::Token(_) = self.tree.what(only) {
                break;
            }
            node = only;
        }
        stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.built(node))
    }

    fn built(&mut self, node: Id) -> Option<Built> {
        let tree = self.tree;
        let children = tree.children(node);
        let What::Rule(rule) = tree.what(node) else { return Some(Built::Other("literal")) };
        match rule {
            Rule::NamedExprTest => self.named(node),
            Rule::Lambdef | Rule::LambdefNocond => {
                if let Some(list) = children.iter().find(|child| tree.is(**child, Rule::VarArgsList)) {
                    self.parameters(*list)?;
                }
                self.expr(*children.last()?)?;
                Some(Built::Other("lambda"))
            }
            Rule::Test | Rule::TestNocond => {
                self.each(&[children[0], children[2], children[4]], "conditional expression")
            }
            Rule::OrTest | Rule::AndTest => self.every_second(&children, "operator"),
            Rule::NotTest | Rule::Factor => self.each(&[children[1]], "operator"),
            // What is compared first is built last.
            Rule::Comparison => {
                children[2..].iter().step_by(2).try_for_each(|operand| self.expr(*operand).map(drop))?;
                self.each(&[children[0]], "comparison")
            }
            Rule::StarExpr => Some(Built::Starred(Box::new(self.expr(children[1])?))),
            Rule::Power => self.every_second(&children, "operator"),
            Rule::YieldExpr => self.yielded(&children),
            Rule::AtomExpr => self.atom_expr(&children),
            Rule::Atom => self.atom(node, &children),
            _ => self.every_second(&children, "operator"),
        }
    }

    fn each(&mut self, parts: &[Id], name: &'static str) -> Option<Built> {
        parts.iter().try_for_each(|part| self.expr(*part).map(drop))?;
        Some(Built::Other(name))
    }

    fn every_second(&mut self, children: &[Id], name: &'static str) -> Option<Built> {
        let parts: Vec<Id> = children.iter().copied().step_by(2).collect();
        self.each(&parts, name)
    }

    fn yielded(&mut self, children: &[Id]) -> Option<Built> {
        if let Some(argument) = children.get(1) {
            let value = *self.tree.children(*argument).last()?;
            if self.tree.is(value, Rule::TestlistStarExpr) {
                self.testlist(value)?;
            } else {
                self.expr(value)?;
            }
        }
        Some(Built::Other("yield expression"))
    }

    /// `name := value`, as an expression or as an argument.
    pub(super) fn named(&mut self, node: Id) -> Option<Built> {
        let children = self.tree.children(node);
        let target = self.expr(children[0])?;
        self.expr(children[2])?;
        if !matches!(target, Built::Name(_)) {
            return self.refuse(node, format!("cannot use assignment expressions with {}", target.name()));
        }
        self.set_context(&target, Context::Store, node)?;
        Some(Built::Other("named expression"))
    }

    /// One expression, or a tuple.
    pub(super) fn testlist(&mut self, node: Id) -> Option<Built> {
        if let Some(only) = self.tree.only(node) {
            return self.expr(only);
        }
        self.items(node).map(Built::Tuple)
    }

    fn items(&mut self, node: Id) -> Option<Vec<Built>> {
        self.tree.children(node).into_iter().step_by(2).map(|item| self.expr(item)).collect()
    }

    /// The targets of `for` and `del`.
    pub(super) fn exprlist(&mut self, node: Id, context: Option<Context>) -> Option<()> {
        for item in self.tree.children(node).into_iter().step_by(2) {
            let built = self.expr(item)?;
            if let Some(context) = context {
                self.set_context(&built, context, item)?;
            }
        }
        Some(())
    }

    fn atom_expr(&mut self, children: &[Id]) -> Option<Built> {
        let waits = self.tree.is_token(children[0], Kind::Await);
        let (atom, trailers) = children[usize::from(waits)..].split_first()?;
        let mut built = self.expr(*atom)?;
        for trailer in trailers {
            built = self.trailer(*trailer)?;
        }
        Some(if waits { Built::Other("await expression") } else { built })
    }

    fn trailer(&mut self, node: Id) -> Option<Built> {
        let tree = self.tree;
        let children = tree.children(node);
        match tree.what(children[0]) {
            What::Token(Kind::Dot) => Some(Built::Attribute(self.identifier(children[1]))),
            What::Token(Kind::LPar) => {
                if tree.is(children[1], Rule::ArgList) {
                    self.arguments(children[1], true)?;
                }
                Some(Built::Other("function call"))
            }
            _ => {
                for subscript in tree.children(children[1]).into_iter().step_by(2) {
                    self.subscript(subscript)?;
                }
                Some(Built::Subscript)
            }
        }
    }

    fn subscript(&mut self, node: Id) -> Option<()> {
        for part in self.tree.children(node) {
            match self.tree.what(part) {
                What::Rule(Rule::Test) => self.expr(part).map(drop)?,
                What::Rule(Rule::SliceOp) => self.subscript(part)?,
                _ => {}
            }
        }
        Some(())
    }

    fn atom(&mut self, node: Id, children: &[Id]) -> Option<Built> {
        let tree = self.tree;
        let What::Token(kind) = tree.what(children[0]) else { return None };
        match kind {
            Kind::Name => Some(Built::Name(self.identifier(children[0]))),
            Kind::None => Some(Built::Other("None")),
            Kind::True => Some(Built::Other("True")),
            Kind::False => Some(Built::Other("False")),
            Kind::Ellipsis => Some(Built::Other("Ellipsis")),
            Kind::Number => self.number(children[0]),
            Kind::String => self.strings(node, children),
            Kind::LPar => self.parentheses(children[1]),
            Kind::LSqb => self.brackets(children[1]),
            _ => self.braces(node, children[1]),
        }
    }

    fn parentheses(&mut self, inside: Id) -> Option<Built> {
        match self.tree.what(inside) {
            What::Rule(Rule::YieldExpr) => self.expr(inside),
            What::Rule(_) if self.is_comprehension(inside) => {
                self.comprehension(inside)?;
                Some(Built::Other("generator expression"))
            }
            What::Rule(_) => self.testlist(inside),
            What::Token(_) => Some(Built::Tuple(Vec::new())),
        }
    }

    fn brackets(&mut self, inside: Id) -> Option<Built> {
        match self.tree.what(inside) {
            What::Rule(_) if self.is_comprehension(inside) => {
                self.comprehension(inside)?;
                Some(Built::Other("list comprehension"))
            }
            What::Rule(_) => self.items(inside).map(Built::List),
            What::Token(_) => Some(Built::List(Vec::new())),
        }
    }

    fn is_comprehension(&self, inside: Id) -> bool {
        self.tree.children(inside).get(1).is_some_and(|second| self.tree.is(*second, Rule::CompFor))
    }

    fn braces(&mut self, node: Id, inside: Id) -> Option<Built> {
        let tree = self.tree;
        let What::Rule(_) = tree.what(inside) else { return Some(Built::Other("dict display")) };
        let children = tree.children(inside);
        if self.is_comprehension(inside) {
            self.comprehension(inside)?;
            return Some(Built::Other("set comprehension"));
        }
        if children.len() == 1 || tree.is_token(children[1], Kind::Comma) {
            self.items(inside)?;
            return Some(Built::Other("set display"));
        }
        let unpacks = tree.is_token(children[0], Kind::DoubleStar);
        let after = if unpacks { 2 } else { 3 };
        let comprehension = children.get(after).filter(|child| tree.is(**child, Rule::CompFor));
        if comprehension.is_some() && unpacks {
            return self.refuse(node, "dict unpacking cannot be used in dict comprehension");
        }
        if let Some(comprehension) = comprehension {
            self.each(&[children[0], children[2]], "")?;
            self.clauses(*comprehension)?;
            return Some(Built::Other("dict comprehension"));
        }
        for part in children {
            if let What::Rule(_) = tree.what(part) {
                self.expr(part)?;
            }
        }
        Some(Built::Other("dict display"))
    }

    /// An element and the clauses after it.
    pub(super) fn comprehension(&mut self, node: Id) -> Option<()> {
        let children = self.tree.children(node);
        if let Built::Starred(_) = self.expr(children[0])? {
            return self.refuse(children[0], "iterable unpacking cannot be used in comprehension");
        }
        self.clauses(children[1])
    }

    /// `for` and `if` clauses, each of which has the next one in it.
    fn clauses(&mut self, first: Id) -> Option<()> {
        let tree = self.tree;
        let mut next = Some(first);
        while let Some(clause) = next {
            let children = tree.children(clause);
            next = match tree.what(clause) {
                What::Rule(Rule::SyncCompFor) => {
                    self.exprlist(children[1], Some(Context::Store))?;
                    self.expr(children[3])?;
                    children.get(4).copied()
                }
                What::Rule(Rule::CompIf) => {
                    self.expr(children[1])?;
                    children.get(2).copied()
                }
                _ => children.last().copied(),
            };
        }
        Some(())
    }

    /// A name as the tree has it.
    pub(super) fn identifier(&self, token: Id) -> String {
        normalized(self.text(token)).into_owned()
    }
}
