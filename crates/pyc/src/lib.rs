//! The `.pyc` container: header, source hash, names of cache files.
//!
//! **Invariants**: no I/O; the payload is opaque bytes; paths are the bytes of the operating
//! system's strings, never interpreted as text. Follows `Lib/importlib/_bootstrap_external.py`.
//!
#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

mod hash;
mod header;
mod path;

pub use hash::source_hash;
pub use header::{HEADER_LEN, Header, HeaderError, Validation, file_bytes, header_bytes};
pub use path::{Layout, Optimization, cache_path, legacy_path};
