//! The tree of the third-party parser to ours.
//!
//! **Invariants**: the left spines of operators, calls, attributes and subscripts are converted by a loop, which needs no
//! stack; all other nesting grows the stack where it needs to. Down to [`SHALLOW`] levels neither is needed. The first error is kept and reported at the end.

mod expr;
mod fstring;
mod number;
mod operators;
mod params;
mod pattern;
mod position;
mod shift;
mod spine;
mod stmt;
mod string;

use bumpalo::Bump;
use pycmill_ast::{Expr, ExprKind, Module, Name, Names, NodeId};
use pycmill_source::Span;
use pycmill_target::Target;
use ruff_python_ast as ruff;

use crate::blanking::Blanked;
use crate::fstrings::Generators;
use crate::{ErrorClass, ParseError};

/// Levels that the stack has room for: nodes above them are converted without a look at how much is left.
const SHALLOW: u32 = 16;

/// Bytes of stack that a level below them may need, and how much is added when they run out.
const RED_ZONE: usize = 64 * 1024;
const STACK_STEP: usize = 1024 * 1024;

/// Converts a whole file.
pub(crate) fn module<'a>(
    target: Target,
    context: Context<'_>,
    generators: Generators,
    arena: &'a Bump,
    names: &mut Names<'a>,
    module: &ruff::ModModule,
) -> Converted<'a> {
    let depth = Depth::default();
    let mut converter =
        Converter { target, context, shift: None, generators, arena, names, next_id: 0, depth, error: None };
    let body = stacker::maybe_grow(256 * 1024, 1024 * 1024, || converter.stmts(&module.body));
    let levels = converter.depth.deepest;
    let module = match converter.error {
        Some(error) => Err(error),
        None if levels > target.source_limits().nodes => Err(too_deep(target)),
        None => Ok(Module { body, node_ids: converter.next_id }),
    };
    Converted { module, levels }
}

/// A converted file.
pub(crate) struct Converted<'a> {
    /// Its tree.
    pub(crate) module: Result<Module<'a>, ParseError>,
    /// How deep the tree of the third-party parser nests.
    pub(crate) levels: u32,
}

/// Drops a tree of the third-party parser with so many levels. Dropping recurses a few times per level.
pub(crate) fn drop_tree<T>(tree: T, levels: u32) {
    let stack = levels as usize * 1024;
    stacker::maybe_grow(stack + RED_ZONE, stack + STACK_STEP, || drop(tree));
}

fn too_deep(target: Target) -> ParseError {
    ParseError::without_place(ErrorClass::RecursionError, target.source_limits().nodes_message)
}

/// How deep the node under conversion lies, and the deepest one did. Statements, expressions, patterns and type parameters
/// count, as in CPython's recursions over the tree.
#[derive(Default)]
struct Depth {
    now: u32,
    deepest: u32,
}

impl Depth {
    fn enter(&mut self, levels: u32) {
        self.reach(levels);
        self.now += levels;
    }

    /// Notes a node so many levels below that has no nodes in it.
    fn reach(&mut self, levels: u32) {
        self.deepest = self.deepest.max(self.now + levels);
    }

    const fn leave(&mut self, levels: u32) {
        self.now -= levels;
    }
}

/// What the tree does not hold.
#[derive(Clone, Copy)]
pub(crate) struct Context<'s> {
    /// The text that was parsed.
    pub(crate) source: &'s pycmill_source::Source,
    /// What the tree lacks because it was blanked in the text.
    pub(crate) blanked: &'s Blanked,
    /// The most digits a decimal literal may have; 0 is no limit.
    pub(crate) max_str_digits: u32,
}

struct Converter<'a, 's, 'n> {
    target: Target,
    context: Context<'s>,
    /// Of the replacement field under conversion.
    shift: Option<shift::Shift>,
    /// What the tree lacks in f-strings because it was parsed apart.
    generators: Generators,
    arena: &'a Bump,
    names: &'n mut Names<'a>,
    next_id: u32,
    depth: Depth,
    error: Option<ParseError>,
}

impl<'a, 's> Converter<'a, 's, '_> {
    fn text(&self) -> &'s str {
        self.context.source.text()
    }

    /// Whether the node under conversion is among the first levels.
    const fn is_shallow(&self) -> bool {
        self.depth.now <= SHALLOW
    }

    /// Converts what may nest, on a stack that suffices.
    fn guarded<T>(&mut self, convert: impl FnOnce(&mut Self) -> T) -> T {
        if self.is_shallow() { convert(self) } else { stacker::maybe_grow(RED_ZONE, STACK_STEP, || convert(self)) }
    }

    const fn node_id(&mut self) -> NodeId {
        let id = NodeId(self.next_id);
        self.next_id += 1;
        id
    }

    fn name(&mut self, name: &ruff::name::Name) -> Name {
        self.names.intern(name.as_str())
    }

    fn identifier(&mut self, identifier: &ruff::Identifier) -> Name {
        self.name(&identifier.id)
    }

    fn optional_identifier(&mut self, identifier: Option<&ruff::Identifier>) -> Option<Name> {
        identifier.map(|identifier| self.identifier(identifier))
    }

    /// Keeps the first error.
    fn fail(&mut self, error: ParseError) {
        self.error.get_or_insert(error);
    }

    fn alloc(&self, span: Span, kind: ExprKind<'a>) -> &'a Expr<'a> {
        self.arena.alloc(Expr { span, kind })
    }

    fn list<T, U: Copy>(&mut self, items: &[T], mut convert: impl FnMut(&mut Self, &T) -> U) -> &'a [U] {
        if items.is_empty() {
            return &[];
        }
        let arena = self.arena;
        arena.alloc_slice_fill_with(items.len(), |at| convert(self, &items[at]))
    }
}
