//! Identifiers as small numbers.

use bumpalo::Bump;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// As many names as most files have: tables that grow enter all names again.
const USUAL: usize = 448;

/// An identifier of one file; its text is in the file's [`Names`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name(u32);

/// The identifiers of one file, each once, in order of first appearance.
///
/// Invariant: two [`Name`]s of one table are equal if and only if their texts are.
#[derive(Debug)]
pub struct Names<'a> {
    arena: &'a Bump,
    texts: Vec<&'a str>,
    ids: FxHashMap<&'a str, Name>,
}

impl<'a> Names<'a> {
    /// An empty table whose texts will live in `arena`.
    #[must_use]
    pub fn new(arena: &'a Bump) -> Self {
        let ids = FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher);
        Self { arena, texts: Vec::with_capacity(USUAL), ids }
    }

    /// The name with this text, entered if new.
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(name) = self.ids.get(text) {
            return *name;
        }
        let text = self.arena.alloc_str(text);
        let name = Name(u32::try_from(self.texts.len()).expect("a file has fewer than 2^32 names"));
        self.texts.push(text);
        self.ids.insert(text, name);
        name
    }

    /// The name with this text, if it was entered.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Name> {
        self.ids.get(text).copied()
    }

    /// The text of a name of this table.
    #[must_use]
    pub fn text(&self, name: Name) -> &'a str {
        self.texts[name.0 as usize]
    }

    /// All texts, in order of first appearance.
    pub fn texts(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.texts.iter().copied()
    }
}

impl Name {
    /// Position in the table, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}
