//! The file name that goes into the code.
//!
//! Follows the first part of `compile_file` (`Lib/compileall.py`).

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use pycmill_target::Target;

use crate::os_text::{os_bytes, path_of};
use crate::platform::{JOIN_PARAMETER, basename, join};

use super::{Options, Raised};

/// The name in the code, if it is another than the file's own, and what there is to say.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct NameInCode {
    pub(crate) name: Option<PathBuf>,
    pub(crate) complaint: Option<String>,
}

/// The name that goes into the code.
///
/// # Errors
/// If nothing is left of it, which Python stumbles over.
pub(crate) fn name_in_code(file: &Path, options: &Options) -> Result<NameInCode, Raised> {
    let bytes = os_bytes(file.as_os_str());
    if let Some(destination) = &options.destination {
        let base = basename(options.target, bytes);
        let name = join(options.target, os_bytes(destination.as_os_str()), [base]);
        return Ok(NameInCode { name: Some(path_of(name)), complaint: None });
    }
    let (mut stripped, complaint) = match &options.strip_dir {
        Some(directory) => strip(file, directory, options)?,
        None => (None, None),
    };
    if let Some(directory) = &options.prepend_dir {
        let rest = stripped.as_deref().unwrap_or(bytes);
        stripped = Some(join(options.target, os_bytes(directory.as_os_str()), [rest]));
    }
    Ok(NameInCode { name: stripped.map(path_of), complaint })
}

type Stripped = (Option<Vec<u8>>, Option<String>);

/// Components are compared as they are written: a trailing slash makes one more.
fn strip(file: &Path, directory: &Path, options: &Options) -> Result<Stripped, Raised> {
    if !options.target.compiles_several_levels() {
        return Ok((Some(below(file, directory)), None));
    }
    let parts: Vec<&[u8]> = os_bytes(file.as_os_str()).split(|byte| is_separator(*byte)).collect();
    let prefix: Vec<&[u8]> = os_bytes(directory.as_os_str()).split(|byte| is_separator(*byte)).collect();
    if !options.target.strips_prefix_only() {
        return Ok((Some(joined(options.target, &without_matches(&parts, &prefix))?), None));
    }
    match parts.strip_prefix(&*prefix) {
        Some(rest) => Ok((Some(joined(options.target, rest)?), None)),
        None => Ok((None, Some(complaint(file, directory, options)))),
    }
}

/// What the walk through a directory put after its name. Versions that join names while they walk have no other use for this.
fn below(file: &Path, directory: &Path) -> Vec<u8> {
    let (file, directory) = (os_bytes(file.as_os_str()), os_bytes(directory.as_os_str()));
    let rest = file.strip_prefix(directory).unwrap_or(file);
    rest.strip_prefix(&[MAIN_SEPARATOR as u8]).unwrap_or(rest).to_vec()
}

/// Every component that stands at the same place in both goes, wherever its first occurrence is.
fn without_matches<'p>(parts: &[&'p [u8]], prefix: &[&[u8]]) -> Vec<&'p [u8]> {
    let mut rest = parts.to_vec();
    for (part, _) in parts.iter().zip(prefix).filter(|(part, strip)| part == strip) {
        let first = rest.iter().position(|other| other == part);
        first.map(|first| rest.remove(first));
    }
    rest
}

fn joined(target: Target, parts: &[&[u8]]) -> Result<Vec<u8>, Raised> {
    match parts.split_first() {
        Some((first, rest)) => Ok(join(target, first, rest.iter().copied())),
        None => {
            let message = format!("join() missing 1 required positional argument: '{JOIN_PARAMETER}'");
            Err(Raised::new("TypeError", message))
        }
    }
}

fn complaint(file: &Path, directory: &Path, options: &Options) -> String {
    let (directory, file) = (options.repr(directory), options.repr(file));
    format!("The stripdir path {directory} is not a valid prefix for source path {file}; ignoring")
}

const fn is_separator(byte: u8) -> bool {
    byte == MAIN_SEPARATOR as u8
}

#[cfg(test)]
mod tests {
    use pycmill_target::Version;

    use super::*;

    fn name(version: Version, file: &str, strip: Option<&str>, prepend: Option<&str>) -> Option<String> {
        let mut options = Options::new(Target::newest(version));
        options.strip_dir = strip.map(PathBuf::from);
        options.prepend_dir = prepend.map(PathBuf::from);
        let found = name_in_code(Path::new(file), &options).expect("something is left");
        found.name.map(|name| name.display().to_string())
    }

    #[test]
    fn strip_and_prepend() {
        let name = |file, strip, prepend| name(Version::Python313, file, strip, prepend);
        assert_eq!(name("t/x/a.py", None, None), None);
        assert_eq!(name("t/x/a.py", Some("t"), None).as_deref(), Some("x/a.py"));
        assert_eq!(name("t/x/a.py", Some("t/"), None), None);
        assert_eq!(name("t/x/a.py", Some("t"), Some("/usr")).as_deref(), Some("/usr/x/a.py"));
        assert_eq!(name("/t/a.py", None, Some("/usr")).as_deref(), Some("/t/a.py"));
        assert_eq!(name("t/a.py", Some("/nomatch"), None), None);
    }

    #[test]
    fn components_at_the_same_place_were_stripped_before() {
        let name = |file, strip| name(Version::Python312, file, Some(strip), None);
        assert_eq!(name("/a/b.py", "/nomatch").as_deref(), Some("a/b.py"));
        assert_eq!(name("t/b.py", "t/x").as_deref(), Some("b.py"));
        assert_eq!(name("t/x/a.py", "t/").as_deref(), Some("x/a.py"));
        assert_eq!(name("u/a.py", "t").as_deref(), Some("u/a.py"));
    }

    #[test]
    fn nothing_left_is_an_error() {
        let options = Options::new(Target::newest_complete()).strip_dir("a.py");
        let raised = name_in_code(Path::new("a.py"), &options).expect_err("nothing is left");
        assert_eq!(raised.to_string(), "TypeError: join() missing 1 required positional argument: 'a'");
    }
}
