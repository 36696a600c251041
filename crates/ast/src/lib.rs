//! The syntax tree: the nodes and field names of CPython's `Parser/Python.asdl`.
//!
//! **Invariants**: nodes are `Copy` and live in one arena per file, so a stage that changes a tree
//! builds a new one that shares what stayed; the nodes that open scopes carry a [`NodeId`] that all
//! their copies keep; no type of a parser crate appears here.
//!
#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

mod expr;
mod foldable;
mod names;
mod pattern;
mod stmt;

pub use expr::{
    Arg, Arguments, BoolOp, CmpOp, Comprehension, Conversion, DictItem, Expr, ExprContext, ExprKind, Keyword,
};
pub use foldable::{FoldMarks, Foldable};
pub use names::{Name, Names};
pub use pattern::{Pattern, PatternKind};
pub use pycmill_value::{Constant, Int, Operator, UnaryOp};
pub use stmt::{
    Alias, ClassDef, ExceptHandler, FunctionDef, MatchCase, Module, Stmt, StmtKind, Try, TypeParam, TypeParamKind,
    WithItem,
};

/// Identity of a node that opens a scope, unique in its file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);
