//! Leads jumps past blocks without instructions, and refuses those that are not at the end of their block.
//!
//! Follows `normalize_basic_block` (`Python/compile.c` of 3.10).

use pycmill_target::Opcode::JUMP_IF_NOT_EXC_MATCH;

use crate::error::CompileError;
use crate::error::ErrorClass;
use crate::graph::facts::Facts;
use crate::optimize::{Context, error};
use crate::passes::table_blocks::skip_empty_targets::lead_past_empty_blocks;

/// Every jump, except the one that compares exceptions; block pushes stay as they are, too.
pub(crate) fn skip_empty_blocks_early(cx: &mut Context) -> Result<(), CompileError> {
    if cx.graph.has_blocks_with(Facts::MISPLACED) {
        return Err(error(ErrorClass::SystemError, "malformed control flow graph."));
    }
    lead_past_empty_blocks(cx.graph, |op| op != JUMP_IF_NOT_EXC_MATCH);
    Ok(())
}
