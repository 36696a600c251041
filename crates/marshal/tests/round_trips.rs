//! What CPython wrote, read and written again.

mod common;

use pycmill_marshal::{Read, WriteError, dump, read, write, write_as_read};
use pycmill_object::{Pool, Value};

use common::{data, target};

/// The releases for which data is recorded, as the folders are named.
const RELEASES: [&str; 9] = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13.0", "3.13", "3.14", "3.15"];
/// The sources, without suffix.
const SOURCES: [&str; 3] = ["constants", "functions", "sets"];

fn read_recorded(release: &str, source: &str) -> (Vec<u8>, Read) {
    let bytes = data(release, source);
    let read = read(target(release), &bytes).unwrap_or_else(|error| panic!("{release} {source}: {error}"));
    assert_eq!(read.consumed, bytes.len(), "{release} {source}");
    (bytes, read)
}

#[test]
fn as_read() {
    for release in RELEASES {
        for source in SOURCES {
            let (bytes, read) = read_recorded(release, source);
            let written = write_as_read(target(release), &read.pool, read.root);
            assert!(written == Ok(bytes), "{release} {source}");
        }
    }
}

/// From 3.11 on the flags follow from the objects alone. Identity and interning are the file's.
#[test]
fn by_the_rule() {
    for release in RELEASES {
        if target(release).marks_depend_on_alive_strings() {
            continue;
        }
        for source in SOURCES {
            let (bytes, mut read) = read_recorded(release, source);
            read.pool.forget_outside_holders();
            if !target(release).fixed_unit_names_interned() {
                hold_fixed_names(&mut read.pool);
            }
            let written = write(target(release), &read.pool, read.root);
            assert!(written == Ok(bytes), "{release} {source}");
        }
    }
}

/// In older releases only the flags of interned strings depend on more: they are kept here. The
/// order of sets has a test of its own (`set_orders.rs`).
#[test]
fn by_the_rule_but_for_interned_strings() {
    for release in RELEASES {
        if !target(release).marks_depend_on_alive_strings() {
            continue;
        }
        for source in ["constants", "functions"] {
            let (bytes, mut read) = read_recorded(release, source);
            let flagged = read.pool.ids().filter(|id| read.pool.is_held_outside(*id) && read.pool.is_interned(*id));
            let flagged: Vec<_> = flagged.collect();
            read.pool.forget_outside_holders();
            for id in flagged {
                read.pool.hold_outside(id);
            }
            let written = write(target(release), &read.pool, read.root);
            assert!(written == Ok(bytes), "{release} {source}");
        }
    }
}

fn hold_fixed_names(pool: &mut Pool) {
    for id in pool.ids() {
        let Value::Code(code) = pool.value(id) else { continue };
        let name = code.name;
        if matches!(pool.value(name), Value::Str(text) if text.starts_with(b"<")) {
            pool.hold_outside(name);
        }
    }
}

#[test]
fn bytes_behind_the_object_are_left_alone() {
    let mut bytes = data("3.13", "sets");
    let len = bytes.len();
    bytes.extend(b"anything");
    assert_eq!(read(target("3.13"), &bytes).map(|read| read.consumed), Ok(len));
}

#[test]
fn the_layout_of_another_version_is_refused() {
    let (_, old) = read_recorded("3.10", "sets");
    assert_eq!(write(target("3.13"), &old.pool, old.root), Err(WriteError::Unmarshallable));
    let (_, new) = read_recorded("3.13", "sets");
    assert_eq!(write(target("3.8"), &new.pool, new.root), Err(WriteError::Unmarshallable));
}

#[test]
fn the_dump_shows_every_object_at_its_offset() {
    for release in RELEASES {
        for source in SOURCES {
            let bytes = data(release, source);
            let text = dump(target(release), &bytes).expect("the data is right");
            let mut last = None;
            for line in text.lines() {
                let offset: usize = line.split_whitespace().next().and_then(|n| n.parse().ok()).expect("an offset");
                assert!(last < Some(offset), "{release} {source}: {line}");
                last = Some(offset);
            }
            let first = text.lines().next().unwrap_or_default();
            assert_eq!(first.trim(), if release == "3.15" { "0 c" } else { "0 c #0" });
            assert!(text.contains(" name Z #") || text.contains(" name z #"), "{text}");
        }
    }
}
