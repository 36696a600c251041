//! `str`, `bytes`, `tuple`.
//!
//! Follows `Python/ast_opt.c` `safe_multiply`, `check_complexity`, `fold_subscr`.

use super::Constant;
use bumpalo::Bump;
use pycmill_object::Int;

use super::wtf8;
use super::{Number, number};

/// `MAX_COLLECTION_SIZE`.
pub(crate) const MAX_ITEMS: i64 = 256;
/// `MAX_STR_SIZE`.
const MAX_CHARS: i64 = 4096;
/// `MAX_TOTAL_ITEMS`: items of nested tuples included.
pub(crate) const MAX_TOTAL_ITEMS: i64 = 1024;

/// `left + right`.
pub(super) fn concat<'a>(arena: &'a Bump, left: Constant<'a>, right: Constant<'a>) -> Option<Constant<'a>> {
    match (left, right) {
        (Constant::Str(left), Constant::Str(right)) => Some(Constant::Str(joined(arena, left, right))),
        (Constant::Bytes(left), Constant::Bytes(right)) => Some(Constant::Bytes(joined(arena, left, right))),
        (Constant::Tuple(left), Constant::Tuple(right)) => Some(Constant::Tuple(joined(arena, left, right))),
        _ => None,
    }
}

fn joined<'a, T: Copy>(arena: &'a Bump, left: &'a [T], right: &'a [T]) -> &'a [T] {
    match (left, right) {
        ([], only) | (only, []) => only,
        _ => arena.alloc_slice_fill_with(left.len() + right.len(), |at| {
            left.get(at).copied().unwrap_or_else(|| right[at - left.len()])
        }),
    }
}

/// `sequence * count`, up to a limited size.
pub(super) fn repeat<'a>(arena: &'a Bump, sequence: Constant<'a>, count: Int<'a>) -> Option<Constant<'a>> {
    // A count that fits no index raises even for empty sequences.
    let Int::Small(count) = count else { return None };
    match sequence {
        Constant::Str(text) => {
            let count = checked_count(count, wtf8::len(text), MAX_CHARS)?;
            Some(Constant::Str(repeated(arena, text, count)))
        }
        Constant::Bytes(bytes) => {
            let count = checked_count(count, bytes.len(), MAX_CHARS)?;
            Some(Constant::Bytes(repeated(arena, bytes, count)))
        }
        Constant::Tuple(items) => {
            let times = checked_count(count, items.len(), MAX_ITEMS)?;
            if times > 0 && complexity(items, MAX_TOTAL_ITEMS / count) < 0 {
                return None;
            }
            Some(Constant::Tuple(repeated(arena, items, times)))
        }
        _ => None,
    }
}

/// How often a sequence of `len` may be repeated: 0 times if it is empty.
pub(crate) fn checked_count(count: i64, len: usize, limit: i64) -> Option<usize> {
    if len == 0 {
        return Some(0);
    }
    let most = limit / i64::try_from(len).ok()?;
    usize::try_from(count).ok().filter(|_| count <= most)
}

/// What is left of the limit behind all items, nested ones included; negative if it is exceeded.
fn complexity(items: &[Constant<'_>], limit: i64) -> i64 {
    let mut left = limit - items.len() as i64;
    for item in items {
        if left < 0 {
            break;
        }
        if let Constant::Tuple(items) = item {
            left = complexity(items, left);
        }
    }
    left
}

fn repeated<'a, T: Copy>(arena: &'a Bump, items: &'a [T], count: usize) -> &'a [T] {
    arena.alloc_slice_fill_with(items.len() * count, |at| items[at % items.len()])
}

/// `sequence[index]`.
#[must_use]
pub fn item<'a>(sequence: Constant<'a>, index: Constant<'a>) -> Option<Constant<'a>> {
    let Some(Number::Int(Int::Small(index))) = number(index) else { return None };
    match sequence {
        Constant::Str(text) => {
            let at = position(index, || wtf8::len(text))?;
            wtf8::at(text, at).map(Constant::Str)
        }
        Constant::Bytes(bytes) => {
            let at = position(index, || bytes.len())?;
            bytes.get(at).map(|byte| Constant::Int(Int::Small(i64::from(*byte))))
        }
        Constant::Tuple(items) => items.get(position(index, || items.len())?).copied(),
        _ => None,
    }
}

/// Negative indices count from the end.
pub(crate) fn position(index: i64, len: impl FnOnce() -> usize) -> Option<usize> {
    let from_start = if index < 0 { index.checked_add(i64::try_from(len()).ok()?)? } else { index };
    usize::try_from(from_start).ok()
}
