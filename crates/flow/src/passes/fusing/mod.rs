//! Passes that came with 3.13, which fuses instructions.

pub(crate) mod inline_small_blocks;
pub(crate) mod optimize_basic_blocks;
pub(crate) mod optimize_load_const;
pub(crate) mod remove_nops_and_jumps;
pub(crate) mod superinstructions;
