//! Words of code, and instructions in them: an opcode with its operand's last byte after up to three prefixes.
//!
//! Follows `Python/wordcode_helpers.h` and the first functions of `Python/peephole.c`.

use pycmill_target::Opcode::{self, EXTENDED_ARG, NOP};
use pycmill_target::Target;

use crate::assemble::system_error;
use crate::error::CompileError;

/// A code unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Word {
    pub(super) op: Opcode,
    pub(super) arg: u8,
}

impl Word {
    pub(super) const fn new(op: Opcode, arg: u8) -> Self {
        Self { op, arg }
    }
}

/// How many words an operand needs (`instrsize`).
pub(super) const fn size(arg: u32) -> usize {
    match arg {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFF_FFFF => 3,
        _ => 4,
    }
}

/// The words of an instruction that is `len` words long (`write_op_arg`).
fn instruction(op: Opcode, arg: u32, len: usize) -> impl Iterator<Item = Word> {
    let bytes = arg.to_be_bytes();
    bytes.into_iter().enumerate().skip(4 - len).map(move |(at, byte)| {
        let op = if at == 3 { op } else { EXTENDED_ARG };
        Word::new(op, byte)
    })
}

/// Appends an instruction.
pub(super) fn push(words: &mut Vec<Word>, op: Opcode, arg: u32) {
    words.extend(instruction(op, arg, size(arg)));
}

/// Writes an instruction of `len` words over what is there.
pub(super) fn put(words: &mut [Word], at: usize, op: Opcode, arg: u32, len: usize) {
    for (word, new) in words[at..].iter_mut().zip(instruction(op, arg, len)) {
        *word = new;
    }
}

/// The first index from `at` on with a word that is no prefix (`find_op`).
pub(super) fn find_op(words: &[Word], at: usize) -> usize {
    let prefixes = words.iter().skip(at).take_while(|word| word.op == EXTENDED_ARG).count();
    at + prefixes
}

/// Where the instruction begins whose opcode is at an index.
pub(super) fn start_of(words: &[Word], at: usize) -> usize {
    at - words[..at].iter().rev().take_while(|word| word.op == EXTENDED_ARG).count()
}

/// The operand of the opcode at an index, with at most three prefixes (`get_arg`).
pub(super) fn get_arg(words: &[Word], at: usize) -> u32 {
    let prefixes = words[..at].iter().rev().take(3).take_while(|word| word.op == EXTENDED_ARG);
    let shifted = prefixes.zip([8, 16, 24]).map(|(word, shift)| u32::from(word.arg) << shift);
    shifted.fold(u32::from(words[at].arg), |arg, byte| arg | byte)
}

/// Makes nothing of a range of words.
pub(super) fn fill_nops(words: &mut [Word], from: usize, to: usize) {
    words[from..to].fill(Word::new(NOP, 0));
}

/// Gives the opcode at an index another operand, if there is room; the new index (`set_arg`).
pub(super) fn set_arg(words: &mut [Word], at: usize, arg: u32) -> Option<usize> {
    let current = get_arg(words, at);
    if current == arg {
        return Some(at);
    }
    let (old, new) = (size(current), size(arg));
    if old < new {
        return None;
    }
    let start = at + 1 - old;
    put(words, start, words[at].op, arg, new);
    fill_nops(words, start + new, at + 1);
    Some(at + new - old)
}

/// Writes an instruction at the end of a range of words, if there is room (`copy_op_arg`).
pub(super) fn copy_op_arg(words: &mut [Word], start: usize, op: Opcode, arg: u32, end: usize) {
    let len = size(arg);
    if start + len <= end {
        put(words, end - len, op, arg, len);
        fill_nops(words, start, end - len);
    }
}

/// The bytes of words.
pub(super) fn encode(target: Target, words: &[Word], bytes: &mut Vec<u8>) -> Result<(), CompileError> {
    let encodings = target.encodings();
    bytes.clear();
    for word in words {
        let Some(byte) = encodings.of(word.op).byte else {
            return Err(system_error(&format!("opcode {} has no byte", word.op.name())));
        };
        bytes.extend_from_slice(&[byte, word.arg]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use pycmill_target::Opcode::{LOAD_CONST, POP_TOP};

    use super::*;

    #[test]
    fn operands_are_read_and_replaced_with_their_prefixes() {
        let mut words = vec![Word::new(POP_TOP, 0)];
        push(&mut words, LOAD_CONST, 0x1_0203);
        assert_eq!(words.len(), 4);
        assert_eq!((find_op(&words, 1), start_of(&words, 3), get_arg(&words, 3)), (3, 1, 0x1_0203));
        assert_eq!(set_arg(&mut words, 3, 0x100_0000), None);
        assert_eq!(set_arg(&mut words, 3, 0x304), Some(2));
        assert_eq!((get_arg(&words, 2), words[3]), (0x304, Word::new(NOP, 0)));
        copy_op_arg(&mut words, 1, LOAD_CONST, 5, 4);
        assert_eq!(words[1..], [Word::new(NOP, 0), Word::new(NOP, 0), Word::new(LOAD_CONST, 5)]);
    }
}
