//! Removes the `NOP`s, and lets jumps and line table follow.
//!
//! Follows the end of `PyCode_Optimize` (`Python/peephole.c`).

use pycmill_target::Opcode::{EXTENDED_ARG, NOP};

use super::super::words::{Word, find_op, put, size};
use super::{is_absolute, is_relative};

/// The new index of each word, and of the end.
pub(super) fn new_places(words: &[Word]) -> Vec<u32> {
    let mut place = 0;
    let mut places = Vec::with_capacity(words.len() + 1);
    for word in words {
        places.push(place);
        place += u32::from(word.op != NOP);
    }
    places.push(place);
    places
}

/// Moves the steps in bytes; those in lines stay, so that steps of no byte are possible.
pub(super) fn adapt_lnotab(lnotab: &mut [u8], places: &[u32]) {
    let (mut old, mut last) = (0, 0);
    for step in lnotab.iter_mut().step_by(2) {
        old += usize::from(*step);
        let new = 2 * places.get(old / 2).copied().unwrap_or_default();
        *step = new.wrapping_sub(last) as u8;
        last = new;
    }
}

/// The words without `NOP`s; nothing if an operand needs more room than there is. A prefix that is not needed any more
/// stays as one of zero.
pub(super) fn squeeze(words: &[Word], places: &[u32]) -> Option<Vec<Word>> {
    let mut squeezed = Vec::with_capacity(words.len());
    let mut start = 0;
    while start < words.len() {
        let at = find_op(words, start);
        let word = words.get(at)?;
        let len = at + 1 - start;
        if word.op != NOP {
            let arg = words[start..=at].iter().fold(0_u32, |arg, word| arg << 8 | u32::from(word.arg));
            let arg = moved(*word, arg, at, places)?;
            if size(arg) > len || len > 4 {
                return None;
            }
            let place = squeezed.len();
            squeezed.resize(place + len, Word::new(EXTENDED_ARG, 0));
            put(&mut squeezed, place, word.op, arg, len);
        }
        start = at + 1;
    }
    Some(squeezed)
}

/// The operand of an instruction whose target moves.
fn moved(word: Word, arg: u32, at: usize, places: &[u32]) -> Option<u32> {
    let distance = arg as usize / 2;
    if is_absolute(word.op) {
        return Some(2 * places.get(distance)?);
    }
    if is_relative(word.op) {
        return Some(2 * (places.get(distance + at + 1)?.wrapping_sub(places[at]).wrapping_sub(1)));
    }
    Some(arg)
}
