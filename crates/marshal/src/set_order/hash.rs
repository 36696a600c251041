//! Python's hashes of constants under a fixed `PYTHONHASHSEED`.
//!
//! **Invariant**: a tuple is hashed once, however many tuples hold it.
//!
//! Follows `Python/pyhash.c`, `lcg_urandom` (`Python/bootstrap_hash.c`) and the `tp_hash` functions of the types.

use std::hash::Hasher;

use pycmill_object::{Int, ObjId, Pool, Value};
use pycmill_target::Target;
use rustc_hash::FxHashMap;
use siphasher::sip::{SipHasher13, SipHasher24};

/// The modulus of the hash of numbers (`_PyHASH_MODULUS`).
const MODULUS: u64 = (1 << 61) - 1;
const INFINITY: i64 = 314_159;
/// The factor of a complex number's imaginary part (`_PyHASH_IMAG`).
const IMAGINARY: i64 = 1_000_003;

/// The keys for strings that a seed gives (`_Py_HashSecret`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys(u64, u64);

impl Keys {
    pub(crate) fn of(seed: u32) -> Self {
        if seed == 0 {
            return Self(0, 0);
        }
        let mut state = seed;
        let mut byte = || {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            (state >> 16) as u8
        };
        let [first, second] = [(); 2].map(|()| u64::from_le_bytes([(); 8].map(|()| byte())));
        Self(first, second)
    }
}

/// Hashes of the constants of a pool.
#[derive(Clone, Debug)]
pub(crate) struct Hashes {
    target: Target,
    keys: Keys,
    tuples: FxHashMap<ObjId, i64>,
}

impl Hashes {
    pub(crate) fn new(target: Target, keys: Keys) -> Self {
        Self { target, keys, tuples: FxHashMap::default() }
    }

    /// `hash()` of a constant that can be in a set. Tuples are nested as deep as marshal allows at most.
    pub(super) fn of(&mut self, pool: &Pool, id: ObjId) -> i64 {
        let (none, ellipsis) = self.target.singleton_hashes();
        match pool.value(id) {
            Value::None => i64::from(none),
            Value::Ellipsis => i64::from(ellipsis),
            Value::False => 0,
            Value::True => 1,
            Value::Int(int) => of_int(int),
            Value::Float(bits) => of_float(f64::from_bits(bits)),
            Value::Complex(real, imag) => {
                let imag = of_float(f64::from_bits(imag)).wrapping_mul(IMAGINARY);
                not_minus_one(of_float(f64::from_bits(real)).wrapping_add(imag))
            }
            Value::Str(text) => self.of_bytes(&storage(text)),
            Value::Bytes(bytes) => self.of_bytes(bytes),
            Value::Tuple(items) => self.of_tuple(pool, id, items),
            // Not in a set that source can spell.
            Value::StopIteration | Value::FrozenSet(_) | Value::Slice(..) | Value::Code(_) => 0,
        }
    }

    /// Follows `_Py_HashBytes`.
    fn of_bytes(&self, bytes: &[u8]) -> i64 {
        let Keys(one, two) = self.keys;
        if bytes.is_empty() {
            0
        } else if self.target.hashes_with_siphash13() {
            finish(SipHasher13::new_with_keys(one, two), bytes)
        } else {
            finish(SipHasher24::new_with_keys(one, two), bytes)
        }
    }

    /// Follows `tuplehash` (a variant of xxHash).
    fn of_tuple(&mut self, pool: &Pool, id: ObjId, items: &[ObjId]) -> i64 {
        const PRIME_1: u64 = 11_400_714_785_074_694_791;
        const PRIME_2: u64 = 14_029_467_366_897_019_727;
        const PRIME_5: u64 = 2_870_177_450_012_600_261;
        if let Some(known) = self.tuples.get(&id) {
            return *known;
        }
        let mix = |sum: u64, item: &ObjId| {
            let lane = self.of(pool, *item).cast_unsigned();
            sum.wrapping_add(lane.wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1)
        };
        let sum = items.iter().fold(PRIME_5, mix).wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3_527_539));
        let hash = if sum == u64::MAX { 1_546_275_796 } else { sum.cast_signed() };
        self.tuples.insert(id, hash);
        hash
    }
}

fn finish(mut hasher: impl Hasher, bytes: &[u8]) -> i64 {
    hasher.write(bytes);
    not_minus_one(hasher.finish().cast_signed())
}

/// -1 stands for an error.
const fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// Follows `long_hash`.
fn of_int(int: Int<'_>) -> i64 {
    let (negative, magnitude) = match int {
        Int::Small(number) => (number < 0, number.unsigned_abs() % MODULUS),
        Int::Big { negative, digits } => {
            let push = |rest: u128, digit: &u32| (rest << 32 | u128::from(*digit)) % u128::from(MODULUS);
            let rest = digits.iter().rev().fold(0, push);
            (negative, u64::try_from(rest).unwrap_or(0))
        }
    };
    signed(negative, magnitude)
}

fn signed(negative: bool, magnitude: u64) -> i64 {
    let magnitude = magnitude.cast_signed();
    not_minus_one(if negative { -magnitude } else { magnitude })
}

/// Follows `_Py_HashDouble`: the value modulo the modulus. A NaN's is 0; in 3.10 it is an address.
fn of_float(value: f64) -> i64 {
    if value.is_nan() || value == 0.0 {
        return 0;
    }
    if value.is_infinite() {
        return if value < 0.0 { -INFINITY } else { INFINITY };
    }
    let bits = value.abs().to_bits();
    let (field, fraction) = (bits >> 52, bits & ((1 << 52) - 1));
    // The value is mantissa · 2^exponent.
    let (mantissa, exponent) = if field == 0 { (fraction, 1) } else { (fraction | 1 << 52, field) };
    let exponent = i64::try_from(exponent).unwrap_or(0) - 1075;
    let turns = exponent.rem_euclid(61);
    let rotated = (u128::from(mantissa) << turns) % u128::from(MODULUS);
    signed(value < 0.0, u64::try_from(rotated).unwrap_or(0))
}

/// The characters of a string as CPython keeps them: one, two or four bytes each, as the largest
/// needs.
fn storage(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() {
        return text.to_vec();
    }
    let points: Vec<u32> = pycmill_object::code_points(text).collect();
    let width = match points.iter().max() {
        Some(0x100..=0xFFFF) => 2,
        Some(0x1_0000..) => 4,
        _ => 1,
    };
    points.iter().flat_map(|point| point.to_le_bytes().into_iter().take(width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(release: &str, seed: u32) -> Hashes {
        Hashes::new(release.parse().expect("a release"), Keys::of(seed))
    }

    /// Values of `hash()` that 3.10 gives with `PYTHONHASHSEED=0`.
    #[test]
    fn hashes_are_those_of_cpython() {
        let mut pool = Pool::new();
        let big = Int::Big { negative: true, digits: &[5, 0, 0, 7] };
        for (value, expected) in [
            (Value::Int(Int::Small(-1)), -2),
            (Value::Int(Int::Small((1 << 61) - 1)), 0),
            (Value::Int(Int::Small(i64::MIN)), -4),
            (Value::Int(big), -240_518_168_581),
            (Value::Float(2.5_f64.to_bits()), 1_152_921_504_606_846_978),
            (Value::Float((-1e300_f64).to_bits()), -1_224_995_262_755_759_164),
            (Value::Float(5e-324_f64.to_bits()), 16_777_216),
            (Value::Float(f64::INFINITY.to_bits()), 314_159),
            (Value::Complex(1.5_f64.to_bits(), 2.0_f64.to_bits()), 1_152_921_504_608_846_983),
            (Value::Str(&[]), 0),
            (Value::Str(b"abc"), 4_596_069_200_710_135_518),
            (Value::Str("\u{e9}\u{20ac}".as_bytes()), -1_451_051_092_483_186_943),
            (Value::Str("\u{1f600}x".as_bytes()), 7_047_262_524_464_595_714),
            (Value::Bytes(b"abc"), 4_596_069_200_710_135_518),
        ] {
            let text = format!("{value:?}");
            let id = pool.add(value);
            assert_eq!(hashes("3.10", 0).of(&pool, id), expected, "{text}");
        }
        let items = [Value::Int(Int::Small(1)), Value::Str(b"abc"), Value::Float(2.5_f64.to_bits())];
        let items = items.map(|item| pool.add(item));
        let tuple = pool.add(Value::Tuple(&items));
        assert_eq!(hashes("3.10", 0).of(&pool, tuple), 8_140_251_688_463_791_875);
    }

    /// The value of `hash("abc")` that 3.11 and 3.15 give with `PYTHONHASHSEED=0`.
    #[test]
    fn newer_versions_hash_with_fewer_rounds() {
        for release in ["3.11", "3.15"] {
            assert_eq!(hashes(release, 0).of_bytes(b"abc"), -4_594_863_902_769_663_758, "{release}");
        }
    }

    /// Each tuple holds the one before twice: 2^100 of them without those that are known.
    #[test]
    fn a_tuple_is_hashed_once() {
        let mut pool = Pool::new();
        let mut last = pool.add_as_read(Value::Tuple(&[Pool::NONE]), false);
        for _ in 0..100 {
            last = pool.add_as_read(Value::Tuple(&[last, last]), false);
        }
        let mut hashes = hashes("3.12", 0);
        hashes.of(&pool, last);
        assert_eq!(hashes.tuples.len(), 101);
    }

    /// Values of `hash("abc")` that 3.8 and 3.10 give.
    #[test]
    fn a_seed_changes_the_hashes_of_strings() {
        for (seed, expected) in
            [(1, 7_334_879_446_559_576_651), (42, -4_501_618_152_524_544_106), (u32::MAX, -8_739_384_887_637_014_596)]
        {
            assert_eq!(hashes("3.8", seed).of_bytes(b"abc"), expected, "{seed}");
        }
    }
}
