//! Calls, subscripts, and the arguments of classes.
//!
//! Follows `arguments`, `args`, `kwargs` and `slices` in `Grammar/python.gram`.

use std::collections::HashSet;

use pycmill_ast::{Expr, ExprContext, ExprKind, Keyword};

use super::expression::begins_expression;
use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

/// What arguments may still follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Positional,
    /// `name=value` and `*args`.
    Keywords,
    /// `name=value` and `**kwargs`.
    Unpackings,
}

impl<'a> Parser<'_, 'a, '_> {
    /// `(…)` of a call.
    pub(super) fn call(&mut self, func: Expr<'a>) -> Result<ExprKind<'a>> {
        let func = self.boxed(func);
        let open = self.start();
        self.bump();
        if self.eat(Kind::RPar) {
            return Ok(ExprKind::Call { func, args: &[], keywords: &[] });
        }
        let (args, keywords) = self.nested(|this| this.arguments(Some(open)))?;
        Ok(ExprKind::Call { func, args, keywords })
    }

    /// Arguments and the closing parenthesis. A generator that is the only one takes the parentheses as its own, if told
    /// where they open.
    pub(super) fn arguments(&mut self, open: Option<u32>) -> Result<(&'a [Expr<'a>], &'a [Keyword<'a>])> {
        let (args, keywords) = (self.stacks.exprs.len(), self.stacks.keywords.len());
        let mut phase = Phase::Positional;
        while self.kind() != Kind::RPar {
            let is_first = self.stacks.exprs.len() == args && self.stacks.keywords.len() == keywords;
            phase = self.argument(phase)?;
            if let (Kind::For | Kind::Async, Some(open), true) = (self.kind(), open, is_first) {
                return self.sole_generator(phase, args, open);
            }
            if !self.eat(Kind::Comma) {
                break;
            }
        }
        self.expect(Kind::RPar)?;
        if !self.target.leaves_names_to_compiler() {
            self.check_repeated(keywords)?;
        }
        let args = take(self.arena, &mut self.stacks.exprs, args);
        Ok((args, take(self.arena, &mut self.stacks.keywords, keywords)))
    }

    /// No keyword comes twice, from one on.
    #[cold]
    fn check_repeated(&self, first: usize) -> Result<()> {
        let mut seen = HashSet::new();
        let names = self.stacks.keywords[first..].iter().filter_map(|keyword| keyword.arg);
        if names.into_iter().all(|name| seen.insert(name)) { Ok(()) } else { Err(Rejected) }
    }

    #[inline]
    fn argument(&mut self, phase: Phase) -> Result<Phase> {
        let start = self.token;
        match start.kind {
            Kind::Star if phase != Phase::Unpackings => {
                let mut arg = self.starred_expression()?;
                if let ExprKind::Starred { value, .. } = arg.kind
                    && self.target.ends_unpacked_arguments_in_parentheses()
                {
                    arg.span.end = value.span.end;
                }
                self.stacks.exprs.push(arg);
                return Ok(phase);
            }
            Kind::DoubleStar => {
                self.bump();
                let value = self.expression()?;
                self.stacks.keywords.push(Keyword { span: self.span(start.start), arg: None, value });
                return Ok(Phase::Unpackings);
            }
            _ => {}
        }
        let arg = self.expression()?;
        match self.kind() {
            Kind::Equal if self.last_end == start.end => self.keyword(arg, start.start, phase),
            _ if phase != Phase::Positional => Err(Rejected),
            Kind::ColonEqual => {
                let arg = self.named(arg, start.start)?;
                self.stacks.exprs.push(arg);
                Ok(phase)
            }
            _ => {
                self.stacks.exprs.push(arg);
                Ok(phase)
            }
        }
    }

    /// The rest of `name=value`. The name is one token.
    fn keyword(&mut self, name: Expr<'a>, start: u32, phase: Phase) -> Result<Phase> {
        let ExprKind::Name { id, .. } = name.kind else { return Err(Rejected) };
        self.bump();
        let value = self.expression()?;
        self.stacks.keywords.push(Keyword { span: self.span(start), arg: Some(id), value });
        Ok(if phase == Phase::Positional { Phase::Keywords } else { phase })
    }

    /// The rest of `f(x for x in y)`.
    fn sole_generator(&mut self, phase: Phase, base: usize, open: u32) -> Result<(&'a [Expr<'a>], &'a [Keyword<'a>])> {
        if phase != Phase::Positional {
            return Err(Rejected);
        }
        let elt = self.stacks.exprs.pop().ok_or(Rejected)?;
        if matches!(elt.kind, ExprKind::Starred { .. }) && !self.target.unpacks_in_comprehensions() {
            return Err(Rejected);
        }
        let generator = self.generator(elt, open, Kind::RPar)?;
        self.stacks.exprs.push(generator);
        Ok((take(self.arena, &mut self.stacks.exprs, base), &[]))
    }

    /// `[…]` of a subscript.
    pub(super) fn subscript(&mut self, value: Expr<'a>) -> Result<ExprKind<'a>> {
        let value = self.boxed(value);
        self.bump();
        let slice = self.nested(Self::slices)?;
        self.expect(Kind::RSqb)?;
        let subscript = ExprKind::Subscript { value, slice: self.boxed(slice), ctx: ExprContext::Load };
        self.fold_marks.note(value.span.start, &subscript);
        Ok(subscript)
    }

    fn slices(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let is_starred = self.kind() == Kind::Star;
        let first = self.slice_or_starred()?;
        if self.kind() != Kind::Comma && !is_starred {
            return Ok(first);
        }
        let base = self.stacks.exprs.len();
        self.stacks.exprs.push(first);
        while self.eat(Kind::Comma) && (begins_expression(self.kind()) || self.kind() == Kind::Colon) {
            let slice = self.slice_or_starred()?;
            self.stacks.exprs.push(slice);
        }
        let elts = take(self.arena, &mut self.stacks.exprs, base);
        Ok(self.node(start, ExprKind::Tuple { elts, ctx: ExprContext::Load }))
    }

    fn slice_or_starred(&mut self) -> Result<Expr<'a>> {
        if self.kind() != Kind::Star {
            return self.slice();
        }
        if self.target.unpacks_in_subscripts() { self.starred_expression() } else { Err(Rejected) }
    }

    /// `slice`.
    fn slice(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        if self.kind() == Kind::Colon {
            return self.slice_from(None, start);
        }
        let lower = self.expression()?;
        match self.kind() {
            Kind::Colon => {
                let lower = self.boxed(lower);
                self.slice_from(Some(lower), start)
            }
            Kind::ColonEqual if self.target.names_subscripts() => self.named(lower, start),
            _ => Ok(lower),
        }
    }

    /// The rest of a slice from its first colon on.
    fn slice_from(&mut self, lower: Option<&'a Expr<'a>>, start: u32) -> Result<Expr<'a>> {
        self.bump();
        let upper = self.bound()?;
        let step = if self.eat(Kind::Colon) { self.bound()? } else { None };
        Ok(self.node(start, ExprKind::Slice { lower, upper, step }))
    }

    fn bound(&mut self) -> Result<Option<&'a Expr<'a>>> {
        if !begins_expression(self.kind()) {
            return Ok(None);
        }
        let bound = self.expression()?;
        Ok(Some(self.boxed(bound)))
    }
}
