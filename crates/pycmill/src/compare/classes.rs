//! Numbers for values: two objects, of whichever file, have the same number exactly when their values are equal.
//!
//! Objects are numbered oldest first. In a pool that was read, all parts of an object are older than the object, so their
//! numbers identify them, and however often an object is shared it is looked at once.

use std::collections::HashMap;

use pycmill_object::{Int, ObjId, Pool, Value};
use pycmill_target::Target;

use super::fields::{Part, fields};

/// What of code objects counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum View {
    /// All fields.
    Everything,
    /// All but paths and places.
    Code,
}

/// The values seen so far. The map's hashes have random keys, so that no file can be made to be slow.
pub(crate) struct Classes<'a> {
    view: View,
    target: Target,
    numbers: HashMap<Key<'a>, u32>,
}

/// A value whose parts are numbers of values.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Singleton(u8),
    Int(Int<'a>),
    Float(u64),
    Complex(u64, u64),
    Str(&'a [u8]),
    Bytes(&'a [u8]),
    Tuple(Vec<u32>),
    /// Sorted.
    FrozenSet(Vec<u32>),
    Slice([u32; 3]),
    /// Numbers of the fields that count, and of their objects.
    Code(Vec<i64>),
}

impl<'a> Classes<'a> {
    pub(crate) fn new(target: Target, view: View) -> Self {
        Self { view, target, numbers: HashMap::new() }
    }

    /// The numbers of all objects of a pool that was read.
    pub(crate) fn number(&mut self, pool: &'a Pool) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(pool.len());
        for id in pool.ids() {
            let key = self.key(pool.value(id), &numbers);
            let next = u32::try_from(self.numbers.len()).expect("two pools have fewer than 2^32 objects");
            numbers.push(*self.numbers.entry(key).or_insert(next));
        }
        numbers
    }

    fn key(&self, value: Value<'a>, numbers: &[u32]) -> Key<'a> {
        let of = |ids: &[ObjId]| ids.iter().map(|id| numbers[id.index()]).collect::<Vec<u32>>();
        match value {
            Value::None => Key::Singleton(0),
            Value::True => Key::Singleton(1),
            Value::False => Key::Singleton(2),
            Value::Ellipsis => Key::Singleton(3),
            Value::StopIteration => Key::Singleton(4),
            Value::Int(int) => Key::Int(int),
            Value::Float(bits) => Key::Float(bits),
            Value::Complex(real, imag) => Key::Complex(real, imag),
            Value::Str(text) => Key::Str(text),
            Value::Bytes(bytes) => Key::Bytes(bytes),
            Value::Tuple(items) => Key::Tuple(of(items)),
            Value::FrozenSet(items) => {
                let mut items = of(items);
                items.sort_unstable();
                Key::FrozenSet(items)
            }
            Value::Slice(start, stop, step) => Key::Slice([start, stop, step].map(|id| numbers[id.index()])),
            Value::Code(code) => {
                let fields = fields(self.target, code).into_iter();
                let counted = fields.filter(|field| self.view == View::Everything || !field.is_place);
                Key::Code(counted.map(|field| part_number(field.part, numbers)).collect())
            }
        }
    }
}

fn part_number(part: Part, numbers: &[u32]) -> i64 {
    match part {
        Part::Number(number) => number,
        Part::Object(id) => numbers[id.index()].into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_equal_as_python_distinguishes_them() {
        let mut pool = Pool::new();
        let mut add = |value: Value<'_>| pool.add_as_read(value, false);
        let one = add(Value::Int(Int::Small(1)));
        let two = add(Value::Int(Int::Small(2)));
        let again = add(Value::Int(Int::Small(1)));
        let float = add(Value::Float(1.0_f64.to_bits()));
        let (zero, minus) = (add(Value::Float(0.0_f64.to_bits())), add(Value::Float((-0.0_f64).to_bits())));
        let (text, bytes) = (add(Value::Str(b"a")), add(Value::Bytes(b"a")));
        let (set, other) = (add(Value::FrozenSet(&[one, two])), add(Value::FrozenSet(&[two, again])));
        let (tuple, reversed) = (add(Value::Tuple(&[one, two])), add(Value::Tuple(&[two, one])));
        let numbers = Classes::new(Target::newest_complete(), View::Code).number(&pool);
        let is_same = |first: ObjId, second: ObjId| numbers[first.index()] == numbers[second.index()];
        for (first, second) in [(one, again), (set, other)] {
            assert!(is_same(first, second), "{first:?} {second:?}");
        }
        for (first, second) in
            [(one, float), (one, Pool::TRUE), (zero, minus), (text, bytes), (tuple, reversed), (tuple, set)]
        {
            assert!(!is_same(first, second), "{first:?} {second:?}");
        }
    }

    /// Each tuple holds the one before twice: expanded, the last one has 2^1900 items.
    #[test]
    fn shared_objects_are_looked_at_once() {
        let build = || {
            let mut pool = Pool::new();
            let mut last = pool.add_as_read(Value::Tuple(&[Pool::NONE]), false);
            for _ in 0..1900 {
                last = pool.add_as_read(Value::Tuple(&[last, last]), false);
            }
            (pool, last)
        };
        let ((first, one), (second, two)) = (build(), build());
        let mut classes = Classes::new(Target::newest_complete(), View::Code);
        let (first, second) = (classes.number(&first), classes.number(&second));
        assert_eq!(first[one.index()], second[two.index()]);
    }
}
