#![doc = include_str!("../README.md")]
//!
//! Python source bytes to text: byte order mark, PEP 263 cookie, newlines, positions.
//!
//! **Invariants**: no I/O; a [`Source`]'s text has no BOM and only `\n` newlines; positions count
//! UTF-8 bytes of that text, as CPython's columns do.
#![warn(clippy::disallowed_methods)]

mod codec;
mod cookie;
mod decode;
mod lines;
mod span;

pub use codec::{Codecs, Utf8Error, utf8_error};
pub use decode::{DecodeError, Source};
pub use lines::LineIndex;
pub use span::{Position, Span};
