//! Sequence patterns.
//!
//! Follows `Python/compile.c` `compiler_pattern_sequence`, `pattern_helper_sequence_unpack`,
//! `pattern_helper_sequence_subscr`, `pattern_unpack_helper`.

use pycmill_ast::{CmpOp, Operator, Pattern, PatternKind};
use pycmill_target::Opcode;

use super::display::StarMessages;
use super::pattern::{PatternContext, is_wildcard};
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `[a, *rest]`.
    pub(crate) fn pattern_sequence(
        &mut self,
        loc: Location,
        patterns: &[Pattern<'a>],
        pc: &mut PatternContext,
    ) -> Result<Location> {
        let star = patterns.iter().position(is_star);
        if patterns.iter().filter(|p| is_star(p)).count() > 1 {
            return self.error("multiple starred names in sequence pattern", loc);
        }
        pc.on_top += 1;
        self.addop(loc, Opcode::MATCH_SEQUENCE);
        self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
        match star {
            None => self.check_length(loc, patterns.len(), CmpOp::Eq, pc),
            Some(_) if patterns.len() > 1 => self.check_length(loc, patterns.len() - 1, CmpOp::GtE, pc),
            Some(_) => {}
        }
        pc.on_top -= 1;
        if patterns.iter().all(|p| is_wildcard(p) || is_star_wildcard(p)) {
            self.addop(loc, Opcode::POP_TOP);
            return Ok(loc);
        }
        match star {
            Some(star) if is_star_wildcard(&patterns[star]) => self.sequence_subscr(loc, patterns, star, pc),
            _ => self.sequence_unpack(loc, patterns, pc),
        }
    }

    /// Compares the length of the subject with a number; fails unless it holds.
    pub(crate) fn check_length(&mut self, loc: Location, length: usize, op: CmpOp, pc: &mut PatternContext) {
        self.addop(loc, Opcode::GET_LEN);
        self.addop_load_int(loc, length as i64);
        self.addcompare(loc, op);
        self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
    }

    fn sequence_unpack(
        &mut self,
        mut loc: Location,
        patterns: &[Pattern<'a>],
        pc: &mut PatternContext,
    ) -> Result<Location> {
        let messages = StarMessages {
            too_many: "too many expressions in star-unpacking sequence pattern",
            multiple: "multiple starred expressions in sequence pattern",
        };
        self.unpack_helper(loc, patterns, is_star, &messages)?;
        pc.on_top += patterns.len();
        for pattern in patterns {
            pc.on_top -= 1;
            loc = self.subpattern(loc, pattern, pc)?;
        }
        Ok(loc)
    }

    /// A sequence with `*_`: only the items that matter are taken, by their index. Behind the star that
    /// is counted from the length, as subjects need not know negative indices.
    fn sequence_subscr(
        &mut self,
        mut loc: Location,
        patterns: &[Pattern<'a>],
        star: usize,
        pc: &mut PatternContext,
    ) -> Result<Location> {
        pc.on_top += 1;
        for (i, pattern) in patterns.iter().enumerate() {
            if i == star || is_wildcard(pattern) {
                continue;
            }
            self.duplicate(loc);
            if i < star {
                self.addop_load_int(loc, i as i64);
            } else {
                self.addop(loc, Opcode::GET_LEN);
                self.addop_load_int(loc, (patterns.len() - i) as i64);
                self.addop_binary(loc, Operator::Sub, false);
            }
            self.addop_subscript(loc);
            loc = self.subpattern(loc, pattern, pc)?;
        }
        pc.on_top -= 1;
        self.addop(loc, Opcode::POP_TOP);
        Ok(loc)
    }
}

fn is_star(p: &Pattern<'_>) -> bool {
    matches!(p.kind, PatternKind::MatchStar { .. })
}

fn is_star_wildcard(p: &Pattern<'_>) -> bool {
    matches!(p.kind, PatternKind::MatchStar { name: None })
}
