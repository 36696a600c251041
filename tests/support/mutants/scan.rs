//! A rough tokenizer of Python text, good enough to find places for mistakes; it never fails.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sort {
    Word,
    Number,
    /// A whole literal with prefix and quotes; f-strings are not looked into.
    Str,
    Op,
    /// The end of a line, whether it counts or not.
    Newline,
    Comment,
}

/// A token of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    pub(crate) sort: Sort,
    pub(crate) span: Range<usize>,
    /// Open brackets around it.
    pub(crate) depth: usize,
}

const TRIPLES: [&str; 4] = ["**=", "//=", ">>=", "<<="];
const PAIRS: [&str; 21] = [
    "**", "//", ">>", "<<", "!=", "==", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
    "<>", "..",
];

/// The tokens of a text; what is between them is blank.
pub(crate) fn scan(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(char) = text[at..].chars().next() {
        let rest = &text[at..];
        let (sort, length) = match char {
            ' ' | '\t' | '\x0c' | '\\' | '\r' => {
                at += 1;
                continue;
            }
            '\n' => (Sort::Newline, 1),
            '#' => (Sort::Comment, rest.find('\n').unwrap_or(rest.len())),
            _ if string_length(rest).is_some() => (Sort::Str, string_length(rest).unwrap_or(1)),
            '0'..='9' => (Sort::Number, run(rest, |char| char.is_alphanumeric() || char == '_' || char == '.')),
            _ if is_word(char) => (Sort::Word, run(rest, is_word)),
            _ => (Sort::Op, operator_length(rest, char)),
        };
        let op = (sort == Sort::Op).then_some(char);
        if matches!(op, Some(')' | ']' | '}')) {
            depth = depth.saturating_sub(1);
        }
        tokens.push(Token { sort, span: at..at + length, depth });
        if matches!(op, Some('(' | '[' | '{')) {
            depth += 1;
        }
        at += length;
    }
    tokens
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|char| !is(char)).unwrap_or(text.len())
}

fn operator_length(rest: &str, first: char) -> usize {
    let begins = |known: &&&str| rest.starts_with(**known);
    match TRIPLES.iter().chain(&PAIRS).find(begins) {
        Some(_) if rest.starts_with("...") => 3,
        Some(known) => known.len(),
        None => first.len_utf8(),
    }
}

/// The length of the literal that a text begins with.
fn string_length(text: &str) -> Option<usize> {
    let prefix = run(&text[..text.len().min(text.ceil_char_boundary(3))], |char| "rRbBuUfFtT".contains(char));
    let body = &text[prefix..];
    let quote = body.chars().next().filter(|char| matches!(char, '"' | '\''))?;
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    let (close, is_triple) = if body.starts_with(&triple) { (triple, true) } else { (quote.to_string(), false) };
    let mut at = prefix + close.len();
    while let Some(char) = text[at..].chars().next() {
        if text[at..].starts_with(&close) {
            return Some(at + close.len());
        }
        if char == '\n' && !is_triple {
            return Some(at);
        }
        at += char.len_utf8();
        if char == '\\' {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    Some(at)
}
