//! Wrong and hostile data: an error or some object, never a panic, never more than linear memory.

mod common;

use pycmill_marshal::{MAX_DEPTH, ReadErrorKind, WriteError, dump, read, write, write_as_read};
use pycmill_object::{Pool, Value};
use pycmill_target::Target;

use common::{data, target};

/// The releases for which data is recorded, as the folders are named.
const RELEASES: [&str; 9] = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13.0", "3.13", "3.14", "3.15"];
/// The sources, without suffix.
const SOURCES: [&str; 3] = ["constants", "functions", "sets"];

/// A generator of numbers that is the same everywhere (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }
}

/// Reads; writes again what could be read.
fn check(target: Target, bytes: &[u8]) {
    let Ok(read) = read(target, bytes) else { return };
    assert!(read.consumed <= bytes.len());
    assert!(read.pool.len() <= bytes.len() + Pool::new().len(), "an object takes a byte at least");
    let written = write_as_read(target, &read.pool, read.root);
    if let Ok(written) = &written {
        // Only shorter forms of numbers, lengths and texts may make a difference in length.
        assert!(written.len() <= bytes.len() * 2, "{} from {}", written.len(), bytes.len());
        let again = pycmill_marshal::read(target, written).expect("what was written can be read");
        assert_eq!(write_as_read(target, &again.pool, again.root).as_ref(), Ok(written));
    }
    let _ = write(target, &read.pool, read.root);
    let _ = pycmill_object::dump(&read.pool, read.root, &|_| None);
}

#[test]
fn mutations() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for release in RELEASES {
        for source in SOURCES {
            let good = data(release, source);
            for _ in 0..150 {
                let mut bytes = good.clone();
                for _ in 0..=numbers.below(4) {
                    let at = numbers.below(bytes.len());
                    match numbers.below(4) {
                        0 => bytes[at] = u8::try_from(numbers.below(256)).unwrap_or(0),
                        1 => bytes[at] ^= 1 << numbers.below(8),
                        2 => bytes.truncate(at + 1),
                        _ => {
                            let (from, len) = (numbers.below(bytes.len()), numbers.below(16));
                            let part: Vec<u8> = bytes.iter().skip(from).take(len).copied().collect();
                            bytes.splice(at..at, part);
                        }
                    }
                }
                check(target(release), &bytes);
            }
        }
    }
}

#[test]
fn every_prefix_is_too_short() {
    for release in ["3.8", "3.13"] {
        let good = data(release, "functions");
        for len in 0..good.len() {
            let error = read(target(release), &good[..len]).expect_err("a part is no object");
            assert_eq!(error.kind, ReadErrorKind::UnexpectedEnd, "{release} {len}");
            assert!(error.offset <= len);
        }
        assert!(dump(target(release), &good[..20]).is_err());
    }
}

fn kind(bytes: &[u8]) -> Option<ReadErrorKind> {
    read(target("3.13"), bytes).err().map(|error| error.kind)
}

#[test]
fn single_faults_have_their_error() {
    use ReadErrorKind::*;
    let faults: [(&[u8], ReadErrorKind); 17] = [
        (b"", UnexpectedEnd),
        (b"i\0\0", UnexpectedEnd),
        (b"(\xff\xff\xff\x7fNN", UnexpectedEnd),
        (b"s\xff\xff\xff\x7f", UnexpectedEnd),
        (b"s\xff\xff\xff\xff", NegativeLength),
        (b">\x00\x00\x00\x80", NegativeLength),
        (b"l\x00\x00\x00\x80", UnexpectedEnd),
        (b"[\0\0\0\0", UnknownType(b'[')),
        (b":NNN", UnknownType(b':')),
        (b"r\0\0\0\0", InvalidReference),
        (b"r\xff\xff\xff\xff", InvalidReference),
        (b"\xa9\x01r\0\0\0\0", IncompleteReference),
        (b"l\x01\0\0\0\0\x80", DigitTooLarge),
        (b"l\x02\0\0\0\x01\0\0\0", UnnormalizedInt),
        (b"z\x01\x80", InvalidText),
        (b"u\x02\0\0\0\xc3(", InvalidText),
        (b"u\x03\0\0\0\xed\x9f\xff", InvalidText),
    ];
    for (bytes, expected) in faults {
        assert_eq!(kind(bytes), Some(expected), "{bytes:x?}");
    }
    assert_eq!(kind(b"u\x03\0\0\0\xed\xa0\x80"), None, "a surrogate");
    assert_eq!(kind(b"\xce"), None, "a flag on what is never referred to means nothing");
}

#[test]
fn code_objects_are_checked() {
    let code = |fields: &[u8]| [b"c".as_slice(), &[0; 20], fields].concat();
    let rest = b"z\0z\0z\0\x01\0\0\0s\0\0\0\0s\0\0\0\0".as_slice();
    let good = [b"s\0\0\0\0)\0)\0)\0s\0\0\0\0".as_slice(), rest].concat();
    assert_eq!(kind(&code(&good)), None);
    let kinds = [b"s\0\0\0\0)\0)\0)\0s\x01\0\0\0x".as_slice(), rest].concat();
    assert_eq!(kind(&code(&kinds)), Some(ReadErrorKind::WrongKinds));
    let names = [b"s\0\0\0\0)\0)\x01N)\0s\0\0\0\0".as_slice(), rest].concat();
    assert_eq!(kind(&code(&names)), Some(ReadErrorKind::WrongFieldType("names")));
    let mut negative = code(&good);
    negative[4] = 0x80;
    assert_eq!(kind(&negative), Some(ReadErrorKind::NegativeNumber));
}

/// Tuples of one item around `None`, `depth` objects in all.
fn nested(depth: usize) -> Vec<u8> {
    let mut bytes = b")\x01".repeat(depth - 1);
    bytes.push(b'N');
    bytes
}

#[test]
fn depth_is_limited_as_in_cpython() {
    assert_eq!(kind(&nested(MAX_DEPTH)), None);
    assert_eq!(kind(&nested(MAX_DEPTH + 1)), Some(ReadErrorKind::TooDeep));
    assert_eq!(kind(&b")\x01".repeat(1_000_000)), Some(ReadErrorKind::TooDeep));
    let mut pool = Pool::new();
    let mut id = Pool::NONE;
    for depth in 1..=MAX_DEPTH + 1 {
        let written = write(target("3.13"), &pool, id);
        assert_eq!(written.err(), (depth > MAX_DEPTH).then_some(WriteError::TooDeep));
        id = pool.add(Value::Tuple(&[id]));
    }
}

/// A few bytes for a tree of 2^60 leaves.
#[test]
fn shared_objects_are_not_unfolded() {
    let mut bytes = b"\xa9\x02".repeat(60);
    bytes.extend(b"NN");
    for index in (1..60_u32).rev() {
        bytes.push(b'r');
        bytes.extend(index.to_le_bytes());
    }
    check(target("3.13"), &bytes);
    assert_eq!(read(target("3.13"), &bytes).map(|read| read.consumed), Ok(bytes.len()));
}

#[test]
fn claimed_lengths_take_no_memory() {
    let mut bytes = Vec::new();
    for _ in 0..1999 {
        bytes.extend(b"(\x00\x00\x10\x00");
    }
    bytes.resize(1 << 21, b'N');
    assert_eq!(kind(&bytes), Some(ReadErrorKind::UnexpectedEnd));
}
