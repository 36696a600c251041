//! How an input of the fuzzer becomes a target and a source.
//!
//! The first byte chooses the release; the others are the file, or one token each.

pub mod tokens;

use pycmill_parser::invariants::target;
use pycmill_source::Source;
use pycmill_target::Target;

/// Checks the bytes of a file.
pub fn of_bytes(input: &[u8], check: fn(Target, &Source)) {
    let Some((number, bytes)) = input.split_first() else { return };
    // What cannot be decoded is none of the parser's business.
    if let Ok(source) = pycmill_parser::decode(target(*number), bytes) {
        check(target(*number), &source);
    }
}

/// Checks a file of whole tokens.
pub fn of_tokens(input: &[u8], check: fn(Target, &Source)) {
    let Some((number, tokens)) = input.split_first() else { return };
    check(target(*number), &Source::from_text(&tokens::render(tokens)));
}
