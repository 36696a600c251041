//! The order of frozensets where it is that of a hash table: against sets compiled by CPython.

mod common;

use pycmill_marshal::{read, write};
use pycmill_object::{CodeRules, ObjId, Pool, Value};
use pycmill_target::Target;

use common::{data, target};

#[test]
fn as_compiled() {
    for release in ["3.8", "3.9", "3.10"] {
        let recorded = read(target(release), &data(release, "set_orders")).expect("the data is right");
        let cases = recorded.pool.items(recorded.root);
        assert_eq!(cases.len(), 120);
        for (number, case) in cases.iter().enumerate() {
            let [items, identifiers, order] = *recorded.pool.items(*case) else { panic!("a case has three parts") };
            let found = written_order(target(release), &recorded.pool, items, identifiers == Pool::TRUE);
            let expected: Vec<String> =
                recorded.pool.items(order).iter().map(|id| alone(&recorded.pool, *id)).collect();
            assert_eq!(found, expected, "{release} case {number}");
        }
    }
}

/// The elements of a set constant with these items, as they are written. Identifiers were interned
/// before, as other objects.
fn written_order(target: Target, recorded: &Pool, items: ObjId, identifiers: bool) -> Vec<String> {
    let mut pool = Pool::new();
    if identifiers {
        for item in recorded.items(items) {
            let Value::Str(text) = recorded.value(*item) else { panic!("identifiers are strings") };
            pool.intern(text);
        }
    }
    let copies: Vec<ObjId> = recorded.items(items).iter().map(|item| copy(recorded, *item, &mut pool)).collect();
    let set = pool.add(Value::FrozenSet(&copies));
    let set = pool.merge_recursive(set);
    let consts = pool.add(Value::Tuple(&[set]));
    let rules = CodeRules { interns_code_names: false, least_stacksize: 0, is_interned_at_start: &|_| false };
    assert_eq!(pool.intern_constants(consts, &rules), identifiers);
    let bytes = write(target, &pool, pool.items(consts)[0]).expect("sets can be written");
    let again = read(target, &bytes).expect("what was written can be read");
    again.pool.items(again.root).iter().map(|id| alone(&again.pool, *id)).collect()
}

fn copy(from: &Pool, id: ObjId, pool: &mut Pool) -> ObjId {
    match from.value(id) {
        Value::Tuple(items) => {
            let items: Vec<ObjId> = items.iter().map(|item| copy(from, *item, pool)).collect();
            pool.add(Value::Tuple(&items))
        }
        value => pool.add(value),
    }
}

/// A text of a value that does not depend on who holds it.
fn alone(pool: &Pool, id: ObjId) -> String {
    pycmill_object::dump(pool, id, &|_| None)
}
