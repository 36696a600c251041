//! Operators on constants of the pool, as Python computes them; nothing is given where Python raises.
//!
//! Numbers and strings are computed by `eval`; items of tuples keep their identity, so tuples are put together
//! here. Follows `eval_const_unaryop`, `eval_const_binop` and `const_folding_check_complexity` (`Python/flowgraph.c`).

use bumpalo::Bump;
use pycmill_object::{Int, ObjId, Pool, Value};
use pycmill_target::Opcode::{self, UNARY_INVERT, UNARY_NEGATIVE, UNARY_NOT};
use pycmill_target::Target;
use pycmill_target::operands::binary_op;
use rustc_hash::FxHashSet;

use crate::constants::consts::is_true;
use crate::eval::{self, Constant, Indices, Operator, UnaryOp, key, wtf8};

/// The result of a unary operator; any other opcode stands for the unary plus.
pub(crate) fn unary(pool: &mut Pool, op: Opcode, operand: ObjId) -> Option<ObjId> {
    let op = match op {
        UNARY_NOT => return Some(if is_true(pool, operand) { Pool::FALSE } else { Pool::TRUE }),
        // This warns at run time.
        UNARY_INVERT if matches!(operand, Pool::TRUE | Pool::FALSE) => return None,
        UNARY_INVERT => UnaryOp::Invert,
        UNARY_NEGATIVE => UnaryOp::USub,
        _ => UnaryOp::UAdd,
    };
    let arena = Bump::new();
    let result = value(eval::unary(&arena, op, copied(pool, &arena, operand)?)?)?;
    Some(pool.add(result))
}

/// The result of a binary operator, given by its number.
pub(crate) fn binary(target: Target, pool: &mut Pool, op: u32, left: ObjId, right: ObjId) -> Option<ObjId> {
    if op == binary_op::SUBSCR {
        return subscript(pool, left, right);
    }
    let op = operator(op)?;
    let is_tuple = |id| matches!(pool.value(id), Value::Tuple(_));
    match (op, is_tuple(left), is_tuple(right)) {
        (_, false, false) => {
            let arena = Bump::new();
            let operands = (copied(pool, &arena, left)?, copied(pool, &arena, right)?);
            let result = value(eval::binary(target, &arena, op, operands.0, operands.1)?)?;
            Some(pool.add(result))
        }
        (Operator::Add, true, true) => Some(concat(pool, left, right)),
        (Operator::Mult, true, false) => repeat(pool, left, right),
        (Operator::Mult, false, true) => repeat(pool, right, left),
        _ => None,
    }
}

/// Of items equal in Python the first.
pub(crate) fn distinct(pool: &Pool, mut items: Vec<ObjId>) -> Vec<ObjId> {
    let arena = Bump::new();
    let mut seen = FxHashSet::default();
    items.retain(|item| {
        let key = constant(pool, &arena, *item).and_then(key);
        key.is_none_or(|key| seen.insert(key))
    });
    items
}

const fn operator(number: u32) -> Option<Operator> {
    Some(match number {
        binary_op::ADD => Operator::Add,
        binary_op::AND => Operator::BitAnd,
        binary_op::FLOOR_DIVIDE => Operator::FloorDiv,
        binary_op::LSHIFT => Operator::LShift,
        binary_op::MULTIPLY => Operator::Mult,
        binary_op::REMAINDER => Operator::Mod,
        binary_op::OR => Operator::BitOr,
        binary_op::POWER => Operator::Pow,
        binary_op::RSHIFT => Operator::RShift,
        binary_op::SUBTRACT => Operator::Sub,
        binary_op::TRUE_DIVIDE => Operator::Div,
        binary_op::XOR => Operator::BitXor,
        _ => return None,
    })
}

/// A constant without items, in the form that is computed with.
fn scalar(pool: &Pool, id: ObjId) -> Option<Constant<'_>> {
    Some(match pool.value(id) {
        Value::None => Constant::None,
        Value::True => Constant::True,
        Value::False => Constant::False,
        Value::Ellipsis => Constant::Ellipsis,
        Value::Int(int) => Constant::Int(computed(int)),
        Value::Float(bits) => Constant::Float(bits),
        Value::Complex(real, imag) => Constant::Complex { real, imag },
        Value::Str(text) => Constant::Str(text),
        Value::Bytes(bytes) => Constant::Bytes(bytes),
        Value::StopIteration | Value::Tuple(_) | Value::FrozenSet(_) | Value::Slice(..) | Value::Code(_) => {
            return None;
        }
    })
}

/// Like [`scalar`], of its own: what is computed from it goes into the pool.
fn copied<'a>(pool: &Pool, arena: &'a Bump, id: ObjId) -> Option<Constant<'a>> {
    Some(match scalar(pool, id)? {
        Constant::Int(Int::Big { negative, digits }) => {
            Constant::Int(Int::Big { negative, digits: arena.alloc_slice_copy(digits) })
        }
        Constant::Str(text) => Constant::Str(arena.alloc_slice_copy(text)),
        Constant::Bytes(bytes) => Constant::Bytes(arena.alloc_slice_copy(bytes)),
        Constant::None => Constant::None,
        Constant::True => Constant::True,
        Constant::False => Constant::False,
        Constant::Ellipsis => Constant::Ellipsis,
        Constant::Int(Int::Small(int)) => Constant::Int(Int::Small(int)),
        Constant::Float(bits) => Constant::Float(bits),
        Constant::Complex { real, imag } => Constant::Complex { real, imag },
        Constant::Tuple(_) | Constant::FrozenSet(_) => return None,
    })
}

/// A constant in the form that is compared; nothing for what equals itself only.
fn constant<'a>(pool: &'a Pool, arena: &'a Bump, id: ObjId) -> Option<Constant<'a>> {
    let Value::Tuple(items) = pool.value(id) else { return scalar(pool, id) };
    let items: Option<Vec<_>> =
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || items.iter().map(|item| constant(pool, arena, *item)).collect());
    Some(Constant::Tuple(arena.alloc_slice_copy(&items?)))
}

const fn computed(int: Int<'_>) -> Int<'_> {
    match int {
        Int::Small(int) => Int::Small(int),
        Int::Big { negative, digits } => Int::Big { negative, digits },
    }
}

/// A result; there are none with items.
fn value(constant: Constant<'_>) -> Option<Value<'_>> {
    Some(match constant {
        Constant::None => Value::None,
        Constant::True => Value::True,
        Constant::False => Value::False,
        Constant::Ellipsis => Value::Ellipsis,
        Constant::Int(Int::Small(int)) => Value::Int(Int::Small(int)),
        Constant::Int(Int::Big { negative, digits }) => Value::Int(Int::Big { negative, digits }),
        Constant::Float(bits) => Value::Float(bits),
        Constant::Complex { real, imag } => Value::Complex(real, imag),
        Constant::Str(text) => Value::Str(text),
        Constant::Bytes(bytes) => Value::Bytes(bytes),
        Constant::Tuple(_) | Constant::FrozenSet(_) => return None,
    })
}

/// An empty tuple adds nothing: the other one is the result itself.
fn concat(pool: &mut Pool, left: ObjId, right: ObjId) -> ObjId {
    match (pool.items(left), pool.items(right)) {
        ([], _) => right,
        (_, []) => left,
        (first, second) => {
            let items = [first, second].concat();
            pool.add(Value::Tuple(&items))
        }
    }
}

fn repeat(pool: &mut Pool, tuple: ObjId, count: ObjId) -> Option<ObjId> {
    let Int::Small(count) = index(pool, count)? else { return None };
    let items = pool.items(tuple);
    let times = eval::checked_count(count, items.len(), eval::MAX_ITEMS)?;
    if items.is_empty() || times == 1 {
        return Some(tuple);
    }
    if times > 0 && complexity(pool, items, eval::MAX_TOTAL_ITEMS / count) < 0 {
        return None;
    }
    let items = items.repeat(times);
    Some(pool.add(Value::Tuple(&items)))
}

/// What is left of the limit behind all items, nested ones included; negative if it is exceeded.
fn complexity(pool: &Pool, items: &[ObjId], limit: i64) -> i64 {
    let mut left = limit - items.len() as i64;
    for item in items {
        if left < 0 {
            break;
        }
        if let Value::Tuple(items) = pool.value(*item) {
            left = complexity(pool, items, left);
        }
    }
    left
}

/// What counts as an integer.
fn index(pool: &Pool, id: ObjId) -> Option<Int<'_>> {
    match pool.value(id) {
        Value::True => Some(Int::Small(1)),
        Value::False => Some(Int::Small(0)),
        Value::Int(int) => Some(computed(int)),
        _ => None,
    }
}

fn subscript(pool: &mut Pool, sequence: ObjId, at: ObjId) -> Option<ObjId> {
    if let Value::Slice(start, stop, step) = pool.value(at) {
        return slice(pool, sequence, [start, stop, step]);
    }
    if let Value::Tuple(items) = pool.value(sequence) {
        let Int::Small(at) = index(pool, at)? else { return None };
        return items.get(eval::position(at, || items.len())?).copied();
    }
    let arena = Bump::new();
    let item = value(eval::item(copied(pool, &arena, sequence)?, copied(pool, &arena, at)?)?)?;
    Some(pool.add(item))
}

/// `sequence[start:stop:step]`; a slice of everything is the sequence itself.
fn slice(pool: &mut Pool, sequence: ObjId, bounds: [ObjId; 3]) -> Option<ObjId> {
    let len = match pool.value(sequence) {
        Value::Tuple(items) => items.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Str(text) => wtf8::len(text),
        _ => return None,
    };
    let indices = indices(pool, bounds, len)?;
    if indices.step == 1 && indices.count == len {
        return Some(sequence);
    }
    Some(match pool.value(sequence) {
        Value::Tuple(items) => {
            let items: Vec<ObjId> = indices.iter().map(|at| items[at]).collect();
            pool.add(Value::Tuple(&items))
        }
        Value::Bytes(bytes) => {
            let bytes: Vec<u8> = indices.iter().map(|at| bytes[at]).collect();
            cut_object(pool, Value::Bytes(&bytes), indices)
        }
        Value::Str(text) => {
            let text = cut_text(text, indices);
            cut_object(pool, Value::Str(&text), indices)
        }
        _ => return None,
    })
}

/// A single character that was cut out by steps is an object of its own, not the shared one
/// (`unicode_subscript`, `bytes_subscript`).
fn cut_object(pool: &mut Pool, cut: Value<'_>, indices: Indices) -> ObjId {
    if indices.step != 1 && indices.count == 1 { pool.add_copy(cut) } else { pool.add(cut) }
}

fn indices(pool: &Pool, bounds: [ObjId; 3], len: usize) -> Option<Indices> {
    let mut parts = [None; 3];
    for (part, bound) in parts.iter_mut().zip(bounds) {
        if bound != Pool::NONE {
            *part = Some(index(pool, bound)?);
        }
    }
    let [start, stop, step] = parts;
    eval::indices(start, stop, step, len)
}

fn cut_text(text: &[u8], indices: Indices) -> Vec<u8> {
    if text.is_ascii() {
        return indices.iter().map(|at| text[at]).collect();
    }
    let starts: Vec<usize> = wtf8::starts(text).chain([text.len()]).collect();
    indices.iter().flat_map(|at| &text[starts[at]..starts[at + 1]]).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(pool: &mut Pool, value: i64) -> ObjId {
        pool.add(Value::Int(Int::Small(value)))
    }

    fn eval_314(pool: &mut Pool, op: u32, left: ObjId, right: ObjId) -> Option<ObjId> {
        binary("3.14".parse().unwrap(), pool, op, left, right)
    }

    #[test]
    fn items_of_tuples_keep_their_identity() {
        let mut pool = Pool::new();
        let [a, b] = [300, 301].map(|value| int(&mut pool, value));
        let tuple = pool.add(Value::Tuple(&[a, b]));
        let two = int(&mut pool, 2);
        let doubled = eval_314(&mut pool, binary_op::MULTIPLY, two, tuple).unwrap();
        assert_eq!(pool.items(doubled), [a, b, a, b]);
        let both = eval_314(&mut pool, binary_op::ADD, tuple, doubled).unwrap();
        assert_eq!(pool.items(both).len(), 6);
        assert_eq!(eval_314(&mut pool, binary_op::SUBSCR, tuple, Pool::TRUE), Some(b));
        let minus_two = int(&mut pool, -2);
        let slice = pool.add(Value::Slice(minus_two, Pool::NONE, Pool::NONE));
        assert_eq!(eval_314(&mut pool, binary_op::SUBSCR, tuple, slice), Some(tuple));
        let end = eval_314(&mut pool, binary_op::SUBSCR, both, slice).unwrap();
        assert_eq!(pool.items(end), [a, b]);
    }

    #[test]
    fn large_tuples_are_not_made() {
        let mut pool = Pool::new();
        let one = int(&mut pool, 1);
        let pair = pool.add(Value::Tuple(&[one, one]));
        for (count, folds) in [(128, true), (129, false), (-1, false), (0, true)] {
            let count = int(&mut pool, count);
            assert_eq!(eval_314(&mut pool, binary_op::MULTIPLY, pair, count).is_some(), folds);
        }
    }

    #[test]
    fn text_is_cut_between_code_points() {
        let mut pool = Pool::new();
        let text = pool.add(Value::Str("aäŁz".as_bytes()));
        let [one, three] = [1, 3].map(|value| int(&mut pool, value));
        let slice = pool.add(Value::Slice(one, three, Pool::NONE));
        let cut = eval_314(&mut pool, binary_op::SUBSCR, text, slice).unwrap();
        assert_eq!(pool.value(cut), Value::Str("äŁ".as_bytes()));
    }

    #[test]
    fn a_set_keeps_the_first_of_equal_constants() {
        let mut pool = Pool::new();
        let one = int(&mut pool, 1);
        let float = pool.add(Value::Float(1.0_f64.to_bits()));
        let tuples = [one, float].map(|item| pool.add(Value::Tuple(&[item])));
        assert_eq!(distinct(&pool, vec![one, Pool::TRUE, float, tuples[0], tuples[1]]), [one, tuples[0]]);
    }
}
