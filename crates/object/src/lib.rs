#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

mod cache;
mod code;
mod dump;
mod index;
mod intern;
mod key;
mod pool;
mod store;
mod value;

pub use code::{CodeObject, Locals};
pub use dump::dump;
pub use intern::{CodeRules, finish_code};
pub use pool::{ObjId, Pool};
pub use pycmill_value::{Int, bytes_repr, code_points, complex_repr, float_repr, str_repr};
pub use value::Value;
