//! Comprehensions and generators.
//!
//! Follows `for_if_clauses` and `genexp` in `Grammar/python.gram`.

use pycmill_ast::{Comprehension, Expr, ExprKind, NodeId};

use super::stacks::take;
use super::{Parser, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    /// The rest of a generator from its clauses on. It begins at its parenthesis, and ends with `close`.
    pub(super) fn generator(&mut self, elt: Expr<'a>, start: u32, close: Kind) -> Result<Expr<'a>> {
        let (id, elt, generators) = self.comprehension(elt)?;
        self.close(close)?;
        Ok(self.node(start, ExprKind::GeneratorExp { id, elt, generators }))
    }

    /// The parts of a comprehension whose element is parsed.
    pub(super) fn comprehension(&mut self, elt: Expr<'a>) -> Result<(NodeId, &'a Expr<'a>, &'a [Comprehension<'a>])> {
        let elt = self.boxed(elt);
        let id = self.node_id();
        Ok((id, elt, self.clauses()?))
    }

    pub(super) fn clauses(&mut self) -> Result<&'a [Comprehension<'a>]> {
        let base = self.stacks.comprehensions.len();
        while matches!(self.kind(), Kind::For | Kind::Async) {
            let clause = self.clause()?;
            self.stacks.comprehensions.push(clause);
        }
        Ok(take(self.arena, &mut self.stacks.comprehensions, base))
    }

    fn clause(&mut self) -> Result<Comprehension<'a>> {
        let is_async = self.eat(Kind::Async);
        self.expect(Kind::For)?;
        let target = self.loop_target()?;
        self.expect(Kind::In)?;
        let iter = self.disjunction()?;
        let base = self.stacks.exprs.len();
        while self.eat(Kind::If) {
            let condition = self.condition()?;
            self.stacks.exprs.push(condition);
        }
        let ifs = take(self.arena, &mut self.stacks.exprs, base);
        Ok(Comprehension { target, iter, ifs, is_async })
    }

    fn condition(&mut self) -> Result<Expr<'a>> {
        if self.kind() == Kind::Lambda && self.target.takes_lambdas_as_conditions() {
            return self.condition_lambda();
        }
        self.disjunction()
    }
}
