//! The strings that the interpreter has interned before it starts to compile.
//!
//! Recorded by `xtask/src/facts/interned.py` from a fresh `python -m py_compile FILE` whose standard library has cached byte
//! code; only strings that can show in a `.pyc` file are listed. The names of files and the words of `.pth` files are not.
//! Invariant: a list has one string per line.
//!
//! Every name and name-like constant of every file is looked for, and a tiny file must not wait for a table to be filled: the
//! compiler of this crate fills it.

use crate::{Target, Version};

/// How many slots the table of a list has; the longest list fills two thirds.
const SLOTS: usize = 1 << 14;
/// The bits of a slot that say where the string begins; the others are those of its hash.
const START_BITS: u32 = 18;

/// A list, and a table with open addressing over it.
struct Strings {
    list: &'static [u8],
    /// One more than the place of a string, with bits of its hash; 0 without one.
    slots: [u32; SLOTS],
}

/// Tables made of lists.
macro_rules! lists {
    ($($name:ident = $file:literal;)+) => {
        $(static $name: Strings = Strings::of(include_bytes!($file));)+
    };
}

lists! {
    LIST_3_8 = "../facts/interned-3.8.txt";
    LIST_3_9_2 = "../facts/interned-3.9.2.txt";
    LIST_3_9 = "../facts/interned-3.9.txt";
    LIST_3_10 = "../facts/interned-3.10.txt";
    LIST_3_11 = "../facts/interned-3.11.txt";
    LIST_3_12 = "../facts/interned-3.12.txt";
    LIST_3_13_0 = "../facts/interned-3.13.0.txt";
    LIST_3_13 = "../facts/interned-3.13.txt";
    LIST_3_14 = "../facts/interned-3.14.txt";
    LIST_3_15 = "../facts/interned-3.15.txt";
}

/// Eight bytes at a time; constant evaluation must be able to compute it.
const fn hash(mut text: &[u8]) -> u32 {
    let mut hash = text.len() as u64;
    while let Some((chunk, rest)) = text.split_first_chunk() {
        hash = mixed(hash ^ u64::from_le_bytes(*chunk));
        text = rest;
    }
    let mut last = 0;
    while let [byte, rest @ ..] = text {
        last = last << 8 | *byte as u64;
        text = rest;
    }
    mixed(hash ^ last) as u32
}

/// The upper half of a product depends on all bits.
const fn mixed(bits: u64) -> u64 {
    let product = bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ product >> 32
}

/// The bits of a hash that stand in a slot; the first slot is chosen by others.
const fn tag(hash: u32) -> u32 {
    hash >> START_BITS
}

impl Strings {
    const fn of(list: &'static [u8]) -> Self {
        assert!(list.len() < (1 << START_BITS) - 1, "a slot has room for every place");
        let mut slots = [0; SLOTS];
        let (mut at, mut start) = (0, 0);
        while at < list.len() {
            if list[at] == b'\n' {
                let hash = hash(list.split_at(at).0.split_at(start).1);
                let mut slot = hash as usize % SLOTS;
                while slots[slot] != 0 {
                    slot = (slot + 1) % SLOTS;
                }
                slots[slot] = tag(hash) << START_BITS | (start as u32 + 1);
                start = at + 1;
            }
            at += 1;
        }
        Self { list, slots }
    }

    fn contains(&self, text: &[u8]) -> bool {
        let hash = hash(text);
        let mut slot = hash as usize % SLOTS;
        loop {
            let found = self.slots[slot];
            if found == 0 {
                return false;
            }
            if found >> START_BITS == tag(hash) && self.is_at((found & ((1 << START_BITS) - 1)) as usize - 1, text) {
                return true;
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// Whether a text is the line that begins at a place.
    fn is_at(&self, start: usize, text: &[u8]) -> bool {
        let rest = self.list[start..].strip_prefix(text);
        rest.is_some_and(|rest| rest.starts_with(b"\n")) && !text.contains(&b'\n')
    }
}

impl Target {
    /// Whether a string of this text exists and is interned when a compilation starts, so that interning an equal string
    /// replaces it.
    ///
    /// Of the strings of one character, each of which is one object for
    /// almost everything, these are [`Target::characters_interned_apart`].
    #[must_use]
    pub fn is_interned_at_start(self, text: &[u8]) -> bool {
        let list = match (self.version(), self.micro()) {
            (Version::Python38, _) => &LIST_3_8,
            (Version::Python39, ..=2) => &LIST_3_9_2,
            (Version::Python39, _) => &LIST_3_9,
            (Version::Python310, _) => &LIST_3_10,
            (Version::Python311, _) => &LIST_3_11,
            (Version::Python312, _) => &LIST_3_12,
            (Version::Python313, 0) => &LIST_3_13_0,
            (Version::Python313, _) => &LIST_3_13,
            (Version::Python314, _) => &LIST_3_14,
            (Version::Python315, _) => &LIST_3_15,
        };
        list.contains(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(strings: &Strings) -> impl Iterator<Item = &[u8]> {
        strings.list.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
    }

    #[test]
    fn the_lists_are_long_and_nothing_else_is_found() {
        let old = [&LIST_3_8, &LIST_3_9_2, &LIST_3_9, &LIST_3_10];
        for list in old.into_iter().chain([&LIST_3_11, &LIST_3_12, &LIST_3_13_0, &LIST_3_13, &LIST_3_14, &LIST_3_15]) {
            assert!(lines(list).count() > 4000);
            assert!(lines(list).all(|line| list.contains(line)));
            assert!(lines(list).all(|line| !list.contains(&[line, b"\x01"].concat())));
        }
        let target = Target::newest(Version::Python313);
        let two_lines: Vec<u8> = lines(&LIST_3_13).take(2).collect::<Vec<_>>().join(&b'\n');
        let others: [&[u8]; 5] = [b"", b"~", b"0", b"append\n", &two_lines];
        assert!(others.iter().all(|text| !target.is_interned_at_start(text)));
    }

    #[test]
    fn characters_interned_apart_are_listed() {
        for version in Version::ALL {
            // The releases that the lists were recorded with are early ones.
            let target = Target::new(version, 1);
            let listed = (0..0x80).filter(|byte| target.is_interned_at_start(&[*byte])).map(char::from);
            assert_eq!(listed.collect::<String>(), target.characters_interned_apart(), "{target}");
        }
    }

    #[test]
    fn releases_have_their_own_lists() {
        let [first, newest] = ["3.13.0", "3.13"].map(|text| text.parse::<Target>().expect("supported"));
        assert!(first.is_interned_at_start(b"HelpFormatter._Section") && newest.is_interned_at_start(b"append"));
        assert!(!first.is_interned_at_start(b"CO_NESTED") && newest.is_interned_at_start(b"CO_NESTED"));
        assert!(!newest.is_interned_at_start(b"surely_no_name_of_the_library"));
    }
}
