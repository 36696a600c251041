//! What differs between systems: their strings and paths.
//!
//! **Invariant**: both sides have the same functions, and decide nothing that could be decided elsewhere.

#[cfg(not(windows))]
mod posix;
#[cfg(windows)]
mod windows;

#[cfg(not(windows))]
pub use posix::os_bytes;
#[cfg(not(windows))]
pub(crate) use posix::{
    JOIN_PARAMETER, NAMES_ARE_TEXT, NAMES_FUNCTIONS, NULL_ERROR, SEPARATOR, basename, identity, join, os_string,
};
#[cfg(windows)]
pub use windows::os_bytes;
#[cfg(windows)]
pub(crate) use windows::{
    JOIN_PARAMETER, NAMES_ARE_TEXT, NAMES_FUNCTIONS, NULL_ERROR, SEPARATOR, basename, identity, join, os_string,
};
