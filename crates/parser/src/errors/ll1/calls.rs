//! Arguments of calls and parameters of functions; `ast_for_call` and `ast_for_arguments` of `Python/ast.c`.

use std::collections::HashSet;

use super::refusal::Builder;
use super::rule::Rule;
use super::tree::{Id, What};
use crate::token::Kind;

/// What has come before an argument.
#[derive(Default)]
struct Before {
    keywords: HashSet<String>,
    has_keywords: bool,
    has_unpacking: bool,
}

impl Builder<'_, '_> {
    /// The arguments of a call, or of a class, where no generator can be.
    pub(super) fn arguments(&mut self, list: Id, may_generate: bool) -> Option<()> {
        let tree = self.tree;
        let arguments: Vec<Id> = tree.children(list).into_iter().filter(|c| tree.is(*c, Rule::Argument)).collect();
        for argument in &arguments {
            let is_generator = tree.children(*argument).get(1).is_some_and(|second| tree.is(*second, Rule::CompFor));
            if is_generator && !may_generate {
                return self.refuse(*argument, "invalid syntax");
            }
            if is_generator && tree.len(list) > 1 {
                return self.refuse(*argument, "Generator expression must be parenthesized");
            }
        }
        let mut before = Before::default();
        arguments.into_iter().try_for_each(|argument| self.argument(argument, &mut before))
    }

    fn argument(&mut self, argument: Id, before: &mut Before) -> Option<()> {
        let tree = self.tree;
        let children = tree.children(argument);
        match (tree.what(children[0]), children.get(1).map(|second| tree.what(*second))) {
            (What::Token(Kind::Star), _) => {
                if before.has_unpacking {
                    let message = "iterable argument unpacking follows keyword argument unpacking";
                    return self.refuse(children[0], message);
                }
                self.expr(children[1]).map(drop)
            }
            (What::Token(Kind::DoubleStar), _) => {
                self.expr(children[1])?;
                (before.has_unpacking, before.has_keywords) = (true, true);
                Some(())
            }
            (_, None) => {
                self.check_position(children[0], before)?;
                self.expr(children[0]).map(drop)
            }
            (_, Some(What::Token(Kind::ColonEqual))) => {
                self.check_position(children[0], before)?;
                self.named(argument).map(drop)
            }
            (_, Some(What::Rule(_))) => self.comprehension(argument).map(drop),
            _ => self.keyword(&children, before),
        }
    }

    fn check_position(&mut self, node: Id, before: &Before) -> Option<()> {
        let follows = if before.has_unpacking { "keyword argument unpacking" } else { "keyword argument" };
        if before.has_keywords {
            return self.refuse(node, format!("positional argument follows {follows}"));
        }
        Some(())
    }

    fn keyword(&mut self, children: &[Id], before: &mut Before) -> Option<()> {
        let tree = self.tree;
        let mut name = children[0];
        while let Some(only) = tree.only(name) {
            name = only;
        }
        let text = match tree.what(name) {
            What::Token(Kind::Name) => self.identifier(name),
            What::Token(Kind::None | Kind::True | Kind::False) => self.text(name).to_owned(),
            _ => {
                let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
                return self.refuse(children[0], message);
            }
        };
        self.check_name(&text, children[0], true)?;
        if before.keywords.contains(&text) {
            return self.refuse(children[0], "keyword argument repeated");
        }
        self.expr(children[2])?;
        before.keywords.insert(text);
        before.has_keywords = true;
        Some(())
    }

    /// The parameters of a function or of a `lambda`.
    pub(super) fn parameters(&mut self, list: Id) -> Option<()> {
        let tree = self.tree;
        let children = tree.children(list);
        let is_parameter = |node: Id| tree.is(node, Rule::Tfpdef) || tree.is(node, Rule::Vfpdef);
        let (mut at, mut has_default) = (0, false);
        while at < children.len() && !tree.is_token(children[at], Kind::Star) {
            let child = children[at];
            if is_parameter(child) {
                match children.get(at + 1).filter(|next| tree.is_token(**next, Kind::Equal)) {
                    Some(_) => {
                        self.expr(children[at + 2])?;
                        has_default = true;
                    }
                    // `**name` has none.
                    None if has_default && !(at > 0 && tree.is_token(children[at - 1], Kind::DoubleStar)) => {
                        return self.refuse(list, "non-default argument follows default argument");
                    }
                    None => {}
                }
                self.parameter(child)?;
            }
            at += 1;
        }
        self.after_star(&children, at)
    }

    fn after_star(&mut self, children: &[Id], star: usize) -> Option<()> {
        let tree = self.tree;
        let Some(first) = children.get(star) else { return Some(()) };
        let is_comma = |at: usize| children.get(at).is_some_and(|node| tree.is_token(*node, Kind::Comma));
        if star + 1 == children.len() || star + 2 == children.len() && is_comma(star + 1) {
            return self.refuse(*first, "named arguments must follow bare *");
        }
        let mut at = star + 1;
        if is_comma(at) {
            at += 1;
            if tree.is_token(children[at], Kind::DoubleStar) {
                return self.refuse(children[at], "named arguments must follow bare *");
            }
        } else {
            self.parameter(children[at])?;
            at += 1;
        }
        while let Some(child) = children.get(at) {
            if tree.is(*child, Rule::Tfpdef) || tree.is(*child, Rule::Vfpdef) {
                if tree.is_token(children[at - 1], Kind::DoubleStar) {
                    self.parameter(*child)?;
                } else {
                    self.keyword_parameter(*child, children.get(at + 1..at + 3))?;
                }
            }
            at += 1;
        }
        Some(())
    }

    /// Its default is built first, then its annotation; its name comes last.
    fn keyword_parameter(&mut self, node: Id, default: Option<&[Id]>) -> Option<()> {
        if let Some([equal, value]) = default
            && self.tree.is_token(*equal, Kind::Equal)
        {
            self.expr(*value)?;
        }
        let children = self.tree.children(node);
        if let Some(annotation) = children.get(2) {
            self.expr(*annotation)?;
        }
        self.check_bound(children[0])
    }

    fn parameter(&mut self, node: Id) -> Option<()> {
        let children = self.tree.children(node);
        self.check_bound(children[0])?;
        children.get(2).map_or(Some(()), |annotation| self.expr(*annotation).map(drop))
    }
}
