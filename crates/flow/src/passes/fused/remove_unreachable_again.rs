//! `remove_unreachable` where it ran before: nothing is to be done as long as no edge changed.

use crate::error::CompileError;
use crate::optimize::Context;
use crate::passes::common::remove_unreachable::remove_unreachable;

/// Whoever adds, removes or moves an edge tells the graph.
pub(crate) fn remove_unreachable_again(cx: &mut Context) -> Result<(), CompileError> {
    if cx.graph.edges_changed { remove_unreachable(cx) } else { Ok(()) }
}
