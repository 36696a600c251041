//! Mapping and class patterns.
//!
//! Follows `Python/compile.c` `compiler_pattern_mapping`, `compiler_pattern_class`,
//! `validate_kwd_attrs`.

use pycmill_ast::{CmpOp, Expr, ExprContext, ExprKind, Name, Pattern};
use pycmill_object::Pool;
use pycmill_target::Opcode;
use rustc_hash::{FxHashMap, FxHashSet};

use super::pattern::{PatternContext, is_wildcard};
use super::{Emitter, Result};
use crate::unparse;
use pycmill_flow::eval;
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `{key: pattern, **rest}`.
    pub(crate) fn pattern_mapping(
        &mut self,
        mut loc: Location,
        keys: &[Expr<'a>],
        patterns: &[Pattern<'a>],
        rest: Option<Name>,
        pc: &mut PatternContext,
    ) -> Result<Location> {
        pc.on_top += 1;
        self.addop(loc, Opcode::MATCH_MAPPING);
        self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
        if keys.is_empty() && rest.is_none() {
            pc.on_top -= 1;
            self.addop(loc, Opcode::POP_TOP);
            return Ok(loc);
        }
        if !keys.is_empty() {
            self.check_length(loc, keys.len(), CmpOp::GtE, pc);
        }
        self.mapping_keys(loc, keys)?;
        self.addop(loc, Opcode::MATCH_KEYS);
        if !self.target.unpacks_matched_values() {
            return self.mapping_items(loc, patterns, rest, pc);
        }
        // The tuples of keys and of values lie above the subject.
        pc.on_top += 2;
        self.fail_on_none(loc, pc);
        self.addop_i(loc, Opcode::UNPACK_SEQUENCE, keys.len() as u32);
        pc.on_top = pc.on_top + keys.len() - 1;
        for pattern in patterns {
            pc.on_top -= 1;
            loc = self.subpattern(loc, pattern, pc)?;
        }
        pc.on_top -= 2;
        let Some(rest) = rest else {
            self.addop(loc, Opcode::POP_TOP);
            self.addop(loc, Opcode::POP_TOP);
            return Ok(loc);
        };
        self.remove_keys(loc, keys.len() as u32);
        self.pattern_store_name(loc, Some(rest), pc)?;
        Ok(loc)
    }

    /// The tuple of the keys, which are literals, all different, or attributes.
    fn mapping_keys(&mut self, loc: Location, keys: &[Expr<'a>]) -> Result {
        let mut seen = FxHashSet::default();
        for key in keys {
            match &key.kind {
                ExprKind::Constant { value, .. } => {
                    if eval::key(*value).is_some_and(|key| !seen.insert(key)) {
                        let repr = unparse::unparse(self.target, self.names, key);
                        let repr = String::from_utf8_lossy(&repr);
                        return self.error(format!("mapping pattern checks duplicate key ({repr})"), loc);
                    }
                }
                ExprKind::Attribute { .. } => {}
                _ => {
                    let message = "mapping pattern keys may only match literals and attribute lookups";
                    return self.error(message, loc);
                }
            }
            self.visit_expr(key)?;
        }
        self.addop_i(loc, Opcode::BUILD_TUPLE, keys.len() as u32);
        Ok(())
    }

    /// Makes a dict of the subject without the keys: `rest = dict(subject)`, then `del rest[key]` each.
    fn remove_keys(&mut self, loc: Location, count: u32) {
        self.addop_i(loc, Opcode::BUILD_MAP, 0);
        self.addop_i(loc, Opcode::SWAP, 3);
        self.addop_i(loc, Opcode::DICT_UPDATE, 2);
        self.addop_i(loc, Opcode::UNPACK_SEQUENCE, count);
        for left in (1..=count).rev() {
            self.addop_i(loc, Opcode::COPY, 1 + left);
            self.addop_i(loc, Opcode::SWAP, 2);
            self.addop(loc, Opcode::DELETE_SUBSCR);
        }
    }

    /// Fails if the value on top of the stack, which stays there, is None.
    fn fail_on_none(&mut self, loc: Location, pc: &mut PatternContext) {
        self.addop_i(loc, Opcode::COPY, 1);
        self.addop_load_object(loc, Pool::NONE);
        self.addop_i(loc, Opcode::IS_OP, 1);
        self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
    }

    /// `cls(pattern, attr=pattern)`.
    pub(crate) fn pattern_class(
        &mut self,
        mut loc: Location,
        cls: &Expr<'a>,
        patterns: &[Pattern<'a>],
        (kwd_attrs, kwd_patterns): (&[Name], &[Pattern<'a>]),
        pc: &mut PatternContext,
    ) -> Result<Location> {
        self.validate_kwd_attrs(kwd_attrs, kwd_patterns)?;
        self.visit_expr(cls)?;
        let attr_names = self.name_tuple(kwd_attrs);
        self.addop_load_object(loc, attr_names);
        self.addop_i(loc, Opcode::MATCH_CLASS, patterns.len() as u32);
        if !self.target.unpacks_matched_values() {
            return self.class_items(loc, patterns, kwd_patterns, pc);
        }
        // The tuple of the attributes' values, or None.
        pc.on_top += 1;
        self.fail_on_none(loc, pc);
        let count = patterns.len() + kwd_attrs.len();
        self.addop_i(loc, Opcode::UNPACK_SEQUENCE, count as u32);
        pc.on_top = pc.on_top + count - 1;
        for pattern in patterns.iter().chain(kwd_patterns) {
            pc.on_top -= 1;
            if is_wildcard(pattern) {
                self.addop(loc, Opcode::POP_TOP);
            } else {
                loc = self.subpattern(loc, pattern, pc)?;
            }
        }
        Ok(loc)
    }

    /// Rejects forbidden and repeated attribute names, at the pattern of the attribute.
    fn validate_kwd_attrs(&self, attrs: &[Name], patterns: &[Pattern<'a>]) -> Result {
        let mut repeats = FxHashMap::default();
        let mut seen = FxHashSet::default();
        for (name, pattern) in attrs.iter().zip(patterns) {
            if !seen.insert(*name) {
                repeats.entry(*name).or_insert(pattern.span);
            }
        }
        for (name, pattern) in attrs.iter().zip(patterns) {
            self.forbidden_name(self.loc(pattern.span), *name, ExprContext::Store)?;
            if let Some(span) = repeats.get(name) {
                let message = format!("attribute name repeated in class pattern: {}", self.names.text(*name));
                return self.error(message, self.loc(*span));
            }
        }
        Ok(())
    }
}
