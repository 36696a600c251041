//! Identifiers become small numbers, the same text the same one: `names WORD…`.
#![expect(clippy::print_stdout, reason = "an example, not the library")]

use bumpalo::Bump;
use pycmill_ast::Names;

fn main() {
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    for word in std::env::args().skip(1) {
        let name = names.intern(&word);
        println!("{word}: {name:?}");
    }
    println!("{} names", names.texts().count());
}
