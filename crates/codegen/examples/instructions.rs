//! Shows the instructions of a text before and behind the flow graph passes: `instructions VERSION TEXT`.
#![expect(clippy::print_stdout, reason = "an example, not the library")]

use std::env;
use std::error::Error;

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_codegen::{Options, trace};
use pycmill_target::Target;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(version), Some(text)) = (arguments.next(), arguments.next()) else {
        return Err("usage: instructions VERSION TEXT".into());
    };
    let target: Target = version.parse()?;
    let source = pycmill_parser::decode(target, text.as_bytes())?;
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let parsed = pycmill_parser::parse(target, &source, &arena, &mut names)?;
    let options = Options { filename: b"<text>", ..Options::default() };
    for unit in trace(target, &parsed.module, source.lines(), &arena, &mut names, options)? {
        println!("# {}\n{}\n# flow\n{}", unit.qualname, unit.emit, unit.flow);
    }
    Ok(())
}
