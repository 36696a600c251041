//! Passes of 3.10 alone, whose code generator makes the blocks and whose handlers are found by a stack of blocks.
//!
//! What a pass makes nothing of keeps its operand: it is written with the `NOP`.

pub(crate) mod clean_block;
pub(crate) mod copy_lineless_exits;
pub(crate) mod direct_jumps;
pub(crate) mod extend_blocks;
pub(crate) mod generator_start;
pub(crate) mod optimize_blocks;
pub(crate) mod skip_empty_blocks;
pub(crate) mod tidy_linked_blocks;
