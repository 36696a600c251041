//! Which part of an expression cannot be a target; `_PyPegen_get_invalid_target`.

use super::machine::Machine;
use super::sketch::{Shape, Value};

/// What the targets are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Targets {
    /// An assignment.
    Star,
    Del,
    For,
}

impl Targets {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "star" => Some(Self::Star),
            "del" => Some(Self::Del),
            "for" => Some(Self::For),
            _ => None,
        }
    }

    /// What cannot be done with the part.
    pub(super) const fn verb(self) -> &'static str {
        match self {
            Self::Star | Self::For => "assign to",
            Self::Del => "delete",
        }
    }

    /// The first part of an expression that cannot be such a target.
    pub(super) fn invalid(self, machine: &Machine<'_, '_>, value: Value) -> Option<Value> {
        // Brackets limit the nesting, but comparisons without them do not: no recursion.
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            let Some(shape) = machine.shape(value) else { return Some(value) };
            let children = machine.sketches.children(value);
            match shape {
                Shape::List | Shape::Tuple => open.extend(children.iter().rev()),
                Shape::Starred if self != Self::Del => open.extend(children.first()),
                // `a in b` of `for a in b` is read as a comparison.
                Shape::Compare if self == Self::For => {
                    let is_in = children.get(1).is_some_and(|op| machine.shape(*op) == Some(Shape::InOp));
                    open.extend(children.first().filter(|_| is_in));
                }
                Shape::Name | Shape::Subscript | Shape::Attribute => {}
                _ => return Some(value),
            }
        }
        None
    }
}
