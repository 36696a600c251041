//! Instructions to code object, as CPython's compiler does it: flow graph passes, then assembly.
//!
//! **Invariants**: no I/O; stages are functions from value to value; every difference between versions is asked of the
//! target by name.
//!
#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

pub mod assemble;
mod constants;
pub mod error;
pub mod eval;
pub mod finish;
mod graph;
pub mod ir;
mod optimize;
mod passes;
mod sequence;
#[cfg(test)]
mod testing;
mod to_sequence;

pub use graph::{dump, parse};
pub use optimize::{Optimizer, optimize, trace};
