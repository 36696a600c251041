#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

mod constant;
mod operator;
mod repr;

pub use constant::{Constant, Int};
pub use operator::{Operator, UnaryOp};
pub use repr::{bytes_repr, code_points, complex_repr, float_repr, str_repr};
