//! Flags and references of small objects, version by version. The facts are those measured by
//! classifying the objects that CPython flags though nothing refers to them.

use pycmill_object::{Int, ObjId, Pool, Value};
use pycmill_target::{Target, Version};

use super::write;
use crate::type_code::FLAG_REF;

pub(super) fn target(release: &str) -> Target {
    release.parse().expect("a release")
}

/// Whether the only item of a tuple is flagged.
fn is_flagged(target: Target, pool: &mut Pool, item: ObjId) -> bool {
    let tuple = pool.add(Value::Tuple(&[item]));
    let bytes = write(target, pool, tuple).expect("small objects can be written");
    bytes[2] & FLAG_REF != 0
}

#[test]
fn what_the_interpreter_shares_is_always_flagged() {
    for version in Version::ALL {
        let target = Target::newest(version);
        let last = if version == Version::Python315 { 1024 } else { 256 };
        for (value, expected) in [
            (Value::Int(Int::Small(-6)), false),
            (Value::Int(Int::Small(-5)), true),
            (Value::Int(Int::Small(last)), true),
            (Value::Int(Int::Small(last + 1)), false),
            (Value::Str(&[]), true),
            (Value::Str("\u{ff}".as_bytes()), true),
            (Value::Str("\u{100}".as_bytes()), false),
            (Value::Str(b"a b"), false),
            (Value::Bytes(&[]), true),
            (Value::Bytes(&[0xFF]), true),
            (Value::Bytes(&[1, 2]), false),
            (Value::Tuple(&[]), true),
            (Value::Tuple(&[Pool::NONE]), false),
            (Value::Float(0), false),
            (Value::None, false),
        ] {
            let mut pool = Pool::new();
            let item = pool.add(value);
            assert_eq!(is_flagged(target, &mut pool, item), expected, "{target} {:?}", pool.value(item));
        }
    }
}

#[test]
fn interned_strings_are_flagged_from_3_11_on() {
    for version in Version::ALL {
        let mut pool = Pool::new();
        let name = pool.intern(b"surely_no_name_of_the_library");
        let expected = Target::newest(version).interned_strings_always_flagged();
        assert_eq!(is_flagged(Target::newest(version), &mut pool, name), expected);
        let held_by_the_interpreter = pool.intern(b"append");
        assert!(is_flagged(Target::newest(version), &mut pool, held_by_the_interpreter));
        pool.hold_outside(name);
        assert!(is_flagged(Target::newest(version), &mut pool, name));
    }
}

#[test]
fn characters_are_interned_as_the_interpreter_has_them() {
    for (release, interned) in [("3.10", "a_*.\n"), ("3.11", "a_*"), ("3.13", "a_*.\n %")] {
        for character in "a_*.\n %".chars() {
            let mut pool = Pool::new();
            let id = pool.add(Value::Str(character.to_string().as_bytes()));
            let bytes = write(target(release), &pool, id).expect("strings can be written");
            let expected = if interned.contains(character) { b'Z' } else { b'z' };
            assert_eq!(bytes[0] & !FLAG_REF, expected, "{release} {character:?}");
        }
    }
}

#[test]
fn a_copy_of_a_character_is_not_the_shared_one() {
    let mut pool = Pool::new();
    let copy = pool.add_copy(Value::Str(b"%"));
    let tuple = pool.add(Value::Tuple(&[copy]));
    assert_eq!(write(target("3.13"), &pool, tuple), Ok(b"\xa9\x01z\x01%".to_vec()));
}

#[test]
fn equal_ints_that_the_interpreter_shares_are_one_object() {
    let mut pool = Pool::new();
    let ints = [7, 7, 700, 700].map(|number| pool.add(Value::Int(Int::Small(number))));
    let tuple = pool.add(Value::Tuple(&ints));
    let old = b"\xa9\x04\xe9\x07\0\0\0r\x01\0\0\0i\xbc\x02\0\0i\xbc\x02\0\0";
    let new = b")\x04\xe9\x07\0\0\0r\0\0\0\0\xe9\xbc\x02\0\0r\x01\0\0\0";
    assert_eq!(write(target("3.13"), &pool, tuple), Ok(old.to_vec()));
    assert_eq!(write(target("3.15"), &pool, tuple), Ok(new.to_vec()));
}

#[test]
fn slices_exist_from_3_14_on() {
    let mut pool = Pool::new();
    let slice = pool.add(Value::Slice(Pool::NONE, Pool::TRUE, Pool::FALSE));
    assert_eq!(write(target("3.14"), &pool, slice), Ok(b"\xbaNTF".to_vec()));
    assert!(write(target("3.13"), &pool, slice).is_err());
}
