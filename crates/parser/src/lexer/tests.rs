//! Tokens and faults, with values recorded from interpreters.

use pycmill_source::Source;
use pycmill_target::Target;

use super::{FastLexer, TraceLexer};
use crate::token::Kind;

fn target(text: &str) -> Target {
    text.parse().expect("is a target")
}

/// Kinds and texts of the tokens before the end or a fault, which is the last.
fn tokens(version: &str, text: &str) -> Vec<(Kind, String)> {
    let source = Source::from_text(text);
    let mut fast = FastLexer::new(target(version), &source);
    let mut trace = TraceLexer::new(target(version), &source);
    let mut found = Vec::new();
    loop {
        let token = trace.next();
        if !trace.is_in_template() && token.kind != Kind::FStringEnd {
            assert_eq!(fast.next().kind, token.kind, "{text}");
        }
        let text = &source.text()[token.start as usize..token.end as usize];
        found.push((token.kind, text.to_owned()));
        if matches!(token.kind, Kind::End | Kind::Fault) {
            return found;
        }
    }
}

fn kinds(version: &str, text: &str) -> Vec<Kind> {
    tokens(version, text).into_iter().map(|(kind, _)| kind).collect()
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
