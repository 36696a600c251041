//! Operators and contexts, one for one.

use pycmill_ast::{BoolOp, CmpOp, Conversion, ExprContext, Operator, UnaryOp};
use rustpython_parser::ast;

pub(crate) const fn context(ctx: ast::ExprContext) -> ExprContext {
    match ctx {
        ast::ExprContext::Load => ExprContext::Load,
        ast::ExprContext::Store => ExprContext::Store,
        ast::ExprContext::Del => ExprContext::Del,
    }
}

pub(crate) const fn bool_op(op: ast::BoolOp) -> BoolOp {
    match op {
        ast::BoolOp::And => BoolOp::And,
        ast::BoolOp::Or => BoolOp::Or,
    }
}

pub(crate) const fn operator(op: ast::Operator) -> Operator {
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

pub(crate) const fn unary_op(op: ast::UnaryOp) -> UnaryOp {
    match op {
        ast::UnaryOp::Invert => UnaryOp::Invert,
        ast::UnaryOp::Not => UnaryOp::Not,
        ast::UnaryOp::UAdd => UnaryOp::UAdd,
        ast::UnaryOp::USub => UnaryOp::USub,
    }
}

pub(crate) const fn cmp_op(op: ast::CmpOp) -> CmpOp {
    match op {
        ast::CmpOp::Eq => CmpOp::Eq,
        ast::CmpOp::NotEq => CmpOp::NotEq,
        ast::CmpOp::Lt => CmpOp::Lt,
        ast::CmpOp::LtE => CmpOp::LtE,
        ast::CmpOp::Gt => CmpOp::Gt,
        ast::CmpOp::GtE => CmpOp::GtE,
        ast::CmpOp::Is => CmpOp::Is,
        ast::CmpOp::IsNot => CmpOp::IsNot,
        ast::CmpOp::In => CmpOp::In,
        ast::CmpOp::NotIn => CmpOp::NotIn,
    }
}

pub(crate) const fn conversion(flag: ast::ConversionFlag) -> Conversion {
    match flag {
        ast::ConversionFlag::None => Conversion::None,
        ast::ConversionFlag::Str => Conversion::Str,
        ast::ConversionFlag::Ascii => Conversion::Ascii,
        ast::ConversionFlag::Repr => Conversion::Repr,
    }
}
