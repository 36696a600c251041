//! Both lexers, on lists of tokens.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pycmill_fuzz::of_tokens;
use pycmill_parser::invariants::hold_of_tokens;

fuzz_target!(|input: &[u8]| of_tokens(input, hold_of_tokens));
