//! A small `compileall`: `compile_tree VERSION DIRECTORY`.
#![expect(clippy::print_stderr, reason = "an example, not the library")]

use std::error::Error;
use std::path::Path;
use std::{env, io};

use pycmill::compileall::{Options, Outcome, Output, Status, compile_dir};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(version), Some(directory)) = (arguments.next(), arguments.next()) else {
        return Err("usage: compile_tree VERSION DIRECTORY".into());
    };
    let options = Options::new(version.to_string_lossy().parse()?).quiet(1);
    let mut compiled = 0;
    let mut count = |outcome: Outcome| compiled += usize::from(outcome.status == Status::Compiled);
    let (mut messages, mut warnings) = (io::stdout(), io::stderr());
    let mut output = Output::new(&mut messages, &mut warnings).outcomes(&mut count);
    let is_done = compile_dir(Path::new(&directory), &options, &mut output)?;
    eprintln!("{compiled} files compiled");
    if is_done { Ok(()) } else { Err("some files were rejected".into()) }
}
