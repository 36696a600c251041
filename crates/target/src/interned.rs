//! The strings that the interpreter has interned before it starts to compile.
//!
//! Recorded by `xtask/src/facts/interned.py` from a fresh `python -m py_compile FILE` whose standard library has cached byte
//! code; only strings that can show in a `.pyc` file are listed. The names of files and the words of `.pth` files are not.
//! Invariant: a list is sorted by bytes, one string per line.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::{Target, Version};

/// The strings of a list. Every name and name-like constant of every file is looked for, so a search through the sorted
/// lines would cost more than the table does.
type Strings = FxHashSet<&'static str>;

/// A list becomes a table when it is first asked for.
macro_rules! lists {
    ($($name:ident = $file:literal;)+) => {
        $(static $name: LazyLock<Strings> = LazyLock::new(|| strings(include_str!($file)));)+
    };
}

lists! {
    LIST_3_11 = "../facts/interned-3.11.txt";
    LIST_3_12 = "../facts/interned-3.12.txt";
    LIST_3_13_0 = "../facts/interned-3.13.0.txt";
    LIST_3_13 = "../facts/interned-3.13.txt";
    LIST_3_14 = "../facts/interned-3.14.txt";
    LIST_3_15 = "../facts/interned-3.15.txt";
}

/// The lines of a list; they have about twelve bytes on average.
fn strings(list: &'static str) -> Strings {
    let mut strings = Strings::with_capacity_and_hasher(list.len() / 12, rustc_hash::FxBuildHasher);
    let mut start = 0;
    // Splitting by characters would be most of what a tiny file costs.
    for end in memchr::memchr_iter(b'\n', list.as_bytes()) {
        strings.insert(&list[start..end]);
        start = end + 1;
    }
    strings
}

impl Target {
    /// Whether a string of this text exists and is interned when a compilation starts, so that interning an equal string
    /// replaces it.
    ///
    /// Always false for versions without a recorded list. Of the strings of one character, each of which is one object for
    /// almost everything, these are [`Target::characters_interned_apart`].
    #[must_use]
    pub fn is_interned_at_start(self, text: &str) -> bool {
        let list = match (self.version(), self.micro()) {
            (Version::Python311, _) => &LIST_3_11,
            (Version::Python312, _) => &LIST_3_12,
            (Version::Python313, 0) => &LIST_3_13_0,
            (Version::Python313, _) => &LIST_3_13,
            (Version::Python314, _) => &LIST_3_14,
            (Version::Python315, _) => &LIST_3_15,
            _ => return false,
        };
        list.contains(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_long_and_nothing_else_is_found() {
        for list in [&LIST_3_11, &LIST_3_12, &LIST_3_13_0, &LIST_3_13, &LIST_3_14, &LIST_3_15] {
            assert!(list.len() > 5000);
        }
        let target = Target::newest(Version::Python313);
        assert!(LIST_3_13.iter().all(|line| target.is_interned_at_start(line)));
        assert!(["", "~", "0", "append\u{1}"].iter().all(|text| !target.is_interned_at_start(text)));
    }

    #[test]
    fn characters_interned_apart_are_listed() {
        for version in Version::ALL {
            // The releases that the lists were recorded with are early ones.
            let target = Target::new(version, 1);
            let listed = (0..0x80).map(char::from).filter(|ch| target.is_interned_at_start(&ch.to_string()));
            assert_eq!(listed.collect::<String>(), target.characters_interned_apart(), "{target}");
        }
    }

    #[test]
    fn releases_have_their_own_lists() {
        let [first, newest] = ["3.13.0", "3.13"].map(|text| text.parse::<Target>().expect("supported"));
        assert!(first.is_interned_at_start("HelpFormatter._Section") && newest.is_interned_at_start("append"));
        assert!(!first.is_interned_at_start("CO_NESTED") && newest.is_interned_at_start("CO_NESTED"));
        assert!(!newest.is_interned_at_start("surely_no_name_of_the_library"));
    }
}
