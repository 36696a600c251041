//! Tuples of constants become constants; tuples that are unpacked at once become rotations.
//!
//! Follows `lastn_const_start`, `fold_tuple_on_constants` and the arm `BUILD_TUPLE` of `PyCode_Optimize`
//! (`Python/peephole.c`).

use pycmill_object::{ObjId, Value};
use pycmill_target::Opcode::{LOAD_CONST, ROT_THREE, ROT_TWO, UNPACK_SEQUENCE};

use super::super::words::{Word, copy_op_arg, fill_nops, find_op, get_arg, start_of};
use super::{At, Rules};

impl Rules<'_> {
    /// The arm `BUILD_TUPLE`, with the number of loads of constants right before it.
    pub(super) fn simplify_tuple(&mut self, at: At, loads: u32) {
        let len = get_arg(self.words, at.op);
        if len > 0 && loads >= len {
            let first = self.first_load(at.start, len);
            if self.is_one_block(first, at.start) {
                self.fold_tuple(first, at.op + 1, len);
                return;
            }
        }
        let is_unpacked = self.op_at(at.next) == Some(UNPACK_SEQUENCE)
            && self.is_one_block(at.start, at.op + 1)
            && get_arg(self.words, at.next) == len;
        if is_unpacked {
            self.rotate(at, len);
        }
    }

    /// Where the last `count` loads before an index begin. What is between them are prefixes.
    fn first_load(&self, before: usize, count: u32) -> usize {
        let loads = (0..before).rev().filter(|at| self.words[*at].op == LOAD_CONST);
        let first = loads.take(count as usize).last().unwrap_or(before);
        start_of(self.words, first)
    }

    /// The tuple is a new constant, equal ones notwithstanding.
    fn fold_tuple(&mut self, start: usize, end: usize, len: u32) {
        let mut items: Vec<ObjId> = Vec::with_capacity(len as usize);
        let mut at = start;
        for _ in 0..len {
            at = find_op(self.words, at);
            let constant = self.consts.get(get_arg(self.words, at) as usize);
            items.extend(constant);
            at += 1;
        }
        let index = self.consts.len() as u32;
        self.consts.push(self.pool.add(Value::Tuple(&items)));
        copy_op_arg(self.words, start, LOAD_CONST, index, end);
    }

    fn rotate(&mut self, at: At, len: u32) {
        let rotations = match len {
            0 | 1 => &[][..],
            2 => &[ROT_TWO],
            3 => &[ROT_THREE, ROT_TWO],
            _ => return,
        };
        fill_nops(self.words, at.start, at.next + 1);
        for (word, op) in self.words[at.start..].iter_mut().zip(rotations) {
            *word = Word::new(*op, 0);
        }
    }
}
