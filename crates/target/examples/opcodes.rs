//! Lists the opcodes of a version with their numbers: `opcodes VERSION`.
#![expect(clippy::print_stdout, reason = "an example, not the library")]

use std::error::Error;

use pycmill_target::{Opcode, Target};

fn main() -> Result<(), Box<dyn Error>> {
    let target: Target = std::env::args().nth(1).ok_or("usage: opcodes VERSION")?.parse()?;
    println!("CPython {target}: magic number {}, {}", target.magic_number(), target.cache_tag());
    for opcode in Opcode::ALL {
        if let Some(number) = target.opcode_number(*opcode) {
            println!("{number:>4} {}", opcode.name());
        }
    }
    Ok(())
}
