//! Passes of 3.11 alone, whose code generator makes the blocks.

pub(crate) mod duplicate_exits_newest_first;
pub(crate) mod inline_exits;
pub(crate) mod simplify_and_clean_blocks;
pub(crate) mod skip_empty_targets;
pub(crate) mod tidy_blocks;
pub(crate) mod trim_unused_consts;
