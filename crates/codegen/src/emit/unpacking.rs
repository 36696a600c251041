//! Displays and calls with stars in 3.8: their parts are built and then unpacked into one (`BUILD_LIST_UNPACK` and its kin).
//!
//! Follows `starunpack_helper`, `compiler_dict` and `compiler_call_helper` (`Python/compile.c` of 3.8).

use pycmill_ast::{DictItem, Expr, ExprKind, Keyword};
use pycmill_target::Opcode;

use super::display::{Display, is_starred};
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

/// So many pairs are built into one dictionary.
const PAIRS_OF_RUN: usize = 0xFFFF;

impl<'a> Emitter<'a, '_> {
    /// A display of elements, of which runs without stars become parts of it.
    pub(super) fn unpacked_display(&mut self, loc: Location, elts: &[Expr<'a>], display: Display) -> Result {
        let (single, part, whole) = match display {
            Display::List => (Opcode::BUILD_LIST, Opcode::BUILD_TUPLE, Opcode::BUILD_LIST_UNPACK),
            Display::Tuple => (Opcode::BUILD_TUPLE, Opcode::BUILD_TUPLE, Opcode::BUILD_TUPLE_UNPACK),
            Display::Set => (Opcode::BUILD_SET, Opcode::BUILD_SET, Opcode::BUILD_SET_UNPACK),
        };
        let (mut parts, rest) = self.parts_with_stars(loc, elts, 0, part)?;
        if parts == 0 {
            self.addop_i(loc, single, rest);
            return Ok(());
        }
        parts += self.last_part(loc, rest, part);
        self.addop_i(loc, whole, parts);
        Ok(())
    }

    /// Writes elements; gives how many parts there are, and how many values on the stack are no part yet.
    fn parts_with_stars(&mut self, loc: Location, elts: &[Expr<'a>], pushed: u32, part: Opcode) -> Result<(u32, u32)> {
        let (mut parts, mut seen) = (0, pushed);
        for elt in elts {
            if let ExprKind::Starred { value, .. } = elt.kind {
                parts += self.last_part(loc, seen, part) + 1;
                seen = 0;
                self.visit_expr(value)?;
            } else {
                self.visit_expr(elt)?;
                seen += 1;
            }
        }
        Ok((parts, seen))
    }

    /// Makes a part of the values on the stack that are none, if there are any; how many that makes.
    fn last_part(&mut self, loc: Location, seen: u32, part: Opcode) -> u32 {
        if seen == 0 {
            return 0;
        }
        self.addop_i(loc, part, seen);
        1
    }

    /// `{key: value, **dict, …}`.
    pub(super) fn unpacked_dict(&mut self, loc: Location, items: &[DictItem<'a>]) -> Result {
        let (mut parts, mut start) = (0, 0);
        for (at, item) in items.iter().enumerate() {
            let unpacks = item.key.is_none();
            if at - start == PAIRS_OF_RUN || at > start && unpacks {
                self.run_of_pairs(loc, &items[start..at])?;
                parts += 1;
                start = at;
            }
            if unpacks {
                self.visit_expr(&item.value)?;
                parts += 1;
                start = at + 1;
            }
        }
        if start < items.len() || parts == 0 {
            self.run_of_pairs(loc, &items[start..])?;
            parts += 1;
        }
        if parts > 1 || items.last().is_some_and(|item| item.key.is_none()) {
            self.addop_i(loc, Opcode::BUILD_MAP_UNPACK, parts);
        }
        Ok(())
    }

    /// Calls with stars; `pushed` arguments are on the stack.
    pub(super) fn unpacked_call(
        &mut self,
        loc: Location,
        pushed: u32,
        args: &[Expr<'a>],
        keywords: &[Keyword<'a>],
    ) -> Result {
        debug_assert!(args.iter().any(is_starred) || keywords.iter().any(|keyword| keyword.arg.is_none()));
        let (mut parts, rest) = self.parts_with_stars(loc, args, pushed, Opcode::BUILD_TUPLE)?;
        parts += self.last_part(loc, rest, Opcode::BUILD_TUPLE);
        match parts {
            0 => self.addop_i(loc, Opcode::BUILD_TUPLE, 0),
            1 => {}
            _ => self.addop_i(loc, Opcode::BUILD_TUPLE_UNPACK_WITH_CALL, parts),
        }
        let dicts = self.unpacked_keywords(loc, keywords)?;
        self.addop_i(loc, Opcode::CALL_FUNCTION_EX, u32::from(dicts > 0));
        Ok(())
    }

    /// One dictionary of all keyword arguments; of how many it was made.
    fn unpacked_keywords(&mut self, loc: Location, keywords: &[Keyword<'a>]) -> Result<u32> {
        let mut dicts = 0;
        for run in keywords.chunk_by(|one, other| one.arg.is_some() && other.arg.is_some()) {
            match run {
                [Keyword { arg: None, value, .. }] => self.visit_expr(value)?,
                _ => self.run_of_keywords(loc, run)?,
            }
            dicts += 1;
        }
        if dicts > 1 {
            self.addop_i(loc, Opcode::BUILD_MAP_UNPACK_WITH_CALL, dicts);
        }
        Ok(dicts)
    }
}
