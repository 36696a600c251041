//! Which of the texts between NULs are accepted: `accept 3.13 < texts` prints 1, 0, or d for too deep.
use std::io::Read;

fn main() {
    let target = std::env::args().nth(1).expect("a target").parse().expect("a target");
    let mut all = Vec::new();
    std::io::stdin().read_to_end(&mut all).expect("texts");
    let mut out = String::new();
    for text in all.split(|byte| *byte == 0) {
        let arena = bumpalo::Bump::new();
        let mut names = pycmill_ast::Names::new(&arena);
        let source = pycmill_source::Source::from_text(std::str::from_utf8(text).expect("UTF-8"));
        let fast = pycmill_parser::fast_parse(target, &source, &arena, &mut names, &mut Vec::new());
        out.push(if fast.is_some() { '1' } else { '0' });
    }
    println!("{out}");
}
