//! How far expressions reach in a line that cannot be parsed.
//!
//! Follows `expression`, `disjunction` and what they consist of in `Grammar/python.gram`. The precedence of operators
//! does not matter here; brackets in front of the error are known to be right, others are parsed.

use ruff_python_ast::token::TokenKind as K;

use super::mistakes::Line;

impl Line<'_> {
    /// The token behind `star_expressions`.
    pub(super) fn expressions(&self, from: usize) -> Option<usize> {
        let mut at = self.starred(from)?;
        while self.kind(at) == Some(K::Comma) {
            match self.starred(at + 1) {
                Some(end) => at = end,
                None => return Some(at + 1),
            }
        }
        Some(at)
    }

    fn starred(&self, from: usize) -> Option<usize> {
        if self.kind(from) == Some(K::Star) { self.operators(from + 1) } else { self.expression(from) }
    }

    /// The token behind an `expression`.
    pub(super) fn expression(&self, from: usize) -> Option<usize> {
        if self.kind(from)? == K::Lambda {
            return self.expression(self.behind_parameters(from)?);
        }
        let end = self.disjunction(from)?;
        if self.kind(end) != Some(K::If) {
            return Some(end);
        }
        let test = self.disjunction(end + 1).filter(|at| self.kind(*at) == Some(K::Else));
        Some(test.and_then(|at| self.expression(at + 1)).unwrap_or(end))
    }

    /// The token behind the colon of a `lambda`.
    pub(super) fn behind_parameters(&self, lambda: usize) -> Option<usize> {
        let mut at = lambda + 1;
        loop {
            match self.kind(at)? {
                K::Colon => return Some(at + 1),
                K::Lpar | K::Lsqb | K::Lbrace => at = self.closing(at)?,
                K::Newline | K::Rpar | K::Rsqb | K::Rbrace => return None,
                _ => {}
            }
            at += 1;
        }
    }

    /// The token behind a `disjunction`.
    pub(super) fn disjunction(&self, from: usize) -> Option<usize> {
        let mut end = self.comparison(from)?;
        while matches!(self.kind(end), Some(K::Or | K::And)) {
            match self.comparison(end + 1) {
                Some(next) => end = next,
                None => break,
            }
        }
        Some(end)
    }

    fn comparison(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while self.kind(at)? == K::Not {
            at += 1;
        }
        let mut end = self.operators(at)?;
        while let Some(operand) = self.behind_comparison(end) {
            match self.operators(operand) {
                Some(next) => end = next,
                None => break,
            }
        }
        Some(end)
    }

    /// Whether whoever reads an `expression` at the error comes to a place where the lexer stumbles or a bracket stays open.
    /// Behind a lone name it is followed by another one in the same way (`invalid_legacy_expression`).
    pub(super) fn comes_to(&self, place: usize) -> bool {
        let is_name = |at: usize| self.is_name(at) && self.is_expression_start(at, self.bracket());
        let mut follows_name = self.at.checked_sub(1).is_some_and(is_name);
        let mut at = self.at;
        loop {
            let start = at;
            match self.behind_operands(at, place) {
                Some(end) => at = end,
                None => return true,
            }
            if at == start || !follows_name {
                return self.starts_at(at, place);
            }
            follows_name = at == start + 1 && self.is_name(start);
        }
    }

    /// The token behind operands with operators between, as far as they go; nothing if a place is among them.
    fn behind_operands(&self, from: usize, place: usize) -> Option<usize> {
        let mut at = from;
        loop {
            while matches!(self.kind(at), Some(K::Plus | K::Minus | K::Tilde | K::Not | K::Await)) {
                at += 1;
            }
            at = match self.kind(at) {
                Some(K::FStringStart | K::TStringStart | K::Lpar | K::Lsqb | K::Lbrace) => self.behind(at, place)?,
                Some(K::String) if self.holds(at, at, place) => return None,
                Some(K::String | K::Int | K::Float | K::Complex | K::True | K::False | K::None | K::Ellipsis) => at + 1,
                Some(_) if self.is_name(at) => at + 1,
                _ => return if self.starts_at(at, place) { None } else { Some(at) },
            };
            at = match self.behind_trailers(at, place)? {
                at if matches!(self.kind(at), Some(K::Or | K::And)) => at + 1,
                at if self.kind(at).is_some_and(is_binary) => at + 1,
                at => match self.behind_comparison(at) {
                    Some(operand) => operand,
                    None => return Some(at),
                },
            };
        }
    }

    /// The token behind attributes, arguments, subscripts and joined literals; nothing if a place is among them.
    fn behind_trailers(&self, from: usize, place: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let is_literal = matches!(self.kind(at - 1), Some(K::String | K::FStringEnd | K::TStringEnd));
            at = match self.kind(at) {
                Some(K::Dot) if self.is_name(at + 1) => at + 2,
                Some(K::Lpar | K::Lsqb) => self.behind(at, place)?,
                Some(K::FStringStart | K::TStringStart) if is_literal => self.behind(at, place)?,
                Some(K::String) if is_literal && self.holds(at, at, place) => return None,
                Some(K::String) if is_literal => at + 1,
                _ => return Some(at),
            };
        }
    }

    /// Whether a place is between the beginning of a token and the end of another one.
    fn holds(&self, first: usize, last: usize, place: usize) -> bool {
        self.range(first, last).to_std_range().contains(&place)
    }

    /// The token behind what brackets or an f-string enclose; nothing if a place is in there.
    fn behind(&self, opening: usize, place: usize) -> Option<usize> {
        match self.closing(opening) {
            Some(closing) => (!self.holds(opening, closing, place)).then_some(closing + 1),
            None if self.range(opening, opening).start().to_usize() > place => Some(self.len()),
            None => None,
        }
    }

    /// Whether the lexer stumbles over this token, which is looked at before the expression is known to end.
    fn starts_at(&self, at: usize, place: usize) -> bool {
        let is_string = matches!(self.kind(at), Some(K::FStringStart | K::TStringStart));
        at < self.len() && !is_string && self.range(at, at).start().to_usize() == place
    }

    fn behind_comparison(&self, at: usize) -> Option<usize> {
        match (self.kind(at)?, self.kind(at + 1)) {
            (K::Not, Some(K::In)) | (K::Is, Some(K::Not)) => Some(at + 2),
            (K::EqEqual | K::NotEqual | K::Less | K::LessEqual | K::Greater | K::GreaterEqual | K::In | K::Is, _) => {
                Some(at + 1)
            }
            _ => None,
        }
    }

    /// The token behind a `bitwise_or`.
    pub(super) fn operators(&self, from: usize) -> Option<usize> {
        let mut end = self.operand(from)?;
        while self.kind(end).is_some_and(is_binary) {
            match self.operand(end + 1) {
                Some(next) => end = next,
                None => break,
            }
        }
        Some(end)
    }

    fn operand(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while matches!(self.kind(at)?, K::Plus | K::Minus | K::Tilde) {
            at += 1;
        }
        if self.kind(at)? == K::Await {
            at += 1;
        }
        let mut end = self.atom(at)?;
        loop {
            end = match self.kind(end) {
                Some(K::Dot) if self.is_name(end + 1) => end + 2,
                Some(K::Lpar | K::Lsqb) if self.is_right(end) => self.closing(end)? + 1,
                _ => return Some(end),
            };
        }
    }

    /// The token behind an atom; literals next to each other are one.
    fn atom(&self, from: usize) -> Option<usize> {
        match self.kind(from)? {
            K::Lpar | K::Lsqb | K::Lbrace => self.is_right(from).then(|| self.closing(from)).flatten().map(|at| at + 1),
            K::String | K::FStringStart | K::TStringStart => {
                let mut end = from;
                while let Some(next) = self.literal(end) {
                    end = next;
                }
                (end > from).then_some(end)
            }
            K::Int | K::Float | K::Complex | K::True | K::False | K::None | K::Ellipsis => Some(from + 1),
            _ => self.is_name(from).then_some(from + 1),
        }
    }

    fn literal(&self, from: usize) -> Option<usize> {
        match self.kind(from)? {
            K::String => Some(from + 1),
            K::FStringStart | K::TStringStart => {
                self.closing(from).filter(|end| !(from + 1..=*end).contains(&self.at)).map(|at| at + 1)
            }
            _ => None,
        }
    }

    /// Whether a token is a name, soft keywords included.
    pub(super) fn is_name(&self, at: usize) -> bool {
        self.kind(at).is_some_and(|kind| kind == K::Name || kind.is_soft_keyword())
    }

    /// The token that closes a bracket or an f-string.
    pub(super) fn closing(&self, opening: usize) -> Option<usize> {
        let mut depth = 0_u32;
        (opening..self.len()).find(|at| {
            match self.kind(*at) {
                Some(K::Lpar | K::Lsqb | K::Lbrace | K::FStringStart | K::TStringStart) => depth += 1,
                Some(K::Rpar | K::Rsqb | K::Rbrace | K::FStringEnd | K::TStringEnd) => depth -= 1,
                _ => {}
            }
            depth == 0
        })
    }

    /// Whether what the brackets enclose can be parsed.
    fn is_right(&self, opening: usize) -> bool {
        let Some(closing) = self.closing(opening) else { return false };
        if closing < self.at {
            return true;
        }
        opening >= self.at && self.parses_behind_a_name(opening, closing)
    }
}

const fn is_binary(kind: K) -> bool {
    matches!(
        kind,
        K::Plus
            | K::Minus
            | K::Star
            | K::Slash
            | K::DoubleSlash
            | K::Percent
            | K::At
            | K::DoubleStar
            | K::LeftShift
            | K::RightShift
            | K::Amper
            | K::Vbar
            | K::CircumFlex
    )
}
