//! Tokens and faults, with values recorded from interpreters.

use pycmill_source::Source;
use pycmill_target::Target;

use super::{FastLexer, Fault, TraceLexer};
use crate::token::Kind;

fn target(text: &str) -> Target {
    text.parse().expect("is a target")
}

/// The kinds of all tokens up to the end or a fault. Where no string has parts, the fast lexer must say the same.
fn kinds(version: &str, text: &str) -> Vec<Kind> {
    let source = Source::from_text(text);
    let mut trace = TraceLexer::new(target(version), &source);
    let traced = all(|| trace.next().kind);
    if !traced.contains(&Kind::FStringStart) {
        let mut fast = FastLexer::new(target(version), &source);
        assert_eq!(all(|| fast.next().kind), traced, "{text}");
    }
    traced
}

fn all(mut next: impl FnMut() -> Kind) -> Vec<Kind> {
    let mut kinds = vec![next()];
    while !matches!(kinds.last(), Some(Kind::End | Kind::Fault)) {
        kinds.push(next());
    }
    kinds
}

#[test]
fn blocks() {
    use Kind::{Colon, Dedent, End, If, Indent, Name, Newline, Pass};
    let text = "if a:\n  # comment\n\n  if b:\n    pass\nc\n";
    let expected = [
        If, Name, Colon, Newline, Indent, If, Name, Colon, Newline, Indent, Pass, Newline, Dedent, Dedent, Name,
        Newline, End,
    ];
    assert_eq!(kinds("3.14", text), expected);
}

/// Line, offsets and text of what the tokenizer raises, or the name of the code.
fn fault(version: &str, text: &str) -> String {
    let source = Source::from_text(text);
    let mut lexer = TraceLexer::new(target(version), &source);
    while !matches!(lexer.next().kind, Kind::End | Kind::Fault) {}
    match lexer.fault() {
        None => String::new(),
        Some(Fault::Code(code)) => format!("{code:?}"),
        Some(Fault::Raised(fault)) => {
            format!("{}:{}-{} {}", fault.line, fault.offset, fault.end_offset, fault.message)
        }
    }
}

#[test]
fn numbers() {
    assert_eq!(fault("3.9.18", "1a\n"), "");
    assert_eq!(fault("3.14.10", "1a\n"), "1:1-1 invalid decimal literal");
    assert_eq!(fault("3.9.18", "0o8\n"), "1:2-2 invalid digit '8' in octal literal");
    assert_eq!(fault("3.14.10", "0o8\n"), "1:3-3 invalid digit '8' in octal literal");
    let zeros = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
    assert_eq!(fault("3.9.18", "é = 0012\n"), format!("1:8-8 {zeros}"));
    assert_eq!(fault("3.13.0", "é = 0012\n"), format!("1:6-8 {zeros}"));
    assert_eq!(fault("3.13.18", "é = 0012\n"), format!("1:5-7 {zeros}"));
}

#[test]
fn characters() {
    assert_eq!(fault("3.8.18", "a €\n"), "Identifier");
    assert_eq!(fault("3.9.18", "a €\n"), "1:3-3 invalid character '€' (U+20AC)");
    assert_eq!(fault("3.14.10", "a\u{a0}\n"), "1:2-2 invalid non-printable character U+00A0");
    assert_eq!(kinds("3.10.13", "\u{1}\n"), [Kind::Unknown, Kind::Newline, Kind::End]);
    assert_eq!(fault("3.11.7", "a \u{1}\n"), "1:3-3 invalid non-printable character U+0001");
    assert_eq!(fault("3.12.1", "a\u{200c}b\n"), "1:2-2 invalid non-printable character U+200C");
    assert_eq!(fault("3.13.0", "a\u{200c}b\n"), "");
}

#[test]
fn brackets() {
    assert_eq!(fault("3.14.10", "a)\n"), "1:2-2 unmatched ')'");
    let text = "2:1-1 closing parenthesis ']' does not match opening parenthesis '(' on line 1";
    assert_eq!(fault("3.14.10", "(\n]\n"), text);
    let nested = "(".repeat(201);
    assert_eq!(fault("3.14.10", &nested), "1:201-201 too many nested parentheses");
    assert_eq!(fault("3.9.18", "(\n"), "");
    assert_eq!(fault("3.10.13", "(\n"), "EndOfInput");
}

#[test]
fn strings() {
    assert_eq!(fault("3.9.18", "x = 'a\\'\n"), "EndOfLineInString");
    let text = "1:5-5 unterminated string literal (detected at line 1)";
    assert_eq!(fault("3.12.1", "x = 'a\\'\n"), text);
    assert_eq!(fault("3.13.0", "x = 'a\\'\n"), format!("{text}; perhaps you escaped the end quote?"));
    let text = "1:1-1 unterminated triple-quoted string literal (detected at line 2)";
    assert_eq!(fault("3.14.10", "'''\n\n"), text);
    assert_eq!(kinds("3.13.0", "rub''\n"), [Kind::Name, Kind::String, Kind::Newline, Kind::End]);
    assert_eq!(fault("3.14.10", "x = rub''      \n"), "1:5-8 'u' and 'b' prefixes are incompatible");
    assert_eq!(fault("3.14.10", "rub''\n"), "1:1-4 'u' and 'b' prefixes are incompatible");
}

#[test]
fn templates() {
    use Kind::{End, FStringEnd, FStringMiddle, FStringStart, LBrace, Name, Newline, RBrace};
    let parts = [FStringStart, FStringMiddle, FStringMiddle, LBrace, Name, RBrace, FStringEnd, Newline, End];
    assert_eq!(kinds("3.12.1", "f'a{{b{c}'\n"), parts);
    assert_eq!(fault("3.14.10", "f'{a'\n"), "1:5-5 f-string: expecting '}'");
    assert_eq!(fault("3.14.10", "f'}'\n"), "1:3-3 f-string: single '}' is not allowed");
    assert_eq!(fault("3.14.10", "f'{a)}'\n"), "1:5-5 f-string: unmatched ')'");
    assert_eq!(fault("3.14.10", "f'{a:{b:{c:{d}}}}'\n"), "1:11-11 f-string: expressions nested too deeply");
    assert_eq!(fault("3.14.10", "f'a\n"), "1:1-1 unterminated f-string literal (detected at line 1)");
    assert_eq!(fault("3.13.0", "f'{a:\n}'\n"), "");
    let newlines = "newlines are not allowed in format specifiers for single quoted";
    assert_eq!(fault("3.13.18", "f'{a:\n}'\n"), format!("1:6-6 f-string: {newlines} f-strings"));
    assert_eq!(fault("3.14.10", "t'{a:\\\n\n}'\n"), format!("2:1-1 t-string: {newlines} t-strings"));
}

#[test]
fn indentation() {
    assert_eq!(fault("3.14.10", "if a:\n    b\n  c\n"), "Dedent");
    assert_eq!(fault("3.14.10", "if a:\n        b\n\tc\n"), "TabsAndSpaces");
    assert_eq!(fault("3.8.18", "if x:\n  a\n \\\n b\n"), "Dedent");
    assert_eq!(fault("3.9.18", "if x:\n  a\n \\\n b\n"), "");
    assert_eq!(fault("3.10.13", "if x:\n  a\n \\\n b\n"), "Dedent");
    assert_eq!(fault("3.14.10", "a = \\ b\n"), "Continuation");
}
