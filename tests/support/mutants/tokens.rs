//! Mutations of tokens: one is deleted, replaced, inserted, doubled or swapped.

use super::random::Random;
use super::scan::{self, Sort, Token};

/// Tokens to insert, each as likely as another.
const VOCABULARY: [&str; 118] = [
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "match",
    "case",
    "type",
    "lazy",
    "_",
    "print",
    "exec",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    "+",
    "-",
    "*",
    "/",
    "|",
    "&",
    "<",
    ">",
    "=",
    ".",
    "%",
    "==",
    "!=",
    "<=",
    ">=",
    "~",
    "^",
    "<<",
    ">>",
    "**",
    "+=",
    "-=",
    "*=",
    "/=",
    "%=",
    "&=",
    "|=",
    "^=",
    "<<=",
    ">>=",
    "**=",
    "//",
    "//=",
    "@",
    "@=",
    "->",
    "...",
    ":=",
    "!",
    "<>",
    "$",
    "?",
    "`",
    "0",
    "1",
    "1.5",
    "2j",
    "0x1f",
    "'s'",
    "b'b'",
    "f'{x}'",
    "f'{x!r:>{w}}'",
    "rf'{x}\\d'",
    "u'u'",
    "'''t'''",
    "t'{x}'",
    "x",
    "é",
    "f(x)",
    "a.b",
    "*a",
    "**k",
    "x=1",
    "x: int",
    "# c\n",
    "\\\n",
    "\n",
];

/// A text with one mutation, sometimes two.
pub(crate) fn mutate(text: &str, random: &mut Random) -> String {
    let once = mutate_once(text, random);
    if random.chance(12) { mutate_once(&once, random) } else { once }
}

fn mutate_once(text: &str, random: &mut Random) -> String {
    let tokens = scan::scan(text);
    let Some(token) = random.choose(&tokens) else { return random.one(&VOCABULARY).to_owned() };
    let (start, end) = (token.span.start, token.span.end);
    match random.below(9) {
        0 | 1 => splice(text, start, end, ""),
        2 | 3 => splice(text, start, end, &new_token(text, &tokens, random)),
        4 | 5 => {
            let blank = if random.chance(85) { " " } else { "" };
            splice(text, start, start, &(new_token(text, &tokens, random) + blank))
        }
        6 => {
            let blank = if token.sort == Sort::Op && random.chance(50) { "" } else { " " };
            splice(text, start, start, &(text[start..end].to_owned() + blank))
        }
        7 => swap_neighbours(text, &tokens, random),
        _ => swap(text, token, random.choose(&tokens).unwrap_or(token)),
    }
}

fn new_token(text: &str, tokens: &[Token], random: &mut Random) -> String {
    match random.choose(tokens) {
        Some(token) if random.chance(35) => text[token.span.clone()].to_owned(),
        _ => random.one(&VOCABULARY).to_owned(),
    }
}

fn swap_neighbours(text: &str, tokens: &[Token], random: &mut Random) -> String {
    if tokens.len() < 2 {
        return text.to_owned();
    }
    let at = random.below(tokens.len() - 1);
    swap(text, &tokens[at], &tokens[at + 1])
}

fn swap(text: &str, one: &Token, other: &Token) -> String {
    let (first, second) = if one.span.start <= other.span.start { (one, other) } else { (other, one) };
    if first == second {
        return text.to_owned();
    }
    let between = &text[first.span.end..second.span.start];
    let parts = [
        &text[..first.span.start],
        &text[second.span.clone()],
        between,
        &text[first.span.clone()],
        &text[second.span.end..],
    ];
    parts.concat()
}

/// The text with a part replaced.
pub(crate) fn splice(text: &str, start: usize, end: usize, new: &str) -> String {
    [&text[..start], new, &text[end..]].concat()
}
