//! Mistakes that the third-party parser has no words for, recognised by the tokens of their line.
//!
//! Follows the `invalid_` rules of `Grammar/python.gram`; which of them a version has is a fact of the target.

use pycmill_target::Target;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange};

use super::expression;

/// A logical line and where the third-party parser stopped in it.
pub(super) struct Line<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    pub(super) at: usize,
}

/// A message and its place.
pub(super) type Hint = (String, TextRange);

impl<'t> Line<'t> {
    /// The line around an error.
    pub(super) fn around(text: &'t str, tokens: &[Token], error: TextRange) -> Self {
        let stop = tokens.partition_point(|token| token.start() < error.start());
        let is_end = |token: &Token| {
            matches!(token.kind(), TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi)
        };
        let start = tokens[..stop].iter().rposition(is_end).map_or(0, |at| at + 1);
        let end = tokens[stop..].iter().position(|token| token.kind() == TokenKind::Newline);
        let end = end.map_or(tokens.len(), |end| stop + end + 1);
        let meaning = |token: &&Token| !token.kind().is_trivia();
        let at = tokens[start..stop].iter().filter(meaning).count();
        Self { text, tokens: tokens[start..end].iter().filter(meaning).copied().collect(), at }
    }

    /// The same line with another place of the error.
    pub(super) fn stuck_at(&self, at: usize) -> Self {
        Self { text: self.text, tokens: self.tokens.clone(), at }
    }

    pub(super) const fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether a name followed by brackets and what they enclose can be parsed.
    pub(super) fn parses_behind_a_name(&self, opening: usize, closing: usize) -> bool {
        let text = &self.text[self.range(opening, closing)];
        let name = if self.kind(opening) == Some(TokenKind::Lbrace) { "" } else { "x" };
        ruff_python_parser::parse_expression(&format!("({name}{text})")).is_ok()
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind())
    }

    /// The kind of the token so many in front of the error.
    pub(super) fn before(&self, count: usize) -> Option<TokenKind> {
        self.kind(self.at.checked_sub(count)?)
    }

    pub(super) fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.text[token.range()])
    }

    pub(super) fn range(&self, first: usize, last: usize) -> TextRange {
        let last = last.min(self.tokens.len() - 1);
        TextRange::new(self.tokens[first].start(), self.tokens[last].end())
    }

    /// The first token from `from` on that ends an operand at this depth: a comma, bracket, `=`, `;` or the line's end.
    pub(super) fn end_of_operand(&self, from: usize) -> usize {
        let mut depth = 0_u32;
        for (at, token) in self.tokens.iter().enumerate().skip(from) {
            match token.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if depth == 0 => return at,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth -= 1,
                TokenKind::Comma
                | TokenKind::Equal
                | TokenKind::ColonEqual
                | TokenKind::Colon
                | TokenKind::Semi
                | TokenKind::Newline
                    if depth == 0 =>
                {
                    return at;
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// The first colon outside brackets from `from` on.
    pub(super) fn end_of_clause(&self, from: usize) -> usize {
        let mut at = from;
        while self.kind(at).is_some_and(|kind| kind != TokenKind::Colon) {
            at = self.end_of_operand(at).max(at + 1);
            if self.kind(at) != Some(TokenKind::Colon) {
                at += 1;
            }
        }
        at.min(self.len())
    }

    /// What an expression is called.
    pub(super) fn name(&self, first: usize, end: usize) -> Option<&'static str> {
        (first < end).then(|| expression::name(&self.text[self.range(first, end - 1)])).flatten()
    }

    /// The innermost bracket that is open at the error.
    pub(super) fn bracket(&self) -> Option<usize> {
        self.bracket_before(self.at)
    }

    fn bracket_before(&self, end: usize) -> Option<usize> {
        let mut depth = 0_u32;
        (0..end).rev().find(|at| match self.tokens[*at].kind() {
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                depth += 1;
                false
            }
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth == 0 => true,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                depth -= 1;
                false
            }
            _ => false,
        })
    }

    /// The last comma between a bracket and the error that belongs to the bracket.
    pub(super) fn last_comma(&self, bracket: usize) -> Option<usize> {
        let mut depth = 0_u32;
        (bracket + 1..self.at).rev().find(|at| match self.tokens[*at].kind() {
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                depth += 1;
                false
            }
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                depth = depth.saturating_sub(1);
                false
            }
            TokenKind::Comma => depth == 0,
            _ => false,
        })
    }

    /// The first colon outside brackets.
    fn colon(&self) -> Option<usize> {
        let mut depth = 0_u32;
        self.tokens.iter().position(|token| match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                depth += 1;
                false
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                depth = depth.saturating_sub(1);
                false
            }
            TokenKind::Colon => depth == 0,
            _ => false,
        })
    }

    /// The mistake, if it is a known one.
    pub(super) fn hint(&self, target: Target) -> Option<Hint> {
        if self.at >= self.tokens.len() {
            return None;
        }
        self.field(target)
            .or_else(|| self.dictionary(target))
            .or_else(|| self.parameters(target))
            .or_else(|| self.argument(target))
            .or_else(|| target.explains_negations().then(|| self.negation()).flatten())
            .or_else(|| self.type_parameters())
            .or_else(|| self.starred_augmented())
            .or_else(|| target.explains_mixed_imports().then(|| self.mixed_import()).flatten())
            .or_else(|| target.explains_targets().then(|| self.import_target()).flatten())
            .or_else(|| target.explains_targets().then(|| self.misplaced_statement(target)).flatten())
            .or_else(|| target.explains_targets().then(|| self.split_string()).flatten())
            .or_else(|| target.has_template_strings().then(|| self.mixed_strings()).flatten())
            .or_else(|| target.has_lazy_imports().then(|| self.lazy()).flatten())
            .or_else(|| target.explains_assertions().then(|| self.lone_from()).flatten())
            .or_else(|| target.explains_assertions().then(|| self.lone_case()).flatten())
            .or_else(|| target.explains_assertions().then(|| self.assertion()).flatten())
            .or_else(|| target.explains_assertions().then(|| self.last_with_item()).flatten())
            .or_else(|| target.unpacks_in_comprehensions().then(|| self.dict_unpacking()).flatten())
            .or_else(|| self.neighbours(target))
            .or_else(|| self.overlong_field())
    }

    /// In a `lambda`, the token that shows that no name follows a `*`: the error is at the star or at what follows.
    pub(super) fn behind_bare_star(&self) -> Option<TextRange> {
        let star = (self.at.saturating_sub(2)..=self.at).find(|at| self.kind(*at) == Some(TokenKind::Star))?;
        let lambda = (0..star).rev().find(|at| self.kind(*at) == Some(TokenKind::Lambda))?;
        let is_head = self.behind_parameters(lambda).is_some_and(|behind| behind > star);
        let comma = usize::from(self.kind(star + 1) == Some(TokenKind::Comma));
        is_head.then(|| self.range(star + 1 + comma, star + 1 + comma))
    }

    /// `*a, b += 1`.
    fn starred_augmented(&self) -> Option<Hint> {
        let is_augmented = self.kind(self.at).is_some_and(super::neighbours::is_augmented);
        if !is_augmented || self.expressions(0) != Some(self.at) {
            return None;
        }
        self.expressions(self.at + 1)?;
        let name = self.name(0, self.at)?;
        let message = format!("'{name}' is an illegal expression for augmented assignment");
        Some((message, self.range(0, self.at - 1)))
    }

    /// `f(a=)`, `f(a.b=1)`, `f(True=1)`.
    fn argument(&self, target: Target) -> Option<Hint> {
        let mut bracket = self.bracket()?;
        while self.kind(bracket) == Some(TokenKind::Lpar) && !self.is_call(bracket) {
            let outer = self.bracket_before(bracket)?;
            let closing = self.closing(bracket)?;
            if self.is_call(outer) {
                return self.stuck_at(closing + 1).argument(target);
            }
            bracket = outer;
        }
        if !self.is_call(bracket) {
            return None;
        }
        let closes = matches!(self.kind(self.at)?, TokenKind::Rpar | TokenKind::Comma);
        if target.explains_missing_arguments()
            && closes
            && self.before(1)? == TokenKind::Equal
            && self.before(2)? == TokenKind::Name
        {
            return Some(("expected argument value expression".to_owned(), self.range(self.at - 2, self.at - 1)));
        }
        self.assigned_argument(target, bracket)
    }

    fn assigned_argument(&self, target: Target, bracket: usize) -> Option<Hint> {
        let first = self.last_comma(bracket).map_or(bracket + 1, |comma| comma + 1);
        let equal = self.end_of_operand(first);
        if self.kind(equal) != Some(TokenKind::Equal) || equal == first {
            return None;
        }
        let message = match self.kind(first)? {
            TokenKind::Name if equal == first + 1 => return None,
            TokenKind::True | TokenKind::False | TokenKind::None if equal == first + 1 => {
                format!("cannot assign to {}", self.word(first))
            }
            TokenKind::DoubleStar | TokenKind::Star if !target.explains_missing_arguments() => return None,
            TokenKind::DoubleStar => {
                let end = self.end_of_operand(equal + 1);
                let message = "cannot assign to keyword argument unpacking".to_owned();
                return self.name(equal + 1, end).map(|_| (message, self.range(first, end - 1)));
            }
            TokenKind::Star => {
                let end = self.end_of_operand(equal + 1);
                let message = "cannot assign to iterable argument unpacking".to_owned();
                return self.name(equal + 1, end).map(|_| (message, self.range(first, end - 1)));
            }
            _ => {
                self.name(first, equal)?;
                let message = "expression cannot contain assignment, perhaps you meant \"==\"?".to_owned();
                return Some((message, self.range(self.in_parentheses(first, equal), equal)));
            }
        };
        Some((message, self.range(first, equal)))
    }

    /// Where an expression begins that ends in front of `end`, without the parentheses around it.
    fn in_parentheses(&self, first: usize, end: usize) -> usize {
        let is_group = self.kind(first) == Some(TokenKind::Lpar)
            && self.closing(first) == Some(end - 1)
            && !matches!(self.name(first, end), None | Some("tuple" | "generator expression"));
        if is_group { self.in_parentheses(first + 1, end - 1) } else { first }
    }

    /// Mistakes in the parameters of a function or lambda: defaults of `*a` and `**a`, missing ones, and parentheses.
    fn parameters(&self, target: Target) -> Option<Hint> {
        let bracket = self.bracket();
        let lambda = (0..self.at).rev().find(|at| self.kind(*at) == Some(TokenKind::Lambda));
        let in_lambda = lambda.filter(|lambda| bracket.is_none_or(|bracket| bracket < *lambda));
        let is_open = |lambda: usize| !(lambda..self.at).any(|at| self.kind(at) == Some(TokenKind::Colon));
        let start = match in_lambda.filter(|lambda| is_open(*lambda)) {
            Some(lambda) => lambda,
            None => bracket.filter(|bracket| self.opens_parameters(*bracket))?,
        };
        let is_lambda = self.kind(start) == Some(TokenKind::Lambda);
        let what = if target.speaks_of_parameters() { "parameter" } else { "argument" };
        match (self.before(2), self.before(1)?, self.kind(self.at)?) {
            (Some(TokenKind::Star), TokenKind::Name, TokenKind::Equal) => {
                let message = format!("var-positional {what} cannot have default value");
                Some((message, self.range(self.at, self.at)))
            }
            (Some(TokenKind::DoubleStar), TokenKind::Name, TokenKind::Equal) => {
                let message = format!("var-keyword {what} cannot have default value");
                Some((message, self.range(self.at, self.at)))
            }
            (_, TokenKind::Equal, TokenKind::Rpar | TokenKind::Comma | TokenKind::Colon) => {
                Some(("expected default value expression".to_owned(), self.range(self.at - 1, self.at - 1)))
            }
            (_, _, TokenKind::Lpar) => self.parenthesized_parameters(start, is_lambda),
            _ => None,
        }
    }

    fn parenthesized_parameters(&self, start: usize, is_lambda: bool) -> Option<Hint> {
        let closing = self.closing(self.at)?;
        let is_plain = |at: usize| matches!(self.kind(at), Some(TokenKind::Name | TokenKind::Comma));
        if closing == self.at + 1 || !(start + 1..self.at).chain(self.at + 1..closing).all(is_plain) {
            return None;
        }
        let what = if is_lambda { "Lambda expression" } else { "Function" };
        Some((format!("{what} parameters cannot be parenthesized"), self.range(self.at, closing)))
    }

    /// `a + not b`.
    fn negation(&self) -> Option<Hint> {
        use TokenKind as K;
        let is_operator = matches!(
            self.before(1)?,
            K::Plus | K::Minus | K::Star | K::Slash | K::DoubleSlash | K::Percent | K::At | K::Tilde
        );
        if self.kind(self.at)? != K::Not || !is_operator {
            return None;
        }
        let end = self.end_of_operand(self.at);
        self.name(self.at, end)?;
        Some(("'not' after an operator must be parenthesized".to_owned(), self.range(self.at, end - 1)))
    }

    /// `class A[]`, `def f[*T: int]()`.
    fn type_parameters(&self) -> Option<Hint> {
        let bracket = self.bracket()?;
        let is_list = bracket >= 2
            && self.kind(bracket)? == TokenKind::Lsqb
            && matches!(self.word(bracket - 2), "class" | "def" | "type");
        if !is_list {
            return None;
        }
        if self.kind(self.at)? == TokenKind::Rsqb && bracket + 1 == self.at {
            let place = TextRange::empty(self.tokens[self.at].start());
            return Some(("Type parameter list cannot be empty".to_owned(), place));
        }
        let kind = match self.before(2)? {
            TokenKind::Star => "TypeVarTuple",
            TokenKind::DoubleStar => "ParamSpec",
            _ => return None,
        };
        if self.kind(self.at)? != TokenKind::Colon {
            return None;
        }
        let end = self.end_of_operand(self.at + 1);
        let what = if self.name(self.at + 1, end)? == "tuple" { "constraints" } else { "bound" };
        Some((format!("cannot use {what} with {kind}"), self.range(self.at, end - 1)))
    }

    /// `import a from b`.
    fn mixed_import(&self) -> Option<Hint> {
        let is_mixed = self.word(0) == "import" && self.kind(self.at)? == TokenKind::From;
        let is_names = |at: &usize| matches!(self.word(*at), "." | ",") || self.kind(*at) == Some(TokenKind::Name);
        if !is_mixed || !(1..self.at).all(|at| is_names(&at)) || self.kind(self.at + 1)? != TokenKind::Name {
            return None;
        }
        let end = self.end_of_operand(self.at + 1);
        Some(("Did you mean to use 'from ... import ...' instead?".to_owned(), self.range(0, end - 1)))
    }

    /// `import a as b.c`.
    fn import_target(&self) -> Option<Hint> {
        if !matches!(self.word(0), "import" | "from" | "lazy") {
            return None;
        }
        let last = (0..=self.at).rev().find(|at| self.kind(*at) == Some(TokenKind::As))?;
        let end = self.end_of_operand(last + 1);
        let name = self.name(last + 1, end)?;
        (name != "name").then(|| (format!("cannot use {name} as import target"), self.range(last + 1, end - 1)))
    }

    /// `pass if a else b`, `a if b else pass`.
    fn misplaced_statement(&self, target: Target) -> Option<Hint> {
        let is_if = self.kind(self.at)? == TokenKind::If;
        let has_else = self.tokens.iter().any(|token| token.kind() == TokenKind::Else);
        if is_if && self.at == 1 && has_else && matches!(self.word(0), "pass" | "break" | "continue") {
            let message = "expected expression before 'if', but statement is given".to_owned();
            return Some((message, self.range(0, 0)));
        }
        let is_conditional = (1..self.at).any(|at| self.kind(at) == Some(TokenKind::If));
        if self.before(1)? != TokenKind::Else || !is_conditional {
            return None;
        }
        let message = match self.kind(self.at)? {
            TokenKind::Star if target.unpacks_in_comprehensions() => {
                "cannot unpack only part of a conditional expression"
            }
            TokenKind::DoubleStar if target.unpacks_in_comprehensions() => {
                "cannot use dict unpacking on only part of a conditional expression"
            }
            _ => "expected expression after 'else', but statement is given",
        };
        Some((message.to_owned(), self.range(self.at, self.at)))
    }

    /// `"a" b "c"`.
    fn split_string(&self) -> Option<Hint> {
        let is_string = |at: usize| self.kind(at) == Some(TokenKind::String);
        let first = if is_string(self.at) && self.before(2) == Some(TokenKind::String) { self.at - 1 } else { self.at };
        if first == 0 || !is_string(first - 1) {
            return None;
        }
        let is_simple = |kind| {
            matches!(kind, TokenKind::Name | TokenKind::Int | TokenKind::Float | TokenKind::Complex | TokenKind::Dot)
        };
        let end = (first..self.tokens.len()).find(|at| !self.kind(*at).is_some_and(is_simple))?;
        let message = "invalid syntax. Is this intended to be part of the string?".to_owned();
        (is_string(end) && end > first).then(|| (message, self.range(first, end - 1)))
    }

    /// `t"a" "b"`.
    fn mixed_strings(&self) -> Option<Hint> {
        use TokenKind as K;
        let ends = |kind| matches!(kind, K::String | K::FStringEnd | K::TStringEnd);
        let starts = |kind| matches!(kind, K::String | K::FStringStart | K::TStringStart);
        let mixed = (self.at..self.tokens.len().saturating_sub(1)).find(|at| {
            let (left, right) = (self.tokens[*at].kind(), self.tokens[at + 1].kind());
            let templates = (left == K::TStringEnd, right == K::TStringStart);
            ends(left) && starts(right) && templates.0 != templates.1
        })?;
        let message = "cannot mix t-string literals with string or bytes literals".to_owned();
        Some((message, self.range(self.at.min(mixed), mixed + 1)))
    }

    /// `from a lazy import b`.
    fn lazy(&self) -> Option<Hint> {
        let is_late = self.word(0) == "from" && self.word(self.at) == "lazy" && self.word(self.at + 1) == "import";
        let message = "use 'lazy from ... ' instead of 'from ... lazy import'".to_owned();
        is_late.then(|| (message, self.range(self.at, self.at)))
    }

    /// `raise from x`, `raise x from`.
    fn lone_from(&self) -> Option<Hint> {
        if self.word(0) != "raise" {
            return None;
        }
        if self.at == 1 && self.kind(1)? == TokenKind::From {
            let message = "did you forget an expression between 'raise' and 'from'?".to_owned();
            return Some((message, self.range(0, 1)));
        }
        let message = "did you forget an expression after 'from'?".to_owned();
        (self.before(1)? == TokenKind::From).then(|| (message, self.range(self.at - 1, self.at - 1)))
    }

    /// `case` outside `match`.
    fn lone_case(&self) -> Option<Hint> {
        if self.word(0) != "case" {
            return None;
        }
        let colon = self.colon()?;
        let head = &self.text[self.range(0, colon)];
        let is_case = ruff_python_parser::parse_module(&format!("match x:\n {head} pass\n")).is_ok();
        is_case.then(|| ("case statement must be inside match statement".to_owned(), self.range(0, colon)))
    }

    /// `assert a = b`.
    fn assertion(&self) -> Option<Hint> {
        if self.word(0) != "assert" {
            return None;
        }
        let comma = (1..self.at).rev().find(|at| self.kind(*at) == Some(TokenKind::Comma));
        let first = comma.map_or(1, |comma| comma + 1);
        let name = self.name(first, self.at)?;
        let end = self.end_of_operand(self.at + 1);
        self.name(self.at + 1, end)?;
        let message = match self.kind(self.at)? {
            TokenKind::Equal => format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?"),
            TokenKind::ColonEqual => "cannot use named expression without parentheses here".to_owned(),
            _ => return None,
        };
        Some((message, self.range(first, end - 1)))
    }

    /// `with a, :`.
    fn last_with_item(&self) -> Option<Hint> {
        let is_with = matches!((self.word(0), self.word(1)), ("with", _) | ("async", "with"));
        let comma = (self.at.saturating_sub(1)..=self.at).find(|at| self.kind(*at) == Some(TokenKind::Comma))?;
        let message = "the last 'with' item has a trailing comma".to_owned();
        (is_with && self.kind(comma + 1)? == TokenKind::Colon).then(|| (message, self.range(comma, comma)))
    }

    /// `**` where only lists and sets unpack.
    fn dict_unpacking(&self) -> Option<Hint> {
        let stars = (self.at.saturating_sub(2)..=self.at).find(|at| self.kind(*at) == Some(TokenKind::DoubleStar))?;
        let bracket = self.bracket_before(stars)?;
        let opens = matches!(
            self.kind(stars.checked_sub(1)?)?,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace | TokenKind::Comma
        );
        let is_call = bracket > 0
            && self.kind(bracket) == Some(TokenKind::Lpar)
            && self.kind(bracket - 1) == Some(TokenKind::Name);
        if !opens || is_call {
            return None;
        }
        let operand = self.end_of_operand(stars + 1);
        let is_loop = |at: &usize| matches!(self.kind(*at), Some(TokenKind::For | TokenKind::Async));
        let end = (stars + 1..operand).find(is_loop).unwrap_or(operand);
        self.name(stars + 1, end)?;
        let is_comprehension = matches!(self.kind(end)?, TokenKind::For | TokenKind::Async);
        let message = match self.kind(stars - 1)? {
            TokenKind::Lsqb if is_comprehension => "cannot use dict unpacking in list comprehension",
            TokenKind::Lpar if is_comprehension => "cannot use dict unpacking in generator expression",
            _ => return Some(("cannot use dict unpacking here".to_owned(), self.range(stars, stars))),
        };
        Some((message.to_owned(), self.range(stars, end - 1)))
    }
}
