//! Writes the `.pyc` file of a source to standard output: `compile_bytes VERSION FILE`.

use std::error::Error;
use std::io::Write;
use std::{env, fs, io};

use pycmill::{Options, Target, Validation, compile_source, decode_path, file_bytes, source_hash};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(version), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: compile_bytes VERSION FILE".into());
    };
    let target: Target = version.to_string_lossy().parse()?;
    let source = fs::read(&file)?;
    let compiled = compile_source(target, &source, Options::new(&decode_path(&file)))?;
    let validation = Validation::UncheckedHash(source_hash(target, &source));
    io::stdout().write_all(&file_bytes(target, validation, &compiled.payload))?;
    Ok(())
}
