//! What must hold of every text, however broken: for the fuzzer and for tests.
//!
//! The two sides of this crate share nothing but the lexer and the values of literals, so each judges the other: the fast
//! parser takes a text if and only if the first pass of the grammar table does, and what is rejected has an error.

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_source::{Source, Span};
use pycmill_target::{Target, Version};

use crate::error::{DEFAULT_MAX_STR_DIGITS, ParseError};
use crate::fast::{self, Accepted};
use crate::lexer::{FastLexer, TraceLexer};
use crate::parse::needs_table;
use crate::token::{Kind, Token};

/// The target that a number means: the oldest and the newest release of every version, and the recorded one.
#[must_use]
pub fn target(number: u8) -> Target {
    let version = Version::ALL[usize::from(number) % Version::ALL.len()];
    let micros = [version.newest_micro(), version.recorded_micro(), 0, 0];
    Target::new(version, micros[usize::from(number) / Version::ALL.len() % micros.len()])
}

/// Both lexers come to an end, with tokens in the order of the text.
///
/// # Panics
/// If that does not hold.
pub fn hold_of_tokens(target: Target, source: &Source) {
    let (mut fast, mut trace) = (FastLexer::new(target, source), TraceLexer::new(target, source));
    let traced = ordered(source, || trace.next());
    assert_eq!(trace.next().kind, traced.last().expect("there is an end").kind, "the end stays the end");
    let alone = ordered(source, || fast.next());
    // From the first string that has parts, the fast lexer depends on its parser. Bytes that are no text are faults for it alone.
    let is_shared = |token: &Token| !matches!(token.kind, Kind::FStringStart | Kind::TStringStart | Kind::Fault);
    let stops = |token: &Token| source.malformed().is_some() && token.kind == Kind::Fault;
    let pairs = traced.iter().zip(&alone);
    for (one, other) in pairs.take_while(|(one, other)| is_shared(one) && !stops(other)) {
        assert_eq!(one, other, "the two lexers differ");
    }
}

/// All tokens up to the end or a fault.
fn ordered(source: &Source, mut next: impl FnMut() -> Token) -> Vec<Token> {
    let length = source.malformed().map_or(source.text().len(), <[u8]>::len) as u32;
    let mut tokens: Vec<Token> = Vec::new();
    loop {
        let token = next();
        assert!(token.start <= token.end && token.end <= length, "{token:?} is outside of the text");
        let is_after = tokens.last().is_none_or(|last| last.end <= token.start);
        assert!(is_after || token.kind == Kind::Fault, "{token:?} overlaps {:?}", tokens.last());
        // Every token but those of layout has text.
        assert!(tokens.len() <= 3 * length as usize + 3, "the lexer does not go on");
        tokens.push(token);
        if matches!(token.kind, Kind::End | Kind::Fault) {
            return tokens;
        }
    }
}

/// The fast parser and the first pass of the table agree, and a tree lies within its text.
///
/// # Panics
/// If that does not hold.
pub fn hold_of_tree(target: Target, source: &Source) {
    let Some(verdicts) = verdicts(target, source, &Bump::new()) else { return };
    assert_eq!(verdicts.fast, verdicts.table, "{target:?}: fast parser and table differ");
}

/// Whether either side takes a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdicts {
    pub(crate) fast: bool,
    pub(crate) table: bool,
}

/// What both sides say of a text; nothing if no parser reads it, or if the table has the last word anyway.
///
/// # Panics
/// If the tree does not lie within the text.
pub(crate) fn verdicts(target: Target, source: &Source, arena: &Bump) -> Option<Verdicts> {
    if is_for_the_decoder(target, source) {
        return None;
    }
    let read = crate::errors::as_read(target, source);
    let (mut names, mut warnings) = (Names::new(arena), Vec::new());
    let accepted = fast::parse(target, &read, DEFAULT_MAX_STR_DIGITS, arena, &mut names, &mut warnings);
    if let Ok(accepted) = accepted {
        check_places(target, &read, accepted);
        if needs_table(target, source, accepted) {
            return None;
        }
    }
    let table = crate::errors::accepts(target, source, DEFAULT_MAX_STR_DIGITS);
    Some(Verdicts { fast: accepted.is_ok(), table })
}

fn check_places(target: Target, source: &Source, accepted: Accepted<'_>) {
    let length = source.text().len() as u32;
    fast::walk(target, accepted.module.body, &mut |span| {
        assert!(span == Span::NONE || span.start <= span.end && span.end <= length, "{span:?} is outside of the text");
    });
}

/// A text has an error if and only if the first pass does not take it, and the error has a place that makes sense.
///
/// # Panics
/// If that does not hold.
pub fn hold_of_errors(target: Target, source: &Source) {
    if is_for_the_decoder(target, source) {
        return;
    }
    let mut warnings = Vec::new();
    let error = crate::errors::explain(target, source, DEFAULT_MAX_STR_DIGITS, &mut warnings);
    let is_right = crate::errors::accepts(target, source, DEFAULT_MAX_STR_DIGITS);
    assert_eq!(error.is_none(), is_right, "{target:?}: an error of a text that is taken, or none: {error:?}");
    if let Some(error) = error.filter(|error| !error.class.is_without_place()) {
        check_error(source, &error);
    }
}

/// Columns of errors in f-strings of older versions may lie anywhere, and an error may be about a line that was not read to its
/// end; lines are those of the file, or the one after.
fn check_error(source: &Source, error: &ParseError) {
    let lines = source.text().lines().count() as u32;
    assert!(!error.message.is_empty(), "no message");
    assert!(error.line <= lines + 1, "line {} of {lines}", error.line);
}

/// Whether bytes that are no text are reported before anything is parsed.
fn is_for_the_decoder(target: Target, source: &Source) -> bool {
    target.locates_decoding_errors() && source.malformed().is_some()
}

#[cfg(test)]
mod tests;
