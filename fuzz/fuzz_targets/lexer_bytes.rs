//! Both lexers, on bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pycmill_fuzz::of_bytes;
use pycmill_parser::invariants::hold_of_tokens;

fuzz_target!(|input: &[u8]| of_bytes(input, hold_of_tokens));
