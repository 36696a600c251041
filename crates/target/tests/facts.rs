//! The committed tables against the recorded facts: the text is regenerated, and every recorded effect is asked for.

#[path = "../../../xtask/src/facts/generate.rs"]
mod generate;

use std::fs;
use std::path::PathBuf;

use pycmill_target::{Opcode, Target, Version};

fn file(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn facts(version: Version) -> String {
    file(&format!("facts/3.{}.txt", version.minor()))
}

#[test]
fn tables_are_what_the_facts_generate() {
    let texts = Version::ALL.map(facts);
    for text in &texts {
        let module = generate::module(text);
        assert_eq!(
            generate::table(text),
            file(&format!("src/tables/{module}.rs")),
            "{module}: run `cargo xtask facts`"
        );
    }
    assert_eq!(generate::names(&texts.each_ref().map(String::as_str)), file("src/tables/names.rs"));
    assert_eq!(generate::list(&texts.each_ref().map(|text| generate::module(text))), file("src/tables.rs"));
}

#[test]
fn stack_effects_are_the_recorded_ones() {
    for version in Version::ALL {
        let (target, text) = (Target::newest(version), facts(version));
        let opargs = generate::opargs(&text);
        assert!(generate::facts(&text).count() > 100, "{version}");
        for fact in generate::facts(&text) {
            let op = Opcode::from_name(fact.name).expect("every recorded name is an opcode");
            let [fall, jump] = [fact.fall, fact.jump].map(|effects| generate::recorded_effects(effects, &opargs));
            for (i, &oparg) in opargs.iter().enumerate() {
                let ours = [false, true].map(|jump| i64::from(target.stack_effect(op, oparg, jump)));
                assert_eq!(ours, [fall[i], jump[i]], "{version} {} {oparg}", fact.name);
            }
        }
    }
}

#[test]
fn numbers_lead_back_to_their_opcodes() {
    for version in Version::ALL {
        let target = Target::newest(version);
        let real = Opcode::ALL.iter().filter(|&&op| target.opcode_exists(op) && !target.is_pseudo(op));
        for &op in real {
            let number = u8::try_from(target.opcode_number(op).expect("it exists")).expect("real ones fit a byte");
            assert_eq!(target.opcode_from_number(number), Some(op), "{version:?}");
        }
    }
}

#[test]
fn version_constants_are_the_recorded_ones() {
    for version in Version::ALL {
        let text = facts(version);
        let fact = |key| generate::value(&text, key);
        let (major, minor, micro) = version.unicode_version();
        assert_eq!(fact("python"), version.to_string());
        assert_eq!(fact("micro"), version.recorded_micro().to_string());
        assert_eq!(fact("magic"), version.magic_number().to_string());
        assert_eq!(fact("cache_tag"), version.cache_tag());
        assert_eq!(fact("marshal"), version.marshal_version().to_string());
        assert_eq!(fact("unicode"), format!("{major}.{minor}.{micro}"));
        assert_eq!(fact("string_hash") == "siphash13", Target::newest(version).hashes_with_siphash13());
        assert_eq!(Version::from_magic_number(version.magic_number()), Some(version));
    }
}

#[test]
fn operand_numbers_are_the_recorded_ones() {
    use pycmill_target::operands::{binary_op, common_constant, intrinsic_1, intrinsic_2, special_method};
    let rows = [
        ("binary_op", binary_op::ADD, "NB_ADD +"),
        ("binary_op", binary_op::AND, "NB_AND &"),
        ("binary_op", binary_op::FLOOR_DIVIDE, "NB_FLOOR_DIVIDE //"),
        ("binary_op", binary_op::LSHIFT, "NB_LSHIFT <<"),
        ("binary_op", binary_op::MATRIX_MULTIPLY, "NB_MATRIX_MULTIPLY @"),
        ("binary_op", binary_op::MULTIPLY, "NB_MULTIPLY *"),
        ("binary_op", binary_op::REMAINDER, "NB_REMAINDER %"),
        ("binary_op", binary_op::OR, "NB_OR |"),
        ("binary_op", binary_op::POWER, "NB_POWER **"),
        ("binary_op", binary_op::RSHIFT, "NB_RSHIFT >>"),
        ("binary_op", binary_op::SUBTRACT, "NB_SUBTRACT -"),
        ("binary_op", binary_op::TRUE_DIVIDE, "NB_TRUE_DIVIDE /"),
        ("binary_op", binary_op::XOR, "NB_XOR ^"),
        ("binary_op", binary_op::INPLACE + binary_op::ADD, "NB_INPLACE_ADD +="),
        ("binary_op", binary_op::INPLACE + binary_op::XOR, "NB_INPLACE_XOR ^="),
        ("binary_op", binary_op::SUBSCR, "NB_SUBSCR []"),
        ("intrinsic_1", intrinsic_1::PRINT, "INTRINSIC_PRINT"),
        ("intrinsic_1", intrinsic_1::IMPORT_STAR, "INTRINSIC_IMPORT_STAR"),
        ("intrinsic_1", intrinsic_1::STOPITERATION_ERROR, "INTRINSIC_STOPITERATION_ERROR"),
        ("intrinsic_1", intrinsic_1::ASYNC_GEN_WRAP, "INTRINSIC_ASYNC_GEN_WRAP"),
        ("intrinsic_1", intrinsic_1::UNARY_POSITIVE, "INTRINSIC_UNARY_POSITIVE"),
        ("intrinsic_1", intrinsic_1::LIST_TO_TUPLE, "INTRINSIC_LIST_TO_TUPLE"),
        ("intrinsic_1", intrinsic_1::TYPEVAR, "INTRINSIC_TYPEVAR"),
        ("intrinsic_1", intrinsic_1::PARAMSPEC, "INTRINSIC_PARAMSPEC"),
        ("intrinsic_1", intrinsic_1::TYPEVARTUPLE, "INTRINSIC_TYPEVARTUPLE"),
        ("intrinsic_1", intrinsic_1::SUBSCRIPT_GENERIC, "INTRINSIC_SUBSCRIPT_GENERIC"),
        ("intrinsic_1", intrinsic_1::TYPEALIAS, "INTRINSIC_TYPEALIAS"),
        ("intrinsic_2", intrinsic_2::PREP_RERAISE_STAR, "INTRINSIC_PREP_RERAISE_STAR"),
        ("intrinsic_2", intrinsic_2::TYPEVAR_WITH_BOUND, "INTRINSIC_TYPEVAR_WITH_BOUND"),
        ("intrinsic_2", intrinsic_2::TYPEVAR_WITH_CONSTRAINTS, "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS"),
        ("intrinsic_2", intrinsic_2::SET_FUNCTION_TYPE_PARAMS, "INTRINSIC_SET_FUNCTION_TYPE_PARAMS"),
        ("intrinsic_2", intrinsic_2::SET_TYPEPARAM_DEFAULT, "INTRINSIC_SET_TYPEPARAM_DEFAULT"),
        ("common_constant", common_constant::ASSERTION_ERROR, "AssertionError"),
        ("common_constant", common_constant::NOT_IMPLEMENTED_ERROR, "NotImplementedError"),
        ("common_constant", common_constant::TUPLE, "tuple"),
        ("common_constant", common_constant::ALL, "all"),
        ("common_constant", common_constant::ANY, "any"),
        ("special_method", special_method::ENTER, "__enter__"),
        ("special_method", special_method::EXIT, "__exit__"),
        ("special_method", special_method::AENTER, "__aenter__"),
        ("special_method", special_method::AEXIT, "__aexit__"),
    ];
    for (kind, number, name) in rows {
        let lines = Version::ALL.map(facts).map(|text| line_of(&text, kind, number));
        let known: Vec<_> = lines.iter().flatten().collect();
        assert!(!known.is_empty() && known.iter().all(|line| *line == name), "{kind} {number}: {known:?}, not {name}");
    }
}

fn line_of(text: &str, kind: &str, number: u32) -> Option<String> {
    let start = format!("{kind} {number} ");
    text.lines().find_map(|line| line.strip_prefix(&start)).map(str::to_owned)
}
