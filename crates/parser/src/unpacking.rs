//! `{**a if b else c for …}`: an expression of any kind unpacked in a dictionary comprehension (PEP 798).
//!
//! The third-party parser takes the operands of `|` alone there. The asterisks are therefore blanked and the text is parsed
//! again: it then has a set comprehension of the same places, which the conversion knows by its start.
//!
//! Follows `dictcomp` in `Grammar/python.gram`.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextSize};

/// A text without the asterisks, and where the comprehensions begin that lost theirs, in order.
pub(crate) struct Blanked {
    pub(crate) text: String,
    pub(crate) starts: Vec<TextSize>,
}

/// Blanks the asterisks of all comprehensions that the third-party parser cannot read.
pub(crate) fn blank(text: &str, tokens: &[Token]) -> Option<Blanked> {
    let tokens: Vec<Token> = tokens.iter().filter(|token| !token.kind().is_trivia()).copied().collect();
    let mut blanked = Blanked { text: String::new(), starts: Vec::new() };
    let mut copied = 0;
    for (at, pair) in tokens.windows(2).enumerate() {
        let kinds = (pair[0].kind(), pair[1].kind());
        if kinds == (TokenKind::Lbrace, TokenKind::DoubleStar) && is_wide(&tokens[at + 2..]) {
            let stars = pair[1].range().to_std_range();
            blanked.text.push_str(&text[copied..stars.start]);
            blanked.text.push_str("  ");
            blanked.starts.push(pair[0].start());
            copied = stars.end;
        }
    }
    blanked.text.push_str(&text[copied..]);
    (copied > 0).then_some(blanked)
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
}
