//! Texts that nest or go on without end, on threads with 2 MiB of stack, for every version: what they come to is CPython's
//! business, but none may overflow the stack.

use std::hint::black_box;

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_parser::{DEFAULT_MAX_STR_DIGITS, dump, explain, is_incomplete, names, parse};
use pycmill_source::Source;
use pycmill_target::{Target, Version};

const STACK: usize = 2 * 1024 * 1024;
const DEEP: usize = 10_000;
/// As many as CPython's tokenizer takes, or its parser more or less.
const FEW: usize = 95;

/// Name and text.
type Case = (&'static str, String);

fn around(open: &str, inside: &str, close: &str, times: usize) -> String {
    format!("x = {}{inside}{}\n", open.repeat(times), close.repeat(times))
}

/// Statements inside each other, one more blank each.
fn blocks(header: &str, times: usize) -> String {
    let lines = (0..times).map(|level| format!("{}{header}\n", " ".repeat(level)));
    format!("{}{}pass\n", lines.collect::<String>(), " ".repeat(times))
}

fn brackets() -> Vec<Case> {
    vec![
        ("parentheses", around("(", "0", ")", DEEP)),
        ("few parentheses", around("(", "0", ")", FEW)),
        ("lists", around("[", "", "]", DEEP)),
        ("dicts", around("{0: ", "0", "}", FEW)),
        ("calls", around("f(", "", ")", FEW)),
        ("subscripts", around("a[", "0", "]", FEW)),
        ("comprehensions", around("[0 for a in ", "b", "]", FEW)),
        ("open only", format!("x = {}", "(".repeat(DEEP))),
        ("close only", format!("x = {}\n", ")".repeat(DEEP))),
        ("patterns", format!("match a:\n case {}b{}: pass\n", "[".repeat(FEW), "]".repeat(FEW))),
        ("with", format!("with {}a{}: pass\n", "(".repeat(FEW), ")".repeat(FEW))),
        ("targets", format!("{}a{} = b\n", "(".repeat(FEW), ",)".repeat(FEW))),
    ]
}

fn chains() -> Vec<Case> {
    let chain = |link: &str| format!("x = a{}\n", link.repeat(DEEP));
    let prefix = |prefix: &str| format!("x = {}a\n", prefix.repeat(DEEP));
    vec![
        ("lambdas", prefix("lambda: ")),
        ("lambdas with defaults", around("lambda a=", "0", ": 0", DEEP)),
        ("not", prefix("not ")),
        ("signs", prefix("-+~")),
        ("await", prefix("await ")),
        ("powers", chain(" ** a")),
        ("sums", chain(" + a")),
        ("comparisons", chain(" < a")),
        ("and", chain(" and a")),
        ("conditions", chain(" if a else a")),
        ("attributes", chain(".a")),
        ("call chain", chain("(a)")),
        ("subscript chain", chain("[a]")),
        ("mixed chain", chain(".a(b)[c]")),
        ("walrus", prefix("b := ")),
        ("assignments", format!("{}0\n", "a = ".repeat(DEEP))),
        ("stars", format!("f({}a)\n", "*".repeat(DEEP))),
        ("yields", format!("x = {}a\n", "yield ".repeat(DEEP))),
        ("tuple", format!("x = {}\n", "a, ".repeat(DEEP))),
        ("strings", format!("x = {}\n", "'a' ".repeat(DEEP))),
        ("or patterns", format!("match a:\n case {}b: pass\n", "1 | ".repeat(DEEP))),
        ("annotations", format!("a{}: int\n", ".b".repeat(DEEP))),
        ("imports", format!("import a{}\n", ".b".repeat(DEEP))),
        ("dots", format!("from {} import a\n", ".".repeat(DEEP))),
    ]
}

fn statements() -> Vec<Case> {
    vec![
        ("elif", format!("if a: pass\n{}", "elif a: pass\n".repeat(DEEP))),
        ("except", format!("try: pass\n{}", "except a: pass\n".repeat(DEEP))),
        ("cases", format!("match a:\n{}", " case 1: pass\n".repeat(DEEP))),
        ("decorators", format!("{}def f(): pass\n", "@a\n".repeat(100_000))),
        ("parameters", format!("def f({}): pass\n", (0..DEEP).map(|at| format!("a{at}, ")).collect::<String>())),
        ("with items", format!("with {}a: pass\n", "a as b, ".repeat(DEEP))),
        ("blocks", blocks("if a:", 99)),
        ("too many blocks", blocks("if a:", 200)),
        ("functions", blocks("def f():", 99)),
        ("with blocks", blocks("with a:", 99)),
        ("else if", blocks("for a in b:", 99)),
        ("semicolons", format!("{}\n", "a;".repeat(DEEP))),
        ("long line", format!("x = '{}'\n", "a".repeat(1_000_000))),
        ("long name", format!("{} = 1\n", "a".repeat(1_000_000))),
        ("long number", format!("x = {}\n", "1".repeat(1_000_000))),
        ("long comment", format!("# {}\n", "a".repeat(1_000_000))),
        ("blank lines", "\n".repeat(1_000_000)),
        ("continuations", format!("x = {}1\n", "\\\n".repeat(DEEP))),
        ("dedents", format!("{}x\n", blocks("if a:", 99))),
    ]
}

fn strings() -> Vec<Case> {
    let same = around("f'{", "a", "}'", DEEP);
    let specs = around("f'{a:", "b", "}'", 1).replace('b', &"{a:".repeat(DEEP));
    vec![
        ("f-strings", same),
        ("few f-strings", around("f'{", "a", "}'", FEW)),
        ("specifications", specs),
        ("fields", format!("x = f'{}'\n", "{a}".repeat(DEEP))),
        ("braces", format!("x = f'{}'\n", "{".repeat(DEEP))),
        ("lambdas in a field", format!("x = f'{{({}a)}}'\n", "lambda: ".repeat(DEEP))),
        ("old nesting", "x = f'''{f\"\"\"{f'{f\"{a}\"}'}\"\"\"}'''\n".to_owned()),
        ("templates", around("t'{", "a", "}'", FEW)),
        ("unterminated", format!("x = f'{}", "{f\"".repeat(DEEP))),
        ("quotes", "'\"".repeat(DEEP)),
    ]
}

/// Everything that walks over a text or its tree.
fn go_through(target: Target, source: &Source) {
    let arena = Bump::new();
    let mut interned = Names::new(&arena);
    if let Ok(parsed) = parse(target, source, &arena, &mut interned) {
        black_box(dump(target, &parsed.module, &interned, source.lines()));
    }
    black_box(names(target, source));
    black_box(explain(target, source, DEFAULT_MAX_STR_DIGITS, &mut Vec::new()));
    if Version::ALL[0] != target.version() {
        black_box(is_incomplete(target, source));
    }
}

fn survive(cases: Vec<Case>) {
    for (name, text) in cases {
        for version in Version::ALL {
            let text = text.clone();
            let run = move || go_through(Target::newest(version), &Source::from_text(&text));
            let thread = std::thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread");
            assert!(thread.join().is_ok(), "{name} of {version}");
        }
    }
}

#[test]
fn brackets_inside_each_other() {
    survive(brackets());
}

#[test]
fn chains_of_operators() {
    survive(chains());
}

#[test]
fn statements_in_number() {
    survive(statements());
}

#[test]
fn strings_inside_each_other() {
    survive(strings());
}
