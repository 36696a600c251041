//! What a code object is, in the layout of `dis.code_info`.

use std::fmt::Write;

use super::code::Code;

/// The text, whose lines all end.
pub(crate) fn of(code: &Code<'_>) -> String {
    let [arguments, positional, keywords] = code.argument_counts();
    let varnames = code.varnames();
    let mut out = String::new();
    let lines = [
        ("Name:             ", code.name()),
        ("Filename:         ", code.filename()),
        ("Argument count:   ", arguments.to_string()),
        ("Positional-only arguments:", positional.to_string()),
        ("Kw-only arguments:", keywords.to_string()),
        ("Number of locals: ", varnames.len().to_string()),
        ("Stack size:       ", code.stack_size().to_string()),
        ("Flags:            ", flags(code)),
    ];
    for (title, text) in lines {
        let _ = writeln!(out, "{title} {text}");
    }
    let lists = [
        ("Constants", code.constants()),
        ("Names", code.names()),
        ("Variable names", varnames),
        ("Free variables", code.freevars()),
        ("Cell variables", code.cellvars()),
    ];
    for (title, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        let _ = writeln!(out, "{title}:");
        for (index, item) in items.iter().enumerate() {
            let _ = writeln!(out, "{index:4}: {item}");
        }
    }
    out
}

const NAMES: [&str; 10] = [
    "OPTIMIZED",
    "NEWLOCALS",
    "VARARGS",
    "VARKEYWORDS",
    "NESTED",
    "GENERATOR",
    "NOFREE",
    "COROUTINE",
    "ITERABLE_COROUTINE",
    "ASYNC_GENERATOR",
];

/// `pretty_flags`.
fn flags(code: &Code<'_>) -> String {
    let flags = code.flags();
    if flags == 0 {
        return "0x0".to_owned();
    }
    let name = |bit: usize| {
        let flag = 1_u32 << bit;
        let name = NAMES.get(bit).copied();
        let newer = (flag == HAS_DOCSTRING && code.target().has_docstring_flag()).then_some("HAS_DOCSTRING");
        let newer = newer.or((flag == METHOD && code.target().has_method_flag()).then_some("METHOD"));
        name.or(newer).map_or_else(|| format!("{flag:#x}"), str::to_owned)
    };
    (0..32).filter(|bit| flags >> bit & 1 == 1).map(name).collect::<Vec<_>>().join(", ")
}

const HAS_DOCSTRING: u32 = pycmill_target::operands::code_flags::HAS_DOCSTRING;
const METHOD: u32 = pycmill_target::operands::code_flags::METHOD;
