//! Compiles what another parser has read: `compile VERSION FILE.py FILE.pyc`.

use std::error::Error;
use std::{env, fs};

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_codegen::{Options, compile};
use pycmill_pyc::{Validation, file_bytes, source_hash};
use pycmill_target::Target;
use rustpython_parser::Parse;
use rustpython_parser::ast::Suite;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [version, source, result] = &words[..] else { return Err("usage: compile VERSION FILE.py FILE.pyc".into()) };
    let target: Target = version.parse()?;
    let text = fs::read_to_string(source)?;
    let suite = Suite::parse(&text, source)?;

    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let adapted = pycmill_adapter::adapt(&text, &suite, &arena, &mut names);
    let options = Options { filename: source.as_bytes(), ..Options::default() };
    let compiled = compile(target, &adapted.module, adapted.source.lines(), &arena, &mut names, options)?;
    let payload = pycmill_marshal::write(target, &compiled.pool, compiled.code)?;
    let validation = Validation::UncheckedHash(source_hash(target, text.as_bytes()));
    fs::write(result, file_bytes(target, validation, &payload))?;
    Ok(())
}
