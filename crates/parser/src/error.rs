//! What a text that is no Python program is answered with.

use std::fmt;

use pycmill_source::{Source, Span};
use pycmill_target::Target;

/// `sys.int_info.default_max_str_digits`.
pub const DEFAULT_MAX_STR_DIGITS: u32 = 4300;

/// The exception that CPython raises.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "named after the exceptions")]
pub enum ErrorClass {
    SyntaxError,
    IndentationError,
    TabError,
    MemoryError,
    RecursionError,
    UnicodeDecodeError,
    ValueError,
}

impl ErrorClass {
    /// Whether it is no `SyntaxError`, and so knows no place.
    #[must_use]
    pub const fn is_without_place(self) -> bool {
        !matches!(self, Self::SyntaxError | Self::IndentationError | Self::TabError)
    }

    /// The name of the exception.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SyntaxError => "SyntaxError",
            Self::IndentationError => "IndentationError",
            Self::TabError => "TabError",
            Self::MemoryError => "MemoryError",
            Self::RecursionError => "RecursionError",
            Self::UnicodeDecodeError => "UnicodeDecodeError",
            Self::ValueError => "ValueError",
        }
    }
}

/// Why a text was rejected. Line and column are those of CPython's exception: from 1, columns in
/// characters; those of errors in f-strings of older versions may lie outside of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    /// Which exception.
    pub class: ErrorClass,
    /// Its text.
    pub message: String,
    /// `lineno`.
    pub line: u32,
    /// `offset`.
    pub column: i32,
    /// `end_lineno`.
    pub end_line: u32,
    /// `end_offset`.
    pub end_column: i32,
    /// `text`, if it is no line of the file.
    pub text: Option<String>,
    /// The line of the last compound statement that the parser has completed before, 0 for none.
    pub last_statement: u32,
    /// Whether its file is `<fstring>`, which has no lines.
    pub is_in_field: bool,
    /// Whether it was found when the tree was built: its line is then read from the file of that name.
    pub is_of_tree: bool,
}

impl ParseError {
    /// A `SyntaxError` at a range of the text.
    pub(crate) fn at(source: &Source, range: Span, message: impl Into<String>) -> Self {
        let (line, column) = character_position(source, range.start);
        let (end_line, end_column) = character_position(source, range.end);
        let class = ErrorClass::SyntaxError;
        Self {
            class,
            message: message.into(),
            line,
            column,
            end_line,
            end_column,
            text: None,
            last_statement: 0,
            is_in_field: false,
            is_of_tree: false,
        }
    }

    /// An exception that knows no place; line and columns are 0.
    pub(crate) fn without_place(class: ErrorClass, message: &str) -> Self {
        let message = message.to_owned();
        Self {
            class,
            message,
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            text: None,
            last_statement: 0,
            is_in_field: false,
            is_of_tree: false,
        }
    }
}

/// Line and column as exceptions count them: both from 1, columns in characters.
fn character_position(source: &Source, offset: u32) -> (u32, i32) {
    let position = source.lines().position(offset);
    let line = &source.text()[(offset - position.column) as usize..offset as usize];
    (position.line, line.chars().count() as i32 + 1)
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (line {})", self.class.name(), self.message, self.line)
    }
}

impl std::error::Error for ParseError {}

/// What a warning of the lexer is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WarningKind {
    /// An escape that means nothing.
    Escape,
    /// A number with a keyword right behind it.
    Number,
    /// An import that reads like a lazy one.
    Import,
}

/// Something in an accepted text that CPython warns of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// CPython's text.
    pub message: String,
    /// The line, from 1.
    pub line: u32,
    /// The place of the `SyntaxError` that it becomes where warnings are errors.
    pub(crate) place: WarningPlace,
}

/// Lines and columns from 1. Columns are counted in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct WarningPlace {
    pub(crate) line: u32,
    pub(crate) column: i32,
    pub(crate) end_line: u32,
    pub(crate) end_column: i32,
    /// Whether the exception counts characters.
    pub(crate) in_characters: bool,
}

impl WarningPlace {
    /// The place of a token, as the parser reports it.
    pub(crate) fn of_span(target: Target, source: &Source, span: Span) -> Self {
        let in_characters = target.counts_characters_of_errors() || source.declares_encoding();
        Self { in_characters, ..Self::in_characters(source, span) }
    }

    /// The place of a range of the text, as the lexer reports it.
    pub(crate) fn in_characters(source: &Source, span: Span) -> Self {
        let (start, end) = (source.lines().position(span.start), source.lines().position(span.end));
        let column = start.column as i32 + 1;
        Self { line: start.line, column, end_line: end.line, end_column: end.column as i32 + 1, in_characters: true }
    }
}

/// The part of a warning about an escape that its error lacks.
pub(crate) const PROSPECT: &str = " Such sequences will not work in the future.";

impl Warning {
    /// The `SyntaxError` that it becomes where warnings are errors.
    #[must_use]
    pub fn error(&self, source: &Source) -> ParseError {
        let WarningPlace { line, column, end_line, end_column, in_characters } = self.place;
        let counted = |column| if in_characters { characters(source, line, column) } else { column };
        let error = ParseError::without_place(ErrorClass::SyntaxError, &self.message.replacen(PROSPECT, "", 1));
        ParseError { line, column: counted(column), end_line, end_column: counted(end_column), ..error }
    }
}

/// How many characters the first `column` bytes of a line are, of which the last may be cut. Both ends of a place are counted
/// in its first line, whose newline and the NUL after it count, too (`_PyPegen_byte_offset_to_character_offset`).
fn characters(source: &Source, line: u32, column: i32) -> i32 {
    let rest = &source.text()[source.lines().line_start(line) as usize..];
    let text = rest.split_inclusive('\n').next().unwrap_or("");
    let column = usize::try_from(column).unwrap_or(0);
    let starts = text.bytes().take(column).filter(|byte| byte & 0xc0 != 0x80).count();
    (starts + usize::from(column > text.len())) as i32
}
