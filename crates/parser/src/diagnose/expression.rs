//! What CPython calls an expression in its messages.

use ruff_python_ast as ruff;

/// The name of the expression that a text is; follows `_PyPegen_get_expr_name`.
pub(super) fn name(text: &str) -> Option<&'static str> {
    let parsed = ruff_python_parser::parse_expression(&format!("({text}\n)")).ok()?;
    Some(kind(parsed.expr()))
}

fn kind(expr: &ruff::Expr) -> &'static str {
    match expr {
        ruff::Expr::Attribute(_) => "attribute",
        ruff::Expr::Subscript(_) => "subscript",
        ruff::Expr::Starred(_) => "starred",
        ruff::Expr::Name(_) => "name",
        ruff::Expr::List(_) => "list",
        ruff::Expr::Tuple(_) => "tuple",
        ruff::Expr::Lambda(_) => "lambda",
        ruff::Expr::Call(_) => "function call",
        ruff::Expr::Generator(_) => "generator expression",
        ruff::Expr::Yield(_) | ruff::Expr::YieldFrom(_) => "yield expression",
        ruff::Expr::Await(_) => "await expression",
        ruff::Expr::ListComp(_) => "list comprehension",
        ruff::Expr::SetComp(_) => "set comprehension",
        ruff::Expr::DictComp(_) => "dict comprehension",
        ruff::Expr::Dict(_) => "dict literal",
        ruff::Expr::Set(_) => "set display",
        ruff::Expr::FString(_) | ruff::Expr::TString(_) => "f-string expression",
        ruff::Expr::NoneLiteral(_) => "None",
        ruff::Expr::BooleanLiteral(x) if x.value => "True",
        ruff::Expr::BooleanLiteral(_) => "False",
        ruff::Expr::EllipsisLiteral(_) => "ellipsis",
        ruff::Expr::NumberLiteral(_) | ruff::Expr::StringLiteral(_) | ruff::Expr::BytesLiteral(_) => "literal",
        ruff::Expr::Compare(_) => "comparison",
        ruff::Expr::If(_) => "conditional expression",
        ruff::Expr::Named(_) => "named expression",
        _ => "expression",
    }
}
