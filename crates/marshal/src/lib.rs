#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

mod canonical;
mod dump;
mod layout;
mod read;
mod set_order;
mod type_code;
mod write;

pub use canonical::canonical;
pub use dump::dump;
pub use read::{Read, ReadError, ReadErrorKind, read};
pub use set_order::SetOrder;
pub use write::{WriteError, Writer, write, write_as_read};

/// How deep objects may be nested in each other, the outermost counted
/// (`MAX_MARSHAL_STACK_DEPTH` of `Python/marshal.c`).
pub const MAX_DEPTH: usize = 2000;
