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
        let recorded = generate::recorded(&text);
        assert!(recorded.len() > 100, "{version:?}");
        for (name, fall, jump) in recorded {
            let op = Opcode::from_name(&name).expect("every recorded name is an opcode");
            for (i, &oparg) in opargs.iter().enumerate() {
                let ours = [false, true].map(|jump| i64::from(target.stack_effect(op, oparg, jump)));
                assert_eq!(ours, [fall[i], jump[i]], "{version:?} {name} {oparg}");
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
