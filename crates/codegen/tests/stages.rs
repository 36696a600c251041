//! Symbol table, folding and unparsing against what `stages/record.py` recorded from CPython 3.13.

use bumpalo::Bump;
use pycmill_ast::{Constant, Expr, ExprKind, Module, Names, StmtKind};
use pycmill_codegen::error::Warning;
use pycmill_codegen::future::Features;
use pycmill_codegen::{fold, future, symbols, unparse};
use pycmill_source::{LineIndex, Source};
use pycmill_target::{Target, Version};

const TARGET: Target = Target::newest(Version::Python313);

/// Parses a file and hands its tree on.
fn with_module<T>(
    source: &str,
    then: impl for<'a> FnOnce(&Module<'a>, &mut Names<'a>, &LineIndex, &'a Bump) -> T,
) -> T {
    let source = Source::from_text(source);
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let parsed = pycmill_parser::parse(TARGET, &source, &arena, &mut names).unwrap();
    then(&parsed.module, &mut names, source.lines(), &arena)
}

fn folded<'a>(module: &Module<'a>, names: &Names<'a>, arena: &'a Bump, optimize: u8) -> (Module<'a>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let module = fold::fold(TARGET, module, names, arena, optimize, &Features::default(), &mut warnings);
    (module, warnings)
}

fn only_expr<'a>(module: &Module<'a>) -> &'a Expr<'a> {
    match module.body[0].kind {
        StmtKind::Expr { value } => value,
        other => panic!("{other:?}"),
    }
}

/// Checks every expression of a recording.
fn check_lines(recorded: &str, of: impl Fn(&str) -> String) {
    let lines: Vec<&str> = recorded.lines().collect();
    assert!(!lines.is_empty());
    for pair in lines.chunks(2) {
        let [expression, expected] = pair else { panic!("no record of {pair:?}") };
        assert_eq!(of(expression), expected.trim_start(), "of {expression}");
    }
}

#[test]
fn expressions_unparse() {
    check_lines(include_str!("stages/unparse.txt"), |expression| {
        with_module(&format!("({expression})\n"), |module, names, _, _| {
            String::from_utf8(unparse::unparse(TARGET, names, only_expr(module))).unwrap()
        })
    });
}

#[test]
fn expressions_fold() {
    check_lines(include_str!("stages/fold.txt"), |expression| {
        // The assignment keeps strings from being docstrings.
        with_module(&format!("_ = ({expression})\n"), |module, names, _, arena| {
            let (module, _) = folded(module, names, arena, 0);
            let StmtKind::Assign { value, .. } = module.body[0].kind else { panic!("{module:?}") };
            String::from_utf8(unparse::unparse(TARGET, names, value)).unwrap()
        })
    });
}

#[test]
fn scopes() {
    let blocks: Vec<&str> = include_str!("stages/symbols.txt").split("#--- ").skip(1).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let (title, rest) = block.split_once('\n').unwrap();
        let (source, expected) = rest.split_once("---\n").unwrap();
        assert_eq!(scopes_of(source), expected.trim_end(), "{title}");
    }
}

fn scopes_of(source: &str) -> String {
    with_module(source, |module, names, lines, _| {
        let features = future::scan(TARGET, module, names, lines).unwrap();
        match symbols::build(TARGET, module, names, lines, &features) {
            Ok(table) => symbols::dump::dump(&table, names).trim_end().to_owned(),
            Err(error) => {
                let at = error.location;
                let place = format!("{}, {}, {}, {}", at.line, at.col, at.end_line, at.end_col);
                format!("{:?}: {} ({place})", error.class, error.message)
            }
        }
    })
}

#[test]
fn every_opened_scope_is_found_again() {
    with_module("def f[T: int](): return [lambda: x for x in y]\n", |module, names, lines, _| {
        let table = symbols::build(TARGET, module, names, lines, &Features::default()).unwrap();
        // The module is the only one that no node opened.
        assert_eq!(table.by_node.len() + 1, table.scopes.len());
        let StmtKind::FunctionDef(def) = module.body[0].kind else { panic!("{module:?}") };
        let params = table.scope(table.lookup(def.id, symbols::table::ScopeRole::TypeParams));
        assert_eq!(params.kind, symbols::table::ScopeKind::TypeParameters);
        let body = table.scope(table.lookup(def.id, symbols::table::ScopeRole::Body));
        // The lambda of the inlined comprehension is a child of the function.
        assert_eq!(body.children.len(), 1);
        assert_eq!(names.text(table.scope(body.children[0]).name), "lambda");
    });
}

#[test]
fn debug_depends_on_the_optimisation() {
    with_module("__debug__\n", |module, names, _, arena| {
        for (optimize, expected) in [(0, Constant::True), (1, Constant::False), (2, Constant::False)] {
            let (module, _) = folded(module, names, arena, optimize);
            assert!(matches!(only_expr(&module).kind, ExprKind::Constant { value, .. } if value == expected));
        }
    });
}

#[test]
fn a_string_made_by_folding_is_no_docstring() {
    with_module("'a' + 'b'\n", |module, names, _, arena| {
        let (module, _) = folded(module, names, arena, 0);
        let ExprKind::JoinedStr { values: [value] } = only_expr(&module).kind else { panic!("{module:?}") };
        assert!(matches!(value.kind, ExprKind::Constant { value: Constant::Str(b"ab"), .. }));
    });
}

#[test]
fn unchanged_trees_are_shared() {
    with_module("def f(a):\n    return a[1] + b.c\n", |module, names, _, arena| {
        let (folded, warnings) = folded(module, names, arena, 0);
        assert!(std::ptr::eq(folded.body, module.body));
        assert!(warnings.is_empty());
    });
}

#[test]
fn inverting_bool_warns() {
    with_module("x = ~True, ~~False\n", |module, names, _, arena| {
        let (_, warnings) = folded(module, names, arena, 0);
        assert_eq!(warnings.len(), 2);
        assert!(warnings[0].message.starts_with("Bitwise inversion '~' on bool is deprecated"));
    });
}

#[test]
fn future_features() {
    let scan = |source: &str| with_module(source, |module, names, lines, _| future::scan(TARGET, module, names, lines));
    let features = scan("'doc'\nfrom __future__ import division, annotations\nfrom __future__ import barry_as_FLUFL\n");
    let features = features.unwrap();
    assert_eq!((features.flags, features.annotations, features.location.line), (0x140_0000, true, 3));
    assert_eq!(scan("import a\nfrom __future__ import annotations\n").unwrap(), Features::default());
    let error = scan("from __future__ import braces\n").unwrap_err();
    assert_eq!((error.message.as_str(), error.location.col, error.location.end_col), ("not a chance", 23, 29));
    let error = scan("from __future__ import (division,\n  nope)\n").unwrap_err();
    assert_eq!((error.message.as_str(), error.location.line), ("future feature nope is not defined", 2));
}
