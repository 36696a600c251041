//! The peephole optimiser on words.
//!
//! Invariants: code never gets longer; what a rule removes are `NOP`s until the end; the stack depth of the unit stays what
//! it was. Follows `PyCode_Optimize` (`Python/peephole.c`), the last time in 3.9.

mod jumps;
mod squeeze;
mod tuples;

use pycmill_object::{ObjId, Pool};
use pycmill_target::Opcode::{
    self, BUILD_TUPLE, CALL_FINALLY, END_FINALLY, FOR_ITER, JUMP_ABSOLUTE, JUMP_FORWARD, JUMP_IF_FALSE_OR_POP,
    JUMP_IF_NOT_EXC_MATCH, JUMP_IF_TRUE_OR_POP, LOAD_CONST, POP_JUMP_IF_FALSE, POP_JUMP_IF_TRUE, RERAISE, RETURN_VALUE,
    SETUP_ASYNC_WITH, SETUP_FINALLY, SETUP_WITH,
};

use super::words::{Word, fill_nops, find_op, get_arg, start_of};
use crate::constants::consts::is_true;

/// Optimises code, adapts its line table, and appends the constants it makes.
pub(super) fn optimize(words: &mut Vec<Word>, lnotab: &mut [u8], pool: &mut Pool, consts: &mut Vec<ObjId>) {
    // Steps of more than a byte are too complex a table for it.
    if lnotab.iter().step_by(2).any(|step| *step == 255) {
        return;
    }
    let blocks = mark_blocks(words);
    let mut code = words.clone();
    let mut rules = Rules { words: &mut code, blocks: &blocks, pool, consts };
    rules.run();
    let places = squeeze::new_places(&code);
    squeeze::adapt_lnotab(lnotab, &places);
    if let Some(squeezed) = squeeze::squeeze(&code, &places) {
        *words = squeezed;
    }
}

/// Whether an operand counts from the start of the code.
const fn is_absolute(op: Opcode) -> bool {
    matches!(
        op,
        JUMP_ABSOLUTE
            | POP_JUMP_IF_FALSE
            | POP_JUMP_IF_TRUE
            | JUMP_IF_FALSE_OR_POP
            | JUMP_IF_TRUE_OR_POP
            | JUMP_IF_NOT_EXC_MATCH
    )
}

/// Whether an operand counts from the end of the instruction.
const fn is_relative(op: Opcode) -> bool {
    matches!(op, FOR_ITER | JUMP_FORWARD | SETUP_FINALLY | SETUP_WITH | SETUP_ASYNC_WITH | CALL_FINALLY)
}

/// The index that a jump at an index leads to (`GETJUMPTGT`).
fn jump_target(words: &[Word], at: usize) -> usize {
    let distance = get_arg(words, at) as usize / 2;
    if is_absolute(words[at].op) { distance } else { distance + at + 1 }
}

/// The number of each word's block; a block begins where something leads (`markblocks`).
fn mark_blocks(words: &[Word]) -> Vec<u32> {
    let mut blocks = vec![0; words.len()];
    for (at, word) in words.iter().enumerate() {
        if is_absolute(word.op) || is_relative(word.op) {
            blocks[jump_target(words, at)] = 1;
        }
    }
    let mut number = 0;
    for block in &mut blocks {
        number += *block;
        *block = number;
    }
    blocks
}

/// The rules with what they work on.
struct Rules<'a> {
    words: &'a mut Vec<Word>,
    blocks: &'a [u32],
    pool: &'a mut Pool,
    consts: &'a mut Vec<ObjId>,
}

/// An instruction that a rule may begin with.
#[derive(Clone, Copy)]
struct At {
    /// Index of its first prefix.
    start: usize,
    /// Index of its opcode.
    op: usize,
    /// Index of the opcode of the instruction after it; may be the end.
    next: usize,
}

impl Rules<'_> {
    fn run(&mut self) {
        let mut op = find_op(self.words, 0);
        // How many loads of constants come right before the instruction.
        let mut loads = 0;
        while op < self.words.len() {
            let at = At { start: start_of(self.words, op), op, next: find_op(self.words, op + 1) };
            let loads_before = std::mem::take(&mut loads);
            op = at.next;
            match self.words[at.op].op {
                LOAD_CONST => loads = if self.skip_true_test(at) { 0 } else { loads_before + 1 },
                BUILD_TUPLE => self.simplify_tuple(at, loads_before),
                JUMP_IF_FALSE_OR_POP | JUMP_IF_TRUE_OR_POP => op = self.simplify_or_pop(at),
                POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | JUMP_FORWARD | JUMP_ABSOLUTE => self.shorten_jump(at),
                RETURN_VALUE => op = self.remove_unreachable(at),
                _ => {}
            }
        }
    }

    fn is_one_block(&self, one: usize, other: usize) -> bool {
        self.blocks.get(one) == self.blocks.get(other)
    }

    fn op_at(&self, at: usize) -> Option<Opcode> {
        self.words.get(at).map(|word| word.op)
    }

    /// A true constant is not tested; whether it was so.
    fn skip_true_test(&mut self, at: At) -> bool {
        if self.op_at(at.next) != Some(POP_JUMP_IF_FALSE) || !self.is_one_block(at.start, at.op + 1) {
            return false;
        }
        let constant = self.consts.get(get_arg(self.words, at.op) as usize);
        let is_true = constant.is_some_and(|constant| is_true(self.pool, *constant));
        if is_true {
            fill_nops(self.words, at.start, at.next + 1);
        }
        is_true
    }

    /// Nothing of the block after a return is left, up to what ends a protected region; where to go on.
    fn remove_unreachable(&mut self, at: At) -> usize {
        let mut end = at.op + 1;
        while end < self.words.len() && self.is_one_block(at.op, end) {
            if matches!(self.words[end].op, SETUP_FINALLY | RERAISE | END_FINALLY) {
                end = start_of(self.words, end).max(at.op + 1);
                break;
            }
            end += 1;
        }
        if end == at.op + 1 {
            return at.next;
        }
        fill_nops(self.words, at.op + 1, end);
        find_op(self.words, end)
    }
}
