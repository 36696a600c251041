//! The bytes made of a converted tree beside those made of our parser's own.
//!
//! Where the two differ is listed with the reason, and a list with a file that does not differ fails.

use std::path::{Path, PathBuf};

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_codegen::{Options, compile};
use pycmill_source::{LineIndex, Source};
use pycmill_target::{Target, Version};
use rustpython_parser::Parse;
use rustpython_parser::ast::Suite;
use walkdir::WalkDir;

/// What the other parser lacks or has elsewhere; see the README of the crate.
const DIFFERENT: [(&str, &str); 9] = [
    ("parse/fstrings/debug_in_spec.py", "`=` in a field of a specification"),
    ("parse/fstrings/long_strings.py", "strings of several lines in fields"),
    ("parse/fstrings/named_on_other_line.py", "strings of several lines in fields"),
    ("parse/fstrings/names_in_debug_specs.py", "names of characters in specifications"),
    ("parse/fstrings/names_in_specs.py", "names of characters in specifications"),
    ("parse/fstrings/text_without_value.py", "texts of f-strings that are empty or over two lines"),
    ("parse/fstrings/star_tuple.py", "a tuple without parentheses in a field"),
    ("symbols/errors/docstring_surrogate.py", "surrogates"),
    ("symbols/errors/docstring_surrogates.py", "surrogates"),
];

/// How a file came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Same,
    Different,
    /// Our parser or theirs does not take it, or it has strings whose parts are placed elsewhere.
    Apart,
}

fn bytes<'a>(
    target: Target,
    module: &Module<'a>,
    lines: &LineIndex,
    arena: &'a Bump,
    names: &mut Names<'a>,
) -> Result<Vec<u8>, String> {
    let options = Options { filename: b"case.py", ..Options::default() };
    let compiled = compile(target, module, lines, arena, names, options).map_err(|error| format!("{error:?}"))?;
    pycmill_marshal::write(target, &compiled.pool, compiled.code).map_err(|error| format!("{error:?}"))
}

fn ours(target: Target, source: &Source) -> Option<Result<Vec<u8>, String>> {
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let parsed = pycmill_parser::parse(target, source, &arena, &mut names).ok()?;
    Some(bytes(target, &parsed.module, source.lines(), &arena, &mut names))
}

fn theirs(target: Target, source: &Source) -> Option<Result<Vec<u8>, String>> {
    let suite = Suite::parse(source.text(), "case.py").ok()?;
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let adapted = pycmill_adapter::adapt(source.text(), &suite, &arena, &mut names);
    Some(bytes(target, &adapted.module, adapted.source.lines(), &arena, &mut names))
}

fn outcome(target: Target, file: &Path) -> Outcome {
    let content = std::fs::read(file).expect("can be read");
    let Ok(source) = pycmill_parser::decode(target, &content) else { return Outcome::Apart };
    let has_own_places = target.tokenizes_fstrings() || target.searches_fields_in_literals();
    if has_own_places && has_fstring(source.text()) {
        return Outcome::Apart;
    }
    // A tree with statements that the target lacks is none for it.
    let Some(ours) = ours(target, &source) else { return Outcome::Apart };
    let Some(theirs) = theirs(target, &source) else { return Outcome::Apart };
    if ours == theirs { Outcome::Same } else { Outcome::Different }
}

/// Whether a quote follows a prefix with `f`; some texts that have none say so, too.
fn has_fstring(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(3)
        .any(|three| matches!(three, [b'f' | b'F', b'\'' | b'"', _] | [b'f' | b'F', b'r' | b'R', b'\'' | b'"']))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    walk.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|end| end == "py")).collect()
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    for version in Version::COMPLETE {
        let target = Target::newest(*version);
        let (mut different, mut same) = (Vec::new(), 0);
        for file in files(&folder) {
            match outcome(target, &file) {
                Outcome::Same => same += 1,
                Outcome::Different => different.push(file.strip_prefix(&folder).expect("is inside").to_owned()),
                Outcome::Apart => {}
            }
        }
        different.retain(|file| !DIFFERENT.iter().any(|(known, _)| file == Path::new(known)));
        assert!(different.is_empty(), "{target:?}: {different:?}");
        assert!(same > 80, "{target:?}: {same} files are the same");
    }
}

#[test]
fn what_is_listed_differs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    for (file, reason) in DIFFERENT {
        let is_different =
            |version: &Version| outcome(Target::newest(*version), &folder.join(file)) == Outcome::Different;
        assert!(Version::COMPLETE.iter().any(is_different), "{file} ({reason}) is the same everywhere");
    }
}

/// `PYCMILL_TREE=…/lib/python3.11 PYCMILL_TARGET=3.11.7 cargo test -p pycmill-adapter -- --ignored --nocapture`
#[test]
#[ignore = "needs a tree of sources"]
#[expect(clippy::print_stdout, reason = "says what it has measured")]
fn library() {
    let tree = std::env::var_os("PYCMILL_TREE").expect("a folder in PYCMILL_TREE");
    let target: Target =
        std::env::var("PYCMILL_TARGET").expect("a release in PYCMILL_TARGET").parse().expect("a release");
    let outcomes: Vec<_> = files(Path::new(&tree)).into_iter().map(|file| (outcome(target, &file), file)).collect();
    let count = |wanted| outcomes.iter().filter(|(outcome, _)| *outcome == wanted).count();
    let (same, different, apart) = (count(Outcome::Same), count(Outcome::Different), count(Outcome::Apart));
    outcomes
        .iter()
        .filter(|(outcome, _)| *outcome == Outcome::Different)
        .for_each(|(_, file)| println!("{}", file.display()));
    println!("{same} files have the same bytes, {different} others, {apart} cannot be compared");
    assert!(different * 100 <= same, "more than one in a hundred differs");
}

/// A tree may have what the target lacks.
#[test]
fn newer_constructs_are_refused() {
    let refused = |text: &str| {
        let target = "3.11".parse().expect("a version");
        let suite = Suite::parse(text, "case.py").expect("a program");
        let arena = Bump::new();
        let mut names = Names::new(&arena);
        let adapted = pycmill_adapter::adapt(text, &suite, &arena, &mut names);
        let lines = adapted.source.lines();
        let compiled = compile(target, &adapted.module, lines, &arena, &mut names, Options::default());
        compiled.expect_err("an error").message
    };
    assert_eq!(refused("type X = int\n"), "Python 3.11 has no type statement");
    assert_eq!(refused("def f[T](x: T): pass\n"), "Python 3.11 has no type parameters");
    assert_eq!(refused("def f():\n    class A[T]: pass\n"), "Python 3.11 has no type parameters");
}
