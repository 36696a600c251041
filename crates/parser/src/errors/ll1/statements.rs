//! Statements; `ast_for_stmt` and what it calls in `Python/ast.c`.

use super::refusal::{Builder, Built};
use super::rule::Rule;
use super::targets::Context;
use super::tree::{Id, What};
use crate::token::Kind;

impl Builder<'_, '_> {
    pub(super) fn stmt(&mut self, node: Id) -> Option<()> {
        let tree = self.tree;
        for child in tree.children(node) {
            match tree.what(child) {
                What::Rule(Rule::SimpleStmt) => self.simple(child)?,
                What::Rule(Rule::CompoundStmt) => self.compound(tree.only(child)?)?,
                _ => {}
            }
        }
        Some(())
    }

    fn simple(&mut self, node: Id) -> Option<()> {
        let tree = self.tree;
        let small = tree.children(node).into_iter().filter(|child| tree.is(*child, Rule::SmallStmt));
        small.filter_map(|small| tree.only(small)).try_for_each(|statement| self.small(statement))
    }

    fn small(&mut self, node: Id) -> Option<()> {
        let tree = self.tree;
        let children = tree.children(node);
        match tree.what(node) {
            What::Rule(Rule::ExprStmt) => self.expression_statement(&children),
            What::Rule(Rule::DelStmt) => self.exprlist(children[1], Some(Context::Del)).map(drop),
            What::Rule(Rule::FlowStmt) => self.flow(children[0]),
            What::Rule(Rule::ImportStmt) => self.import(children[0]),
            What::Rule(Rule::AssertStmt) => self.all_of(&children, Rule::Test),
            _ => Some(()),
        }
    }

    /// Builds the children that are of one rule.
    fn all_of(&mut self, children: &[Id], rule: Rule) -> Option<()> {
        for child in children {
            if self.tree.is(*child, rule) {
                self.expr(*child)?;
            }
        }
        Some(())
    }

    fn flow(&mut self, node: Id) -> Option<()> {
        let children = self.tree.children(node);
        match self.tree.what(node) {
            What::Rule(Rule::YieldStmt) => self.expr(children[0]).map(drop),
            What::Rule(Rule::ReturnStmt) => children.get(1).map_or(Some(()), |value| self.testlist(*value).map(drop)),
            _ => self.all_of(&children, Rule::Test),
        }
    }

    /// A list of tests, or `yield`.
    fn value(&mut self, node: Id) -> Option<()> {
        let is_list = self.tree.is(node, Rule::Testlist) || self.tree.is(node, Rule::TestlistStarExpr);
        if is_list { self.testlist(node).map(drop) } else { self.expr(node).map(drop) }
    }

    fn expression_statement(&mut self, children: &[Id]) -> Option<()> {
        let first = children[0];
        let Some(second) = children.get(1) else { return self.testlist(first).map(drop) };
        match self.tree.what(*second) {
            What::Rule(Rule::AugAssign) => {
                let target = self.testlist(first)?;
                self.set_context(&target, Context::Store, first)?;
                if !matches!(target, Built::Name(_) | Built::Attribute(_) | Built::Subscript) {
                    return self.refuse(first, "illegal expression for augmented assignment");
                }
                self.value(children[2])
            }
            What::Rule(Rule::AnnAssign) => self.annotated(first, *second),
            _ => {
                for target in children[..children.len() - 1].iter().step_by(2) {
                    if self.tree.is(*target, Rule::YieldExpr) {
                        return self.refuse(*target, "assignment to yield expression not possible");
                    }
                    let built = self.testlist(*target)?;
                    self.set_context(&built, Context::Store, *target)?;
                }
                self.value(*children.last()?)
            }
        }
    }

    fn annotated(&mut self, target: Id, annotation: Id) -> Option<()> {
        match self.testlist(target)? {
            Built::Name(name) => self.check_name(&name, target, false)?,
            Built::Attribute(name) => self.check_name(&name, target, true)?,
            Built::Subscript => {}
            Built::List(_) => return self.refuse(target, "only single target (not list) can be annotated"),
            Built::Tuple(_) => return self.refuse(target, "only single target (not tuple) can be annotated"),
            _ => return self.refuse(target, "illegal target for annotation"),
        }
        let children = self.tree.children(annotation);
        self.expr(children[1])?;
        children.get(3).map_or(Some(()), |value| self.value(*value))
    }

    fn import(&mut self, node: Id) -> Option<()> {
        let tree = self.tree;
        let children = tree.children(node);
        if tree.is(node, Rule::ImportName) {
            return tree.children(children[1]).into_iter().step_by(2).try_for_each(|alias| self.dotted_alias(alias));
        }
        let Some(names) = children.iter().copied().find(|child| tree.is(*child, Rule::ImportAsNames)) else {
            return Some(());
        };
        let is_bare = tree.is(*children.last()?, Rule::ImportAsNames);
        if is_bare && tree.len(names).is_multiple_of(2) {
            return self.refuse(names, "trailing comma not allowed without surrounding parentheses");
        }
        tree.children(names).into_iter().step_by(2).try_for_each(|alias| {
            let bound = *tree.children(alias).last()?;
            self.check_bound(bound)
        })
    }

    /// A module is bound by its first name, unless it has dots.
    fn dotted_alias(&mut self, node: Id) -> Option<()> {
        let children = self.tree.children(node);
        match children[..] {
            [module] => self.tree.only(module).map_or(Some(()), |name| self.check_bound(name)),
            _ => self.check_bound(*children.last()?),
        }
    }

    /// Refuses a name that cannot be bound.
    pub(super) fn check_bound(&mut self, name: Id) -> Option<()> {
        self.check_name(&self.identifier(name), name, false)
    }

    fn suite(&mut self, node: Id) -> Option<()> {
        let tree = self.tree;
        for child in tree.children(node) {
            match tree.what(child) {
                What::Rule(Rule::SimpleStmt) => self.simple(child)?,
                What::Rule(Rule::Stmt) => stacker::maybe_grow(64 << 10, 1 << 20, || self.stmt(child))?,
                _ => {}
            }
        }
        Some(())
    }

    fn compound(&mut self, node: Id) -> Option<()> {
        let tree = self.tree;
        let children = tree.children(node);
        match tree.what(node) {
            What::Rule(Rule::IfStmt) => self.conditional(&children),
            What::Rule(Rule::WhileStmt) => self.conditional(&children),
            What::Rule(Rule::ForStmt) => self.for_statement(&children),
            What::Rule(Rule::TryStmt) => self.try_statement(&children),
            What::Rule(Rule::WithStmt) => self.with_statement(&children),
            What::Rule(Rule::Funcdef) => self.function(&children),
            What::Rule(Rule::Classdef) => self.class(&children),
            What::Rule(Rule::AsyncStmt | Rule::AsyncFuncdef) => self.compound(children[1]),
            What::Rule(Rule::Decorated) => {
                tree.children(children[0]).into_iter().try_for_each(|decorator| self.decorator(decorator))?;
                self.compound(children[1])
            }
            _ => Some(()),
        }
    }

    /// `if` builds what comes last first: `else`, then each `elif` from the last one on.
    fn conditional(&mut self, children: &[Id]) -> Option<()> {
        let tree = self.tree;
        let is_if = tree.is_token(children[0], Kind::If);
        if !is_if || children.len() == 4 {
            self.expr(children[1])?;
            self.suite(children[3])?;
            return children.get(6).map_or(Some(()), |suite| self.suite(*suite));
        }
        let has_else = tree.is_token(children[children.len() - 3], Kind::Else);
        if has_else && children.len() == 7 {
            self.expr(children[1])?;
            self.suite(children[3])?;
            return self.suite(children[6]);
        }
        self.chain(children, has_else)
    }

    fn chain(&mut self, children: &[Id], has_else: bool) -> Option<()> {
        let elifs = (children.len() - 4 - if has_else { 3 } else { 0 }) / 4;
        let mut first = elifs;
        if has_else {
            let last = 4 * elifs;
            self.expr(children[last + 1])?;
            self.suite(children[last + 3])?;
            self.suite(*children.last()?)?;
            first -= 1;
        }
        for number in (1..=first).rev() {
            self.expr(children[4 * number + 1])?;
            self.suite(children[4 * number + 3])?;
        }
        self.expr(children[1])?;
        self.suite(children[3])
    }

    fn for_statement(&mut self, children: &[Id]) -> Option<()> {
        if let Some(suite) = children.get(8) {
            self.suite(*suite)?;
        }
        self.exprlist(children[1], Some(Context::Store))?;
        self.testlist(children[3])?;
        self.suite(children[5])
    }

    fn try_statement(&mut self, children: &[Id]) -> Option<()> {
        let tree = self.tree;
        self.suite(children[2])?;
        for (at, child) in children.iter().enumerate() {
            if tree.is_token(*child, Kind::Else) || tree.is_token(*child, Kind::Finally) {
                self.suite(children[at + 2])?;
            }
        }
        for (at, child) in children.iter().enumerate() {
            if tree.is(*child, Rule::ExceptClause) {
                self.handler(&tree.children(*child), children[at + 2])?;
            }
        }
        Some(())
    }

    fn handler(&mut self, clause: &[Id], suite: Id) -> Option<()> {
        if let Some(name) = clause.get(3) {
            self.check_bound(*name)?;
        }
        if let Some(class) = clause.get(1) {
            self.expr(*class)?;
        }
        self.suite(suite)
    }

    fn with_statement(&mut self, children: &[Id]) -> Option<()> {
        for item in children.iter().filter(|child| self.tree.is(**child, Rule::WithItem)) {
            let parts = self.tree.children(*item);
            self.expr(parts[0])?;
            if let Some(target) = parts.get(2) {
                let target = self.expr(*target)?;
                self.set_context(&target, Context::Store, *item)?;
            }
        }
        self.suite(*children.last()?)
    }

    fn function(&mut self, children: &[Id]) -> Option<()> {
        self.check_bound(children[1])?;
        if let Some(list) = self.tree.children(children[2]).into_iter().find(|c| self.tree.is(*c, Rule::TypedArgsList))
        {
            self.parameters(list)?;
        }
        self.all_of(children, Rule::Test)?;
        self.suite(*children.last()?)
    }

    fn class(&mut self, children: &[Id]) -> Option<()> {
        if let Some(list) = children.iter().find(|child| self.tree.is(**child, Rule::ArgList)) {
            self.arguments(*list, false)?;
        }
        self.suite(*children.last()?)?;
        // Without arguments the error is not at the name, but two nodes after it.
        let has_arguments = children.len() == 7;
        self.check_name(&self.identifier(children[1]), children[if has_arguments { 1 } else { 3 }], false)
    }

    fn decorator(&mut self, node: Id) -> Option<()> {
        let list = self.tree.children(node).into_iter().find(|child| self.tree.is(*child, Rule::ArgList));
        list.map_or(Some(()), |list| self.arguments(list, true))
    }
}
