//! Equal strings become one object in the constant cache: `sharing WORD…`.
#![expect(clippy::print_stdout, reason = "an example, not the library")]

use pycmill_object::{Pool, Value};

fn main() {
    let mut pool = Pool::new();
    for word in std::env::args().skip(1) {
        let own = pool.add(Value::Str(word.as_bytes()));
        let shared = pool.merge(own);
        println!("{word}: {own:?} becomes {shared:?}");
    }
}
