//! A text of marshal data as it stands, one line per object.

use std::fmt::Write;

use pycmill_object::{Value, bytes_repr, str_repr};
use pycmill_target::Target;

use crate::read::{Event, ReadError, read_traced};
use crate::type_code;

/// The objects of marshal data in order: offset, name or number in the container, type code, `#` and
/// the number that a flagged object gets, `->` and the number that a reference has, value.
///
/// # Errors
/// When the data cannot be read.
pub fn dump(target: Target, bytes: &[u8]) -> Result<String, ReadError> {
    let mut text = String::new();
    read_traced(target, bytes, &mut |event| push_line(&mut text, event))?;
    Ok(text)
}

fn push_line(text: &mut String, event: &Event<'_>) {
    let indent = "  ".repeat(event.depth);
    let label = (event.label)();
    let space = if label.is_empty() { "" } else { " " };
    let code = char::from(event.type_code);
    write!(text, "{:6} {indent}{label}{space}{code}", event.offset).expect("writing to a string cannot fail");
    let arrow = if event.type_code == type_code::REF { "->" } else { "#" };
    if let Some(reference) = event.reference {
        write!(text, " {arrow}{reference}").expect("writing to a string cannot fail");
    }
    let value = event.value.filter(|_| event.type_code != type_code::REF).map(value_text).unwrap_or_default();
    if !value.is_empty() {
        text.push(' ');
        text.push_str(&value);
    }
    text.push('\n');
}

/// The value of an object that is no container; nothing where the type code says it all.
fn value_text(value: Value<'_>) -> String {
    match value {
        Value::Int(int) => int.to_string(),
        Value::Float(bits) => f64::from_bits(bits).to_string(),
        Value::Complex(real, imag) => format!("{} {}", f64::from_bits(real), f64::from_bits(imag)),
        Value::Str(text) => str_repr(text),
        Value::Bytes(bytes) => bytes_repr(bytes),
        _ => String::new(),
    }
}
