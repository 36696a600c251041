//! Strings are bytes, and paths have one separator.
//!
//! Follows `join` and `basename` of `Lib/posixpath.py`.

use std::ffi::{OsStr, OsString};

use pycmill_target::Target;

/// Whether names of files are text, not bytes.
pub(crate) const NAMES_ARE_TEXT: bool = false;

/// The bytes of a string of the operating system.
#[cfg(unix)]
#[must_use]
pub fn os_bytes(path: &OsStr) -> &[u8] {
    std::os::unix::ffi::OsStrExt::as_bytes(path)
}

/// The bytes of a string of the operating system.
#[cfg(not(unix))]
#[must_use]
pub fn os_bytes(path: &OsStr) -> &[u8] {
    path.as_encoded_bytes()
}

/// The string of these bytes.
#[cfg(unix)]
pub(crate) fn os_string(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

/// The string of these bytes.
#[cfg(not(unix))]
pub(crate) fn os_string(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// What Python says where a cache path is made of a name with a null character.
pub(crate) const NULL_ERROR: &str = "embedded null byte";

/// Whether such errors name the function of the system, whatever the version.
pub(crate) const NAMES_FUNCTIONS: bool = false;

/// The name of the first parameter of `os.path.join`.
pub(crate) const JOIN_PARAMETER: &str = "a";

/// What the last component of a path comes after, for what C's functions take for one.
pub(crate) const SEPARATOR: char = '/';

/// What names of one file in a directory have in common.
pub(crate) fn identity(name: &OsStr) -> OsString {
    name.to_owned()
}

/// `os.path.join` of a path and more components.
pub(crate) fn join<'p>(_target: Target, first: &[u8], more: impl IntoIterator<Item = &'p [u8]>) -> Vec<u8> {
    more.into_iter().fold(first.to_vec(), |mut path, part| {
        if part.first() == Some(&b'/') {
            path.clear();
        } else if !path.is_empty() && path.last() != Some(&b'/') {
            path.push(b'/');
        }
        path.extend_from_slice(part);
        path
    })
}

/// `os.path.basename`.
pub(crate) fn basename(_target: Target, path: &[u8]) -> &[u8] {
    path.rsplit(|byte| *byte == b'/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_as_in_python() {
        let joined = |first: &str, more: &[&str]| {
            let joined = join(Target::newest_complete(), first.as_bytes(), more.iter().map(|part| part.as_bytes()));
            String::from_utf8(joined).expect("text")
        };
        assert_eq!(joined("a", &["b", "c.py"]), "a/b/c.py");
        assert_eq!(joined("", &["a", "", "b"]), "a/b");
        assert_eq!(joined("a/", &["b"]), "a/b");
        assert_eq!(joined("a", &["/b"]), "/b");
        assert_eq!(joined("a", &[""]), "a/");
    }
}
