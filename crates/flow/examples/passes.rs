//! Shows the flow graph of instructions written as text after each pass that changes it: `passes VERSION FILE`.
#![expect(clippy::print_stdout, reason = "an example, not the library")]

use std::env;
use std::error::Error;

use pycmill_flow::ir::Unit;
use pycmill_flow::{parse, trace};
use pycmill_object::Pool;
use pycmill_target::Target;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(version), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: passes VERSION FILE".into());
    };
    let target: Target = version.parse()?;
    let mut pool = Pool::new();
    let mut unit = Unit::new(pool.intern(b"<text>"));
    unit.consts = vec![Pool::NONE, Pool::TRUE, Pool::FALSE];
    unit.code = parse::sequence(&std::fs::read_to_string(file)?)?;
    let (_, text) = trace(target, &mut pool, &mut unit)?;
    println!("{text}");
    Ok(())
}
