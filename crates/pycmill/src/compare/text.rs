//! Values and instructions in a few words.

use pycmill_object::{ObjId, Pool, Value, bytes_repr, str_repr};
use pycmill_target::{Opcode, Target};

/// Longer texts are cut.
const LONGEST: usize = 60;
/// So much is shown before a difference.
const BEFORE: usize = 12;

/// A value in a few words; anything that is no printable ASCII character is escaped.
pub(crate) fn value(value: Value<'_>) -> String {
    match value {
        Value::None => "None".to_owned(),
        Value::True => "True".to_owned(),
        Value::False => "False".to_owned(),
        Value::Ellipsis => "Ellipsis".to_owned(),
        Value::StopIteration => "StopIteration".to_owned(),
        Value::Int(pycmill_object::Int::Big { digits, .. }) if digits.len() > 8 => {
            format!("an int of {} bits", digits.len() * 32)
        }
        Value::Int(int) => int.to_string(),
        Value::Float(bits) => float(bits),
        Value::Complex(real, imag) => format!("complex({}, {})", float(real), float(imag)),
        Value::Str(text) => cut(str_repr(head(text)), text.len()),
        Value::Bytes(bytes) => cut(bytes_repr(head(bytes)), bytes.len()),
        Value::Tuple(items) => format!("a tuple of {} items", items.len()),
        Value::FrozenSet(items) => format!("a frozenset of {} elements", items.len()),
        Value::Slice(..) => "a slice".to_owned(),
        Value::Code(_) => "a code object".to_owned(),
    }
}

/// Two values that differ, in a few words; long texts from a little before the difference.
pub(crate) fn pair(first: Value<'_>, second: Value<'_>) -> [String; 2] {
    match (first, second) {
        (Value::Str(one), Value::Str(two)) => windows(one, two, str_repr),
        (Value::Bytes(one), Value::Bytes(two)) => windows(one, two, bytes_repr),
        _ => [value(first), value(second)],
    }
}

fn windows(one: &[u8], two: &[u8], repr: fn(&[u8]) -> String) -> [String; 2] {
    let difference = one.iter().zip(two).position(|(one, two)| one != two).unwrap_or(one.len().min(two.len()));
    let is_long = one.len().max(two.len()) > LONGEST;
    let start = if is_long { difference.saturating_sub(BEFORE) } else { 0 };
    // Up to the difference both are the same: where a character begins in one, it does in the other.
    let start = (0..=start).rev().find(|at| one.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80)).unwrap_or(0);
    let place = if start > 0 { format!(" from byte {start}") } else { String::new() };
    [one, two].map(|text| cut(repr(head(&text[start..])), text.len() - start) + &place)
}

/// Numbers that print alike may differ in their bits.
fn float(bits: u64) -> String {
    let number = f64::from_bits(bits);
    if number.is_nan() { format!("nan (bits {bits:016x})") } else { format!("{number:?}") }
}

/// The start of a text, cut between characters.
fn head(text: &[u8]) -> &[u8] {
    let end = (LONGEST..text.len()).find(|at| text[*at] & 0xC0 != 0x80);
    end.map_or(text, |end| &text[..end])
}

fn cut(shown: String, len: usize) -> String {
    if len > LONGEST { shown + "..." } else { shown }
}

/// The name of a code object among constants, with its number among those of that name.
pub(crate) fn code_name(pool: &Pool, constants: &[ObjId], at: usize) -> String {
    let name_of = |id: ObjId| match pool.value(id) {
        Value::Code(code) => Some(pool.value(code.name)),
        _ => None,
    };
    let name = name_of(constants[at]);
    let shown = match name {
        Some(Value::Str(text)) => str_repr(head(text)),
        _ => String::new(),
    };
    let shown = shown.trim_matches(['\'', '"']);
    match constants[..at].iter().filter(|id| name_of(**id) == name).count() {
        0 => shown.to_owned(),
        before => format!("{shown}#{}", before + 1),
    }
}

/// The first instruction that differs on each side.
pub(crate) fn instructions(target: Target, first: &[u8], second: &[u8]) -> [String; 2] {
    let at = first.iter().zip(second).position(|(one, two)| one != two).unwrap_or(first.len().min(second.len()));
    [first, second].map(|code| instruction(target, code, at & !1))
}

fn instruction(target: Target, code: &[u8], at: usize) -> String {
    match code.get(at..) {
        Some([number, operand, ..]) => {
            let name = target.opcode_from_number(*number).map(Opcode::name);
            let name = name.map_or_else(|| format!("<{number}>"), str::to_owned);
            format!("{name} {operand} at offset {at}")
        }
        Some([number]) => format!("half an instruction ({number}) at offset {at}"),
        _ => format!("no instruction at offset {at}"),
    }
}
