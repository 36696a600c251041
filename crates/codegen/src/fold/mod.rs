//! Changes of the tree before the symbol table: constant folding up to 3.13; later versions fold in
//! the flow graph and only prepare here.
//!
//! Follows `Python/ast_opt.c` `_PyAST_Optimize` and `Python/ast_preprocess.c` `_PyAST_Preprocess`. What
//! is left of it in 3.14: `__debug__`, `%` with a constant template, constants in patterns, removal of
//! docstrings, warnings about control flow in `finally`. Invariants: parts without a change are shared with
//! the tree given; `pycmill_flow::eval` computes as Python does and gives nothing where Python raises.

mod display;
mod expr;
mod finally;
mod format;
mod function;
mod pattern;
mod stmt;

pub(crate) use display::distinct;

use bumpalo::Bump;
use pycmill_ast::{Expr, Foldable, Module, Name, Names};
use pycmill_source::LineIndex;
use pycmill_target::{Folding, Target};

use crate::error::{Warning, WarningClass};
use crate::future::Features;
use crate::stack;
use pycmill_flow::ir::Location;

/// What `~True` warns of (3.12 and 3.13, which still fold it), in two parts between which the date may stand.
const BOOL_INVERT: [&str; 2] = [
    "Bitwise inversion '~' on bool is deprecated",
    ". This \
    returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a \
    bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the \
    underlying int.",
];

struct Folder<'t, 'a> {
    target: Target,
    arena: &'a Bump,
    /// Whether docstrings go.
    drops_docstrings: bool,
    /// Where something else may change.
    foldable: Foldable<'a>,
    /// The name `__debug__`, if the file has it.
    dunder_debug: Option<Name>,
    lines: &'t LineIndex,
    optimize: u8,
    keeps_bool_invert: bool,
    future_annotations: bool,
    /// Whether constant expressions are evaluated here.
    evaluates: bool,
    /// Whether `return`, `break` and `continue` leave a `finally` block: inside of it, no function or
    /// loop between.
    in_finally: bool,
    /// How deep the part under change lies.
    level: u32,
    warnings: &'t mut Vec<Warning>,
}

/// What a tree is folded for.
#[derive(Clone, Copy, Debug)]
pub struct Context<'t> {
    /// The version.
    pub target: Target,
    /// The lines of the source, for warnings.
    pub lines: &'t LineIndex,
    /// 0, 1 for `-O`, 2 for `-OO`.
    pub optimize: u8,
    /// Whether `~True` stays where it warns.
    pub keeps_bool_invert: bool,
    /// What the file's future statements ask for.
    pub features: Features,
}

/// The module as the symbol table and the code generator see it. Warnings of Python operations have no
/// place in the source. A debug build looks at every expression and compares.
pub fn fold<'a>(
    context: Context<'_>,
    module: &Module<'a>,
    names: &Names<'a>,
    arena: &'a Bump,
    warnings: &mut Vec<Warning>,
) -> Module<'a> {
    let folded = fold_marked(context, module, names, arena, warnings);
    if cfg!(debug_assertions) && module.foldable != Foldable::ANYTHING {
        let all = Module { foldable: Foldable::ANYTHING, ..*module };
        let whole = fold_marked(context, &all, names, arena, &mut Vec::new());
        assert!(whole.body == folded.body, "all that can be folded is marked");
    }
    folded
}

/// [`fold`] of what is marked.
fn fold_marked<'a>(
    context: Context<'_>,
    module: &Module<'a>,
    names: &Names<'a>,
    arena: &'a Bump,
    warnings: &mut Vec<Warning>,
) -> Module<'a> {
    let dunder_debug = names.find("__debug__");
    let mut folder = Folder {
        target: context.target,
        arena,
        drops_docstrings: context.optimize >= 2 && context.target.removes_docstrings_from_the_tree(),
        foldable: if dunder_debug.is_some() { Foldable::ANYTHING } else { module.foldable },
        dunder_debug,
        lines: context.lines,
        optimize: context.optimize,
        keeps_bool_invert: context.keeps_bool_invert,
        future_annotations: context.features.annotations,
        evaluates: context.target.folding() == Folding::Tree,
        in_finally: false,
        level: 0,
        warnings,
    };
    let mut changed = false;
    let body = stack::ensured(|| folder.body(module.body, &mut changed));
    Module { body, ..*module }
}

impl<'a> Folder<'_, 'a> {
    /// Changes what may nest, on a stack that suffices.
    #[inline]
    fn nested<T>(&mut self, fold: impl FnOnce(&mut Self) -> T) -> T {
        self.level += 1;
        let folded = if stack::is_checked(self.level) { stack::ensured(|| fold(self)) } else { fold(self) };
        self.level -= 1;
        folded
    }

    /// A part that is a list: the same one unless `fold` changes an element. `changed` is set then.
    #[inline]
    fn list<T: Copy>(
        &mut self,
        items: &'a [T],
        changed: &mut bool,
        fold: impl FnMut(&mut Self, &'a T) -> Option<T>,
    ) -> &'a [T] {
        if items.is_empty() {
            return items;
        }
        self.some(items, changed, fold)
    }

    fn some<T: Copy>(
        &mut self,
        items: &'a [T],
        changed: &mut bool,
        mut fold: impl FnMut(&mut Self, &'a T) -> Option<T>,
    ) -> &'a [T] {
        let mut new: Option<&'a mut [T]> = None;
        for (at, item) in items.iter().enumerate() {
            if let Some(item) = fold(self, item) {
                new.get_or_insert_with(|| self.arena.alloc_slice_copy(items))[at] = item;
            }
        }
        *changed |= new.is_some();
        new.map_or(items, |new| new)
    }

    fn exprs(&mut self, exprs: &'a [Expr<'a>], changed: &mut bool) -> &'a [Expr<'a>] {
        self.list(exprs, changed, |folder, expr| folder.expr(expr).copied())
    }

    fn child(&mut self, expr: &'a Expr<'a>, changed: &mut bool) -> &'a Expr<'a> {
        match self.expr(expr) {
            Some(new) => {
                *changed = true;
                new
            }
            None => expr,
        }
    }

    fn opt_child(&mut self, expr: Option<&'a Expr<'a>>, changed: &mut bool) -> Option<&'a Expr<'a>> {
        expr.map(|expr| self.child(expr, changed))
    }

    /// Whether `~True` can be folded, with its warning.
    fn inverts_bool(&mut self) -> bool {
        let Some(warning) = bool_invert_warning(self.target) else { return true };
        if self.keeps_bool_invert {
            return false;
        }
        self.warnings.push(warning);
        true
    }
}

/// What folding `~True` warns of. It has no place in the file.
#[must_use]
pub fn bool_invert_warning(target: Target) -> Option<Warning> {
    let date = if target.dates_bool_invert() { " and will be removed in Python 3.16" } else { "" };
    target.warns_of_bool_invert().then(|| Warning {
        class: WarningClass::DeprecationWarning,
        message: BOOL_INVERT.join(date),
        location: Location::NONE,
    })
}
