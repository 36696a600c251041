//! The first difference between two code objects, as a path into them and in words.

use std::fmt;

use pycmill_object::{CodeObject, ObjId, Pool, Value};

use super::Code;
use super::classes::View;
use super::fields::{Field, Part, fields};
use super::text;

/// A difference between two files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Where it is: `<module>.f.co_consts[2]`.
    pub place: String,
    /// What the first file has there.
    pub first: String,
    /// What the second file has there.
    pub second: String,
}

impl Difference {
    pub(crate) fn new(place: impl Into<String>, first: impl Into<String>, second: impl Into<String>) -> Self {
        Self { place: place.into(), first: first.into(), second: second.into() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} in the first, {} in the second", self.place, self.first, self.second)
    }
}

/// The first difference between two code objects whose numbers differ; the one path to it is followed.
pub(crate) fn first(view: View, code: [&Code<'_>; 2], numbers: &[Vec<u32>; 2]) -> Option<Difference> {
    let search = Search { view, code, numbers };
    let mut pair = code.map(|code| code.read.root);
    let mut place = "<module>".to_owned();
    loop {
        match search.step(pair, &place)? {
            Step::Found(found) => return Some(found),
            Step::Into(parts, label) => {
                place += &label;
                pair = parts;
            }
        }
    }
}

struct Search<'s> {
    view: View,
    code: [&'s Code<'s>; 2],
    numbers: &'s [Vec<u32>; 2],
}

enum Step {
    Found(Difference),
    /// The difference is in these parts, which are called so.
    Into([ObjId; 2], String),
}

impl<'s> Search<'s> {
    fn step(&self, pair: [ObjId; 2], place: &str) -> Option<Step> {
        match [self.value(0, pair[0]), self.value(1, pair[1])] {
            [Value::Code(first), Value::Code(second)] => self.step_into_code([first, second], place),
            [Value::Tuple(first), Value::Tuple(second)] => Some(self.step_into_items([first, second], place)),
            [Value::FrozenSet(first), Value::FrozenSet(second)] => Some(self.in_sets([first, second], place)),
            [Value::Slice(a, b, c), Value::Slice(d, e, f)] => {
                let parts = [("start", [a, d]), ("stop", [b, e]), ("step", [c, f])].into_iter();
                let (name, parts) = parts.into_iter().find(|(_, parts)| self.differ(*parts))?;
                Some(Step::Into(parts, format!(".{name}")))
            }
            [first, second] => {
                let [first, second] = text::pair(first, second);
                Some(found(place, first, second))
            }
        }
    }

    fn step_into_code(&self, code: [&CodeObject; 2], place: &str) -> Option<Step> {
        let target = self.code[0].target;
        let [first, second] = code.map(|code| fields(target, code));
        let pairs = first.into_iter().zip(second).filter(|(field, _)| self.counts(field));
        pairs.into_iter().find_map(|(first, second)| match (first.part, second.part) {
            (Part::Number(one), Part::Number(two)) if one != two => {
                Some(found(format!("{place}.{}", first.name), one.to_string(), two.to_string()))
            }
            (Part::Object(one), Part::Object(two)) if self.differ([one, two]) => {
                Some(self.step_into_field(first.name, [one, two], place))
            }
            _ => None,
        })
    }

    fn counts(&self, field: &Field) -> bool {
        self.view == View::Everything || !field.is_place
    }

    fn step_into_field(&self, name: &str, parts: [ObjId; 2], place: &str) -> Step {
        match (name, [self.value(0, parts[0]), self.value(1, parts[1])]) {
            ("co_code", [Value::Bytes(first), Value::Bytes(second)]) => {
                let [first, second] = text::instructions(self.code[0].target, first, second);
                found(format!("{place}.co_code"), first, second)
            }
            // A code object among the constants goes by its name.
            ("co_consts", [Value::Tuple(first), Value::Tuple(second)]) => match self.first_items([first, second]) {
                (at, [Some(one), Some(two)]) if [self.value(0, one), self.value(1, two)].iter().all(is_code) => {
                    Step::Into([one, two], format!(".{}", text::code_name(&self.code[0].read.pool, first, at)))
                }
                _ => Step::Into(parts, ".co_consts".to_owned()),
            },
            _ => Step::Into(parts, format!(".{name}")),
        }
    }

    fn step_into_items(&self, items: [&[ObjId]; 2], place: &str) -> Step {
        match self.first_items(items) {
            (at, [Some(one), Some(two)]) => Step::Into([one, two], format!("[{at}]")),
            (at, [one, two]) => {
                let shown = |side: usize, id: Option<ObjId>| {
                    id.map_or_else(|| "nothing".to_owned(), |id| text::value(self.value(side, id)))
                };
                found(format!("{place}[{at}]"), shown(0, one), shown(1, two))
            }
        }
    }

    /// The first items that differ, and their index.
    fn first_items(&self, [first, second]: [&[ObjId]; 2]) -> (usize, [Option<ObjId>; 2]) {
        let at = first.iter().zip(second).position(|(one, two)| self.differ([*one, *two]));
        let at = at.unwrap_or(first.len().min(second.len()));
        (at, [first.get(at).copied(), second.get(at).copied()])
    }

    /// The first element of each set that the other lacks.
    fn in_sets(&self, items: [&[ObjId]; 2], place: &str) -> Step {
        let numbers = |side: usize| -> Vec<u32> {
            let mut numbers: Vec<u32> = items[side].iter().map(|id| self.numbers[side][id.index()]).collect();
            numbers.sort_unstable();
            numbers
        };
        let shown = |side: usize| {
            let others = numbers(1 - side);
            let is_missing = |id: &&ObjId| others.binary_search(&self.numbers[side][id.index()]).is_err();
            let missing = items[side].iter().find(is_missing);
            missing.map_or_else(
                || format!("a frozenset of {} elements", items[side].len()),
                |id| format!("a frozenset with {}", text::value(self.value(side, *id))),
            )
        };
        found(place, shown(0), shown(1))
    }

    fn differ(&self, [first, second]: [ObjId; 2]) -> bool {
        self.numbers[0][first.index()] != self.numbers[1][second.index()]
    }

    fn value(&self, side: usize, id: ObjId) -> Value<'s> {
        self.pool(side).value(id)
    }

    fn pool(&self, side: usize) -> &'s Pool {
        &self.code[side].read.pool
    }
}

fn found(place: impl Into<String>, first: String, second: String) -> Step {
    Step::Found(Difference::new(place, first, second))
}

fn is_code(value: &Value<'_>) -> bool {
    matches!(value, Value::Code(_))
}
