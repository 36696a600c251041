//! The file name that goes into the code.
//!
//! Follows the first part of `compile_file` (`Lib/compileall.py`).

use std::path::{Path, PathBuf};

use crate::os_text::{decode_path, os_bytes, path_of, repr};

use super::Options;

/// The name, if it is another than the file's own, and a message about a directory that could not be
/// stripped.
pub(crate) fn name_in_code(file: &Path, options: &Options) -> (Option<PathBuf>, Option<String>) {
    if let Some(destination) = &options.destination {
        return (Some(destination.join(file.file_name().unwrap_or_default())), None);
    }
    let (stripped, complaint) = match &options.strip_dir {
        Some(directory) => strip(file, directory),
        None => (None, None),
    };
    let name = match &options.prepend_dir {
        Some(directory) => Some(directory.join(stripped.as_deref().unwrap_or(file))),
        None => stripped,
    };
    (name, complaint)
}

/// Components are compared as they are written: a trailing slash makes one more.
fn strip(file: &Path, directory: &Path) -> (Option<PathBuf>, Option<String>) {
    let separator = |byte: &u8| *byte == std::path::MAIN_SEPARATOR as u8;
    let parts: Vec<&[u8]> = os_bytes(file.as_os_str()).split(separator).collect();
    let prefix: Vec<&[u8]> = os_bytes(directory.as_os_str()).split(separator).collect();
    match parts.strip_prefix(&*prefix) {
        Some(rest) if !rest.is_empty() => (Some(path_of(rest.join(&(std::path::MAIN_SEPARATOR as u8)))), None),
        _ => (None, Some(complaint(file, directory))),
    }
}

fn complaint(file: &Path, directory: &Path) -> String {
    format!(
        "The stripdir path {} is not a valid prefix for source path {}; ignoring",
        repr(&decode_path(directory.as_os_str())),
        repr(&decode_path(file.as_os_str()))
    )
}

#[cfg(test)]
mod tests {
    use pycmill_target::{Target, Version};

    use super::*;

    fn name(file: &str, strip: Option<&str>, prepend: Option<&str>) -> Option<String> {
        let mut options = Options::new(Target::newest(Version::Python313));
        options.strip_dir = strip.map(PathBuf::from);
        options.prepend_dir = prepend.map(PathBuf::from);
        name_in_code(Path::new(file), &options).0.map(|name| name.display().to_string())
    }

    #[test]
    fn strip_and_prepend() {
        assert_eq!(name("t/x/a.py", None, None), None);
        assert_eq!(name("t/x/a.py", Some("t"), None).as_deref(), Some("x/a.py"));
        assert_eq!(name("t/x/a.py", Some("t/"), None), None);
        assert_eq!(name("t/x/a.py", Some("t"), Some("/usr")).as_deref(), Some("/usr/x/a.py"));
        assert_eq!(name("/t/a.py", None, Some("/usr")).as_deref(), Some("/t/a.py"));
        assert_eq!(name("t/a.py", Some("/nomatch"), None), None);
    }
}
