//! Mistakes in dictionaries and in the replacement fields of strings.
//!
//! Follows `invalid_double_starred_kvpairs`, `invalid_fstring_replacement_field` and `invalid_tstring_replacement_field`
//! in `Grammar/python.gram`.

use pycmill_target::Target;
use ruff_python_ast::token::TokenKind;

use super::mistakes::{Hint, Line};

impl Line<'_> {
    /// `{1: *a}`, `{1: 2, 3}`, `{1: }`, and `**` in the place of keys and values.
    pub(super) fn dictionary(&self, target: Target) -> Option<Hint> {
        let bracket = self.bracket()?;
        if self.kind(bracket)? != TokenKind::Lbrace || self.is_field(bracket) {
            return None;
        }
        let (found, before) = (self.kind(self.at)?, self.before(1)?);
        let end = self.end_of_operand(self.at + 1);
        let is_key = before != TokenKind::Colon && self.kind(end) == Some(TokenKind::Colon);
        let (message, last) = match (found, before) {
            (TokenKind::Star, TokenKind::Colon) => ("cannot use a starred expression in a dictionary value", end - 1),
            (TokenKind::Rbrace | TokenKind::Comma, TokenKind::Colon) => {
                let message = "expression expected after dictionary key and ':'".to_owned();
                return Some((message, self.range(self.at - 1, self.at - 1)));
            }
            (TokenKind::DoubleStar, TokenKind::Colon) if target.unpacks_in_comprehensions() => {
                ("cannot use dict unpacking in a dictionary value", end - 1)
            }
            (TokenKind::Star, _) if is_key && target.unpacks_in_comprehensions() => {
                ("cannot use a starred expression in a dictionary key", end - 1)
            }
            (TokenKind::DoubleStar, _) if is_key && target.unpacks_in_comprehensions() => {
                ("cannot use dict unpacking in a dictionary key", end - 1)
            }
            (TokenKind::Rbrace | TokenKind::Comma, _) => return self.lone_key(bracket),
            _ => return None,
        };
        self.name(self.at + 1, end)?;
        Some((message.to_owned(), self.range(self.at, last)))
    }

    /// A key without value behind items that have both.
    fn lone_key(&self, bracket: usize) -> Option<Hint> {
        let comma = self.last_comma(bracket)?;
        let has_colon = self.kind(self.end_of_operand(bracket + 1)) == Some(TokenKind::Colon);
        let is_key = self.end_of_operand(comma + 1) == self.at && self.name(comma + 1, self.at).is_some();
        let message = "':' expected after dictionary key".to_owned();
        (has_colon && is_key).then(|| (message, self.range(self.at - 1, self.at - 1)))
    }

    /// Whether a brace opens a replacement field.
    pub(super) fn is_field(&self, brace: usize) -> bool {
        use TokenKind as K;
        let before = brace.checked_sub(1).and_then(|at| self.kind(at));
        matches!(before, Some(K::FStringStart | K::FStringMiddle | K::TStringStart | K::TStringMiddle | K::Rbrace))
    }

    /// The letter of the string around a field.
    pub(super) fn letter(&self, field: usize) -> char {
        let mut ended = 0_u32;
        for at in (0..field).rev() {
            match self.kind(at) {
                Some(TokenKind::FStringEnd | TokenKind::TStringEnd) => ended += 1,
                Some(TokenKind::FStringStart | TokenKind::TStringStart) if ended > 0 => ended -= 1,
                Some(TokenKind::TStringStart) => return 't',
                Some(TokenKind::FStringStart) => return 'f',
                _ => {}
            }
        }
        'f'
    }

    /// The letter of the string around the error.
    pub(super) fn enclosing_letter(&self) -> char {
        self.letter(self.at)
    }

    /// What is wrong in a replacement field.
    pub(super) fn field(&self, target: Target) -> Option<Hint> {
        use TokenKind as K;
        let bracket = self.bracket().filter(|at| self.kind(*at) == Some(K::Lbrace) && self.is_field(*at))?;
        let (found, before, earlier) = (self.kind(self.at)?, self.before(1)?, self.before(2)?);
        let is_empty = self.at == bracket + 1;
        let has_lambda = (bracket..self.at).any(|at| self.kind(at) == Some(K::Lambda));
        let middle = matches!(found, K::FStringMiddle | K::TStringMiddle | K::Rbrace);
        let text = match (found, before, earlier) {
            (K::Equal | K::Exclamation | K::Colon | K::Rbrace, ..) if is_empty => {
                format!("valid expression required before '{}'", self.word(self.at))
            }
            _ if is_empty => "expecting a valid expression after '{'".to_owned(),
            (_, K::Colon, _) if has_lambda && middle => {
                let message = "lambda expressions are not allowed without parentheses";
                let lambda = (bracket..self.at).find(|at| self.kind(*at) == Some(K::Lambda))?;
                let place = self.range(lambda, self.at - 1);
                return Some((format!("{}-string: {message}", self.letter(bracket)), place));
            }
            (K::Colon | K::Rbrace, K::Exclamation, _) => "missing conversion character".to_owned(),
            (K::Name, K::Exclamation, _)
                if !target.judges_conversions_first()
                    && !matches!(self.kind(self.at + 1), Some(K::Colon | K::Rbrace)) =>
            {
                let message = format!("{}-string: expecting ':' or '}}'", self.letter(bracket));
                return Some((message, self.range(self.at + 1, self.at + 1)));
            }
            (K::Name, K::Exclamation, _) => {
                format!("invalid conversion character '{}': expected 's', 'r', or 'a'", self.word(self.at))
            }
            (_, K::Exclamation, _) => "invalid conversion character".to_owned(),
            (_, _, K::Exclamation) => "expecting ':' or '}'".to_owned(),
            _ => return None,
        };
        Some((format!("{}-string: {text}", self.letter(bracket)), self.range(self.at, self.at)))
    }
}
