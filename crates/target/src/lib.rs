//! What each CPython version expects: versions, capabilities, strategies, opcode tables.
//!
//! **Invariants**: no logic beyond look-ups; nothing outside this crate compares versions.

mod capabilities;
mod opcode;
mod opcode_queries;
mod opcode_sets;
mod table;
mod tables;
mod version;

pub use tables::names::Opcode;
pub use version::{ParseTargetError, Target, Version};
