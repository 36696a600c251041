//! Which items of a sequence a slice names.
//!
//! Follows `Objects/sliceobject.c` `PySlice_Unpack` and `PySlice_AdjustIndices`.

use pycmill_object::Int;

/// The indices `start`, `start + step`, … of that many items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Indices {
    pub(crate) start: i64,
    pub(crate) step: i64,
    pub(crate) count: usize,
}

impl Indices {
    /// The indices themselves; all are inside the sequence.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).filter_map(move |nth| usize::try_from(self.start + nth * self.step).ok())
    }
}

/// Cuts the slice `[start:stop:step]` of a sequence with `len` items out; nothing for a step of 0.
pub(crate) fn indices(
    start: Option<Int<'_>>,
    stop: Option<Int<'_>>,
    step: Option<Int<'_>>,
    len: usize,
) -> Option<Indices> {
    let len = i64::try_from(len).ok()?;
    let step = step.map_or(1, clamped).max(-i64::MAX);
    if step == 0 {
        return None;
    }
    let start = start.map(clamped).unwrap_or(if step < 0 { i64::MAX } else { 0 });
    let stop = stop.map(clamped).unwrap_or(if step < 0 { i64::MIN } else { i64::MAX });
    let (start, stop) = (adjusted(start, step, len), adjusted(stop, step, len));
    let distance = if step < 0 { start - stop } else { stop - start };
    let count = if distance > 0 { (distance - 1) / step.abs() + 1 } else { 0 };
    Some(Indices { start, step, count: usize::try_from(count).ok()? })
}

/// The nearest number that fits an index.
const fn clamped(int: Int<'_>) -> i64 {
    match int {
        Int::Small(int) => int,
        Int::Big { negative: true, .. } => i64::MIN,
        Int::Big { negative: false, .. } => i64::MAX,
    }
}

/// Counted from the start, at most one place outside.
const fn adjusted(index: i64, step: i64, len: i64) -> i64 {
    let first = if step < 0 { -1 } else { 0 };
    let index = if index < 0 { index.saturating_add(len) } else { index };
    if index < 0 {
        first
    } else if index >= len {
        len + first
    } else {
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Vec<usize> {
        let [start, stop, step] = [start, stop, step].map(|part| part.map(Int::Small));
        indices(start, stop, step, 5).unwrap().iter().collect()
    }

    #[test]
    fn slices_are_cut_as_in_python() {
        assert_eq!(cut(None, None, None), [0, 1, 2, 3, 4]);
        assert_eq!(cut(None, None, Some(-1)), [4, 3, 2, 1, 0]);
        assert_eq!(cut(Some(-2), Some(i64::MAX), None), [3, 4]);
        assert_eq!(cut(Some(1), Some(5), Some(2)), [1, 3]);
        assert_eq!(cut(Some(i64::MIN), Some(2), Some(i64::MAX)), [0]);
        assert_eq!(cut(Some(9), Some(-4), Some(-2)), [4, 2]);
        assert_eq!(cut(Some(3), Some(1), None), [0; 0]);
        assert_eq!(indices(None, None, Some(Int::Small(0)), 5), None);
    }
}
