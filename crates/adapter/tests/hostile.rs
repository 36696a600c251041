//! Deep trees on small stacks, and texts with other newlines.

use bumpalo::Bump;
use pycmill_ast::{Names, StmtKind};
use rustpython_parser::Parse;
use rustpython_parser::ast::Suite;

const SMALL: usize = 256 * 1024;
const LARGE: usize = 1024 * 1024 * 1024;

/// The other parser, and what drops its tree, need stack for each level; the adapter does not.
fn adapt_on_small_stack(text: &str) {
    let on_large_stack = || {
        let suite = Suite::parse(text, "deep.py").expect("is taken");
        let adapt = || {
            let arena = Bump::new();
            let mut names = Names::new(&arena);
            assert_eq!(pycmill_adapter::adapt(text, &suite, &arena, &mut names).module.body.len(), 1);
        };
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(SMALL).spawn_scoped(scope, adapt);
            thread.expect("a thread").join().expect("does not overflow");
        });
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(LARGE).spawn_scoped(scope, on_large_stack);
        thread.expect("a thread").join().expect("has stack");
    });
}

#[test]
fn deep_trees() {
    let depth = 3000;
    adapt_on_small_stack(&format!("x = {}0\n", "not ".repeat(depth)));
    adapt_on_small_stack(&format!("x = {}0{}\n", "(a, ".repeat(depth), ")".repeat(depth)));
    adapt_on_small_stack(&format!("x = {}0\n", "lambda: ".repeat(depth)));
    adapt_on_small_stack(&format!("x = a{}\n", ".b(c)[d]".repeat(depth)));
    adapt_on_small_stack(&format!("x = 0{}\n", " + 1".repeat(depth)));
    adapt_on_small_stack(&format!("if a: pass\n{}", "elif a: pass\n".repeat(depth)));
}

#[test]
fn places_count_as_the_tokenizer_does() {
    let text = "\u{feff}a = 1\r\nbc = 2\r\n";
    let suite = Suite::parse(text, "lines.py").expect("is taken");
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let adapted = pycmill_adapter::adapt(text, &suite, &arena, &mut names);
    assert_eq!(adapted.source.text(), "a = 1\nbc = 2\n");
    let spans: Vec<_> = adapted.module.body.iter().map(|stmt| (stmt.span.start, stmt.span.end)).collect();
    assert_eq!(spans, [(0, 5), (6, 12)]);
    assert!(matches!(adapted.module.body[1].kind, StmtKind::Assign { value, .. } if value.span.start == 11));
}
