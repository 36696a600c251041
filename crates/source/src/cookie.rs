//! The encoding declaration of PEP 263.
//!
//! Follows `get_coding_spec`, `get_normal_name` and `_PyTokenizer_check_coding_spec` in
//! `Parser/tokenizer/helpers.c`.

/// The encoding declared in the first two lines, normalised for UTF-8 and Latin-1 only.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let first_end = newline(bytes, 0)?;
    let first = &bytes[..first_end];
    if let Some(name) = coding_spec(first) {
        return Some(name);
    }
    // The length that CPython checks of the second line includes its newline.
    let second = &bytes[first_end + 1..=newline(bytes, first_end + 1)?];
    if is_blank_or_comment(first) { coding_spec(second) } else { None }
}

/// The line of an encoding declaration, from 1, and its text.
pub(crate) fn declaration(bytes: &[u8]) -> (u32, String) {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let (number, line) = if coding_spec(first).is_some() { (1, first) } else { (2, lines.next().unwrap_or_default()) };
    (number, String::from_utf8_lossy(line).into_owned())
}

fn newline(bytes: &[u8], from: usize) -> Option<usize> {
    bytes[from..].iter().position(|byte| *byte == b'\n').map(|at| from + at)
}

fn is_blank_or_comment(line: &[u8]) -> bool {
    line.iter().find(|byte| !is_blank(**byte)).is_none_or(|byte| *byte == b'#')
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0c')
}

fn coding_spec(line: &[u8]) -> Option<String> {
    let comment = line.iter().position(|byte| !is_blank(*byte))?;
    if line[comment] != b'#' {
        return None;
    }
    let mut at = comment;
    while at + 6 < line.len() {
        if let Some(rest) = line[at..].strip_prefix(b"coding")
            && let Some(name) = spec_name(rest)
        {
            return Some(normal_name(name));
        }
        at += 1;
    }
    None
}

fn spec_name(rest: &[u8]) -> Option<&[u8]> {
    let [b':' | b'=', rest @ ..] = rest else { return None };
    let start = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    let name = &rest[start..];
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let end = name.iter().position(|byte| !is_name(byte)).unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

fn normal_name(name: &[u8]) -> String {
    let name: String = name.iter().map(|byte| char::from(*byte)).collect();
    let short: String = name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is = |base: &str| short.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if is("utf-8") {
        "utf-8".to_owned()
    } else if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(is) {
        "iso-8859-1".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::declared_encoding;

    #[test]
    fn forms() {
        let declared = |text: &str| declared_encoding(text.as_bytes());
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(declared("# -*- coding:  latin-1 -*-\n"), some("iso-8859-1"));
        assert_eq!(declared("\x0c# vim: set fileencoding=cp437 :\n"), some("cp437"));
        assert_eq!(declared("#coding:\tfoo\n"), some("foo"));
        assert_eq!(declared("# codingcoding: foo\n"), some("foo"));
        assert_eq!(declared("# coding: UTF_8-unix\n"), some("utf-8"));
        assert_eq!(declared("# coding: utf-80\n"), some("utf-80"));
        assert_eq!(declared("# coding=: foo\n"), None);
        assert_eq!(declared("#coding\t: foo\n"), None);
    }

    #[test]
    fn lines() {
        let declared = |text: &str| declared_encoding(text.as_bytes()).is_some();
        assert!(declared("\n# coding: foo\n"));
        assert!(declared("# x\n# coding: foo\n"));
        assert!(!declared("\n\n# coding: foo\n"));
        assert!(!declared("x = 1\n# coding: foo\n"));
        assert!(!declared("x = 1 # coding: foo\n"));
        assert!(!declared("\\\n# coding: foo\n"));
    }
}
