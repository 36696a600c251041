//! The strings that the interpreter has interned before it starts to compile.
//!
//! Recorded by `xtask/src/facts/interned.py` from a fresh `python -m py_compile FILE` whose standard library has cached byte
//! code; only strings that can show in a `.pyc` file are listed. The names of files and the words of `.pth` files are not.
//! Invariant: a list is sorted by bytes, one string per line, each line ended.

use crate::{Target, Version};

/// More than half as many again as a list has strings; a power of two.
const SLOTS: usize = 1 << 14;

/// A list with a table of places, which the compiler of this crate makes: a tiny file should not pay for it. Every name and
/// name-like constant of every file is looked for, so a search through the sorted lines would cost more.
struct Strings {
    lines: &'static str,
    /// One more than where a line begins; 0 for none. Lines that fall together follow each other.
    slots: [u32; SLOTS],
}

macro_rules! lists {
    ($($name:ident = $file:literal;)+) => { $(static $name: Strings = Strings::new(include_str!($file));)+ };
}

lists! {
    LIST_3_11 = "../facts/interned-3.11.txt";
    LIST_3_12 = "../facts/interned-3.12.txt";
    LIST_3_13_0 = "../facts/interned-3.13.0.txt";
    LIST_3_13 = "../facts/interned-3.13.txt";
    LIST_3_14 = "../facts/interned-3.14.txt";
    LIST_3_15 = "../facts/interned-3.15.txt";
}

impl Strings {
    const fn new(lines: &'static str) -> Self {
        let mut slots = [0; SLOTS];
        let mut rest = lines.as_bytes();
        while !rest.is_empty() {
            let mut end = 0;
            while rest[end] != b'\n' {
                end += 1;
            }
            let (line, behind) = rest.split_at(end);
            let mut slot = first_slot(line);
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = (lines.len() - rest.len()) as u32 + 1;
            rest = behind.split_at(1).1;
        }
        Self { lines, slots }
    }

    fn contains(&self, text: &str) -> bool {
        let mut slot = first_slot(text.as_bytes());
        while let Some(start) = self.slots[slot].checked_sub(1) {
            let line = self.lines.as_bytes()[start as usize..].strip_prefix(text.as_bytes());
            if line.is_some_and(|behind| behind.first() == Some(&b'\n')) {
                return true;
            }
            slot = (slot + 1) % SLOTS;
        }
        false
    }
}

/// Where a string is, unless another one was there before: a multiplicative hash of words.
const fn first_slot(text: &[u8]) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = text.len() as u64;
    let mut rest = text;
    while let Some((word, behind)) = rest.split_first_chunk() {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
        rest = behind;
    }
    let mut word = 0;
    while let Some((byte, behind)) = rest.split_first() {
        word = word << 8 | *byte as u64;
        rest = behind;
    }
    hash = (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    (hash >> (u64::BITS - SLOTS.ilog2())) as usize
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
            assert!((5000..SLOTS * 2 / 3).contains(&list.lines.lines().count()));
        }
        let target = Target::newest(Version::Python313);
        assert!(LIST_3_13.lines.lines().all(|line| target.is_interned_at_start(line)));
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
