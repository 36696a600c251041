//! Constants of the tree as those of the evaluator, which knows no tree, and back.
//!
//! Invariant: both forms have the same values; only the slices of tuples and sets are copied. Recursion follows the nesting
//! of the source and grows the stack.

use bumpalo::Bump;
use pycmill_ast as ast;
use pycmill_flow::eval::{self, Constant, Key, Operator, UnaryOp};
use pycmill_object::Int;
use pycmill_target::Target;

use crate::stack;

/// `op operand`; nothing where Python raises.
pub(super) fn unary<'a>(arena: &'a Bump, op: ast::UnaryOp, value: ast::Constant<'a>) -> Option<ast::Constant<'a>> {
    eval::unary(arena, unary_operator(op), operand(arena, value)).map(|value| result(arena, value))
}

/// `left op right`; nothing where Python raises.
pub(super) fn binary<'a>(
    target: Target,
    arena: &'a Bump,
    op: ast::Operator,
    left: ast::Constant<'a>,
    right: ast::Constant<'a>,
) -> Option<ast::Constant<'a>> {
    let (left, right) = (operand(arena, left), operand(arena, right));
    eval::binary(target, arena, operator(op), left, right).map(|value| result(arena, value))
}

/// `sequence[index]`; nothing where Python raises.
pub(super) fn item<'a>(
    arena: &'a Bump,
    sequence: ast::Constant<'a>,
    index: ast::Constant<'a>,
) -> Option<ast::Constant<'a>> {
    eval::item(operand(arena, sequence), operand(arena, index)).map(|value| result(arena, value))
}

/// What a constant is compared by, see [`eval::key`].
pub(crate) fn key<'a>(arena: &'a Bump, constant: ast::Constant<'a>) -> Option<Key<'a>> {
    eval::key(operand(arena, constant))
}

/// A constant for the evaluator.
fn operand<'a>(arena: &'a Bump, constant: ast::Constant<'a>) -> Constant<'a> {
    match constant {
        ast::Constant::None => Constant::None,
        ast::Constant::True => Constant::True,
        ast::Constant::False => Constant::False,
        ast::Constant::Ellipsis => Constant::Ellipsis,
        ast::Constant::Int(ast::Int::Small(int)) => Constant::Int(Int::Small(int)),
        ast::Constant::Int(ast::Int::Big { negative, digits }) => Constant::Int(Int::Big { negative, digits }),
        ast::Constant::Float(bits) => Constant::Float(bits),
        ast::Constant::Complex { real, imag } => Constant::Complex { real, imag },
        ast::Constant::Str(text) => Constant::Str(text),
        ast::Constant::Bytes(bytes) => Constant::Bytes(bytes),
        ast::Constant::Tuple(items) => Constant::Tuple(operands(arena, items)),
        ast::Constant::FrozenSet(items) => Constant::FrozenSet(operands(arena, items)),
    }
}

fn operands<'a>(arena: &'a Bump, items: &[ast::Constant<'a>]) -> &'a [Constant<'a>] {
    stack::ensured(|| arena.alloc_slice_fill_iter(items.iter().map(|item| operand(arena, *item))))
}

/// What the evaluator gave, as a constant of the tree.
fn result<'a>(arena: &'a Bump, constant: Constant<'a>) -> ast::Constant<'a> {
    match constant {
        Constant::None => ast::Constant::None,
        Constant::True => ast::Constant::True,
        Constant::False => ast::Constant::False,
        Constant::Ellipsis => ast::Constant::Ellipsis,
        Constant::Int(Int::Small(int)) => ast::Constant::Int(ast::Int::Small(int)),
        Constant::Int(Int::Big { negative, digits }) => ast::Constant::Int(ast::Int::Big { negative, digits }),
        Constant::Float(bits) => ast::Constant::Float(bits),
        Constant::Complex { real, imag } => ast::Constant::Complex { real, imag },
        Constant::Str(text) => ast::Constant::Str(text),
        Constant::Bytes(bytes) => ast::Constant::Bytes(bytes),
        Constant::Tuple(items) => ast::Constant::Tuple(results(arena, items)),
        Constant::FrozenSet(items) => ast::Constant::FrozenSet(results(arena, items)),
    }
}

fn results<'a>(arena: &'a Bump, items: &[Constant<'a>]) -> &'a [ast::Constant<'a>] {
    stack::ensured(|| arena.alloc_slice_fill_iter(items.iter().map(|item| result(arena, *item))))
}

/// A binary operator of the tree.
const fn operator(op: ast::Operator) -> Operator {
    match op {
        ast::Operator::Add => Operator::Add,
        ast::Operator::Sub => Operator::Sub,
        ast::Operator::Mult => Operator::Mult,
        ast::Operator::MatMult => Operator::MatMult,
        ast::Operator::Div => Operator::Div,
        ast::Operator::Mod => Operator::Mod,
        ast::Operator::Pow => Operator::Pow,
        ast::Operator::LShift => Operator::LShift,
        ast::Operator::RShift => Operator::RShift,
        ast::Operator::BitOr => Operator::BitOr,
        ast::Operator::BitXor => Operator::BitXor,
        ast::Operator::BitAnd => Operator::BitAnd,
        ast::Operator::FloorDiv => Operator::FloorDiv,
    }
}

/// A unary operator of the tree.
const fn unary_operator(op: ast::UnaryOp) -> UnaryOp {
    match op {
        ast::UnaryOp::Invert => UnaryOp::Invert,
        ast::UnaryOp::Not => UnaryOp::Not,
        ast::UnaryOp::UAdd => UnaryOp::UAdd,
        ast::UnaryOp::USub => UnaryOp::USub,
    }
}
