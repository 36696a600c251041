//! The objects of a compiled module: constants, their identity and equality as CPython's compiler
//! sees them, code objects.
//!
//! **Invariants**: no I/O; identity is a value ([`ObjId`]), never a pointer or a reference count.

mod code;
mod pool;
mod value;

pub use code::{CodeObject, Locals};
pub use pool::{ObjId, Pool};
pub use value::{Int, Value};
