//! The actions of the table that are more than a message: they run in both passes and can report.
//!
//! Follows the helpers of `Parser/action_helpers.c` of the same purpose.

use pycmill_source::Span;

use super::machine::Machine;
use super::pending::Pending;
use super::sketch::{Shape, Value};
use crate::error::ErrorClass;
use crate::lexer::normalized;
use crate::literal::number;
use crate::spaced_lazy::spaced_lazy;
use crate::token::Kind;

/// A native action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verb {
    /// The value of one string literal.
    String,
    /// Literals next to each other.
    Strings,
    /// An f-string of its parts.
    Joined,
    /// A t-string of its parts.
    Template,
    /// A part of the text.
    Middle,
    /// A part of the text of a format specification.
    SpecMiddle,
    /// `!r`.
    Conversion,
    /// A replacement field.
    Formatted,
    Imaginary,
    Real,
    /// `!=` or `<>`.
    NotEqual,
    ArgumentsError,
    GeneratorInCall,
    /// `from x import y`.
    Future,
    /// A compound statement is complete.
    Register,
}

/// The names of verbs in the table.
const VERBS: [(&str, Verb); 15] = [
    ("string", Verb::String),
    ("strings", Verb::Strings),
    ("joined", Verb::Joined),
    ("template", Verb::Template),
    ("middle", Verb::Middle),
    ("spec_middle", Verb::SpecMiddle),
    ("conversion", Verb::Conversion),
    ("formatted", Verb::Formatted),
    ("imaginary", Verb::Imaginary),
    ("real", Verb::Real),
    ("noteq", Verb::NotEqual),
    ("arguments_error", Verb::ArgumentsError),
    ("genexp_in_call", Verb::GeneratorInCall),
    ("future", Verb::Future),
    ("register", Verb::Register),
];

const SYNTAX: ErrorClass = ErrorClass::SyntaxError;

/// Numbers shorter than this have few enough digits under every limit: the lowest that can be set is 640.
const FEW_DIGITS: u32 = 640;

impl Verb {
    /// The verb that the table calls by this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        VERBS.iter().find(|(spelling, _)| *spelling == name).map(|(_, verb)| *verb)
    }
}

impl Machine<'_, '_> {
    pub(super) fn verb(&mut self, verb: Verb, [a, b, c, d]: [Value; 4], tokens: (u32, u32)) -> Option<Value> {
        match verb {
            Verb::String => self.string(a),
            Verb::Strings => self.strings(a, tokens),
            Verb::Joined => self.joined(Shape::JoinedStr, a, b, c, tokens),
            Verb::Template => self.joined(Shape::TemplateStr, a, b, c, tokens),
            Verb::Middle => self.middle(a),
            Verb::SpecMiddle => self.spec_middle(a),
            Verb::Conversion => self.conversion(a, b),
            Verb::Formatted => self.formatted(a, b, tokens),
            Verb::Imaginary => self.checked_number(a, true),
            Verb::Real => self.checked_number(a, false),
            Verb::NotEqual => self.not_equal(a),
            Verb::ArgumentsError => self.arguments_error(a),
            Verb::GeneratorInCall => self.generator_in_call(a, b),
            Verb::Future => self.future(a, b, c, d),
            Verb::Register => self.register(a),
        }
    }

    /// A name was matched; `_PyPegen_new_identifier`.
    pub(super) fn name(&mut self, token: u32) -> Option<Value> {
        let text = self.tokens.text(token);
        if !text.is_ascii() && self.tokens.target.refuses_constants_as_names() {
            let name = normalized(text);
            if matches!(&*name, "None" | "True" | "False") {
                let message = format!("identifier field can't represent '{name}' constant");
                self.failed = true;
                self.error.get_or_insert(Pending::without_place(ErrorClass::ValueError, message));
                return None;
            }
        }
        Some(Value::token(token))
    }

    /// A number was matched; `_PyPegen_number_token`.
    pub(super) fn number(&mut self, token: u32) -> Option<Value> {
        let text = self.tokens.text(token);
        if text.len() as u32 >= FEW_DIGITS {
            let arena = bumpalo::Bump::new();
            if let Err(digits) = number(&arena, text, self.notes.max_str_digits) {
                let line = self.tokens.read[token as usize].line;
                let end_line = self.tokens.read[token as usize].end_line;
                let message = digits.message(self.tokens.target);
                let offset = i32::from(self.tokens.target.places_digit_errors_in_first_column());
                let error = Pending { class: SYNTAX, message, line, offset, end_line, end_offset: 0, text: None };
                self.failed = true;
                self.error.get_or_insert(error);
                return None;
            }
        }
        Some(Value::token(token))
    }

    fn conversion(&mut self, mark: Value, name: Value) -> Option<Value> {
        if self.end_of(mark) != self.start_of(name) {
            let prefix = self.template_prefix();
            let mark_name = if self.tokens.target.misspells_exclamation() { "exclamanation" } else { "exclamation" };
            let message = format!("{prefix}-string: conversion type must come right after the {mark_name} mark");
            self.raise_range(SYNTAX, message, mark, name);
            return None;
        }
        if self.tokens.target.judges_conversions_first() { self.judged_conversion(name) } else { Some(name) }
    }

    /// A field. Of one with `=` the text is a constant, which the lexer has not always kept.
    fn formatted(&mut self, name: Value, equal: Value, tokens: (u32, u32)) -> Option<Value> {
        if name != Value::NIL && !self.tokens.target.judges_conversions_first() {
            self.judged_conversion(name)?;
        }
        let Some(equal) = equal.as_token() else { return Some(Value::DUMMY) };
        if self.tokens.told(equal + 1).is_none() {
            let message = "field 'value' is required for Constant".to_owned();
            self.failed = true;
            self.error.get_or_insert(Pending::without_place(ErrorClass::ValueError, message));
            return None;
        }
        Some(self.sketches.add(Shape::Debug, tokens, [Value::token(equal)]))
    }

    fn judged_conversion(&mut self, name: Value) -> Option<Value> {
        let text = name.as_token().map_or("", |token| self.tokens.text(token));
        let word = normalized(text);
        if matches!(&*word, "s" | "r" | "a") {
            return Some(name);
        }
        let prefix = self.template_prefix();
        let message = format!("{prefix}-string: invalid conversion character '{word}': expected 's', 'r', or 'a'");
        self.raise_range(SYNTAX, message, name, name);
        None
    }

    /// `f` or `t`, by the string that the lexer is in.
    fn template_prefix(&self) -> char {
        if self.tokens.lexer.is_in_tstring() { 't' } else { 'f' }
    }

    fn checked_number(&mut self, value: Value, imaginary: bool) -> Option<Value> {
        let is_right = match self.shape(value) {
            Some(Shape::Imaginary) => imaginary,
            Some(Shape::Literal) => !imaginary,
            _ => false,
        };
        if is_right {
            return Some(value);
        }
        let word = if imaginary { "imaginary" } else { "real" };
        self.raise_range(SYNTAX, format!("{word} number required in complex literal"), value, value);
        None
    }

    /// Which of `!=` and `<>` is right depends on `from __future__ import barry_as_FLUFL`.
    fn not_equal(&mut self, value: Value) -> Option<Value> {
        let is_old = value.as_token().is_some_and(|token| self.tokens.text(token) == "<>");
        if self.notes.has_flufl && !is_old {
            self.raise_last(SYNTAX, "with Barry as BDFL, use '<>' instead of '!='".to_owned());
        }
        (self.notes.has_flufl == is_old).then_some(value)
    }

    fn arguments_error(&mut self, call: Value) -> Option<Value> {
        let children = self.sketches.children(call);
        let unpacks = children.iter().any(|child| self.shape(*child) == Some(Shape::DoubleStarred));
        let message = if unpacks {
            "positional argument follows keyword argument unpacking"
        } else {
            "positional argument follows keyword argument"
        };
        self.raise_last(SYNTAX, message.to_owned());
        None
    }

    /// A generator without parentheses after another argument.
    fn generator_in_call(&mut self, call: Value, clauses: Value) -> Option<Value> {
        let is_keyword = |value: Value| matches!(self.shape(value), Some(Shape::Keyword | Shape::DoubleStarred));
        let children = self.sketches.children(call).iter().copied();
        let positional: Vec<Value> = children.filter(|child| !is_keyword(*child)).collect();
        let [_, .., last] = positional[..] else { return None };
        let end = self.sketches.children(clauses).last().copied().unwrap_or(clauses);
        let end = self.sketches.children(end).last().copied().unwrap_or(end);
        self.raise_range(SYNTAX, "Generator expression must be parenthesized".to_owned(), last, end);
        None
    }

    /// A `from` import; one from `__future__` steers the parser.
    fn future(&mut self, module: Value, names: Value, dots: Value, lazy: Value) -> Option<Value> {
        let is_future = module.as_token().is_some_and(|token| self.tokens.text(token) == "__future__");
        if !is_future || !self.sketches.children(dots).is_empty() {
            if lazy == Value::NIL {
                self.note_spaced_lazy(module, dots);
            }
            return Some(Value::DUMMY);
        }
        if lazy != Value::NIL {
            let message = "lazy from __future__ import is not allowed".to_owned();
            self.raise_range(SYNTAX, message, lazy, lazy);
            return None;
        }
        if self.tokens.target.future_imports_steer_the_parser() {
            let names = self.sketches.children(names);
            let is_flufl = |name: &Value| {
                let token = name.as_token().or_else(|| self.sketches.get(*name).map(|node| node.first));
                token.is_some_and(|token| self.tokens.text(token) == "barry_as_FLUFL")
            };
            if names.iter().any(is_flufl) {
                self.notes.has_flufl = true;
                self.tokens.lexer.accept_old_inequality();
            }
        }
        Some(Value::DUMMY)
    }

    /// Warns, in the first pass, of a module `lazy` that is apart from its dots.
    fn note_spaced_lazy(&mut self, module: Value, dots: Value) {
        let span = |token: Value| {
            let token = self.tokens.read[token.as_token()? as usize];
            Some(Span::new(token.start, token.end))
        };
        let children = self.sketches.children(dots);
        let ends = children.first().zip(children.last()).and_then(|(first, last)| span(*first).zip(span(*last)));
        let (false, Some((first, last)), Some(name)) = (self.second, ends, span(module)) else { return };
        let dots = Span::new(first.start, last.end);
        if let Some(warning) = spaced_lazy(self.tokens.target, self.tokens.source, dots, name) {
            self.note_lexer_warnings();
            self.warn(warning);
        }
    }

    /// Notes the last statement that the second pass has completed. What a rule for errors has matched has no place.
    fn register(&mut self, value: Value) -> Option<Value> {
        if self.second {
            self.notes.last_statement = self.notes.last_statement.max(self.start_of(value).0);
        }
        Some(value)
    }

    /// Whether a token is of a kind.
    pub(super) fn is_kind(&self, value: Value, kind: Kind) -> bool {
        value.as_token().is_some_and(|token| self.tokens.read[token as usize].kind == kind)
    }
}
