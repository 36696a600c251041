//! What can be said of a text that is rejected: its names, how far it was right, and whether it only lacks an end.
//!
//! Follows `_PyPegen_register_stmts` (`Parser/action_helpers.c`) and `_is_end_of_source` (`Parser/pegen.c`).

use std::ops::Range;

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{self as ruff, Stmt};
use ruff_text_size::{Ranged, TextSize};

use crate::diagnose;
use crate::parse::{Foreign, discard, read, syntax_error};

/// The line, from 1, of the last compound statement that was read to the end before a place; 0 if there is none. A
/// statement whose last part may be missing is read to the end without it.
#[must_use]
pub fn last_compound_line(target: Target, source: &Source, place: u32) -> u32 {
    let parsed = read(target, source.text());
    let mut last = 0;
    if let ruff::Mod::Module(module) = parsed.syntax() {
        let is_read = |end: TextSize| ends_a_line(parsed.tokens(), end, TextSize::new(place));
        let mut visit = |start: TextSize, end: TextSize| {
            if is_read(end) {
                last = last.max(source.lines().position(start.to_u32()).line);
            }
        };
        stacker::maybe_grow(256 * 1024, 16 * 1024 * 1024, || compound(&module.body, &mut visit));
    }
    discard(parsed);
    last
}

/// Whether a logical line ends between two places.
fn ends_a_line(tokens: &[Token], from: TextSize, to: TextSize) -> bool {
    let first = tokens.partition_point(|token| token.start() < from);
    tokens[first..].iter().take_while(|token| token.end() <= to).any(|token| token.kind() == TokenKind::Newline)
}

/// Visits where compound statements begin and where what they need ends.
fn compound(body: &[Stmt], visit: &mut impl FnMut(TextSize, TextSize)) {
    for stmt in body {
        let (bodies, needed): (Vec<&[Stmt]>, usize) = match stmt {
            // Functions are not registered, what they hold is.
            Stmt::FunctionDef(x) => {
                compound(&x.body, visit);
                continue;
            }
            Stmt::ClassDef(x) => (vec![&x.body], 1),
            Stmt::For(x) => (vec![&x.body, &x.orelse], 1),
            Stmt::While(x) => (vec![&x.body, &x.orelse], 1),
            Stmt::With(x) => (vec![&x.body], 1),
            Stmt::If(x) => {
                let more = x.elif_else_clauses.iter().map(|clause| &*clause.body);
                (std::iter::once(&*x.body).chain(more).collect(), 1)
            }
            Stmt::Match(x) => (x.cases.iter().map(|case| &*case.body).collect(), x.cases.len().max(1)),
            Stmt::Try(x) => {
                let handlers = x.handlers.iter().map(|ruff::ExceptHandler::ExceptHandler(handler)| &*handler.body);
                let bodies = std::iter::once(&*x.body).chain(handlers).chain([&*x.orelse, &*x.finalbody]);
                (bodies.filter(|body| !body.is_empty()).collect(), 2)
            }
            _ => continue,
        };
        let start = match stmt {
            Stmt::ClassDef(x) => x.name.start(),
            _ => stmt.start(),
        };
        for body in &bodies {
            compound(body, visit);
        }
        if let Some(end) = bodies.get(needed - 1).and_then(|body| body.last()) {
            visit(start, end.end());
        }
    }
}

/// Whether a text is rejected at its end alone, so that more of it might be right.
#[must_use]
pub fn is_incomplete(target: Target, source: &Source) -> bool {
    let text = source.text();
    let parsed = read(target, text);
    let is_at_end = match diagnose::lexical_error(target, text) {
        Some(error) => error.is_end && first_error(target, text, &parsed).is_none_or(|first| first >= error.at),
        None => first_error(target, text, &parsed).is_some_and(|first| first >= text.len()),
    };
    discard(parsed);
    is_at_end
}

/// Where the parser stumbles. A block that is missing at the end is reported at the newline in front.
fn first_error(target: Target, text: &str, parsed: &Foreign) -> Option<usize> {
    let error = syntax_error(target, parsed)?;
    let lacks_block = error.error.to_string().starts_with("Expected an indented block");
    let is_last = lacks_block && text[error.location.start().to_usize()..].trim().is_empty();
    Some(if is_last { text.len() } else { error.location.start().to_usize() })
}

/// Where the names of a text are that are no keywords, up to an error of the lexer.
#[must_use]
pub fn names(target: Target, source: &Source) -> Vec<Range<usize>> {
    let text = source.text();
    let end = diagnose::lexical_error(target, text).map_or(text.len(), |error| error.at);
    let parsed = read(target, text);
    let is_name = |token: &&Token| token.kind() == TokenKind::Name || token.kind().is_soft_keyword();
    let names = parsed.tokens().iter().filter(is_name).map(|token| token.range().to_std_range());
    let names = names.take_while(|name| name.end <= end).collect();
    discard(parsed);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Target {
        "3.14".parse().expect("a target")
    }

    #[test]
    fn what_lacks_its_end_is_told_from_what_is_wrong() {
        let is_incomplete = |text: &str| is_incomplete(target(), &Source::from_text(text));
        for text in
            ["while True:\n", "if x:\n  a\nelse:\n", "x = (1,\n", "try:\n  a\n", "@x\n", "'''a\n", "f(a for b in\n"]
        {
            assert!(is_incomplete(text), "{text}");
        }
        for text in ["x =\n", "while True\n", "a b (\n", "x = 'a\n", "if x:\na\n", "x = 1\n", "elif x:\n"] {
            assert!(!is_incomplete(text), "{text}");
        }
    }

    #[test]
    fn compound_statements_count_when_they_could_end() {
        let last = |text: &str| {
            let place = text.find('$').expect("a place");
            last_compound_line(target(), &Source::from_text(&text.replace('$', "")), place as u32)
        };
        for (text, line) in [
            ("x = 1\na $b\n", 0),
            ("if x:\n  a\nb $c\n", 1),
            ("if x:\n  a\n  b $c\n", 0),
            ("if x: a\nelse: b $c\n", 1),
            ("if (x and\n y): a\nb $c\n", 1),
            ("try: a\nexcept A: b\nexcept B: b $c\n", 1),
            ("try:\n  a\n  b\nexcept:\n  c $d\n", 0),
            ("class A:\n @x\n @y\n def f(self): pass\n a $b\n", 0),
            ("def f():\n  if a:\n    b\n  c $d\n", 2),
            ("match x:\n  case 1: a\n  case 2: b $c\n", 0),
            ("@x\nclass A: pass\na $b\n", 2),
            ("def f(): pass\na $b\n", 0),
            ("for x in y: a\nelse: b $c\n", 1),
        ] {
            assert_eq!(last(text), line, "{text}");
        }
    }

    #[test]
    fn names_end_where_the_lexer_does() {
        let text = "if ab match 'cd' f'{e}'\nx = 'y\nz\n";
        let found = names(target(), &Source::from_text(text));
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["ab", "match", "e", "x"]);
    }
}
