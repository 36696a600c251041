//! Which unit numbered a name or a constant last: most occurrences then need no search for their number.
//!
//! Invariant: units are numbered in the order in which they begin, and only the innermost one is written to. So what an
//! earlier unit than the innermost one has marked last is not in the list of the innermost one yet: a unit around it
//! writes nothing meanwhile, and those inside it have greater numbers.

use std::cmp::Ordering;
use std::hash::Hash;

use crate::numbered::Numbered;

/// Per key, the last mark.
#[derive(Debug, Default)]
pub(crate) struct Marks(Vec<Mark>);

/// A unit and the number of the key in its list. No unit has the number 0.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    unit: u32,
    number: u32,
}

impl Marks {
    /// The number of a key in the list of the innermost unit, entered if new. The key is the `at`-th of all keys.
    #[inline]
    pub(crate) fn number<K: Copy + Eq + Hash>(&mut self, at: usize, unit: u32, list: &mut Numbered<K>, key: K) -> u32 {
        if self.0.len() <= at {
            self.grow(at);
        }
        let mark = &mut self.0[at];
        let number = match mark.unit.cmp(&unit) {
            Ordering::Equal => return mark.number,
            Ordering::Less => list.push(key),
            Ordering::Greater => list.add(key),
        };
        *mark = Mark { unit, number };
        number
    }

    #[cold]
    fn grow(&mut self, at: usize) {
        self.0.resize((at + 1).next_power_of_two(), Mark::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_units_do_not_disturb_outer_ones() {
        let (mut outer, mut inner, mut marks) = (Numbered::default(), Numbered::default(), Marks::default());
        let mut number = |unit, list: &mut Numbered<usize>, key| marks.number(key, unit, list, key);
        assert_eq!([7, 9, 7].map(|key| number(1, &mut outer, key)), [0, 1, 0]);
        assert_eq!([9, 8, 9].map(|key| number(2, &mut inner, key)), [0, 1, 0]);
        assert_eq!([8, 9, 7, 8].map(|key| number(1, &mut outer, key)), [2, 1, 0, 2]);
        assert_eq!((outer.keys, inner.keys), (vec![7, 9, 8], vec![9, 8]));
    }
}
