//! Writes the words of a unit and its line table.
//!
//! Follows `assemble_emit` (`Python/compile.c` up to 3.9).

use pycmill_target::Target;

use super::lnotab::Lnotab;
use super::offsets::Offsets;
use super::ranges::Ranges;
use super::words::{self, Word};
use crate::ir::Flow;

/// Writes a unit whose jumps are resolved; an instruction without a line goes on with the one before.
pub(super) fn emit(
    target: Target,
    flow: &Flow,
    offsets: &Offsets,
    firstlineno: i32,
    words: &mut Vec<Word>,
    lnotab: &mut Vec<u8>,
) {
    let mut lines = Lnotab::new(lnotab, firstlineno, target.lnotab_repeats_lines());
    words.clear();
    for (instr, arg) in offsets.operands(flow) {
        if instr.loc.line > 0 {
            lines.begin_line(instr.loc.line, 2 * words.len());
        }
        words::push(words, instr.op, arg);
    }
}

/// The same with a table of ranges; an instruction on line 0 goes on with the one before, one without a line does not.
pub(super) fn emit_with_ranges(
    flow: &Flow,
    offsets: &Offsets,
    firstlineno: i32,
    words: &mut Vec<Word>,
    table: &mut Vec<u8>,
) {
    let mut lines = Ranges::new(table, firstlineno);
    words.clear();
    for (instr, arg) in offsets.operands(flow) {
        if instr.loc.line != 0 {
            lines.begin_line(instr.loc.line, 2 * words.len());
        }
        words::push(words, instr.op, arg);
    }
    lines.end(2 * words.len());
}
