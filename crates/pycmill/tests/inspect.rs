//! Looks inside of `.pyc` files that interpreters wrote, and compares with what their `dis` printed (`inspect/record.py`).

use std::fs;
use std::path::{Path, PathBuf};

use pycmill::inspect::{Code, EdgeKind, Graph, Inspection, ListingOptions};
use pycmill::{Options, Target, Version};

fn recorded(version: Version, extension: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect");
    folder.join(format!("{version}.{extension}"))
}

fn opened(version: Version) -> Inspection {
    let content = fs::read(recorded(version, "pyc")).expect("it was recorded");
    Inspection::of_pyc(&content).expect("it is a .pyc file")
}

fn details(inspection: &Inspection) -> String {
    let of_code = |code: Code<'_>| format!("{}:\n{}", code.title(), code.details());
    inspection.codes().map(of_code).collect::<Vec<_>>().join("\n")
}

#[test]
fn texts_are_those_of_dis() {
    for version in Version::ALL {
        let text = fs::read_to_string(recorded(version, "txt")).expect("it was recorded");
        let inspection = opened(version);
        for section in text.split("=== ").skip(1) {
            let (name, expected) = section.split_once('\n').expect("a title");
            let mut options = ListingOptions::new();
            options.offsets = name == "offsets";
            options.places = name == "places";
            let found = if name == "details" { details(&inspection) } else { inspection.listing(&options) };
            let lines = found.lines().zip(expected.lines());
            let different = lines.enumerate().find(|(_, (found, expected))| found != expected);
            assert_eq!(different, None, "{version} {name}");
            assert_eq!(found.lines().count(), expected.lines().count(), "{version} {name}");
        }
    }
}

#[test]
fn code_objects_have_their_names() {
    for version in Version::ALL {
        let inspection = opened(version);
        let names: Vec<String> = inspection.codes().map(|code| code.qualname()).collect();
        for name in ["<module>", "f", "f.<locals>.<lambda>", "C", "C.m"] {
            assert!(names.iter().any(|found| found == name), "{version} {name} in {names:?}");
        }
        let method = inspection.named("C.m").next().expect("it is there");
        let parent = method.parent().and_then(|parent| inspection.codes().nth(parent)).expect("a class");
        assert_eq!((parent.name(), method.depth()), ("C".to_owned(), 2), "{version}");
    }
}

/// In blocks is every instruction, and every block is entered from 3.10 on: older compilers leave dead code.
#[test]
fn graphs_are_whole() {
    for version in Version::ALL {
        for code in opened(version).codes() {
            let graph = Graph::of(code);
            let words: usize = graph.blocks().iter().map(|block| block.instructions.len()).sum();
            let prefixes = code.instructions().filter(|instruction| instruction.name() == "EXTENDED_ARG").count();
            assert_eq!(words + prefixes, code.instructions().count(), "{version}");
            let first = if version < Version::Python310 { graph.blocks().len() } else { 1 };
            for at in first..graph.blocks().len() {
                assert!(graph.edges().iter().any(|edge| edge.to == at), "{version} {} block {at}", code.name());
            }
        }
    }
}

#[test]
fn graphs_can_be_drawn() {
    let target: Target = "3.13".parse().expect("a version");
    let source =
        b"def f(x):\n    while x:\n        try:\n            x = g('\"<&')\n        except E:\n            pass\n";
    let inspection = Inspection::of_source(target, source, Options::new(b"a.py")).expect("it compiles");
    let graph = Graph::of(inspection.named("f").next().expect("it is there"));
    for kind in [EdgeKind::Next, EdgeKind::Jump, EdgeKind::Exception] {
        assert!(graph.edges().iter().any(|edge| edge.kind == kind), "{kind:?}");
    }
    let (dot, mermaid, svg) = (graph.dot(), graph.mermaid(), graph.svg());
    assert!(dot.contains(r#"LOAD_CONST '\"<&'\l"#), "{dot}");
    assert!(mermaid.contains("LOAD#95;CONST '#34;#60;#38;'"), "{mermaid}");
    assert!(svg.contains("LOAD_CONST '\"&lt;&amp;'"), "{svg}");
    let [edges, boxes] = ["<path ", "rx=\"4\""].map(|part| svg.matches(part).count());
    assert_eq!((edges, boxes), (graph.edges().len() + 1, graph.blocks().len()));
}

/// A handler for everything, and a file that lists it many times.
#[test]
fn many_handlers_take_no_time() {
    let content = fs::read(recorded(Version::Python313, "pyc")).expect("it was recorded");
    let inspection = Inspection::of_pyc(&content).expect("it is a .pyc file");
    let code = inspection.named("f").next().expect("it is there");
    let (old, entry) = (code.exception_table(), [0x80, 0x7F, 0x3F, 1, 0]);
    let new = entry.repeat(20_000);
    let at = content.windows(old.len()).position(|window| window == old).expect("the table") - 4;
    let length = u32::try_from(new.len()).expect("a length").to_le_bytes();
    let changed = [&content[..at], &length, &new, &content[at + 4 + old.len()..]].concat();
    let inspection = Inspection::of_pyc(&changed).expect("it is a .pyc file");
    let graph = Graph::of(inspection.named("f").next().expect("it is there"));
    assert!(graph.edges().len() < 1000, "{}", graph.edges().len());
}

/// Whatever the bytes are, there is an answer.
#[test]
fn no_byte_makes_it_panic() {
    for version in [Version::Python38, Version::Python310, Version::Python311, Version::Python315] {
        let content = fs::read(recorded(version, "pyc")).expect("it was recorded");
        for at in (0..content.len()).step_by(3) {
            let mut changed = content.clone();
            changed[at] ^= [0x01, 0x80, 0xFF, 0x40][at % 4];
            let Ok(inspection) = Inspection::of_pyc(&changed) else { continue };
            let _ = inspection.listing(&ListingOptions::new());
            let _ = details(&inspection);
            for code in inspection.codes() {
                let graph = Graph::of(code);
                let _ = (graph.dot(), graph.svg());
            }
        }
    }
}
