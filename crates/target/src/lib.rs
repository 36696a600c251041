//! What each CPython version expects: versions, capabilities, strategies, opcode tables.
//!
//! **Invariants**: no logic beyond look-ups; nothing outside this crate compares versions.
//!
#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

mod capabilities;
mod characters;
mod codecs;
mod encoding;
#[cfg(feature = "flip")]
mod flip;
mod interned;
mod limits;
mod listing;
mod opcode;
mod opcode_queries;
mod opcode_sets;
pub mod operands;
mod popped;
mod printable;
mod stack_effects;
mod strategies;
mod table;
mod tables;
mod unicodedata;
mod version;

pub use capabilities::Capability;
pub use encoding::{Encoding, Encodings};
pub use limits::{RuleCounts, SourceLimits};
pub use listing::{Comparison, Jump, NameOperand, OperandKind};
pub use stack_effects::StackEffects;
pub use strategies::Strategy;
pub use strategies::{
    Annotations, AssertionErrorLoad, BoolOp, CallNull, CompareOperand, ConstantDisplay, Delegation, FirstJumpOperand,
    Folding, FrozensetOrder, FunctionObject, GeneratorStart, InlineExits, KeywordCall, LateJumpHandler, LineTable,
    LoopEnd, MethodCall, PassList, StackShuffle, UnusedConstants, Unwinding, WithShape, YieldOperand,
};
pub use tables::names::Opcode;
pub use version::{NamedRelease, ParseTargetError, Target, Version};
