//! Indentation of docstrings is removed at compile time (3.13+).
//!
//! Follows `Python/compile.c` `_PyCompile_CleanDoc` and `str.expandtabs`.

use std::borrow::Cow;
use std::ops::Range;

/// A docstring as its constant holds it: tabs expanded, the indentation common to all lines but the
/// first removed, and all of the first line's.
///
/// # Errors
/// The message of the `UnicodeEncodeError` for lone surrogates: CPython cleans UTF-8.
pub fn clean(doc: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    let doc = expand_tabs(doc);
    match surrogates(&doc) {
        Some(range) => Err(encode_error(&doc, range)),
        None => Ok(without_margin(doc)),
    }
}

/// The first run of lone surrogates, in bytes.
fn surrogates(doc: &[u8]) -> Option<Range<usize>> {
    let is_surrogate = |at: usize| doc[at] == 0xED && doc.get(at + 1).is_some_and(|byte| *byte >= 0xA0);
    let start = memchr::memchr_iter(0xED, doc).find(|at| is_surrogate(*at))?;
    let mut end = start;
    while end < doc.len() && is_surrogate(end) {
        end += 3;
    }
    Some(start..end)
}

fn encode_error(doc: &[u8], range: Range<usize>) -> String {
    // The bytes after the first of a character begin none.
    let first = doc[..range.start].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let last = first + range.len() / 3 - 1;
    let what = if first == last {
        let [_, middle, low] = [doc[range.start], doc[range.start + 1], doc[range.start + 2]].map(u32::from);
        let code = 0xD000 | (middle & 0x3F) << 6 | low & 0x3F;
        format!("character '\\u{code:04x}' in position {first}")
    } else {
        format!("characters in position {first}-{last}")
    };
    format!("'utf-8' codec can't encode {what}: surrogates not allowed")
}

fn without_margin(doc: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let (margin, indent) = (margin(&doc), spaces(&doc));
    if margin == 0 && indent == 0 {
        return doc;
    }
    // Copied from newline to newline: nothing is left out inside of a line.
    let mut cleaned = Vec::with_capacity(doc.len());
    let mut rest = &doc[indent..];
    while let Some(at) = memchr::memchr(b'\n', rest) {
        let (line, behind) = rest.split_at(at + 1);
        cleaned.extend_from_slice(line);
        rest = &behind[spaces(behind).min(margin)..];
    }
    cleaned.extend_from_slice(rest);
    Cow::Owned(cleaned)
}

/// Spaces at the start.
fn spaces(line: &[u8]) -> usize {
    line.iter().position(|byte| *byte != b' ').unwrap_or(line.len())
}

/// The smallest indentation of the lines behind the first that are not blank.
fn margin(doc: &[u8]) -> usize {
    let lines = memchr::memchr_iter(b'\n', doc).map(|at| &doc[at + 1..]);
    let indents = lines.filter_map(|line| {
        let indent = spaces(line);
        line.get(indent).filter(|byte| **byte != b'\n').map(|_| indent)
    });
    indents.min().unwrap_or(0)
}

/// Tabs to spaces up to the next multiple of eight characters.
fn expand_tabs(doc: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\t', doc).is_none() {
        return Cow::Borrowed(doc);
    }
    let mut expanded = Vec::with_capacity(doc.len() * 2);
    let mut column = 0;
    for byte in doc {
        match byte {
            b'\t' => {
                let width = 8 - column % 8;
                expanded.resize(expanded.len() + width, b' ');
                column += width;
                continue;
            }
            b'\n' | b'\r' => column = 0,
            // The bytes behind the first of a character take no column.
            0x80..=0xBF => {}
            _ => column += 1,
        }
        expanded.push(*byte);
    }
    Cow::Owned(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(doc: &str, expected: &str) {
        assert_eq!(clean(doc.as_bytes()).as_deref(), Ok(expected.as_bytes()));
    }

    #[test]
    fn clean_docstrings_are_not_copied() {
        assert!(matches!(clean(b"One line.\nflush\n  more"), Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn the_first_line_does_not_count() {
        check("  First.\n\n    indented\n      more\n    ", "First.\n\nindented\n  more\n");
        check("First.\n    \n    a\n  b", "First.\n  \n  a\nb");
        check("   ", "");
        check(" \n  \n", "\n  \n");
    }

    #[test]
    fn lone_surrogates_are_errors() {
        let error = |doc: &[u8]| clean(doc).unwrap_err();
        let one = error(b"\xC3\xA9\xED\xA0\x80x\xED\xA0\x80");
        assert_eq!(one, r"'utf-8' codec can't encode character '\ud800' in position 1: surrogates not allowed");
        let two = error(b"\tab\xED\xA0\x80\xED\xBF\xBF start");
        assert_eq!(two, "'utf-8' codec can't encode characters in position 10-11: surrogates not allowed");
        check("\u{D000}\u{D7FF}", "\u{D000}\u{D7FF}");
    }

    #[test]
    fn tabs_count_characters() {
        check("x\n\ta\n\té\tb", "x\na\né       b");
        check("a\rb\tc", "a\rb       c");
    }
}
