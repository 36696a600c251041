//! The order in which a frozenset gives its elements, which marshal writes up to 3.10 and `repr` shows in all versions.
//!
//! Follows `Objects/setobject.c` and the hashes of the elements' types.

mod hash;
mod table;

use pycmill_object::{ObjId, Pool};
use pycmill_target::Target;

pub(crate) use self::hash::{Hashes, Keys};

/// How many probes a hostile set may cost for each of its elements.
const PROBES: usize = 64;

/// Finds the orders of the frozensets of one pool, as `PYTHONHASHSEED=0` makes them. What the sets of a pool cost together is
/// linear in the number of their elements.
#[derive(Clone, Debug)]
pub struct SetOrder(Hashes);

impl SetOrder {
    /// For a pool of the version.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self(Hashes::new(target, Keys::of(0)))
    }

    /// The elements in the order in which the set iterates that was read from them; as they are where too many hashes
    /// are equal.
    #[must_use]
    pub fn of(&mut self, pool: &Pool, items: &[ObjId]) -> Vec<ObjId> {
        order(&mut self.0, pool, items, PROBES.saturating_mul(items.len())).unwrap_or_else(|| items.to_vec())
    }
}

/// The elements in the order of the table to which they were added in theirs, unless that takes more probes.
pub(crate) fn order(hashes: &mut Hashes, pool: &Pool, items: &[ObjId], probes: usize) -> Option<Vec<ObjId>> {
    let hashes: Vec<i64> = items.iter().map(|item| hashes.of(pool, *item)).collect();
    Some(table::table_order(&hashes, probes)?.into_iter().map(|position| items[position]).collect())
}

#[cfg(test)]
mod tests {
    use pycmill_object::{Int, Value};

    use super::*;

    /// `frozenset({"a", "b", 1, None, 2.5, b"x", (1, "a")})`, its elements in this order, as 3.13.0 shows it.
    #[test]
    fn sets_iterate_as_in_cpython() {
        let mut pool = Pool::new();
        let one = pool.add(Value::Int(Int::Small(1)));
        let [a, b] = ["a", "b"].map(|text| pool.add(Value::Str(text.as_bytes())));
        let float = pool.add(Value::Float(2.5_f64.to_bits()));
        let bytes = pool.add(Value::Bytes(b"x"));
        let pair = pool.add(Value::Tuple(&[one, a]));
        let items = [a, b, one, Pool::NONE, float, bytes, pair];
        let order = SetOrder::new("3.13".parse().expect("a release")).of(&pool, &items);
        assert_eq!(order, [3, 2, 4, 5, 6, 1, 0].map(|position| items[position]).to_vec());
    }

    /// All hashes are 0.
    #[test]
    fn equal_hashes_cost_a_limited_number_of_probes() {
        let mut pool = Pool::new();
        let int = |number: i64| Int::Small(number * ((1 << 61) - 1));
        let items: Vec<ObjId> = (-3..=3).map(|number| pool.add(Value::Int(int(number)))).collect();
        let mut hashes = Hashes::new("3.13".parse().expect("a release"), Keys::of(0));
        assert_eq!(order(&mut hashes, &pool, &items, 6), None);
        assert!(order(&mut hashes, &pool, &items, 100).is_some());
    }
}
