//! List, set and tuple displays; lists and tuples as targets.
//!
//! Follows `Python/compile.c` `starunpack_helper`, `unpack_helper`, `assignment_helper`,
//! `compiler_list`, `compiler_tuple`, `compiler_set`.

use pycmill_ast::{Constant, Expr, ExprContext, ExprKind};
use pycmill_object::{ObjId, Value};
use pycmill_target::operands::intrinsic_1;
use pycmill_target::{ConstantDisplay, Opcode};

use super::{Emitter, Result};
use crate::fold;
use pycmill_flow::ir::Location;

/// What a display is made of, as the operands `build`, `add`, `extend` and `tuple` of
/// `starunpack_helper`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Display {
    List,
    Set,
    Tuple,
}

impl Display {
    const fn build(self) -> Opcode {
        if matches!(self, Self::Set) { Opcode::BUILD_SET } else { Opcode::BUILD_LIST }
    }

    const fn add(self) -> Opcode {
        if matches!(self, Self::Set) { Opcode::SET_ADD } else { Opcode::LIST_APPEND }
    }

    const fn extend(self) -> Opcode {
        if matches!(self, Self::Set) { Opcode::SET_UPDATE } else { Opcode::LIST_EXTEND }
    }
}

impl<'a> Emitter<'a, '_> {
    /// `[…]`.
    pub(crate) fn list(&mut self, loc: Location, elts: &[Expr<'a>], ctx: ExprContext) -> Result {
        self.sequence(loc, elts, ctx, Display::List)
    }

    /// `(…, …)`.
    pub(crate) fn tuple(&mut self, loc: Location, elts: &[Expr<'a>], ctx: ExprContext) -> Result {
        self.sequence(loc, elts, ctx, Display::Tuple)
    }

    /// `{…, …}`.
    pub(crate) fn set(&mut self, loc: Location, elts: &[Expr<'a>]) -> Result {
        self.starunpack_helper(loc, elts, 0, Display::Set)
    }

    fn sequence(&mut self, loc: Location, elts: &[Expr<'a>], ctx: ExprContext, display: Display) -> Result {
        match ctx {
            ExprContext::Store => self.assignment_helper(loc, elts),
            ExprContext::Load => self.starunpack_helper(loc, elts, 0, display),
            ExprContext::Del => self.visit_exprs(elts),
        }
    }

    /// Makes a sequence of `pushed` values already on the stack and the elements.
    pub(crate) fn starunpack_helper(
        &mut self,
        loc: Location,
        elts: &[Expr<'a>],
        pushed: u32,
        display: Display,
    ) -> Result {
        if self.target.unpacks_into_displays() {
            return self.unpacked_display(loc, elts, display);
        }
        if elts.len() > 2
            && self.target.constant_display() == ConstantDisplay::FromThree
            && let Some(values) = all_constants(elts.iter())
        {
            self.constant_display(loc, values, pushed, display);
            return Ok(());
        }
        let count = elts.len() as u32 + pushed;
        let big = count as usize > self.target.stack_use_guideline();
        if big || elts.iter().any(is_starred) {
            return self.grown_display(loc, elts, pushed, display, big);
        }
        self.visit_exprs(elts)?;
        let build = if display == Display::Tuple { Opcode::BUILD_TUPLE } else { display.build() };
        self.addop_i(loc, build, count);
        Ok(())
    }

    fn constant_display(&mut self, loc: Location, values: Vec<Constant<'a>>, pushed: u32, display: Display) {
        if display == Display::Tuple && (pushed == 0 || self.target.constant_tuples_forget_pushed_values()) {
            let folded = self.constant_tuple(&values);
            self.addop_load_object(loc, folded);
            return;
        }
        let folded = match display {
            Display::Set => {
                let items: Vec<ObjId> = fold::distinct(values).iter().map(|value| self.constant(value)).collect();
                self.pool.add(Value::FrozenSet(&items))
            }
            Display::List | Display::Tuple => self.constant_tuple(&values),
        };
        self.addop_i(loc, display.build(), pushed);
        self.addop_load_object(loc, folded);
        self.addop_i(loc, display.extend(), 1);
        if display == Display::Tuple {
            self.addop_intrinsic_1(loc, intrinsic_1::LIST_TO_TUPLE);
        }
    }

    /// A display that is filled element by element, for its size or for a star in it.
    fn grown_display(&mut self, loc: Location, elts: &[Expr<'a>], pushed: u32, display: Display, big: bool) -> Result {
        let mut sequence_built = big;
        if big {
            self.addop_i(loc, display.build(), pushed);
        }
        for (i, elt) in elts.iter().enumerate() {
            if let ExprKind::Starred { value, .. } = elt.kind {
                if !sequence_built {
                    self.addop_i(loc, display.build(), i as u32 + pushed);
                    sequence_built = true;
                }
                self.visit_expr(value)?;
                self.addop_i(loc, display.extend(), 1);
            } else {
                self.visit_expr(elt)?;
                if sequence_built {
                    self.addop_i(loc, display.add(), 1);
                }
            }
        }
        if display == Display::Tuple {
            self.addop_intrinsic_1(loc, intrinsic_1::LIST_TO_TUPLE);
        }
        Ok(())
    }

    /// A new tuple object of constants of the tree.
    pub(crate) fn constant_tuple(&mut self, values: &[Constant<'a>]) -> ObjId {
        let items: Vec<ObjId> = values.iter().map(|value| self.constant(value)).collect();
        self.pool.add(Value::Tuple(&items))
    }

    fn assignment_helper(&mut self, loc: Location, elts: &[Expr<'a>]) -> Result {
        let counts = self.target.counts_starred_targets();
        let message = StarMessages {
            too_many: "too many expressions in star-unpacking assignment",
            multiple: if counts { TWO_STARRED } else { MULTIPLE_STARRED },
        };
        self.unpack_helper(loc, elts, is_starred, &message)?;
        for elt in elts {
            match elt.kind {
                ExprKind::Starred { value, .. } => self.visit_expr(value)?,
                _ => self.visit_expr(elt)?,
            }
        }
        Ok(())
    }

    /// `UNPACK_SEQUENCE`, or `UNPACK_EX` if one of the targets is starred. For targets of assignments
    /// and of patterns (`pattern_unpack_helper`).
    pub(crate) fn unpack_helper<T>(
        &mut self,
        loc: Location,
        elts: &[T],
        is_starred: impl Fn(&T) -> bool,
        messages: &StarMessages,
    ) -> Result {
        let mut seen_star = false;
        for (i, _) in elts.iter().enumerate().filter(|(_, elt)| is_starred(elt)) {
            if seen_star {
                return self.error(messages.multiple, loc);
            }
            let after = elts.len() - i - 1;
            if i >= 1 << 8 || after >= i32::MAX as usize >> 8 {
                return self.error(messages.too_many, loc);
            }
            self.addop_i(loc, Opcode::UNPACK_EX, i as u32 + ((after as u32) << 8));
            seen_star = true;
        }
        if !seen_star {
            self.addop_i(loc, Opcode::UNPACK_SEQUENCE, elts.len() as u32);
        }
        Ok(())
    }
}

const TWO_STARRED: &str = "two starred expressions in assignment";
const MULTIPLE_STARRED: &str = "multiple starred expressions in assignment";

/// What is wrong with the stars of a target list.
pub(crate) struct StarMessages {
    pub(crate) too_many: &'static str,
    pub(crate) multiple: &'static str,
}

/// Whether an element is `*x`.
pub(crate) fn is_starred(elt: &Expr<'_>) -> bool {
    matches!(elt.kind, ExprKind::Starred { .. })
}

/// The values, if all the expressions are constants (`are_all_items_const`).
pub(crate) fn all_constants<'a: 'e, 'e>(exprs: impl Iterator<Item = &'e Expr<'a>>) -> Option<Vec<Constant<'a>>> {
    let constant = |e: &'e Expr<'a>| match e.kind {
        ExprKind::Constant { value, .. } => Some(value),
        _ => None,
    };
    exprs.map(constant).collect()
}
