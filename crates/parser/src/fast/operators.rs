//! Operators, by one loop over their levels.
//!
//! An operand without operator passes no level: [`Parser::disjunction`] looks at the token after it and is done.
//!
//! Follows the rules from `disjunction` to `await_primary` in `Grammar/python.gram`.

use pycmill_ast::{BoolOp, CmpOp, Expr, ExprKind, Operator, UnaryOp};

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

/// How tight an operator between two operands binds; 0 is none.
type Level = u8;

const OR: Level = 1;
const AND: Level = 2;
const NOT: Level = 3;
const COMPARE: Level = 4;
const BIT_OR: Level = 5;
const BIT_XOR: Level = 6;
const BIT_AND: Level = 7;
const SHIFT: Level = 8;
const SUM: Level = 9;
const TERM: Level = 10;

/// The level of a token after an operand.
#[inline]
const fn level(kind: Kind) -> Level {
    match kind {
        Kind::Or => OR,
        Kind::And => AND,
        Kind::Less
        | Kind::Greater
        | Kind::EqEqual
        | Kind::NotEqual
        | Kind::LessEqual
        | Kind::GreaterEqual
        | Kind::In
        | Kind::Is
        | Kind::Not => COMPARE,
        Kind::VBar => BIT_OR,
        Kind::Circumflex => BIT_XOR,
        Kind::Amper => BIT_AND,
        Kind::LeftShift | Kind::RightShift => SHIFT,
        Kind::Plus | Kind::Minus => SUM,
        Kind::Star | Kind::Slash | Kind::DoubleSlash | Kind::Percent | Kind::At => TERM,
        _ => 0,
    }
}

impl<'a> Parser<'_, 'a, '_> {
    /// `disjunction`.
    #[inline]
    pub(super) fn disjunction(&mut self) -> Result<Expr<'a>> {
        self.operation(OR)
    }

    /// `bitwise_or`.
    #[inline]
    pub(super) fn bitwise_or(&mut self) -> Result<Expr<'a>> {
        self.operation(BIT_OR)
    }

    /// Operands and the operators between them that bind at least as tight as `least`.
    #[inline]
    fn operation(&mut self, least: Level) -> Result<Expr<'a>> {
        let start = self.start();
        let left = if self.kind() == Kind::Not { self.negation(least)? } else { self.factor()? };
        if level(self.kind()) < least {
            return Ok(left);
        }
        self.climb(left, start, least)
    }

    /// `not a`, which is no operand of tighter operators.
    #[inline(never)]
    fn negation(&mut self, least: Level) -> Result<Expr<'a>> {
        if least > NOT {
            return Err(Rejected);
        }
        let start = self.start();
        self.bump();
        let operand = self.nested(|this| this.operation(NOT))?;
        let operand = self.boxed(operand);
        Ok(self.node(start, ExprKind::UnaryOp { op: UnaryOp::Not, operand }))
    }

    /// The rest of an operation from its first operator on.
    #[inline(never)]
    pub(super) fn climb(&mut self, mut left: Expr<'a>, start: u32, least: Level) -> Result<Expr<'a>> {
        let mut links = 0;
        loop {
            let level = level(self.kind());
            if level < least || level == 0 {
                break;
            }
            left = match level {
                OR => self.junction(left, start, BoolOp::Or, level)?,
                AND => self.junction(left, start, BoolOp::And, level)?,
                COMPARE => self.comparison(left, start)?,
                _ => {
                    let op = operator(self.kind());
                    self.bump();
                    let right = self.operation(level + 1)?;
                    let (left, right) = (self.boxed(left), self.boxed(right));
                    self.node(start, ExprKind::BinOp { left, op, right })
                }
            };
            links += 1;
        }
        self.nesting.note_chain(links);
        Ok(left)
    }

    /// What may follow an operand of `*` in the place of a whole expression.
    pub(super) fn widened(&mut self, operand: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        let test = if level(self.kind()) == 0 { operand } else { self.climb(operand, start, OR)? };
        if self.kind() == Kind::If { self.conditional(test, start) } else { Ok(test) }
    }

    /// The rest of a chain of `and` or `or`.
    fn junction(&mut self, left: Expr<'a>, start: u32, op: BoolOp, level: Level) -> Result<Expr<'a>> {
        let word = self.kind();
        let base = self.stacks.exprs.len();
        self.stacks.exprs.push(left);
        while self.eat(word) {
            let value = self.operation(level + 1)?;
            self.stacks.exprs.push(value);
        }
        let values = take(self.arena, &mut self.stacks.exprs, base);
        Ok(self.node(start, ExprKind::BoolOp { op, values }))
    }

    /// The rest of a chain of comparisons.
    fn comparison(&mut self, left: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        let base = self.stacks.comparisons.len();
        while level(self.kind()) == COMPARE {
            let op = self.comparison_operator()?;
            let right = self.bitwise_or()?;
            self.stacks.comparisons.push((op, right));
        }
        let left = self.boxed(left);
        let rest = take(self.arena, &mut self.stacks.comparisons, base);
        Ok(self.node(start, ExprKind::Compare { left, rest }))
    }

    fn comparison_operator(&mut self) -> Result<CmpOp> {
        let token = self.token;
        self.bump();
        Ok(match token.kind {
            Kind::Less => CmpOp::Lt,
            Kind::Greater => CmpOp::Gt,
            Kind::EqEqual => CmpOp::Eq,
            Kind::LessEqual => CmpOp::LtE,
            Kind::GreaterEqual => CmpOp::GtE,
            Kind::In => CmpOp::In,
            Kind::NotEqual if (self.text(token) == "<>") == self.diamonds => CmpOp::NotEq,
            Kind::Is if self.eat(Kind::Not) => CmpOp::IsNot,
            Kind::Is => CmpOp::Is,
            Kind::Not if self.eat(Kind::In) => CmpOp::NotIn,
            _ => return Err(Rejected),
        })
    }

    /// `factor`: signs and powers.
    #[inline]
    fn factor(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let operand = match self.kind() {
            Kind::Minus => return self.unary(UnaryOp::USub),
            Kind::Plus => return self.unary(UnaryOp::UAdd),
            Kind::Tilde => return self.unary(UnaryOp::Invert),
            Kind::Await => self.await_primary()?,
            _ => self.primary()?,
        };
        if self.kind() == Kind::DoubleStar { self.power(operand, start) } else { Ok(operand) }
    }

    #[inline(never)]
    fn unary(&mut self, op: UnaryOp) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        let operand = self.nested(Self::factor)?;
        let operand = self.boxed(operand);
        Ok(self.node(start, ExprKind::UnaryOp { op, operand }))
    }

    #[inline(never)]
    fn power(&mut self, left: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        self.bump();
        let right = self.nested(Self::factor)?;
        let (left, right) = (self.boxed(left), self.boxed(right));
        Ok(self.node(start, ExprKind::BinOp { left, op: Operator::Pow, right }))
    }

    #[inline(never)]
    fn await_primary(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        let value = self.primary()?;
        let value = self.boxed(value);
        Ok(self.node(start, ExprKind::Await { value }))
    }
}

/// The operator of a token whose level is one of arithmetic.
const fn operator(kind: Kind) -> Operator {
    match kind {
        Kind::VBar => Operator::BitOr,
        Kind::Circumflex => Operator::BitXor,
        Kind::Amper => Operator::BitAnd,
        Kind::LeftShift => Operator::LShift,
        Kind::RightShift => Operator::RShift,
        Kind::Plus => Operator::Add,
        Kind::Minus => Operator::Sub,
        Kind::Star => Operator::Mult,
        Kind::Slash => Operator::Div,
        Kind::DoubleSlash => Operator::FloorDiv,
        Kind::Percent => Operator::Mod,
        _ => Operator::MatMult,
    }
}

/// The operator of an augmented assignment.
#[inline]
pub(super) const fn augmented(kind: Kind) -> Option<Operator> {
    Some(match kind {
        Kind::PlusEqual => Operator::Add,
        Kind::MinEqual => Operator::Sub,
        Kind::StarEqual => Operator::Mult,
        Kind::AtEqual => Operator::MatMult,
        Kind::SlashEqual => Operator::Div,
        Kind::PercentEqual => Operator::Mod,
        Kind::DoubleStarEqual => Operator::Pow,
        Kind::LeftShiftEqual => Operator::LShift,
        Kind::RightShiftEqual => Operator::RShift,
        Kind::VBarEqual => Operator::BitOr,
        Kind::CircumflexEqual => Operator::BitXor,
        Kind::AmperEqual => Operator::BitAnd,
        Kind::DoubleSlashEqual => Operator::FloorDiv,
        _ => return None,
    })
}
