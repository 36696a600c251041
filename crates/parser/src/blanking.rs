//! Syntax of 3.15 that the third-party parser cannot read: the characters it stumbles on are blanked, and the text is parsed
//! again. All places stay as they are, and the conversion knows by them what was blanked.
//!
//! * `{**a if b else c for …}`: an expression of any kind unpacked in a dictionary comprehension (PEP 798); the third-party
//!   parser takes the operands of `|` alone. Without the asterisks it is a set comprehension.
//! * `case {+1: a}`: a sign `+` in a key of a mapping pattern.
//!
//! Follows `dictcomp`, `signed_number` and `signed_real_number` in `Grammar/python.gram`.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// A text with blanks, and what they stand for.
#[derive(Default)]
pub(crate) struct Blanked {
    pub(crate) text: String,
    /// Where the comprehensions begin that lost their asterisks, in order.
    pub(crate) unpackings: Vec<TextSize>,
    /// The signs, in order.
    pub(crate) signs: Vec<TextRange>,
    /// What stands behind the ends of format specifications, in order (`spec_ends.rs`).
    pub(crate) spec_ends: Vec<TextRange>,
}

/// Blanks what the third-party parser cannot read, if there is anything.
pub(crate) fn blank(text: &str, tokens: &[Token]) -> Option<Blanked> {
    let tokens: Vec<Token> = tokens.iter().filter(|token| !token.kind().is_trivia()).copied().collect();
    let mut blanked = Blanked::default();
    let mut copied = 0;
    let mut case = Case::default();
    for (at, pair) in tokens.windows(2).enumerate() {
        let is_key = case.is_key(pair[0].kind(), pair[1].kind());
        let place = pair[1].range();
        match (pair[0].kind(), pair[1].kind()) {
            (TokenKind::Lbrace, TokenKind::DoubleStar) if is_wide(&tokens[at + 2..]) => {
                blanked.unpackings.push(pair[0].start());
            }
            (_, TokenKind::Plus) if is_key && tokens.get(at + 2).is_some_and(|token| is_number(token.kind())) => {
                blanked.signs.push(place);
            }
            _ => continue,
        }
        blanked.text.push_str(&text[copied..place.start().to_usize()]);
        blanked.text.extend(std::iter::repeat_n(' ', place.len().to_usize()));
        copied = place.end().to_usize();
    }
    blanked.text.push_str(&text[copied..]);
    (copied > 0).then_some(blanked)
}

const fn is_number(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Int | TokenKind::Float | TokenKind::Complex)
}

/// The brackets open in a line that begins with `case`.
#[derive(Default)]
struct Case {
    is_case: bool,
    open: Vec<TokenKind>,
}

impl Case {
    /// Whether a key of a mapping pattern begins behind the first token.
    fn is_key(&mut self, kind: TokenKind, next: TokenKind) -> bool {
        match kind {
            TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent => {
                self.open.clear();
                self.is_case = next == TokenKind::Case;
            }
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => self.open.push(kind),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => drop(self.open.pop()),
            TokenKind::If | TokenKind::Colon if self.open.is_empty() => self.is_case = false,
            _ => {}
        }
        let begins = matches!(kind, TokenKind::Lbrace | TokenKind::Comma);
        self.is_case && begins && self.open.last() == Some(&TokenKind::Lbrace)
    }
}

/// Whether an expression that binds looser than `|`, and is neither starred nor named, ends at the `for` of a comprehension.
fn is_wide(tokens: &[Token]) -> bool {
    if tokens.first().is_some_and(|token| matches!(token.kind(), TokenKind::Star | TokenKind::DoubleStar)) {
        return false;
    }
    let mut depth = 0_u32;
    let mut in_parameters = false;
    let mut is_loose = false;
    for token in tokens {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if depth == 0 => return false,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth -= 1,
            _ if depth > 0 => {}
            TokenKind::For | TokenKind::Async => return is_loose,
            TokenKind::Lambda => (in_parameters, is_loose) = (true, true),
            TokenKind::Colon if in_parameters => in_parameters = false,
            TokenKind::Comma if in_parameters => {}
            TokenKind::Colon | TokenKind::Comma | TokenKind::ColonEqual | TokenKind::Newline | TokenKind::EndOfFile => {
                return false;
            }
            kind => is_loose |= binds_loosely(kind),
        }
    }
    false
}

const fn binds_loosely(kind: TokenKind) -> bool {
    use TokenKind as K;
    matches!(
        kind,
        K::If
            | K::Or
            | K::And
            | K::Not
            | K::In
            | K::Is
            | K::Less
            | K::LessEqual
            | K::Greater
            | K::GreaterEqual
            | K::EqEqual
            | K::NotEqual
    )
}

#[cfg(test)]
mod tests {
    use super::blank;

    fn blanked(text: &str) -> Option<String> {
        let options = ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module);
        let parsed = ruff_python_parser::parse_unchecked(text, options);
        blank(text, parsed.tokens()).map(|blanked| blanked.text)
    }

    #[test]
    fn wide_expressions() {
        assert_eq!(blanked("{**a if b else c for d in e}").as_deref(), Some("{  a if b else c for d in e}"));
        assert_eq!(
            blanked("{ # c\n** lambda x, y: x for d in e}").as_deref(),
            Some("{ # c\n   lambda x, y: x for d in e}")
        );
    }

    #[test]
    fn others() {
        for text in ["{**a | b for c in d}", "{**(a or b) for c in d}", "{**a or b}", "{***a or b for c in d}"] {
            assert_eq!(blanked(text), None, "{text}");
        }
        assert_eq!(blanked("{**a or b, 1: 2}"), None);
        assert_eq!(blanked("{**a := b or c for d in e}"), None);
    }

    #[test]
    fn keys() {
        let text = |key: &str| format!("match x:\n case {{1: +1, {key}+2j: [a, b]}} if {{+1: 2}}: {{+1: 2}}\n");
        assert_eq!(blanked(&text("+1")), Some(text(" 1")));
        assert_eq!(blanked(&text("-1")), None);
    }
}
