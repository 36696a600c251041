//! The hash of hash-based `.pyc` files.
//!
//! Follows `_imp.source_hash` (`Python/import.c`): SipHash keyed with the four magic bytes.

use std::hash::Hasher;

use pycmill_target::Target;
use siphasher::sip::{SipHasher13, SipHasher24};

use crate::header::magic_bytes;

/// `importlib.util.source_hash` of the raw bytes of a source file.
#[must_use]
pub fn source_hash(target: Target, source: &[u8]) -> [u8; 8] {
    let key = u64::from(u32::from_le_bytes(magic_bytes(target)));
    let hash = if target.hashes_with_siphash13() {
        finish(SipHasher13::new_with_keys(key, 0), source)
    } else {
        finish(SipHasher24::new_with_keys(key, 0), source)
    };
    hash.to_le_bytes()
}

fn finish(mut hasher: impl Hasher, source: &[u8]) -> u64 {
    hasher.write(source);
    hasher.finish()
}
