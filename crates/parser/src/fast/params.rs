//! Parameters of functions and lambdas.
//!
//! Follows `parameters` and `lambda_parameters` in `Grammar/python.gram`.

use pycmill_ast::{Arg, Arguments, Expr};
use pycmill_source::Span;

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token;

/// Whose parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    OfFunction,
    OfLambda,
}

impl Kind {
    /// What follows the parameters.
    const fn end(self) -> token::Kind {
        match self {
            Self::OfFunction => token::Kind::RPar,
            Self::OfLambda => token::Kind::Colon,
        }
    }
}

impl<'a> Parser<'_, 'a, '_> {
    /// All parameters, up to the token after them.
    pub(super) fn parameters(&mut self, kind: Kind) -> Result<Arguments<'a>> {
        let mut all = Arguments::default();
        if self.kind() == kind.end() {
            return Ok(all);
        }
        let (args, defaults) = (self.stacks.args.len(), self.stacks.exprs.len());
        let is_open = self.positional(kind, &mut all, defaults)?;
        all.args = take(self.arena, &mut self.stacks.args, args);
        all.defaults = take(self.arena, &mut self.stacks.exprs, defaults);
        if is_open {
            self.star_parameters(kind, &mut all)?;
        }
        if self.kind() == kind.end() { Ok(all) } else { Err(Rejected) }
    }

    /// Parameters up to a star; whether more may follow.
    fn positional(&mut self, kind: Kind, all: &mut Arguments<'a>, defaults: usize) -> Result<bool> {
        let first = self.stacks.args.len();
        let mut has_slash = false;
        loop {
            match self.kind() {
                token::Kind::Name => {
                    let arg = self.parameter(kind)?;
                    self.stacks.args.push(arg);
                    if self.eat(token::Kind::Equal) {
                        let default = self.expression()?;
                        self.stacks.exprs.push(default);
                    } else if self.stacks.exprs.len() > defaults {
                        return Err(Rejected);
                    }
                }
                token::Kind::Slash if !has_slash && self.stacks.args.len() > first => {
                    has_slash = true;
                    all.posonlyargs = take(self.arena, &mut self.stacks.args, first);
                    self.bump();
                }
                token::Kind::Star | token::Kind::DoubleStar => return Ok(true),
                _ => return Ok(false),
            }
            if !self.eat(token::Kind::Comma) {
                return Ok(false);
            }
        }
    }

    /// Parameters from a star on.
    fn star_parameters(&mut self, kind: Kind, all: &mut Arguments<'a>) -> Result<()> {
        if self.eat(token::Kind::Star) {
            if self.kind() == token::Kind::Comma {
                self.bump();
                if self.kind() != token::Kind::Name {
                    return Err(Rejected);
                }
            } else {
                let vararg = self.vararg(kind)?;
                all.vararg = Some(self.arena.alloc(vararg));
                if !self.eat(token::Kind::Comma) {
                    return Ok(());
                }
            }
            if !self.keyword_only(kind, all)? {
                return Ok(());
            }
        }
        if self.eat(token::Kind::DoubleStar) {
            let kwarg = self.parameter(kind)?;
            all.kwarg = Some(self.arena.alloc(kwarg));
            self.eat(token::Kind::Comma);
        }
        Ok(())
    }

    /// Keyword-only parameters; whether more may follow.
    fn keyword_only(&mut self, kind: Kind, all: &mut Arguments<'a>) -> Result<bool> {
        let (args, defaults) = (self.stacks.args.len(), self.stacks.defaults.len());
        let mut is_open = true;
        while is_open && self.kind() == token::Kind::Name {
            let name = self.token;
            let mut arg = self.parameter(kind)?;
            if self.target.ends_keyword_parameters_at_names() {
                arg.span = self.told(Span::new(name.start, name.end));
            }
            self.stacks.args.push(arg);
            let default = if self.eat(token::Kind::Equal) { Some(self.expression()?) } else { None };
            self.stacks.defaults.push(default);
            is_open = self.eat(token::Kind::Comma);
        }
        all.kwonlyargs = take(self.arena, &mut self.stacks.args, args);
        all.kw_defaults = take(self.arena, &mut self.stacks.defaults, defaults);
        Ok(is_open)
    }

    #[inline]
    fn parameter(&mut self, kind: Kind) -> Result<Arg<'a>> {
        self.parameter_with(kind, Self::expression)
    }

    /// `*args`, which begins at its name and may be annotated with a star.
    fn vararg(&mut self, kind: Kind) -> Result<Arg<'a>> {
        if self.target.unpacks_in_subscripts() {
            return self.parameter_with(kind, Self::star_expression);
        }
        self.parameter(kind)
    }

    #[inline]
    fn parameter_with(&mut self, kind: Kind, annotation: impl Fn(&mut Self) -> Result<Expr<'a>>) -> Result<Arg<'a>> {
        let start = self.start();
        let arg = self.name()?;
        let annotation = if kind == Kind::OfFunction && self.eat(token::Kind::Colon) {
            let annotation = annotation(self)?;
            Some(self.boxed(annotation))
        } else {
            None
        };
        Ok(Arg { span: self.span(start), arg, annotation })
    }
}
