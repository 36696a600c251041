//! Reads `.pyc` files and writes them again: as they were read, and by the rule of the target.
//! Usage: `round_trip TARGET FILE…`; files with other bytes are named.

#![expect(clippy::print_stdout, reason = "a tool for the command line")]

use std::error::Error;

use pycmill_marshal::{read, write, write_as_read};
use pycmill_object::{Pool, Value};
use pycmill_target::Target;

/// The bytes before the marshal data.
const HEADER: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let target: Target = args.next().ok_or("usage: round_trip TARGET FILE…")?.parse()?;
    let (mut files, mut unlike_read, mut unlike_rule) = (0, 0, 0);
    for file in args {
        let bytes = std::fs::read(&file)?;
        let payload = bytes.get(HEADER..).ok_or("file too short")?;
        let mut read = read(target, payload).map_err(|error| format!("{file}: {error}"))?;
        files += 1;
        if read.consumed != payload.len() || write_as_read(target, &read.pool, read.root)? != payload {
            unlike_read += 1;
            println!("{file}: other bytes as read");
        }
        read.pool.forget_outside_holders();
        if !target.fixed_unit_names_interned() {
            hold_fixed_names(&mut read.pool);
        }
        let ruled = write(target, &read.pool, read.root)?;
        if let Some(at) = first_difference(&ruled, payload) {
            unlike_rule += 1;
            println!("{file}: other bytes by the rule from byte {}", at + HEADER);
        }
    }
    println!("{target}: {files} files, {unlike_read} differ as read, {unlike_rule} by the rule");
    Ok(())
}

/// Where fixed names of units (`<lambda>` …) are strings of the interpreter, it holds them.
fn hold_fixed_names(pool: &mut Pool) {
    for id in pool.ids() {
        let Value::Code(code) = pool.value(id) else { continue };
        let name = code.name;
        if matches!(pool.value(name), Value::Str(text) if text.starts_with(b"<") && !text.contains(&b' ')) {
            pool.hold_outside(name);
        }
    }
}

fn first_difference(one: &[u8], other: &[u8]) -> Option<usize> {
    let equal = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    (equal < one.len().max(other.len())).then_some(equal)
}
