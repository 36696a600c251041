//! Shows where each line of a Python file begins, after its bytes became text: `positions FILE`.
#![expect(clippy::print_stdout, reason = "an example, not the library")]

use std::error::Error;

use pycmill_source::{Codecs, Source};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os().nth(1).ok_or("usage: positions FILE")?;
    let source = Source::decode(&Codecs::default(), &std::fs::read(file)?)?;
    let mut offset = 0;
    for line in source.text().split_inclusive('\n') {
        println!("{:>6} {:>6}  {}", source.lines().position(offset).line, offset, line.trim_end());
        offset += u32::try_from(line.len())?;
    }
    Ok(())
}
