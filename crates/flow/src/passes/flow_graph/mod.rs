//! Passes that came with the flow graph of 3.12.

pub(crate) mod check_loads;
pub(crate) mod cold_blocks;
pub(crate) mod duplicate_exits;
pub(crate) mod inline_small_exits;
pub(crate) mod mark_except_handlers;
pub(crate) mod normalize_jumps;
pub(crate) mod remove_jumps;
pub(crate) mod remove_nops_and_pairs;
pub(crate) mod remove_unused_consts;
pub(crate) mod simplify_blocks;
pub(crate) mod skip_empty_blocks;
pub(crate) mod translate_labels;
