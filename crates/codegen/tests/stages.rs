//! Symbol table, folding and unparsing against what `stages/record.py` recorded from CPython 3.13, 3.14
//! and 3.15.

use bumpalo::Bump;
use pycmill_ast::{Constant, Expr, ExprKind, Int, Module, Names, Pattern, PatternKind, Stmt, StmtKind};
use pycmill_codegen::error::Warning;
use pycmill_codegen::future::Features;
use pycmill_codegen::{fold, future, symbols, unparse};
use pycmill_source::{LineIndex, Source};
use pycmill_target::{Target, Version};

const TARGET: Target = Target::newest(Version::Python313);
const DEFERRED: Target = Target::newest(Version::Python314);
const LAZY: Target = Target::newest(Version::Python315);

/// Parses a file and hands its tree on.
fn with_module<T>(
    source: &str,
    then: impl for<'a> FnOnce(&Module<'a>, &mut Names<'a>, &LineIndex, &'a Bump) -> T,
) -> T {
    with_module_of(TARGET, source, then)
}

fn with_module_of<T>(
    target: Target,
    source: &str,
    then: impl for<'a> FnOnce(&Module<'a>, &mut Names<'a>, &LineIndex, &'a Bump) -> T,
) -> T {
    let source = Source::from_text(source);
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let parsed = pycmill_parser::parse(target, &source, &arena, &mut names).unwrap();
    then(&parsed.module, &mut names, source.lines(), &arena)
}

/// What folding gets of one file.
struct Parsed<'t, 'a> {
    module: &'t Module<'a>,
    names: &'t Names<'a>,
    lines: &'t LineIndex,
    arena: &'a Bump,
}

impl<'a> Parsed<'_, 'a> {
    fn folded(&self, target: Target, optimize: u8) -> (Module<'a>, Vec<Warning>) {
        let mut warnings = Vec::new();
        let context = fold::Context {
            target,
            lines: self.lines,
            optimize,
            keeps_bool_invert: false,
            features: Features::default(),
        };
        let module = fold::fold(context, self.module, self.names, self.arena, &mut warnings);
        (module, warnings)
    }
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
    check_unparsed(TARGET, include_str!("stages/unparse.txt"));
    check_unparsed(LAZY, include_str!("stages/unparse-3.15.txt"));
}

fn check_unparsed(target: Target, recorded: &str) {
    check_lines(recorded, |expression| {
        with_module_of(target, &format!("({expression})\n"), |module, names, _, _| {
            String::from_utf8(unparse::unparse(target, names, only_expr(module))).unwrap()
        })
    });
}

#[test]
fn expressions_fold() {
    check_lines(include_str!("stages/fold.txt"), |expression| {
        // The assignment keeps strings from being docstrings.
        with_module(&format!("_ = ({expression})\n"), |module, names, lines, arena| {
            let parsed = Parsed { module, names, lines, arena };
            let (module, _) = parsed.folded(TARGET, 0);
            let StmtKind::Assign { value, .. } = module.body[0].kind else { panic!("{module:?}") };
            String::from_utf8(unparse::unparse(TARGET, names, value)).unwrap()
        })
    });
}

#[test]
fn scopes() {
    check_scopes(TARGET, include_str!("stages/symbols.txt"));
}

#[test]
fn scopes_with_deferred_annotations() {
    check_scopes(DEFERRED, include_str!("stages/symbols-3.14.txt"));
}

#[test]
fn scopes_with_lazy_imports() {
    check_scopes(LAZY, include_str!("stages/symbols-3.15.txt"));
}

fn check_scopes(target: Target, recorded: &str) {
    let blocks: Vec<&str> = recorded.split("#--- ").skip(1).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let (title, rest) = block.split_once('\n').unwrap();
        let (source, expected) = rest.split_once("---\n").unwrap();
        assert_eq!(scopes_of(target, source), expected.trim_end(), "{title}");
    }
}

fn scopes_of(target: Target, source: &str) -> String {
    with_module_of(target, source, |module, names, lines, _| {
        let features = future::scan(target, module, names, lines).unwrap();
        match symbols::build(target, module, names, lines, &features) {
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
        assert_eq!(table.opened().count() + 1, table.scopes.len());
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
    with_module("__debug__\n", |module, names, lines, arena| {
        let parsed = Parsed { module, names, lines, arena };
        for (optimize, expected) in [(0, Constant::True), (1, Constant::False), (2, Constant::False)] {
            let (module, _) = parsed.folded(TARGET, optimize);
            assert!(matches!(only_expr(&module).kind, ExprKind::Constant { value, .. } if value == expected));
        }
    });
}

#[test]
fn a_string_made_by_folding_is_no_docstring() {
    with_module("'a' + 'b'\n", |module, names, lines, arena| {
        let parsed = Parsed { module, names, lines, arena };
        let (module, _) = parsed.folded(TARGET, 0);
        let ExprKind::JoinedStr { values: [value] } = only_expr(&module).kind else { panic!("{module:?}") };
        assert!(matches!(value.kind, ExprKind::Constant { value: Constant::Str(b"ab"), .. }));
    });
}

#[test]
fn unchanged_trees_are_shared() {
    with_module("def f(a):\n    return a[1] + b.c\n", |module, names, lines, arena| {
        let parsed = Parsed { module, names, lines, arena };
        let (folded, warnings) = parsed.folded(TARGET, 0);
        assert!(std::ptr::eq(folded.body, module.body));
        assert!(warnings.is_empty());
    });
}

#[test]
fn inverting_bool_warns() {
    with_module("x = ~True, ~~False\n", |module, names, lines, arena| {
        let parsed = Parsed { module, names, lines, arena };
        let (_, warnings) = parsed.folded(TARGET, 0);
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

#[test]
fn deferred_folding_leaves_constant_expressions_alone() {
    let source = "a = -1, (1, 2), 'ab'[0], 1 + 2, not x is y, x in [1]\nfor b in [1]: pass\n";
    with_module_of(DEFERRED, source, |module, names, lines, arena| {
        let (folded, _) = Parsed { module, names, lines, arena }.folded(DEFERRED, 0);
        assert!(std::ptr::eq(folded.body, module.body));
    });
}

#[test]
fn templates_without_conversions_become_f_strings() {
    with_module_of(DEFERRED, "a = 'b%%' % ()\n", |module, names, lines, arena| {
        let (folded, _) = Parsed { module, names, lines, arena }.folded(DEFERRED, 0);
        let StmtKind::Assign { value, .. } = folded.body[0].kind else { panic!("{folded:?}") };
        let ExprKind::JoinedStr { values: [value] } = value.kind else { panic!("{value:?}") };
        assert!(matches!(value.kind, ExprKind::Constant { value: Constant::Str(b"b%"), .. }));
    });
}

#[test]
fn numbers_in_patterns_are_evaluated() {
    let source = "match a:\n    case -1 | +2:\n        pass\n    case {-1: 3 - 4j}:\n        pass\n";
    with_module_of(LAZY, source, |module, names, lines, arena| {
        let (folded, _) = Parsed { module, names, lines, arena }.folded(LAZY, 0);
        let StmtKind::Match { cases: [either, mapping], .. } = folded.body[0].kind else { panic!("{folded:?}") };
        let PatternKind::MatchOr { patterns: [minus, plus] } = either.pattern.kind else { panic!("{either:?}") };
        assert_eq!(matched(minus), Constant::Int(Int::Small(-1)));
        assert_eq!(matched(plus), Constant::Int(Int::Small(2)));
        let PatternKind::MatchMapping { keys: [key], patterns: [value], .. } = mapping.pattern.kind else {
            panic!("{mapping:?}")
        };
        assert!(matches!(key.kind, ExprKind::Constant { value: Constant::Int(Int::Small(-1)), .. }));
        let complex = Constant::Complex { real: 3_f64.to_bits(), imag: (-4_f64).to_bits() };
        assert_eq!(matched(value), complex);
    });
}

fn matched<'a>(pattern: &Pattern<'a>) -> Constant<'a> {
    match pattern.kind {
        PatternKind::MatchValue { value: Expr { kind: ExprKind::Constant { value, .. }, .. } } => *value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn docstrings_are_removed_before_the_symbol_table() {
    let source = "'doc'\ndef f():\n    'only'\ndef g():\n    'doc'\n    'second'\n";
    with_module_of(DEFERRED, source, |module, names, lines, arena| {
        let parsed = Parsed { module, names, lines, arena };
        assert!(std::ptr::eq(parsed.folded(DEFERRED, 1).0.body, module.body));
        let (folded, _) = parsed.folded(DEFERRED, 2);
        let [f, g] = folded.body else { panic!("{folded:?}") };
        let (StmtKind::FunctionDef(f), StmtKind::FunctionDef(g)) = (f.kind, g.kind) else { panic!("{folded:?}") };
        assert!(matches!(f.body, [Stmt { kind: StmtKind::Pass, .. }]));
        let [Stmt { kind: StmtKind::Expr { value }, .. }] = g.body else { panic!("{g:?}") };
        // Else the second string would be the docstring.
        assert!(matches!(value.kind, ExprKind::JoinedStr { values: [_] }));
    });
}

#[test]
fn leaving_finally_warns() {
    let source = include_str!("stages/finally.py");
    let expected: Vec<String> = source
        .lines()
        .zip(1..)
        .filter(|(line, _)| line.ends_with("# warns"))
        .map(|(line, number)| format!("{number}: '{}' in a 'finally' block", line.split_whitespace().next().unwrap()))
        .collect();
    assert_eq!(expected.len(), 5);
    for (target, expected) in [(TARGET, Vec::new()), (DEFERRED, expected)] {
        with_module_of(target, source, |module, names, lines, arena| {
            let (_, warnings) = Parsed { module, names, lines, arena }.folded(target, 0);
            let texts: Vec<_> = warnings.iter().map(|w| format!("{}: {}", w.location.line, w.message)).collect();
            assert_eq!(texts, expected);
        });
    }
}
