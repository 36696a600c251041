//! scratch: compile_list VERSION LEVEL LIST OUTDIR
use pycmill::{Compiler, Optimization, Options, Target, decode_path};
use std::{env, fs};
fn main() {
    let a: Vec<String> = env::args().collect();
    let target: Target = a[1].parse().unwrap();
    let level = match a[2].as_str() {
        "0" => Optimization::Zero,
        "1" => Optimization::One,
        _ => Optimization::Two,
    };
    let mut compiler = Compiler::new();
    for (i, path) in fs::read_to_string(&a[3]).unwrap().lines().enumerate() {
        let source = fs::read(path).unwrap();
        let name = decode_path(path.as_ref());
        let out = format!("{}/{i}", a[4]);
        match compiler.compile(target, &source, Options::new(&name).optimize(level)) {
            Ok(c) => fs::write(&out, &c.payload).unwrap(),
            Err(e) => fs::write(&out, format!("ERR:{e}")).unwrap(),
        }
        println!("{path}\t{out}");
    }
}
