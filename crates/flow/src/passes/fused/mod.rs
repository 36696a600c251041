//! Neighbouring passes in one walk, for speed.
//!
//! Invariant: each does what the passes named in its header do one after the other. Those stay what is meant: `trace` runs
//! them, and a debug build compares (`optimize.rs`).

pub(crate) mod link_blocks;
pub(crate) mod remove_unreachable_again;
pub(crate) mod settle_blocks;
