//! Warnings about literals used as what they cannot be.
//!
//! Follows `Python/compile.c` `check_compare`, `check_caller`, `check_subscripter`, `check_index`,
//! `infer_type`.

use pycmill_ast::{CmpOp, Constant, Expr, ExprKind};

use super::Emitter;
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// Warns once of the first `is` with a constant that is no singleton.
    pub(crate) fn check_compare(&mut self, loc: Location, left: &Expr<'a>, rest: &[(CmpOp, Expr<'a>)]) {
        let mut left = left;
        for (op, right) in rest {
            let (name, instead) = match op {
                CmpOp::Is => ("is", "=="),
                CmpOp::IsNot => ("is not", "!="),
                _ => ("", ""),
            };
            let literal = [left, right].into_iter().find_map(literal_type);
            if let (false, Some(literal)) = (name.is_empty(), literal) {
                let what = match self.target.names_compared_literals() {
                    true => format!("'{literal}'"),
                    false => "a".to_owned(),
                };
                self.warn(loc, format!("\"{name}\" with {what} literal. Did you mean \"{instead}\"?"));
                return;
            }
            left = right;
        }
    }

    /// Warns of a call of what cannot be called.
    pub(crate) fn check_caller(&mut self, whole: Location, e: &Expr<'a>) {
        if matches!(e.kind, ExprKind::Lambda { .. }) {
            return;
        }
        if let Some(name) = infer_type(e) {
            let loc = self.place_of_warning(whole, e);
            self.warn(loc, format!("'{name}' object is not callable; perhaps you missed a comma?"));
        }
    }

    /// Warnings were placed where the code generator was: at the whole expression.
    fn place_of_warning(&self, whole: Location, e: &Expr<'a>) -> Location {
        if self.target.warns_at_operands() { self.loc(e.span) } else { whole }
    }

    /// Warns of a subscript of what has none.
    pub(crate) fn check_subscripter(&mut self, whole: Location, e: &Expr<'a>) {
        let lacks_subscripts = match e.kind {
            ExprKind::Constant { value, .. } => {
                !matches!(value, Constant::Str(_) | Constant::Bytes(_) | Constant::Tuple(_))
            }
            ExprKind::Set { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::GeneratorExp { .. }
            | ExprKind::TemplateStr { .. }
            | ExprKind::Interpolation { .. }
            | ExprKind::Lambda { .. } => true,
            _ => false,
        };
        if let (true, Some(name)) = (lacks_subscripts, infer_type(e)) {
            let loc = self.place_of_warning(whole, e);
            self.warn(loc, format!("'{name}' object is not subscriptable; perhaps you missed a comma?"));
        }
    }

    /// Warns of an index that is neither an integer nor a slice, for sequences.
    pub(crate) fn check_index(&mut self, whole: Location, e: &Expr<'a>, index: &Expr<'a>) {
        let Some(index_type) = infer_type(index).filter(|name| !matches!(*name, "int" | "bool")) else { return };
        let is_sequence = match e.kind {
            ExprKind::Constant { value, .. } => {
                matches!(value, Constant::Str(_) | Constant::Bytes(_) | Constant::Tuple(_))
            }
            ExprKind::Tuple { .. }
            | ExprKind::List { .. }
            | ExprKind::ListComp { .. }
            | ExprKind::JoinedStr { .. }
            | ExprKind::FormattedValue { .. } => true,
            _ => false,
        };
        if let (true, Some(name)) = (is_sequence, infer_type(e)) {
            let loc = self.place_of_warning(whole, e);
            let message =
                format!("{name} indices must be integers or slices, not {index_type}; perhaps you missed a comma?");
            self.warn(loc, message);
        }
    }
}

/// The type of a constant other than the singletons (`check_is_arg`).
fn literal_type(e: &Expr<'_>) -> Option<&'static str> {
    match e.kind {
        ExprKind::Constant {
            value: Constant::None | Constant::True | Constant::False | Constant::Ellipsis, ..
        } => None,
        ExprKind::Constant { value, .. } => Some(type_name(&value)),
        // Where tuples are not folded on the tree.
        ExprKind::Tuple { elts, .. } if elts.iter().all(|elt| matches!(elt.kind, ExprKind::Constant { .. })) => {
            Some("tuple")
        }
        _ => None,
    }
}

/// The name of the type that an expression surely has.
fn infer_type(e: &Expr<'_>) -> Option<&'static str> {
    Some(match e.kind {
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
        ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
        ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
        ExprKind::GeneratorExp { .. } => "generator",
        ExprKind::Lambda { .. } => "function",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "str",
        ExprKind::TemplateStr { .. } => "string.templatelib.Template",
        ExprKind::Interpolation { .. } => "string.templatelib.Interpolation",
        ExprKind::Constant { value, .. } => type_name(&value),
        _ => return None,
    })
}

fn type_name(value: &Constant<'_>) -> &'static str {
    match value {
        Constant::None => "NoneType",
        Constant::True | Constant::False => "bool",
        Constant::Ellipsis => "ellipsis",
        Constant::Int(_) => "int",
        Constant::Float(_) => "float",
        Constant::Complex { .. } => "complex",
        Constant::Str(_) => "str",
        Constant::Bytes(_) => "bytes",
        Constant::Tuple(_) => "tuple",
        Constant::FrozenSet(_) => "frozenset",
    }
}
