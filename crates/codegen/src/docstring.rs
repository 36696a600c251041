//! Indentation of docstrings is removed at compile time (3.13+).
//!
//! Follows `Python/compile.c` `_PyCompile_CleanDoc` and `str.expandtabs`.

use std::borrow::Cow;

/// A docstring as its constant holds it: tabs expanded, the indentation common to all lines but the
/// first removed, and all of the first line's.
#[must_use]
pub fn clean(doc: &[u8]) -> Cow<'_, [u8]> {
    let doc = expand_tabs(doc);
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
        assert_eq!(String::from_utf8_lossy(&clean(doc.as_bytes())), expected);
    }

    #[test]
    fn clean_docstrings_are_not_copied() {
        assert!(matches!(clean(b"One line.\nflush\n  more"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_first_line_does_not_count() {
        check("  First.\n\n    indented\n      more\n    ", "First.\n\nindented\n  more\n");
        check("First.\n    \n    a\n  b", "First.\n  \n  a\nb");
        check("   ", "");
        check(" \n  \n", "\n  \n");
    }

    #[test]
    fn tabs_count_characters() {
        check("x\n\ta\n\té\tb", "x\na\né       b");
        check("a\rb\tc", "a\rb       c");
    }
}
