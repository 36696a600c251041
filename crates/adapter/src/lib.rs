#![doc = include_str!("../README.md")]
//!
//! A tree of `rustpython-parser` to the tree of `pycmill_ast`.
//!
//! **Invariants**: nothing of the tree is checked; what it says is converted, and its places are mended where CPython has others
//! and the text tells which. No tree overflows the stack: chains that lean to the left are converted by a loop, whatever else
//! nests grows the stack where it needs to.
#![warn(clippy::disallowed_methods)]

mod chain;
mod constant;
mod expr;
mod operators;
mod params;
mod pattern;
mod places;
mod stmt;

use bumpalo::Bump;
use pycmill_ast::{Foldable, Module, Name, Names, NodeId};
use pycmill_source::Source;
use rustpython_parser::ast;
use unicode_normalization::UnicodeNormalization;

use self::places::Places;

/// Bytes of stack that a level of the tree may need, and how much is added when they run out.
const RED_ZONE: usize = 64 * 1024;
const STACK_STEP: usize = 1024 * 1024;

/// A converted file.
#[derive(Debug)]
pub struct Adapted<'a> {
    /// Its tree.
    pub module: Module<'a>,
    /// Its text without byte order mark and with `\n` for every newline, which the places of the tree are in.
    pub source: Source,
}

/// Converts the statements of a module that `rustpython-parser` has made from `text`.
pub fn adapt<'a>(text: &str, body: &[ast::Stmt], arena: &'a Bump, names: &mut Names<'a>) -> Adapted<'a> {
    let source = Source::from_text(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut adapter = Adapter { places: Places::new(text), text: source.text(), arena, names, next_id: 0 };
    let body = adapter.deep(|this| this.stmts(body));
    let module = Module { body, node_ids: adapter.next_id, foldable: Foldable::ANYTHING };
    Adapted { module, source }
}

struct Adapter<'s, 'a, 'n> {
    places: Places,
    /// As the places count it.
    text: &'s str,
    arena: &'a Bump,
    names: &'n mut Names<'a>,
    next_id: u32,
}

impl<'a> Adapter<'_, 'a, '_> {
    /// Converts what may nest, on a stack that suffices.
    fn deep<T>(&mut self, convert: impl FnOnce(&mut Self) -> T) -> T {
        stacker::maybe_grow(RED_ZONE, STACK_STEP, || convert(self))
    }

    const fn node_id(&mut self) -> NodeId {
        let id = NodeId(self.next_id);
        self.next_id += 1;
        id
    }

    /// A name is what its normal form says; the tree has it as it was written.
    fn name(&mut self, name: &ast::Identifier) -> Name {
        if name.is_ascii() {
            return self.names.intern(name);
        }
        self.names.intern(&name.nfkc().collect::<String>())
    }

    fn optional_name(&mut self, name: Option<&ast::Identifier>) -> Option<Name> {
        name.map(|name| self.name(name))
    }

    fn list<T, U: Copy>(&mut self, items: &[T], mut convert: impl FnMut(&mut Self, &T) -> U) -> &'a [U] {
        let arena = self.arena;
        arena.alloc_slice_fill_with(items.len(), |at| convert(self, &items[at]))
    }
}
