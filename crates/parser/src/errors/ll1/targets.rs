//! What can be assigned to and deleted; `set_context` and `forbidden_name` of `Python/ast.c`.

use super::refusal::{Builder, Built};
use super::tree::Id;

/// What is done with a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Context {
    Store,
    Del,
}

impl Builder<'_, '_> {
    /// Refuses the first part that cannot be a target, at the node.
    pub(super) fn set_context(&mut self, target: &Built, context: Context, node: Id) -> Option<()> {
        let mut open = vec![target];
        while let Some(target) = open.pop() {
            match target {
                Built::Attribute(name) if context == Context::Store => self.check_name(name, node, true)?,
                Built::Name(name) if context == Context::Store => self.check_name(name, node, false)?,
                Built::Attribute(_) | Built::Name(_) | Built::Subscript => {}
                Built::Starred(value) => open.push(value),
                Built::List(items) | Built::Tuple(items) => open.extend(items.iter().rev()),
                Built::Other(name) => {
                    let verb = if context == Context::Store { "assign to" } else { "delete" };
                    return self.refuse(node, format!("cannot {verb} {name}"));
                }
            }
        }
        Some(())
    }

    /// Refuses names that nothing may be called; the parser itself protects some of them from most assignments.
    pub(super) fn check_name(&mut self, name: &str, node: Id, full: bool) -> Option<()> {
        let is_forbidden = name == "__debug__" || full && matches!(name, "None" | "True" | "False");
        if is_forbidden { self.refuse(node, format!("cannot assign to {name}")) } else { Some(()) }
    }
}
