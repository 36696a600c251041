//! Expressions back to source: annotations under `from __future__ import annotations`.
//!
//! Follows `Python/ast_unparse.c` `_PyAST_ExprAsUnicode`. Text is UTF-8 with lone surrogates encoded
//! like any other code point.

mod atom;
mod compound;
mod fstring;
mod repr;

use pycmill_ast::{BoolOp, CmpOp, Expr, ExprKind, Names, Operator, UnaryOp};
use pycmill_target::Target;

/// How tightly an expression's operator binds; parentheses go around what binds less tightly than its
/// place demands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Cmp,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    /// The next tighter one.
    const fn tighter(self) -> Self {
        match self {
            Self::Tuple => Self::Test,
            Self::Test => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Cmp,
            Self::Cmp => Self::BitOr,
            Self::BitOr => Self::BitXor,
            Self::BitXor => Self::BitAnd,
            Self::BitAnd => Self::Shift,
            Self::Shift => Self::Arith,
            Self::Arith => Self::Term,
            Self::Term => Self::Factor,
            Self::Factor => Self::Power,
            Self::Power => Self::Await,
            Self::Await | Self::Atom => Self::Atom,
        }
    }
}

struct Unparser<'t, 'a> {
    target: Target,
    names: &'t Names<'a>,
    out: Vec<u8>,
}

/// The text of an expression.
#[must_use]
pub fn unparse(target: Target, names: &Names<'_>, expr: &Expr<'_>) -> Vec<u8> {
    let mut unparser = Unparser { target, names, out: Vec::new() };
    unparser.expr(expr, Level::Test);
    unparser.out
}

impl Unparser<'_, '_> {
    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A separator before every item but the first.
    fn separated<T>(&mut self, items: &[T], separator: &str, mut write: impl FnMut(&mut Self, &T)) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text(separator);
            }
            write(self, item);
        }
    }

    fn exprs(&mut self, exprs: &[Expr<'_>]) {
        self.separated(exprs, ", ", |unparser, expr| unparser.expr(expr, Level::Test));
    }

    /// In parentheses where the place demands more than the expression's own level.
    fn parenthesized(&mut self, place: Level, own: Level, write: impl FnOnce(&mut Self)) {
        if place > own {
            self.text("(");
            write(self);
            self.text(")");
        } else {
            write(self);
        }
    }

    fn expr(&mut self, expr: &Expr<'_>, level: Level) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.expr_kind(expr, level));
    }

    fn expr_kind(&mut self, expr: &Expr<'_>, level: Level) {
        match expr.kind {
            ExprKind::BoolOp { op, values } => self.bool_op(op, values, level),
            ExprKind::BinOp { left, op, right } => self.bin_op(left, op, right, level),
            ExprKind::UnaryOp { op, operand } => {
                let (text, own) = match op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.parenthesized(level, own, |unparser| {
                    unparser.text(text);
                    unparser.expr(operand, own);
                });
            }
            ExprKind::Compare { left, rest } => self.compare(left, rest, level),
            ExprKind::IfExp { test, body, orelse } => self.parenthesized(level, Level::Test, |unparser| {
                unparser.expr(body, Level::Or);
                unparser.text(" if ");
                unparser.expr(test, Level::Or);
                unparser.text(" else ");
                unparser.expr(orelse, Level::Test);
            }),
            ExprKind::Lambda { args, body, .. } => self.lambda(args, body, level),
            ExprKind::Await { value } => self.parenthesized(level, Level::Await, |unparser| {
                unparser.text("await ");
                unparser.expr(value, Level::Atom);
            }),
            ExprKind::NamedExpr { target, value } => self.parenthesized(level, Level::Tuple, |unparser| {
                unparser.expr(target, Level::Atom);
                unparser.text(if unparser.target.annotation_texts_space_walrus() { " := " } else { ":=" });
                unparser.expr(value, Level::Atom);
            }),
            ExprKind::Tuple { elts, .. } => self.tuple(elts, level),
            ExprKind::JoinedStr { values } => self.joined_str(values, "f"),
            ExprKind::TemplateStr { values } => self.joined_str(values, "t"),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.replacement(conversion, format_spec, |unparser| unparser.expr(value, Level::Or));
            }
            // An interpolation knows its text.
            ExprKind::Interpolation { text, conversion, format_spec, .. } => {
                self.replacement(conversion, format_spec, |unparser| unparser.text(text));
            }
            ExprKind::Constant { value, unicode_prefix } => {
                if unicode_prefix && self.target.annotation_texts_keep_u() {
                    self.text("u");
                }
                self.constant(&value);
            }
            _ => self.atom(expr),
        }
    }

    fn bool_op(&mut self, op: BoolOp, values: &[Expr<'_>], level: Level) {
        let (text, own) = match op {
            BoolOp::And => (" and ", Level::And),
            BoolOp::Or => (" or ", Level::Or),
        };
        self.parenthesized(level, own, |unparser| {
            unparser.separated(values, text, |unparser, value| unparser.expr(value, own.tighter()));
        });
    }

    fn bin_op(&mut self, left: &Expr<'_>, op: Operator, right: &Expr<'_>, level: Level) {
        let (text, own) = match op {
            Operator::Add => (" + ", Level::Arith),
            Operator::Sub => (" - ", Level::Arith),
            Operator::Mult => (" * ", Level::Term),
            Operator::MatMult => (" @ ", Level::Term),
            Operator::Div => (" / ", Level::Term),
            Operator::Mod => (" % ", Level::Term),
            Operator::FloorDiv => (" // ", Level::Term),
            Operator::LShift => (" << ", Level::Shift),
            Operator::RShift => (" >> ", Level::Shift),
            Operator::BitOr => (" | ", Level::BitOr),
            Operator::BitXor => (" ^ ", Level::BitXor),
            Operator::BitAnd => (" & ", Level::BitAnd),
            Operator::Pow => (" ** ", Level::Power),
        };
        let tighter = own.tighter();
        let (left_level, right_level) = if op == Operator::Pow { (tighter, own) } else { (own, tighter) };
        self.parenthesized(level, own, |unparser| {
            unparser.expr(left, left_level);
            unparser.text(text);
            unparser.expr(right, right_level);
        });
    }

    fn compare(&mut self, left: &Expr<'_>, rest: &[(CmpOp, Expr<'_>)], level: Level) {
        self.parenthesized(level, Level::Cmp, |unparser| {
            unparser.expr(left, Level::BitOr);
            for (op, operand) in rest {
                unparser.text(match op {
                    CmpOp::Eq => " == ",
                    CmpOp::NotEq => " != ",
                    CmpOp::Lt => " < ",
                    CmpOp::LtE => " <= ",
                    CmpOp::Gt => " > ",
                    CmpOp::GtE => " >= ",
                    CmpOp::Is => " is ",
                    CmpOp::IsNot => " is not ",
                    CmpOp::In => " in ",
                    CmpOp::NotIn => " not in ",
                });
                unparser.expr(operand, Level::BitOr);
            }
        });
    }
}
