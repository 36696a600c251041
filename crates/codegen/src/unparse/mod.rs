//! Expressions back to source.

use pycmill_ast::{Expr, Names};

/// The text of an annotation under `from __future__ import annotations`.
#[must_use]
pub fn unparse(names: &Names<'_>, expr: &Expr<'_>) -> Vec<u8> {
    let _ = (names, expr);
    Vec::new()
}
