//! What the search for misspelled keywords asks about a text: whether it may go on, and where its names are.
//!
//! Follows `_PyPegen_run_parser` with `PyPARSE_ALLOW_INCOMPLETE_INPUT`, as `codeop.compile_command` calls it, and
//! `tokenize.generate_tokens`.

use std::ops::Range;

use pycmill_source::Source;
use pycmill_target::Target;

use super::machine::Machine;
use super::notes::Notes;
use super::table::Table;
use super::tokens::Tokens;
use crate::error::{DEFAULT_MAX_STR_DIGITS, Warning};
use crate::lexer::{Code, Fault, TraceLexer};
use crate::literal::escaped_brace;
use crate::token::Kind;

/// Whether a text that is no program lacks nothing but an end.
#[must_use]
pub fn is_incomplete(target: Target, source: &Source) -> bool {
    let table = Table::of(target);
    let mut machine = Machine::new(&table, Tokens::new(target, source), Notes::new(DEFAULT_MAX_STR_DIGITS, &[], 0));
    let is_right = machine.rule(table.file).is_some() && machine.error.is_none();
    !is_right && machine.is_at_end_of_source()
}

impl Machine<'_, '_> {
    /// `tok->done` is one of `E_EOF`, `E_EOFS`, `E_EOLS`.
    fn is_at_end_of_source(&self) -> bool {
        match self.tokens.lexer.fault() {
            None => self.tokens.is_at_end,
            Some(Fault::Code(code)) => *code == Code::EndOfInput,
            Some(Fault::Raised(raised)) => raised.message.starts_with("unterminated triple-quoted"),
        }
    }
}

/// What is found in a text that is read for its names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// Where a name is that is no keyword.
    Name(Range<usize>),
    /// What the lexer warns of.
    Warning(Warning),
}

/// The names of a text that are no keywords, up to an error of the lexer. It does not warn of numbers here.
#[must_use]
pub fn names(target: Target, source: &Source) -> Vec<Found> {
    let mut lexer = TraceLexer::new(target, source);
    let mut found = Vec::new();
    let mut warned = 0;
    loop {
        let token = lexer.traced().token;
        let braces = &lexer.escaped_braces()[warned..];
        found.extend(braces.iter().map(|at| Found::Warning(escaped_brace(target, source, *at + 1))));
        warned = lexer.escaped_braces().len();
        match token.kind {
            Kind::Name => found.push(Found::Name(token.start as usize..token.end as usize)),
            Kind::End | Kind::Fault => return found,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `codeop.compile_command` of 3.14.10 says of the text and a newline.
    #[test]
    fn texts_that_may_go_on() {
        let target = "3.14.10".parse().expect("a release");
        let is_incomplete = |text: &str| is_incomplete(target, &Source::from_text(text));
        for text in ["if x:\n", "x = (1,\n", "x = '''a\n", "try:\n    pass\n", "@a\n", "x = \\\n"] {
            assert!(is_incomplete(text), "{text:?}");
        }
        for text in ["x\n", "x y\n", "if x\n", "x = 'a\n", ")\n", "if x:\npass\n"] {
            assert!(!is_incomplete(text), "{text:?}");
        }
    }

    #[test]
    fn names_are_no_keywords() {
        let target = "3.14.10".parse().expect("a release");
        let text = "whille x in f'{y}': match\n'";
        let word = |found: Found| match found {
            Found::Name(name) => &text[name],
            Found::Warning(warning) => panic!("{warning:?}"),
        };
        let words: Vec<&str> = names(target, &Source::from_text(text)).into_iter().map(word).collect();
        assert_eq!(words, ["whille", "x", "y", "match"]);
    }
}
