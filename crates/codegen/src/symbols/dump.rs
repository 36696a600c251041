//! The symbol table as text, for comparison with Python's `_symtable` module.

use std::fmt::Write;

use pycmill_ast::Names;

use super::table::{NameScope, Scope, ScopeId, ScopeKind, Symbol, SymbolTable, flags};

const FLAGS: [(u32, &str); 12] = [
    (flags::DEF_GLOBAL, "DEF_GLOBAL"),
    (flags::DEF_LOCAL, "DEF_LOCAL"),
    (flags::DEF_PARAM, "DEF_PARAM"),
    (flags::DEF_NONLOCAL, "DEF_NONLOCAL"),
    (flags::USE, "USE"),
    (flags::DEF_FREE, "DEF_FREE"),
    (flags::DEF_FREE_CLASS, "DEF_FREE_CLASS"),
    (flags::DEF_IMPORT, "DEF_IMPORT"),
    (flags::DEF_ANNOT, "DEF_ANNOT"),
    (flags::DEF_COMP_ITER, "DEF_COMP_ITER"),
    (flags::DEF_TYPE_PARAM, "DEF_TYPE_PARAM"),
    (flags::DEF_COMP_CELL, "DEF_COMP_CELL"),
];

/// Every scope with its symbols in order, children indented behind them.
#[must_use]
pub fn dump(table: &SymbolTable, names: &Names<'_>) -> String {
    let mut text = String::new();
    scope(table, names, SymbolTable::MODULE, 0, &mut text);
    text
}

fn scope(table: &SymbolTable, names: &Names<'_>, id: ScopeId, depth: usize, text: &mut String) {
    let entry = table.scope(id);
    line(text, depth, &header(entry, names));
    for (name, symbol) in entry.symbols.iter() {
        line(text, depth + 1, &format!("{}:{}", names.text(name), bits(symbol)));
    }
    for child in &entry.children {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || scope(table, names, *child, depth + 1, text));
    }
}

fn header(entry: &Scope, names: &Names<'_>) -> String {
    let kind = match entry.kind {
        ScopeKind::Function => "function",
        ScopeKind::Class => "class",
        ScopeKind::Module => "module",
        ScopeKind::Annotation => "annotation",
        ScopeKind::TypeAlias => "type alias",
        ScopeKind::TypeParameters => "type parameters",
        ScopeKind::TypeVariable => "type variable",
    };
    let params: Vec<_> = entry.varnames.iter().map(|name| names.text(*name)).collect();
    let nested = if entry.nested { " nested" } else { "" };
    format!("{kind} {}({}){nested}", names.text(entry.name), params.join(" "))
}

fn bits(symbol: Symbol) -> String {
    let set = FLAGS.iter().filter(|(bit, _)| symbol.flags & bit != 0).map(|(_, name)| *name);
    let scope = symbol.scope.map(|scope| match scope {
        NameScope::Local => "LOCAL",
        NameScope::GlobalExplicit => "GLOBAL_EXPLICIT",
        NameScope::GlobalImplicit => "GLOBAL_IMPLICIT",
        NameScope::Free => "FREE",
        NameScope::Cell => "CELL",
    });
    set.chain(scope).fold(String::new(), |mut bits, word| {
        // Writing to a string cannot fail.
        let _ = write!(bits, " {word}");
        bits
    })
}

fn line(text: &mut String, depth: usize, content: &str) {
    let _ = writeln!(text, "{}{content}", "  ".repeat(depth));
}
