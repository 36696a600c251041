//! f-strings that are one token (up to 3.11).

use pycmill_ast::Expr;

use super::{Parser, Rejected, Result};
use crate::literal::Literal;

impl<'s, 'a> Parser<'s, 'a, '_> {
    /// Literals of which the first is taken.
    pub(super) fn old_strings(&mut self, _first: Literal<'s>) -> Result<Expr<'a>> {
        Err(Rejected)
    }
}
