//! Identifiers as small numbers.
//!
//! Invariants: the table has 2^n slots, at least half of them free; a slot holds a name, or [`FREE`].

use bumpalo::Bump;

/// As many names as most files have: tables that grow enter all names again.
const USUAL: usize = 448;

/// The bit of a [`Name`] whose text begins with two underscores.
const PRIVATE: u32 = 1 << 31;

/// What a slot without name holds.
const FREE: Name = Name(u32::MAX);

/// An identifier of one file; its text is in the file's [`Names`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name(u32);

/// The identifiers of one file, each once, in order of first appearance.
///
/// Invariant: two [`Name`]s of one table are equal if and only if their texts are.
#[derive(Debug)]
pub struct Names<'a> {
    arena: &'a Bump,
    entries: Vec<Entry<'a>>,
    slots: Vec<Name>,
}

#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    text: &'a str,
    ends: Ends,
}

/// The first and last bytes of a text. Texts of one length up to [`Ends::WHOLE`] are equal if these are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Ends {
    first: u64,
    last: u64,
}

impl Ends {
    const WHOLE: usize = 16;

    fn of(text: &[u8]) -> Self {
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            return Self { first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last) };
        }
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            return Self { first: u32::from_le_bytes(*first).into(), last: u32::from_le_bytes(*last).into() };
        }
        match *text {
            [] => Self { first: 0, last: 0 },
            [first, ref rest @ ..] => {
                let middle = text[text.len() / 2];
                let last = *rest.last().unwrap_or(&first);
                Self { first: first.into(), last: u64::from(last) << 8 | u64::from(middle) }
            }
        }
    }

    /// A hash of the text that these belong to. Long texts often differ in the middle alone.
    fn hash(self, text: &[u8]) -> usize {
        let mut hash = mixed(self.first, self.last ^ text.len() as u64);
        if text.len() > Self::WHOLE {
            let (words, _) = text[8..].as_chunks();
            hash = words.iter().fold(hash, |hash, word| mixed(hash, u64::from_le_bytes(*word)));
        }
        hash as usize
    }
}

/// Every bit of the operands changes the high and low bits of the result: both halves of a product. The constants are digits of π;
/// no text has their bytes.
const fn mixed(one: u64, other: u64) -> u64 {
    let product = (one ^ 0x243f_6a88_85a3_08d3) as u128 * (other ^ 0x1319_8a2e_0370_7344) as u128;
    product as u64 ^ (product >> 64) as u64
}

impl<'a> Names<'a> {
    /// An empty table whose texts will live in `arena`.
    #[must_use]
    pub fn new(arena: &'a Bump) -> Self {
        Self { arena, entries: Vec::with_capacity(USUAL), slots: vec![FREE; (USUAL * 2).next_power_of_two()] }
    }

    /// The name with this text, entered if new.
    pub fn intern(&mut self, text: &str) -> Name {
        self.known(text.as_bytes()).unwrap_or_else(|| self.intern_rare(text))
    }

    /// The name with this text, if that is found at first sight: nearly all names are short, were entered before and lie
    /// where they belong.
    #[inline]
    #[must_use]
    pub fn known(&self, text: &[u8]) -> Option<Name> {
        if text.len() > Ends::WHOLE {
            return None;
        }
        let ends = Ends::of(text);
        let name = self.slots[ends.hash(text) & (self.slots.len() - 1)];
        let entry = self.entries.get(name.index())?;
        ((entry.ends, entry.text.len()) == (ends, text.len())).then_some(name)
    }

    #[inline(never)]
    fn intern_rare(&mut self, text: &str) -> Name {
        let ends = Ends::of(text.as_bytes());
        let hash = ends.hash(text.as_bytes());
        self.look_up(text, ends, hash).unwrap_or_else(|slot| self.enter(text, ends, slot))
    }

    /// The name with this text, if it was entered.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Name> {
        let ends = Ends::of(text.as_bytes());
        self.look_up(text, ends, ends.hash(text.as_bytes())).ok()
    }

    /// The text of a name of this table.
    #[must_use]
    pub fn text(&self, name: Name) -> &'a str {
        self.entries[name.index()].text
    }

    /// All texts, in order of first appearance.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &'a str> + '_ {
        self.entries.iter().map(|entry| entry.text)
    }

    /// The name with this text, or the slot where it belongs.
    #[inline(never)]
    fn look_up(&self, text: &str, ends: Ends, hash: usize) -> Result<Name, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash & mask;
        loop {
            let name = self.slots[slot];
            if name == FREE {
                return Err(slot);
            }
            let entry = &self.entries[name.index()];
            if entry.ends == ends && entry.text.len() == text.len() && (text.len() <= Ends::WHOLE || entry.text == text)
            {
                return Ok(name);
            }
            slot = (slot + 1) & mask;
        }
    }

    #[cold]
    fn enter(&mut self, text: &str, ends: Ends, slot: usize) -> Name {
        let text = self.arena.alloc_str(text);
        let number = self.entries.len() as u32;
        assert!(number < PRIVATE - 1, "a file has fewer than 2^31 names");
        let name = Name(if text.starts_with("__") { number | PRIVATE } else { number });
        self.entries.push(Entry { text, ends });
        self.slots[slot] = name;
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        name
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let old = std::mem::replace(&mut self.slots, vec![FREE; mask + 1]);
        for name in old.into_iter().filter(|name| *name != FREE) {
            let Entry { text, ends } = self.entries[name.index()];
            let mut slot = ends.hash(text.as_bytes()) & mask;
            while self.slots[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = name;
        }
    }
}

impl Name {
    /// Position in the table, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        (self.0 & !PRIVATE) as usize
    }

    /// Whether its text begins with two underscores.
    #[must_use]
    pub const fn is_private(self) -> bool {
        self.0 & PRIVATE != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of all lengths that differ in one byte, wherever it is.
    #[test]
    fn one_byte_makes_another_name() {
        let arena = Bump::new();
        let mut names = Names::new(&arena);
        let mut texts = vec![String::new()];
        for len in 1..40 {
            for at in 0..len {
                texts.push("_".repeat(at) + "x" + &"_".repeat(len - at - 1));
            }
        }
        let interned: Vec<Name> = texts.iter().map(|text| names.intern(text)).collect();
        for (at, (name, text)) in interned.iter().zip(&texts).enumerate() {
            assert_eq!((name.index(), names.text(*name)), (at, &**text));
            assert_eq!((names.intern(text), names.find(text)), (*name, Some(*name)));
            assert_eq!(name.is_private(), text.starts_with("__"));
        }
        assert_eq!(names.find("y"), None);
        assert!(names.texts().eq(texts.iter().map(String::as_str)));
    }
}
