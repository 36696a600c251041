//! Versions in the files of an installation.

use std::fs;
use std::path::Path;

use pycmill::{NamedRelease, Target, Version};

use super::install::dll;

/// A release in words of others: `3.13`, `3.13.0`, `3.13.0.final.0`, `cpython-3.13`, `cpython-313`, `3.13-dev`.
pub(crate) fn parse(text: &str) -> Option<NamedRelease> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let text = text.trim_start_matches(|char: char| !char.is_ascii_digit());
        let mut parts = text.split('.').map(|part| part.chars().take_while(char::is_ascii_digit).collect::<String>());
        let short = format!("{}.{}", parts.next()?, parts.next()?);
        match parts.next().filter(|micro| !micro.is_empty()) {
            Some(micro) => format!("{short}.{micro}").parse().ok(),
            None => short.parse().ok(),
        }
    })
}

/// [`parse`], with an error for what is no known release.
pub(crate) fn known(text: &str) -> Result<NamedRelease, String> {
    let text = text.trim();
    parse(text).ok_or_else(|| format!("unknown version '{text}'; supported: {}", Version::supported()))
}

/// The release of an installation: in its header file, else in its interpreter or library, else the newest there is.
pub(crate) fn release(version: Version, prefix: &Path, executable: &Path) -> NamedRelease {
    let headers = [format!("include/python{version}/patchlevel.h"), "include/patchlevel.h".to_owned()];
    let from_header = || {
        let text = headers.iter().find_map(|header| fs::read_to_string(prefix.join(header)).ok())?;
        let line = text.lines().find(|line| line.starts_with("#define PY_VERSION "))?;
        parse(line.split('"').nth(1)?)
    };
    let libraries = ["lib", "lib64", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"];
    let libraries = libraries.map(|directory| prefix.join(directory).join(format!("libpython{version}.so.1.0")));
    let dll = prefix.join(dll(version));
    let from_binary = || {
        let files = std::iter::once(executable).chain(libraries.iter().map(AsRef::as_ref)).chain([&*dll]);
        files.into_iter().find_map(|file| embedded(version, file))
    };
    let of_this = |release: &NamedRelease| release.target.version() == version;
    from_header().filter(of_this).or_else(from_binary).unwrap_or(Target::newest(version).into())
}

/// The release that an executable or library names in its strings.
fn embedded(version: Version, file: &Path) -> Option<NamedRelease> {
    let content = fs::read(file).ok()?;
    let start = format!("{version}.").into_bytes();
    let mut rest = &content[..];
    while let Some(at) = find(rest, &start) {
        let is_start = at == 0 || rest[at - 1] == 0;
        rest = &rest[at + start.len()..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if is_start && digits > 0 && rest.get(digits) == Some(&0) {
            let micro = std::str::from_utf8(&rest[..digits]).ok()?;
            return format!("{version}.{micro}").parse().ok();
        }
    }
    None
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].iter().position(|byte| *byte == wanted[0]) {
        if text[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_words() {
        for (text, expected) in [
            ("3.13.0", "3.13.0"),
            ("cpython-3.12.1\n", "3.12.1"),
            ("3.11.7.final.0", "3.11.7"),
            ("3.13.0rc1", "3.13.0"),
            ("cpython-3.12.1-linux-x86_64-gnu", "3.12.1"),
            ("cpython-313", "3.13"),
            ("3.13t", "3.13"),
        ] {
            assert_eq!(parse(text), expected.parse().ok(), "{text}");
        }
        assert_eq!(parse("3.14-dev"), "3.14".parse().ok());
        assert_eq!(parse("system"), None);
        assert_eq!(parse("2.7"), None);
    }
}
