//! Wrong programs made of right ones: snippets of Python files with small mutations, for comparisons and tests.
//!
//! **Invariants**: snippet `index` of a seed depends on the files, the kind, the seed and the index alone; nothing here
//! uses the lexer or the parser under test.

mod bytes;
mod human;
mod python2;
mod random;
mod scan;
mod tokens;
mod windows;

use random::Random;
use windows::Windows;

/// What kind of mistakes is made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Kind {
    /// One token is deleted, replaced, inserted, doubled or swapped.
    Tokens,
    /// Bytes are changed, inserted or deleted.
    Bytes,
    /// Mistakes that people make.
    Human,
}

impl Kind {
    /// All kinds with their names.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("tokens", Self::Tokens), ("bytes", Self::Bytes), ("human", Self::Human)];

    /// The name of the command line and of tables.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, kind)| *kind == self).expect("every kind has a name").0
    }
}

/// The files that mutants are made of.
#[derive(Debug)]
pub(crate) struct Mutants {
    windows: Windows,
    /// Whether NUL is among the bytes that are inserted.
    with_nul: bool,
}

impl Mutants {
    /// Takes the files that are UTF-8; the others are ignored.
    pub(crate) fn new(files: Vec<Vec<u8>>) -> Self {
        Self { windows: Windows::new(files), with_nul: false }
    }

    /// Lets byte mutants have NUL bytes.
    pub(crate) fn with_nul(self, with_nul: bool) -> Self {
        Self { with_nul, ..self }
    }

    /// Whether there is nothing to mutate.
    pub(crate) fn is_empty(&self) -> bool {
        self.windows.is_empty()
    }

    /// The snippet of a kind, a seed and an index.
    pub(crate) fn snippet(&self, kind: Kind, seed: u64, index: u64) -> Vec<u8> {
        let mut random = Random::new(&[kind as u64, seed, index]);
        let text = self.windows.pick(&mut random);
        match kind {
            Kind::Tokens => tokens::mutate(&text, &mut random).into_bytes(),
            Kind::Bytes => bytes::mutate(&text, self.with_nul, &mut random),
            Kind::Human => human::mutate(&text, &mut random).into_bytes(),
        }
    }
}
