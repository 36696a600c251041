//! Values as Python's `repr` shows them.
//!
//! **Invariant**: all texts together are not much longer than the file; those beyond are cut, because a file can hold a
//! long constant once and name it many times.

use pycmill_marshal::SetOrder;
use pycmill_object::{Int, ObjId, Pool, Value, bytes_repr, complex_repr, float_repr};
use pycmill_target::Target;
use rustc_hash::FxHashMap;

use crate::os_text::{repr, shown};

/// Texts of values are never cut below this length.
const SHORT: usize = 60;
/// How much all texts have together, for files of any length, and for each byte of strings in the file.
const LEAST: usize = 16 << 20;
const FOR_EACH_BYTE: usize = 12;
const INFINITY: &str = "inf";
/// Python refuses to print longer ints.
const MOST_DIGITS: usize = 4300;
/// The digits of Python's decimal numbers for 32 bits.
const DIGITS_OF_WORD: usize = 10;

/// Makes texts of the values of a file.
#[derive(Clone, Debug)]
pub(crate) struct Reprs<'p> {
    target: Target,
    pool: &'p Pool,
    /// How long the texts still to come may be.
    left: usize,
    set_order: SetOrder,
    /// The elements of the frozensets shown so far.
    sets: FxHashMap<ObjId, Vec<ObjId>>,
}

enum Piece {
    Object(ObjId),
    Text(&'static str),
}

impl<'p> Reprs<'p> {
    pub(crate) fn new(target: Target, pool: &'p Pool) -> Self {
        let bytes = pool.text_len() + pool.len();
        let left = LEAST + bytes.saturating_mul(FOR_EACH_BYTE);
        Self { target, pool, left, set_order: SetOrder::new(target), sets: FxHashMap::default() }
    }

    /// The text of a value.
    pub(crate) fn of(&mut self, id: ObjId) -> String {
        let limit = self.left.max(SHORT);
        let text = self.within(id, limit);
        self.left = self.left.saturating_sub(text.len());
        text
    }

    fn within(&mut self, id: ObjId, limit: usize) -> String {
        let mut out = String::new();
        let mut todo = vec![Piece::Object(id)];
        while let Some(piece) = todo.pop() {
            if out.len() > limit {
                let end = (0..=limit).rev().find(|at| out.is_char_boundary(*at)).unwrap_or(0);
                out.truncate(end);
                out.push_str("...");
                break;
            }
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Object(id) => self.push(id, limit, &mut out, &mut todo),
            }
        }
        out
    }

    /// Adds the text of a value; that of what it holds is still to do.
    fn push(&mut self, id: ObjId, limit: usize, out: &mut String, todo: &mut Vec<Piece>) {
        match self.pool.value(id) {
            Value::None => out.push_str("None"),
            Value::True => out.push_str("True"),
            Value::False => out.push_str("False"),
            Value::Ellipsis => out.push_str("Ellipsis"),
            Value::StopIteration => out.push_str("<class 'StopIteration'>"),
            Value::Int(int) => out.push_str(&int_repr(int)),
            Value::Float(bits) => out.push_str(&float_repr(f64::from_bits(bits), INFINITY)),
            Value::Complex(real, imag) => {
                out.push_str(&complex_repr(f64::from_bits(real), f64::from_bits(imag), INFINITY))
            }
            // One more than fits, so that the text is cut.
            Value::Str(text) => out.push_str(&repr(self.target, &text[..text.len().min(limit + 1)])),
            Value::Bytes(bytes) => out.push_str(&bytes_repr(&bytes[..bytes.len().min(limit + 1)])),
            Value::Tuple(items) => {
                out.push('(');
                push_items(todo, items, limit, if items.len() == 1 { ",)" } else { ")" });
            }
            Value::FrozenSet([]) => out.push_str("frozenset()"),
            Value::FrozenSet(items) => {
                out.push_str("frozenset({");
                let order = || self.set_order.of(self.pool, items);
                push_items(todo, self.sets.entry(id).or_insert_with(order), limit, "})");
            }
            Value::Slice(start, stop, step) => {
                out.push_str("slice(");
                push_items(todo, &[start, stop, step], limit, ")");
            }
            Value::Code(code) => out.push_str(&self.code(code)),
        }
    }

    /// What `dis` prints of a code object, without its address.
    fn code(&self, code: &pycmill_object::CodeObject) -> String {
        let text = |id: ObjId| match self.pool.value(id) {
            Value::Str(text) => shown(&text[..text.len().min(SHORT * SHORT)]),
            _ => String::new(),
        };
        format!("<code object {}, file \"{}\", line {}>", text(code.name), text(code.filename), code.firstlineno)
    }
}

fn push_items(todo: &mut Vec<Piece>, items: &[ObjId], limit: usize, end: &'static str) {
    todo.push(Piece::Text(end));
    // Each has a character at least.
    let items = &items[..items.len().min(limit + 1)];
    for (index, item) in items.iter().enumerate().rev() {
        todo.push(Piece::Object(*item));
        if index > 0 {
            todo.push(Piece::Text(", "));
        }
    }
}

/// Decimal digits, as many as Python prints; else hexadecimal ones, which take no time.
fn int_repr(int: Int<'_>) -> String {
    match int {
        Int::Big { negative, digits } if digits.len() * DIGITS_OF_WORD > MOST_DIGITS => {
            let sign = if negative { "-" } else { "" };
            let mut rest = digits.iter().rev();
            let first = rest.next().map_or_else(String::new, |digit| format!("{digit:x}"));
            rest.fold(format!("{sign}0x{first}"), |text, digit| text + &format!("{digit:08x}"))
        }
        int => int.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts are those of 3.13.0.
    #[test]
    fn numbers_are_shown_as_python_does() {
        let float = |number: f64| float_repr(number, INFINITY);
        let floats = [1.0, -0.0, 1e16, 1.5e-5, 0.0001, 123_456_789_012_345_680.0, f64::INFINITY, f64::NAN].map(float);
        assert_eq!(floats, ["1.0", "-0.0", "1e+16", "1.5e-05", "0.0001", "1.2345678901234568e+17", "inf", "nan"]);
        assert_eq!(
            [complex_repr(0.0, 1.5, INFINITY), complex_repr(-0.0, -1.0, INFINITY), complex_repr(2.0, 3.0, INFINITY)],
            ["1.5j", "(-0-1j)", "(2+3j)"]
        );
        let long = vec![0xFFFF_FFFF; 500];
        let text = int_repr(Int::Big { negative: true, digits: &long });
        assert!(text.starts_with("-0xffff") && text.len() == 3 + 500 * 8, "{text}");
    }

    #[test]
    fn containers_are_shown_as_python_does() {
        let mut pool = Pool::new();
        let text = pool.add_as_read(Value::Str("é'".as_bytes()), false);
        let one = pool.add_as_read(Value::Tuple(&[text]), false);
        let none = pool.add_as_read(Value::Tuple(&[]), false);
        let set = pool.add_as_read(Value::FrozenSet(&[one, none]), false);
        let empty = pool.add_as_read(Value::FrozenSet(&[]), false);
        let slice = pool.add_as_read(Value::Slice(Pool::NONE, empty, Pool::ELLIPSIS), false);
        let mut reprs = Reprs::new(Target::newest_complete(), &pool);
        assert_eq!(reprs.of(set), "frozenset({(), (\"é'\",)})");
        assert_eq!(reprs.of(slice), "slice(None, frozenset(), Ellipsis)");
    }

    /// Each tuple holds the one before twice: expanded, the last one has 2^100 items.
    #[test]
    fn long_texts_are_cut() {
        let mut pool = Pool::new();
        let mut last = pool.add_as_read(Value::Tuple(&[Pool::NONE]), false);
        for _ in 0..100 {
            last = pool.add_as_read(Value::Tuple(&[last, last]), false);
        }
        let mut reprs = Reprs::new(Target::newest_complete(), &pool);
        let first = reprs.of(last);
        assert!(first.len() >= LEAST && first.ends_with("..."));
        assert_eq!(reprs.of(last).len(), SHORT + 3);
    }
}
