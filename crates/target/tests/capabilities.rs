//! Capabilities and strategies at the releases where they change.

use pycmill_target::{
    CallNull, Folding, FrozensetOrder, LateJumpHandler, LineTable, Opcode, PassList, Target, Unwinding, Version,
};

type Query = fn(Target) -> bool;

fn target(text: &str) -> Target {
    text.parse().expect("a supported version")
}

/// The releases for which a query says yes.
fn yes(releases: &[&str], query: Query) -> Vec<String> {
    releases.iter().filter(|release| query(target(release))).map(|release| (*release).to_owned()).collect()
}

#[test]
fn micro_releases_differ_where_they_should() {
    let all = ["3.8", "3.11", "3.12.1", "3.13.0", "3.13.1", "3.13.5", "3.13.15", "3.13", "3.14.8", "3.15.0", "3.15"];
    assert_eq!(yes(&all, Target::comprehension_repeats_get_iter), ["3.13.1", "3.13.5", "3.13.15", "3.13"]);
    let kept = ["3.8", "3.11", "3.13.15", "3.13", "3.14.8", "3.15.0", "3.15"];
    assert_eq!(yes(&all, Target::raw_format_spec_keeps_escapes), kept);
    let once = ["3.8", "3.13.15", "3.13", "3.14.8", "3.15.0", "3.15"];
    assert_eq!(yes(&all, Target::suppresses_repeated_finally_warnings), once);
    assert_eq!(target("3.15.0").late_jump_handler(), LateJumpHandler::Cleared);
    assert_eq!(target("3.15.2").late_jump_handler(), LateJumpHandler::Inherited);
}

#[test]
fn strategies_change_where_they_should() {
    let each = |minor: Version| Target::newest(minor);
    let lines = Version::ALL.map(|version| each(version).line_table());
    assert_eq!(lines[..2], [LineTable::Lnotab; 2]);
    assert_eq!(lines[2], LineTable::Ranges);
    assert_eq!(lines[3..], [LineTable::Locations; 5]);
    for version in Version::ALL {
        let target = each(version);
        assert_eq!(target.unwinding() == Unwinding::Table, target.has_exception_table());
        assert_eq!(target.has_exception_table(), target.opcode_exists(Opcode::PUSH_EXC_INFO));
        assert_eq!(target.call_null() == CallNull::Absent, !target.opcode_exists(Opcode::PUSH_NULL));
        assert_eq!(target.folding() == Folding::FlowGraph, target.has_small_int_loads());
    }
    let newest = target("3.13");
    assert_eq!(newest.pass_list(), PassList::FusingFlowGraph);
    assert_eq!(newest.frozenset_order(), FrozensetOrder::DumpFlagged);
}

/// Where an opcode shows whether a version can do something, the capability agrees with the recorded table.
#[test]
fn capabilities_agree_with_the_opcode_tables() {
    let pairs: [(Query, Opcode); 17] = [
        (Target::inlines_comprehensions, Opcode::LOAD_FAST_AND_CLEAR),
        (Target::has_binary_op, Opcode::BINARY_OP),
        (Target::has_binary_slice, Opcode::BINARY_SLICE),
        (Target::has_is_and_contains_ops, Opcode::CONTAINS_OP),
        (Target::has_to_bool, Opcode::TO_BOOL),
        (Target::has_precall, Opcode::PRECALL),
        (Target::has_const_key_map, Opcode::BUILD_CONST_KEY_MAP),
        (Target::splits_format_value, Opcode::FORMAT_SIMPLE),
        (Target::has_return_const, Opcode::RETURN_CONST),
        (Target::has_small_int_loads, Opcode::LOAD_SMALL_INT),
        (Target::has_super_attribute, Opcode::LOAD_SUPER_ATTR),
        (Target::has_superinstructions, Opcode::LOAD_FAST_LOAD_FAST),
        (Target::has_borrowed_loads, Opcode::LOAD_FAST_BORROW),
        (Target::has_not_taken, Opcode::NOT_TAKEN),
        (Target::checks_uninitialised_locals, Opcode::LOAD_FAST_CHECK),
        (Target::has_template_strings, Opcode::BUILD_TEMPLATE),
        (Target::has_relative_jumps, Opcode::JUMP_BACKWARD),
    ];
    for version in Version::ALL {
        let target = Target::newest(version);
        for (query, op) in pairs {
            assert_eq!(query(target), target.opcode_exists(op), "{version} {op:?}");
        }
    }
}

#[test]
fn opcode_sets_agree_with_the_tables() {
    for target in Version::ALL.map(Target::newest) {
        for &op in Opcode::ALL.iter().filter(|&&op| target.opcode_exists(op)) {
            assert!(!op.is_unconditional_jump() || target.has_jump(op), "{target} {op:?}");
            assert!(!op.is_block_push() || target.has_target(op), "{target} {op:?}");
            assert!(!op.has_no_fallthrough() || target.is_terminator(op), "{target} {op:?}");
            assert!(!op.is_block_push() || target.stack_effect(op, 0, true) > 0, "{target} {op:?}");
        }
    }
}

#[test]
fn names_of_targets_are_read_and_shown() {
    for version in Version::ALL {
        let newest = Target::newest(version);
        assert_eq!(target(&version.to_string()), newest);
        assert_eq!(target(&newest.to_string()), newest);
    }
    assert_eq!(target("3.13.0"), Target::new(Version::Python313, 0));
    for text in ["", "3", "3.7", "3.16", "4.0", "3.13.0.1", "3.13.x", "3.13."] {
        assert!(text.parse::<Target>().is_err(), "{text}");
    }
}
