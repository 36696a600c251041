//! Mapping and class patterns in 3.10, which takes the matched values one by one from their tuple.
//!
//! Follows `compiler_pattern_mapping` and `compiler_pattern_class` (`Python/compile.c` of 3.10).

use pycmill_ast::{Name, Pattern};
use pycmill_target::Opcode;

use super::pattern::{PatternContext, is_wildcard};
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// The values of a mapping, whose tuple lies above that of the keys and the subject, below whether all keys were there.
    pub(super) fn mapping_items(
        &mut self,
        loc: Location,
        patterns: &[Pattern<'a>],
        rest: Option<Name>,
        pc: &mut PatternContext,
    ) -> Result<Location> {
        pc.on_top += 2;
        self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
        let loc = self.match_items(loc, patterns.iter(), pc)?;
        pc.on_top -= 2;
        self.addop(loc, Opcode::POP_TOP);
        if rest.is_some() {
            self.addop(loc, Opcode::COPY_DICT_WITHOUT_KEYS);
        }
        self.pattern_store_name(loc, rest, pc)?;
        pc.on_top -= 1;
        self.addop(loc, Opcode::POP_TOP);
        Ok(loc)
    }

    /// The attributes of an instance, whose tuple lies below whether it is one with all of them.
    pub(super) fn class_items(
        &mut self,
        loc: Location,
        patterns: &[Pattern<'a>],
        kwd_patterns: &[Pattern<'a>],
        pc: &mut PatternContext,
    ) -> Result<Location> {
        pc.on_top += 1;
        self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
        let loc = self.match_items(loc, patterns.iter().chain(kwd_patterns), pc)?;
        pc.on_top -= 1;
        self.addop(loc, Opcode::POP_TOP);
        Ok(loc)
    }

    /// Matches each item of the tuple on the stack that matters.
    fn match_items<'p>(
        &mut self,
        mut loc: Location,
        patterns: impl Iterator<Item = &'p Pattern<'a>>,
        pc: &mut PatternContext,
    ) -> Result<Location>
    where
        'a: 'p,
    {
        for (i, pattern) in patterns.enumerate().filter(|(_, pattern)| !is_wildcard(pattern)) {
            self.duplicate(loc);
            self.addop_load_int(loc, i as i64);
            self.addop_subscript(loc);
            loc = self.subpattern(loc, pattern, pc)?;
        }
        Ok(loc)
    }
}
