//! Shows the header of a `.pyc` file: `header FILE.pyc`.
#![expect(clippy::print_stdout, reason = "an example, not the library")]

use std::error::Error;
use std::{env, fs};

use pycmill_pyc::{Header, Validation};
use pycmill_target::Version;

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args_os().nth(1).ok_or("usage: header FILE.pyc")?;
    let content = fs::read(file)?;
    let (header, payload) = Header::read(&content)?;
    match Version::from_magic_number(header.magic) {
        Some(version) => println!("CPython {version}"),
        None => println!("magic number {}", header.magic),
    }
    match header.validation {
        Validation::Timestamp { mtime, size } => println!("source of {size} bytes, changed at {mtime}"),
        Validation::CheckedHash(hash) => println!("source hash {hash:02x?}, checked"),
        Validation::UncheckedHash(hash) => println!("source hash {hash:02x?}, not checked"),
    }
    println!("{} bytes of code", payload.len());
    Ok(())
}
