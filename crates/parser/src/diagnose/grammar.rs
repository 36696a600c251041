//! The special messages of CPython's grammar (its `invalid_` rules), for the mistakes people make most.
//!
//! Everything else is "invalid syntax" at the token that could not be read.

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::StringFlags;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType, ParseErrorType};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::mistakes::Line;
use super::{expression, literal};
use crate::error::{ErrorClass, ParseError};

/// What the grammar says.
#[derive(Debug)]
pub(super) enum Verdict {
    /// A message of its own.
    Special(String, TextRange),
    /// An `IndentationError` at a token.
    Indentation(String, Token),
    /// "invalid syntax".
    Plain(TextRange),
}

/// Judges an error by what the third-party parser says of it.
pub(super) fn verdict(target: Target, text: &str, tokens: &[Token], error: &ruff_python_parser::ParseError) -> Verdict {
    let context = Context { target, text, tokens, at: error.location };
    let message = match &error.error {
        ParseErrorType::Lexical(kind) => return context.field_before().unwrap_or_else(|| context.lexical(kind)),
        ParseErrorType::UnexpectedIndentation => return context.unexpected_indent(),
        ParseErrorType::OtherError(message) if message.starts_with("Expected an indented block") => {
            return context.missing_block();
        }
        ParseErrorType::InvalidAssignmentTarget => return context.assignment(),
        ParseErrorType::InvalidAnnotatedAssignmentTarget if context.lacks_annotation() => return context.plain(),
        ParseErrorType::InvalidAnnotatedAssignmentTarget if context.is_starred() => return context.behind(),
        ParseErrorType::ExpectedKeywordParam if let Some(place) = context.line().behind_bare_star() => {
            return Verdict::Special(context.of_parameters("named arguments must follow bare *".to_owned()), place);
        }
        ParseErrorType::InvalidAnnotatedAssignmentTarget => "illegal target for annotation".to_owned(),
        ParseErrorType::InvalidAugmentedAssignmentTarget => {
            format!("'{}' is an illegal expression for augmented assignment", context.expression())
        }
        ParseErrorType::InvalidDeleteTarget => format!("cannot delete {}", context.expression()),
        ParseErrorType::InvalidNamedAssignmentTarget if context.is_argument() => return context.behind(),
        ParseErrorType::UnparenthesizedGeneratorExpression if context.line_word() == "class" => {
            return context.plain_at_loop();
        }
        ParseErrorType::PositionalAfterKeywordArgument | ParseErrorType::PositionalAfterKeywordUnpacking => {
            return context.positional(fixed(&error.error).unwrap_or_default());
        }
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            let star = TextRange::at(error.location.start(), TextSize::new(1));
            return Verdict::Special(fixed(&error.error).unwrap_or_default().to_owned(), star);
        }
        ParseErrorType::NonDefaultParamAfterDefaultParam if !target.words_defaults_positively() => {
            "non-default argument follows default argument".to_owned()
        }
        ParseErrorType::InvalidNamedAssignmentTarget => {
            format!("cannot use assignment expressions with {}", context.expression())
        }
        ParseErrorType::ExpectedToken { expected, .. } => return context.expected(*expected),
        ParseErrorType::SimpleStatementsOnSameLine => return context.two_expressions(),
        ParseErrorType::FStringError(InterpolatedStringErrorType::UnclosedLbrace)
        | ParseErrorType::TStringError(InterpolatedStringErrorType::UnclosedLbrace) => return context.open_field(),
        ParseErrorType::FStringError(InterpolatedStringErrorType::ConversionFlagNotImmediatelyAfterExclamation)
        | ParseErrorType::TStringError(InterpolatedStringErrorType::ConversionFlagNotImmediatelyAfterExclamation) => {
            return context.late_conversion();
        }
        ParseErrorType::FStringError(_) | ParseErrorType::TStringError(_)
            if let Some(verdict) = context.field_before() =>
        {
            return verdict;
        }
        ParseErrorType::OtherError(message) if message.starts_with("Bytes literal cannot be mixed") => {
            let message = "cannot mix bytes and nonbytes literals".to_owned();
            return Verdict::Special(message, context.place_behind());
        }
        ParseErrorType::TStringError(kind) => match fstring(kind) {
            Some(message) => message.replace("f-string", "t-string"),
            None => return context.plain(),
        },
        ParseErrorType::InvalidStarredExpressionUsage if !context.is_group() => return context.plain(),
        ParseErrorType::OtherError(message)
            if message == "Trailing comma not allowed" && context.line_word() != "from" =>
        {
            return context.plain();
        }
        ParseErrorType::EmptyImportNames if !context.is_at_newline() || !target.explains_empty_imports() => {
            return context.plain();
        }
        ParseErrorType::OtherError(message) if message.starts_with("Multiple exception types") => {
            return context.bare_exceptions();
        }
        ParseErrorType::OtherError(message) if message.starts_with("Cannot have both 'except'") => {
            let message = "cannot have both 'except' and 'except*' on the same 'try'".to_owned();
            let line = context.line();
            let last = if line.kind(line.at + 1) == Some(TokenKind::Star) { line.at + 1 } else { line.at };
            return Verdict::Special(message, line.range(line.at, last));
        }
        ParseErrorType::OtherError(message) => match other(message) {
            Some(message) => context.of_parameters(message),
            None => return context.plain(),
        },
        kind => match fixed(kind) {
            Some(message) => context.of_parameters(message.to_owned()),
            None => return context.plain(),
        },
    };
    Verdict::Special(message, error.location)
}

/// Whether CPython, in search of a forgotten comma, reads a second expression behind the first one as far as to a place.
pub(crate) fn reads_on_to(text: &str, tokens: &[Token], error: TextRange, place: usize) -> bool {
    let line = Line::around(text, tokens, error);
    line.before(1).is_some_and(is_operand) && line.comes_to(place)
}

/// Messages that need no look at the text.
const fn fixed(kind: &ParseErrorType) -> Option<&'static str> {
    Some(match kind {
        ParseErrorType::EmptyImportNames => "Expected one or more names after 'import'",
        ParseErrorType::UnparenthesizedGeneratorExpression => "Generator expression must be parenthesized",
        ParseErrorType::InvalidStarredExpressionUsage => "cannot use starred expression here",
        ParseErrorType::ParamAfterVarKeywordParam => "arguments cannot follow var-keyword argument",
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            "parameter without a default follows parameter with a default"
        }
        ParseErrorType::PositionalAfterKeywordArgument => "positional argument follows keyword argument",
        ParseErrorType::PositionalAfterKeywordUnpacking => "positional argument follows keyword argument unpacking",
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            "iterable argument unpacking follows keyword argument unpacking"
        }
        ParseErrorType::IterableUnpackingInComprehension => "iterable unpacking cannot be used in comprehension",
        ParseErrorType::ExpectedKeywordParam => "named arguments must follow bare *",
        ParseErrorType::FStringError(kind) => return fstring(kind),
        _ => return None,
    })
}

const fn fstring(kind: &InterpolatedStringErrorType) -> Option<&'static str> {
    Some(match kind {
        InterpolatedStringErrorType::UnclosedLbrace => "f-string: expecting '}'",
        InterpolatedStringErrorType::SingleRbrace => "f-string: single '}' is not allowed",
        InterpolatedStringErrorType::LambdaWithoutParentheses => {
            "f-string: lambda expressions are not allowed without parentheses"
        }
        InterpolatedStringErrorType::NewlineInFormatSpec => {
            "f-string: newlines are not allowed in format specifiers for single quoted f-strings"
        }
        _ => return None,
    })
}

/// Messages that differ from CPython's in wording only.
fn other(message: &str) -> Option<String> {
    let same = [
        ("Only single target (not list) can be annotated", "only single target (not list) can be annotated"),
        ("Only single target (not tuple) can be annotated", "only single target (not tuple) can be annotated"),
        ("Trailing comma not allowed", "trailing comma not allowed without surrounding parentheses"),
        ("Expected one or more exception types", "expected one or more exception types"),
        ("Expected `except` or `finally` after `try` block", "expected 'except' or 'finally' block"),
        ("Positional patterns cannot follow keyword patterns", "positional patterns follow keyword patterns"),
        ("'/' parameter must appear before '*' parameter", "/ must be ahead of *"),
        ("Position-only parameter separator not allowed as first parameter", "at least one argument must precede /"),
        ("Only one '/' separator allowed", "/ may appear only once"),
        ("Only one '*' parameter allowed", "* argument may appear only once"),
        (
            "Cannot have both 'except' and 'except*' on the same 'try'",
            "cannot have both 'except' and 'except*' on the same 'try'",
        ),
    ];
    same.iter().find(|(theirs, _)| *theirs == message).map(|(_, ours)| (*ours).to_owned())
}

struct Context<'t> {
    target: Target,
    text: &'t str,
    tokens: &'t [Token],
    at: TextRange,
}

impl Context<'_> {
    /// "invalid syntax" at the token of the error, unless that is an indent.
    fn plain(&self) -> Verdict {
        let token = self.next(0);
        if token.is_some_and(|token| token.kind() == TokenKind::Indent) {
            return self.unexpected_indent();
        }
        if self.follows_match() {
            return self.missing_block();
        }
        if let Some(verdict) = self.old_inequality() {
            return verdict;
        }
        if let Some(verdict) = self.field_before() {
            return verdict;
        }
        if let Some((message, range)) = Line::around(self.text, self.tokens, self.at).hint(self.target) {
            return Verdict::Special(message, range);
        }
        match token {
            Some(token) => Verdict::Plain(token.range()),
            None => Verdict::Plain(self.at),
        }
    }

    /// `<>`, which is one token to CPython.
    fn old_inequality(&self) -> Option<Verdict> {
        let line = self.line();
        let less = if self.next(0)?.kind() == TokenKind::Greater { line.at.checked_sub(1)? } else { line.at };
        let range = line.range(less, less + 1);
        if line.kind(less)? != TokenKind::Less || line.word(less + 1) != ">" || range.len() != TextSize::new(2) {
            return None;
        }
        if !self.target.explains_old_inequality() || less == line.at {
            return Some(Verdict::Plain(range));
        }
        let message = "invalid syntax.  Maybe you meant '!=' instead of '<>'?".to_owned();
        Some(Verdict::Special(message, range))
    }

    /// A field whose brace is not closed where it could be.
    fn open_field(&self) -> Verdict {
        if let Some(verdict) = self.field_before() {
            return verdict;
        }
        let line = Line::around(self.text, self.tokens, self.at);
        let letter = line.enclosing_letter();
        let message = || (format!("{letter}-string: expecting '}}'"), self.at);
        let (message, range) = line.hint(self.target).unwrap_or_else(message);
        Verdict::Special(message, range)
    }

    /// Whether a starred expression is all that stands between parentheses.
    fn is_group(&self) -> bool {
        let first = self.tokens.partition_point(|token| token.start() < self.at.end());
        let behind = self.tokens[first..].iter().find(|token| !token.kind().is_trivia());
        self.previous().is_some_and(|token| token.kind() == TokenKind::Lpar)
            && behind.is_some_and(|token| token.kind() == TokenKind::Rpar)
    }

    /// The line around the error.
    fn line(&self) -> Line<'_> {
        Line::around(self.text, self.tokens, self.at)
    }

    /// Whether the error is an argument of a call.
    fn is_argument(&self) -> bool {
        let line = self.line();
        line.bracket().is_some_and(|bracket| line.is_call(bracket))
    }

    /// "invalid syntax" at the token behind the error.
    fn behind(&self) -> Verdict {
        Verdict::Plain(self.place_behind())
    }

    /// The token behind the error.
    fn place_behind(&self) -> TextRange {
        let at = self.tokens.partition_point(|token| token.start() < self.at.end());
        let next = self.tokens[at..].iter().find(|token| !token.kind().is_trivia());
        next.map_or(self.at, Ranged::range)
    }

    /// What is wrong in the first replacement field in front of the error.
    fn field_before(&self) -> Option<Verdict> {
        let (message, range) = self.line().first_bad_field(self.target)?;
        Some(Verdict::Special(message, range))
    }

    /// `except A, B as c:`.
    fn bare_exceptions(&self) -> Verdict {
        let what = "multiple exception types must be parenthesized";
        let when = if self.target.explains_targets() { " when using 'as'" } else { "" };
        let line = self.line();
        let colon = line.end_of_clause(line.at);
        Verdict::Special(format!("{what}{when}"), line.range(line.at, colon.saturating_sub(1)))
    }

    /// `{x! r}`.
    fn late_conversion(&self) -> Verdict {
        let line = self.line();
        let word = if self.target.misspells_exclamation() { "exclamanation" } else { "exclamation" };
        let letter = line.enclosing_letter();
        let message = format!("{letter}-string: conversion type must come right after the {word} mark");
        let mark = (0..line.at).rev().find(|at| line.kind(*at) == Some(TokenKind::Exclamation));
        Verdict::Special(message, mark.map_or(self.at, |mark| line.range(mark, mark + 1)))
    }

    /// "invalid syntax" at the `for` or `async` of a generator that the error consists of.
    fn plain_at_loop(&self) -> Verdict {
        let line = self.line();
        let is_loop = |at: &usize| matches!(line.kind(*at), Some(TokenKind::For | TokenKind::Async));
        let at = (line.at..line.len()).find(is_loop);
        Verdict::Plain(at.map_or(self.at, |at| line.range(at, at)))
    }

    /// A positional argument in the wrong place is found wrong when all arguments behind it are read.
    fn positional(&self, message: &str) -> Verdict {
        let line = self.line();
        let closing = line.bracket().and_then(|bracket| line.closing(bracket));
        Verdict::Special(message.to_owned(), closing.map_or(self.at, |at| line.range(at, at)))
    }

    /// Whether nothing follows the colon.
    fn lacks_annotation(&self) -> bool {
        let first = self.tokens.partition_point(|token| token.start() < self.at.end());
        let mut behind = self.tokens[first..].iter().filter(|token| !token.kind().is_trivia());
        behind.next().is_some_and(|token| token.kind() == TokenKind::Colon)
            && behind.next().is_some_and(|token| token.kind() == TokenKind::Newline)
    }

    /// Whether the line in front of the error is the head of a `match`.
    fn follows_match(&self) -> bool {
        let end = self.tokens.partition_point(|token| token.start() < self.at.start());
        let mut before = self.tokens[..end].iter().rev().filter(|token| !token.kind().is_trivia());
        if before.next().is_none_or(|token| token.kind() != TokenKind::Newline)
            || before.next().is_none_or(|token| token.kind() != TokenKind::Colon)
        {
            return false;
        }
        let is_inside = |token: &&Token| {
            !matches!(token.kind(), TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi)
        };
        before.take_while(is_inside).last().is_some_and(|token| token.kind() == TokenKind::Match)
    }

    /// The first word of the logical line.
    fn line_word(&self) -> &str {
        self.line_start().map_or("", |token| &self.text[token.range()])
    }

    fn is_at_newline(&self) -> bool {
        self.next(0).is_none_or(|token| token.kind() == TokenKind::Newline)
    }

    /// The words of the target for the parameters of functions.
    fn of_parameters(&self, message: String) -> String {
        if !self.target.speaks_of_parameters() {
            return message;
        }
        match message.as_str() {
            "named arguments must follow bare *" => "named parameters must follow bare *",
            "arguments cannot follow var-keyword argument" => "parameters cannot follow var-keyword parameter",
            "at least one argument must precede /" => "at least one parameter must precede /",
            "* argument may appear only once" => "* may appear only once",
            _ => return message,
        }
        .to_owned()
    }

    /// The first token at or behind the error that is no comment, or one further on.
    fn next(&self, skip: usize) -> Option<Token> {
        let first = self.tokens.partition_point(|token| token.start() < self.at.start());
        let meaning = |token: &&Token| {
            !matches!(token.kind(), TokenKind::Comment | TokenKind::NonLogicalNewline | TokenKind::Dedent)
        };
        self.tokens[first..].iter().filter(meaning).nth(skip).copied()
    }

    /// The token in front of the error.
    fn previous(&self) -> Option<Token> {
        let first = self.tokens.partition_point(|token| token.start() < self.at.start());
        self.tokens[..first].iter().rev().find(|token| !token.kind().is_trivia()).copied()
    }

    /// The first token of the logical line.
    fn line_start(&self) -> Option<Token> {
        let end = self.tokens.partition_point(|token| token.start() < self.at.start());
        let is_end = |token: &Token| {
            matches!(token.kind(), TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi)
        };
        let start = self.tokens[..end].iter().rposition(is_end).map_or(0, |at| at + 1);
        self.tokens[start..].iter().find(|token| !token.kind().is_trivia()).copied()
    }

    /// Whether the error is at a starred expression.
    fn is_starred(&self) -> bool {
        self.text[self.at].starts_with('*')
    }

    fn expression(&self) -> &'static str {
        if self.is_starred() {
            return "starred";
        }
        expression::name(&self.text[self.at]).unwrap_or("expression")
    }

    fn lexical(&self, kind: &LexicalErrorType) -> Verdict {
        match kind {
            LexicalErrorType::UnrecognizedToken { tok } if !tok.is_ascii() || tok.is_ascii_control() => {
                let code = u32::from(*tok);
                let invisible = tok.is_whitespace() || tok.is_control() || matches!(code, 0x200b..=0x200f | 0xfeff);
                let message = if invisible {
                    format!("invalid non-printable character U+{code:04X}")
                } else {
                    format!("invalid character '{tok}' (U+{code:04X})")
                };
                Verdict::Special(message, TextRange::empty(self.at.start()))
            }
            LexicalErrorType::UnicodeError
            | LexicalErrorType::MissingUnicodeLbrace
            | LexicalErrorType::MissingUnicodeRbrace => self.escape(),
            LexicalErrorType::InvalidByteLiteral => {
                let message = "bytes can only contain ASCII literal characters".to_owned();
                let is_behind = !self.target.places_byte_errors_at_literals();
                Verdict::Special(
                    message,
                    self.enclosing()
                        .map_or(self.at, |token| place_of_literal(self.target, self.tokens, &token, is_behind)),
                )
            }
            LexicalErrorType::FStringError(kind) => match fstring(kind) {
                Some(message) => Verdict::Special(message.to_owned(), self.at),
                None => Verdict::Plain(self.at),
            },
            _ => Verdict::Plain(self.at),
        }
    }

    /// The token around the error.
    fn enclosing(&self) -> Option<Token> {
        use TokenKind as K;
        let behind = self.tokens.partition_point(|token| token.start() <= self.at.start());
        let is_literal = |token: &&Token| matches!(token.kind(), K::String | K::FStringMiddle | K::TStringMiddle);
        let literal = self.tokens[..behind].iter().rev().find(is_literal);
        literal.or(self.tokens[..behind].last()).copied()
    }

    fn escape(&self) -> Verdict {
        let Some(token) = self.enclosing() else { return Verdict::Plain(self.at) };
        let message = if token.kind() == TokenKind::String {
            let flags = token.unwrap_string_flags();
            let content = TextRange::new(token.start() + flags.opener_len(), token.end() - flags.closer_len());
            let content = &self.text[content];
            if flags.is_byte_string() {
                literal::bytes_error(content)
            } else {
                literal::unicode_error(self.target, content)
            }
        } else {
            literal::unicode_error(self.target, &self.text[token.range()])
        };
        let is_behind = !self.target.places_literal_errors_at_literals();
        Verdict::Special(
            message.unwrap_or_else(|| "invalid syntax".to_owned()),
            place_of_literal(self.target, self.tokens, &token, is_behind),
        )
    }

    fn unexpected_indent(&self) -> Verdict {
        match self.next(1).or_else(|| self.next(0)) {
            Some(token) => Verdict::Indentation("unexpected indent".to_owned(), token),
            None => Verdict::Plain(self.at),
        }
    }

    /// "expected an indented block after …".
    fn missing_block(&self) -> Verdict {
        let Some(token) = self.next(0) else { return Verdict::Plain(self.at) };
        let end = self.tokens.partition_point(|token| token.start() < self.at.start());
        let head = self.tokens[..end]
            .iter()
            .rev()
            .skip_while(|token| matches!(token.kind(), TokenKind::Newline) || token.kind().is_trivia())
            .take_while(|token| token.kind() != TokenKind::Newline)
            .filter(|token| !token.kind().is_trivia() && !matches!(token.kind(), TokenKind::Indent | TokenKind::Dedent))
            .last();
        let Some(head) = head else { return Verdict::Plain(self.at) };
        let line = 1 + self.text[..head.start().to_usize()].matches('\n').count();
        let keyword = &self.text[head.range()];
        let second = self.text[head.end().to_usize()..].trim_start();
        let what = match keyword {
            "class" => "class definition".to_owned(),
            "def" | "@" => "function definition".to_owned(),
            "async" if second.starts_with("def") => "function definition".to_owned(),
            "async" => format!("'{}' statement", if second.starts_with("for") { "for" } else { "with" }),
            "except" if second.starts_with('*') => "'except*' statement".to_owned(),
            keyword => format!("'{keyword}' statement"),
        };
        let token = if token.kind() == TokenKind::Newline { self.next(1).unwrap_or(token) } else { token };
        Verdict::Indentation(format!("expected an indented block after {what} on line {line}"), token)
    }

    fn assignment(&self) -> Verdict {
        let name = self.expression();
        let rest = self.text[self.at.end().to_usize()..].trim_start();
        let is_assignment = rest.starts_with('=') && !rest.starts_with("==");
        let starts_line = self.line_start().is_some_and(|token| token.start() == self.at.start());
        let is_comparable = !matches!(
            name,
            "True"
                | "False"
                | "None"
                | "comparison"
                | "conditional expression"
                | "lambda"
                | "list"
                | "tuple"
                | "generator expression"
                | "yield expression"
                | "starred"
                | "named expression"
        ) && !self.is_boolean();
        let chained = rest.matches('=').count() > 1;
        let message = match name {
            "yield expression" if is_assignment => "assignment to yield expression not possible".to_owned(),
            _ if is_assignment && starts_line && is_comparable && !chained => {
                format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?")
            }
            _ => format!("cannot assign to {name}"),
        };
        Verdict::Special(message, self.at)
    }

    /// Whether the error is an expression with `and`, `or` or `not`.
    fn is_boolean(&self) -> bool {
        let line = self.line();
        line.operators(line.at).is_none_or(|end| line.end_of_operand(line.at) != end)
    }

    fn expected(&self, expected: TokenKind) -> Verdict {
        let Some(found) = self.next(0) else { return Verdict::Plain(self.at) };
        let special = |message: &str| Verdict::Special(message.to_owned(), found.range());
        let keyword = self.line_start().map_or("", |token| &self.text[token.range()]);
        match expected {
            TokenKind::Colon if found.kind() == TokenKind::Newline => special("expected ':'"),
            TokenKind::Colon if matches!(keyword, "def" | "else" | "try" | "finally") => special("expected ':'"),
            TokenKind::Lpar if matches!(keyword, "def" | "async") => special("expected '('"),
            TokenKind::Comma => self.two_expressions(),
            _ => self.plain(),
        }
    }

    /// Two expressions without anything between; inside brackets perhaps a comma was forgotten.
    fn two_expressions(&self) -> Verdict {
        self.plain()
    }
}

/// Where an error in a literal is: at a string itself, at the end of an f-string. Older parsers have read the token behind
/// all strings that are joined by then.
pub(crate) fn place_of_literal(target: Target, tokens: &[Token], literal: &Token, is_behind: bool) -> TextRange {
    use TokenKind as K;
    let behind = tokens.partition_point(|token| token.start() <= literal.start());
    let mut rest = tokens[behind..].iter().filter(|token| !token.kind().is_trivia());
    if literal.kind() == K::String {
        let next = rest.find(|token| token.kind() != K::String).filter(|_| is_behind);
        return next.map_or(literal.range(), Ranged::range);
    }
    if target.places_fstring_errors_at_parts() {
        return literal.range();
    }
    let mut depth = 1_u32;
    let end = rest.find(|token| {
        match token.kind() {
            K::FStringStart | K::TStringStart => depth += 1,
            K::FStringEnd | K::TStringEnd => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.map_or(literal.range(), Ranged::range)
}

const fn is_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::True
            | TokenKind::False
            | TokenKind::None
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringStart
            | TokenKind::FStringEnd
            | TokenKind::Ellipsis
    )
}

/// An `IndentationError`; CPython's columns for it are those of the token in front of which the parser stands.
pub(super) fn indentation(source: &Source, message: String, token: &Token) -> ParseError {
    let error = ParseError::at(source, token.range(), message);
    ParseError { class: ErrorClass::IndentationError, ..error }
}
