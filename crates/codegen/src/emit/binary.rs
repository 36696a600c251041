//! The opcodes of binary operators up to 3.10, where each has one of its own.
//!
//! Follows `binop` and `inplace_binop` (`Python/compile.c`).

use pycmill_ast::Operator;
use pycmill_target::Opcode;

/// The instruction for `a op b`.
pub(super) const fn binary_opcode(op: Operator) -> Opcode {
    match op {
        Operator::Add => Opcode::BINARY_ADD,
        Operator::Sub => Opcode::BINARY_SUBTRACT,
        Operator::Mult => Opcode::BINARY_MULTIPLY,
        Operator::MatMult => Opcode::BINARY_MATRIX_MULTIPLY,
        Operator::Div => Opcode::BINARY_TRUE_DIVIDE,
        Operator::Mod => Opcode::BINARY_MODULO,
        Operator::Pow => Opcode::BINARY_POWER,
        Operator::LShift => Opcode::BINARY_LSHIFT,
        Operator::RShift => Opcode::BINARY_RSHIFT,
        Operator::BitOr => Opcode::BINARY_OR,
        Operator::BitXor => Opcode::BINARY_XOR,
        Operator::BitAnd => Opcode::BINARY_AND,
        Operator::FloorDiv => Opcode::BINARY_FLOOR_DIVIDE,
    }
}

/// The instruction for `a op= b`.
pub(super) const fn inplace_opcode(op: Operator) -> Opcode {
    match op {
        Operator::Add => Opcode::INPLACE_ADD,
        Operator::Sub => Opcode::INPLACE_SUBTRACT,
        Operator::Mult => Opcode::INPLACE_MULTIPLY,
        Operator::MatMult => Opcode::INPLACE_MATRIX_MULTIPLY,
        Operator::Div => Opcode::INPLACE_TRUE_DIVIDE,
        Operator::Mod => Opcode::INPLACE_MODULO,
        Operator::Pow => Opcode::INPLACE_POWER,
        Operator::LShift => Opcode::INPLACE_LSHIFT,
        Operator::RShift => Opcode::INPLACE_RSHIFT,
        Operator::BitOr => Opcode::INPLACE_OR,
        Operator::BitXor => Opcode::INPLACE_XOR,
        Operator::BitAnd => Opcode::INPLACE_AND,
        Operator::FloorDiv => Opcode::INPLACE_FLOOR_DIVIDE,
    }
}
