//! Strings are UTF-16 that may have lone surrogates, of which Rust's form is UTF-8 with these in three bytes, as Python's is
//! with `surrogatepass`; paths are those of `ntpath`.

use std::ffi::{OsStr, OsString};
use std::os::windows::ffi::OsStringExt;

pub(crate) use pycmill_pyc::ntpath::{basename, join};

use crate::os_text::utf16;

/// What Python says where a cache path is made of a name with a null character.
pub(crate) const NULL_ERROR: &str = "_path_splitroot: embedded null character in path";

/// Whether such errors name the function of the system, whatever the version.
pub(crate) const NAMES_FUNCTIONS: bool = true;

/// The name of the first parameter of `os.path.join`.
pub(crate) const JOIN_PARAMETER: &str = "path";

/// What the last component of a path comes after, for what C's functions take for one.
pub(crate) const SEPARATOR: char = '\\';

/// Whether names of files are text, not bytes.
pub(crate) const NAMES_ARE_TEXT: bool = true;

/// The bytes of a string of the operating system.
#[must_use]
pub fn os_bytes(path: &OsStr) -> &[u8] {
    path.as_encoded_bytes()
}

/// The string of these bytes.
pub(crate) fn os_string(bytes: Vec<u8>) -> OsString {
    match String::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(error) => OsString::from_wide(&utf16(error.as_bytes())),
    }
}

/// What names of one file in a directory have in common: case makes no difference.
pub(crate) fn identity(name: &OsStr) -> OsString {
    name.to_string_lossy().to_lowercase().into()
}
