//! Compiles Python source to CPython `.pyc` files, byte for byte as CPython writes them.
//!
//! [`compile_source`] goes from bytes to bytes. [`py_compile`] and [`compileall`] follow the Python
//! modules of these names and are the only places in the libraries that touch files.
//!
//! **Invariants**: nothing is printed, messages go to a writer or are returned; the bytes depend on
//! the arguments alone.
//!
#![doc = include_str!("../README.md")]

pub mod archive;
pub mod audit;
pub mod calendar;
mod charset;
pub mod check;
mod compare;
pub mod compileall;
mod dump;
mod error;
mod files;
mod filtered;
pub mod inspect;
pub mod installed;
mod memory;
mod ordered;
mod os_error;
mod os_text;
mod pipeline;
mod platform;
pub mod py_compile;
mod rejection;
mod similar;
mod traceback;
mod typos;
mod walk;
pub mod warnings;

pub use charset::Charset;
pub use compare::{Comparison, Difference, PycError, Sameness, canonical_refs, compare};
pub use dump::{Stage, dump, dump_payload, dump_payload_marshal, reads_back};
pub use error::Error;
pub use files::write_whole;
pub use os_error::{os_error_class, os_error_text};
pub use os_text::{PathEncoding, decode_path, os_bytes, path_of, printable, repr, shown};
pub use pipeline::{Compiled, Compiler, Options, check_syntax, compile_source};
pub use pycmill_marshal::ReadError;
pub use pycmill_pyc::{HEADER_LEN, Header, HeaderError, Optimization, Validation, file_bytes, source_hash};
pub use pycmill_source::CodePage;
pub use pycmill_target::{NamedRelease, ParseTargetError, Target, Version};
pub use rejection::Rejection;
pub use similar::close_matches;
pub use warnings::Warning;

/// The example of the repository's page compiles as it is.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
