//! The strings that the interpreter has interned before it starts to compile.
//!
//! Recorded by `xtask/src/facts/interned.py` from a fresh `python -m py_compile FILE` whose standard library has cached byte
//! code; only strings that can show in a `.pyc` file are listed. The names of files and the words of `.pth` files are not.
//! Invariant: a list is sorted by bytes, one string per line.

use std::cmp::Ordering;

use crate::{Target, Version};

static LIST_3_13_0: &str = include_str!("../facts/interned-3.13.0.txt");
static LIST_3_13: &str = include_str!("../facts/interned-3.13.txt");
static LIST_3_14: &str = include_str!("../facts/interned-3.14.txt");
static LIST_3_15: &str = include_str!("../facts/interned-3.15.txt");

impl Target {
    /// Whether a string of this text exists and is interned when a compilation starts, so that interning an equal string
    /// replaces it.
    ///
    /// Always false for strings of at most one character, each of which is one object for everything, and for versions
    /// without a recorded list.
    #[must_use]
    pub fn is_interned_at_start(self, text: &str) -> bool {
        let list = match (self.version(), self.micro()) {
            (Version::Python313, 0) => LIST_3_13_0,
            (Version::Python313, _) => LIST_3_13,
            (Version::Python314, _) => LIST_3_14,
            (Version::Python315, _) => LIST_3_15,
            _ => return false,
        };
        contains_line(list, text)
    }
}

/// Binary search for a line; every step looks at the line around the middle byte.
fn contains_line(list: &str, wanted: &str) -> bool {
    let (list, wanted) = (list.as_bytes(), wanted.as_bytes());
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = list[low..middle].iter().rposition(|&byte| byte == b'\n').map_or(low, |at| low + at + 1);
        let end = list[start..].iter().position(|&byte| byte == b'\n').map_or(list.len(), |at| start + at);
        match list[start..end].cmp(wanted) {
            Ordering::Less => low = (end + 1).min(high),
            Ordering::Greater => high = start,
            Ordering::Equal => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        for list in [LIST_3_13_0, LIST_3_13, LIST_3_14, LIST_3_15] {
            let lines: Vec<&str> = list.lines().collect();
            assert!(lines.is_sorted() && lines.len() > 5000);
            for line in lines {
                assert!(contains_line(list, line), "{line}");
                assert!(!contains_line(list, &format!("{line}\u{1}")) && !contains_line(list, &line[1..].repeat(9)));
            }
            assert!(!contains_line(list, "") && !contains_line(list, "~") && !contains_line(list, "0"));
        }
        assert!(!contains_line("", "a"));
    }

    #[test]
    fn releases_have_their_own_lists() {
        let [first, newest] = ["3.13.0", "3.13"].map(|text| text.parse::<Target>().expect("supported"));
        assert!(first.is_interned_at_start("HelpFormatter._Section") && newest.is_interned_at_start("append"));
        assert!(!first.is_interned_at_start("CO_NESTED") && newest.is_interned_at_start("CO_NESTED"));
        assert!(!newest.is_interned_at_start("surely_no_name_of_the_library"));
    }
}
