//! The Python exceptions that compiling raises.

use std::any::Any;
use std::sync::Arc;

use pycmill_codegen::error::{CompileError, ErrorClass};
use pycmill_flow::ir::Location;
use pycmill_marshal::WriteError;
use pycmill_parser::ParseError;
use pycmill_source::{DecodeError, Source};
use pycmill_target::Target;

use crate::platform::SEPARATOR;
use crate::traceback;
use crate::typos::Typo;

/// The name of the file that the field of an f-string is in, for 3.8.
pub(crate) const FSTRING: &str = "<fstring>";

/// A Python exception: why a file was not compiled.
///
/// Invariant: lines and offsets count from 1, offsets in the unit that CPython's exception has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejection {
    pub(crate) class: String,
    pub(crate) message: String,
    pub(crate) place: Box<Place>,
    /// What a traceback explains it with.
    pub(crate) typo: Option<Box<Typo>>,
}

/// The attributes of a `SyntaxError` besides `msg` and `filename`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Place {
    pub(crate) line: Option<i64>,
    pub(crate) offset: Option<i64>,
    pub(crate) end_line: Option<i64>,
    pub(crate) end_offset: Option<i64>,
    pub(crate) text: Option<Arc<str>>,
    /// The line of the last compound statement that the parser has completed before, 0 for none.
    pub(crate) last_statement: u32,
    /// Whether the file is called `<fstring>`.
    pub(crate) is_in_field: bool,
    /// Whether CPython reads the text from the file of that name; the parser takes it from the source.
    pub(crate) is_read_from_file: bool,
}

impl Place {
    /// The same without what exceptions of a release lack.
    fn known_to(self, target: Target) -> Self {
        if target.knows_ends_of_errors() { self } else { Self { end_line: None, end_offset: None, ..self } }
    }
}

impl Rejection {
    pub(crate) fn from_decode(target: Target, error: &DecodeError) -> Self {
        let place = match error.declaration().filter(|_| target.locates_decoding_errors()) {
            Some((line, text)) => Place {
                line: Some(line.into()),
                offset: Some(0),
                end_line: Some(line.into()),
                end_offset: Some(text.chars().count() as i64 + i64::from(line > 1)),
                text: Some(text.into()),
                last_statement: 0,
                is_in_field: false,
                is_read_from_file: false,
            },
            None => Place { line: error.line().map(i64::from), offset: error.line().map(|_| -1), ..Place::default() },
        };
        let is_value_error = error.line().is_none() && target.null_bytes_are_value_errors();
        let class = if is_value_error { "ValueError" } else { "SyntaxError" };
        Self { class: class.to_owned(), message: error.message().to_owned(), place: Box::new(place), typo: None }
    }

    pub(crate) fn from_parse(target: Target, error: ParseError, lines: &LineTexts<'_>) -> Self {
        if error.class.is_without_place() {
            let class = error.class.name().to_owned();
            return Self { class, message: error.message, place: Box::default(), typo: None };
        }
        let place = Place {
            line: Some(error.line.into()),
            offset: Some(error.column.into()),
            end_line: Some(error.end_line.into()),
            end_offset: Some(error.end_column.into()),
            text: error
                .text
                .map(Arc::from)
                .or_else(|| lines.of_error(target, error.line.into()).filter(|_| !error.is_in_field)),
            last_statement: error.last_statement,
            is_in_field: error.is_in_field,
            is_read_from_file: error.is_of_tree,
        };
        let class = error.class.name().to_owned();
        Self { class, message: error.message, place: Box::new(place.known_to(target)), typo: None }
    }

    /// Offsets of the later stages count bytes, and are taken for characters by whoever prints them.
    pub(crate) fn from_compile(target: Target, error: CompileError, lines: &mut LineTexts<'_>) -> Self {
        let class = class_name(error.class).to_owned();
        if error.location == Location::NONE {
            return Self { class, message: error.message, place: Box::default(), typo: None };
        }
        let Location { line, end_line, col, end_col } = error.location;
        let place = Place {
            line: Some(line.into()),
            offset: Some(i64::from(col) + 1),
            end_line: Some(end_line.into()),
            end_offset: (end_col >= 0).then(|| i64::from(end_col) + 1),
            text: lines.of_error(target, line.into()),
            last_statement: 0,
            is_in_field: false,
            is_read_from_file: true,
        };
        Self { class, message: error.message, place: Box::new(place.known_to(target)), typo: None }
    }

    /// marshal raises a plain `ValueError`.
    pub(crate) fn from_write(error: WriteError) -> Self {
        Self { class: "ValueError".to_owned(), message: error.to_string(), place: Box::default(), typo: None }
    }

    /// A fault of this library, in the class that CPython has for its own.
    pub(crate) fn from_panic(fault: &(dyn Any + Send)) -> Self {
        let text = fault.downcast_ref::<&str>().copied().or(fault.downcast_ref::<String>().map(String::as_str));
        let message = format!("internal error of pycmill: {}", text.unwrap_or("unknown"));
        Self { class: "SystemError".to_owned(), message, place: Box::default(), typo: None }
    }

    /// A `MemoryError`, which says nothing.
    pub(crate) fn of_memory() -> Self {
        Self { class: "MemoryError".to_owned(), message: String::new(), place: Box::default(), typo: None }
    }

    /// Takes the line of the source from another file, where CPython does.
    pub(crate) fn read_line_from(&mut self, read: impl FnOnce() -> Option<Vec<u8>>) {
        if self.place.is_read_from_file {
            let line = self.place.line.and_then(|line| usize::try_from(line).ok()).and_then(|line| line.checked_sub(1));
            let content = read().unwrap_or_default();
            let line = line.and_then(|line| content.split_inclusive(|byte| *byte == b'\n').nth(line));
            self.place.text = line.map(|line| String::from_utf8_lossy(line).into());
        }
    }

    /// The name of the exception's class.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// The exception's message, `SyntaxError.msg`.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// `SyntaxError.lineno`.
    #[must_use]
    pub fn line(&self) -> Option<i64> {
        self.place.line
    }

    /// `SyntaxError.offset`.
    #[must_use]
    pub fn offset(&self) -> Option<i64> {
        self.place.offset
    }

    /// `SyntaxError.end_lineno`.
    #[must_use]
    pub fn end_line(&self) -> Option<i64> {
        self.place.end_line
    }

    /// `SyntaxError.end_offset`.
    #[must_use]
    pub fn end_offset(&self) -> Option<i64> {
        self.place.end_offset
    }

    /// `SyntaxError.text`.
    #[must_use]
    pub fn line_text(&self) -> Option<&str> {
        self.place.text.as_deref()
    }

    /// The text of `py_compile.PyCompileError` for a file: the last part of a traceback for a plain
    /// `SyntaxError`, one line beginning with `Sorry:` for everything else.
    #[must_use]
    pub fn py_compile_message(&self, target: Target, file: &str) -> String {
        if self.class == "SyntaxError" {
            return traceback::format(target, self, file);
        }
        format!("Sorry: {}: {}", self.class, self.text(file))
    }

    /// `str()` of the exception.
    fn text(&self, file: &str) -> String {
        if !self.is_syntax_error() {
            return self.message.clone();
        }
        let base = if self.place.is_in_field { FSTRING } else { file.rsplit(SEPARATOR).next().unwrap_or(file) };
        match self.place.line {
            Some(line) => format!("{} ({base}, line {line})", self.message),
            None => self.message.clone(),
        }
    }

    fn is_syntax_error(&self) -> bool {
        matches!(&*self.class, "SyntaxError" | "IndentationError" | "TabError")
    }
}

fn class_name(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::SyntaxError => "SyntaxError",
        ErrorClass::RecursionError => "RecursionError",
        ErrorClass::OverflowError => "OverflowError",
        ErrorClass::SystemError => "SystemError",
        ErrorClass::ValueError => "ValueError",
        ErrorClass::UnicodeEncodeError => "UnicodeEncodeError",
        ErrorClass::MemoryError => "MemoryError",
    }
}

/// The lines of a file as text. Warnings often come in the order of lines: those about one line share its text.
pub(crate) struct LineTexts<'s> {
    source: &'s Source,
    last: Option<(i64, Option<Arc<str>>)>,
}

impl<'s> LineTexts<'s> {
    pub(crate) const fn of(source: &'s Source) -> Self {
        Self { source, last: None }
    }

    /// The file itself.
    pub(crate) const fn source(&self) -> &'s Source {
        self.source
    }

    /// What is read of a line that an error is in.
    fn of_error(&self, target: Target, line: i64) -> Option<Arc<str>> {
        pycmill_parser::program_text(target, self.source, u32::try_from(line).ok()?).map(Arc::from)
    }

    /// A line, if the file has it.
    pub(crate) fn get(&mut self, line: i64) -> Option<Arc<str>> {
        match &self.last {
            Some((last, text)) if *last == line => text.clone(),
            _ => {
                let text = line_text(self.source, line);
                self.last = Some((line, text.clone()));
                text
            }
        }
    }
}

/// A line of the file.
fn line_text(source: &Source, line: i64) -> Option<Arc<str>> {
    let number = usize::try_from(line).ok()?.checked_sub(1)?;
    match source.malformed() {
        // What is no UTF-8 is shown as the replacement character.
        Some(bytes) => {
            let line = bytes.split_inclusive(|byte| *byte == b'\n').nth(number)?;
            Some(String::from_utf8_lossy(line).into())
        }
        None => {
            let (lines, text) = (source.lines(), source.text());
            let number = u32::try_from(line).ok()?;
            let (start, next) = (lines.line_start(number) as usize, lines.line_start(number + 1) as usize);
            // After the last line both are where that starts.
            let is_there = number == 1 || start > lines.line_start(number - 1) as usize;
            let end = if next > start { next } else { text.len() };
            text.get(start..end).filter(|line| is_there && !line.is_empty()).map(Arc::from)
        }
    }
}
