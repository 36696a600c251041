//! What an alternative that has matched is worth, or what it reports.

use super::machine::{Machine, Values};
use super::pending::Spot;
use super::sketch::{Shape, Value};
use super::table::{Act, Alternative, Condition, Part, Pick, Piece, Place};
use super::targets::Targets;
use crate::error::ErrorClass;
use crate::lexer::normalized;
use crate::token::Kind;

impl Machine<'_, '_> {
    /// The value of an alternative that has matched from `start` on; none ends the rule without one.
    pub(super) fn act(&mut self, alternative: &Alternative, start: u32, values: &Values, only: Value) -> Option<Value> {
        let (first, end) = alternative.actions;
        if first == end {
            return Some(only);
        }
        let table = self.table;
        for action in &table.actions[first as usize..end as usize] {
            let holds = action.condition.as_ref().is_none_or(|condition| self.holds(condition, values));
            if holds {
                return self.perform(&action.act, start, values);
            }
        }
        None
    }

    fn perform(&mut self, act: &Act, start: u32, values: &Values) -> Option<Value> {
        match act {
            Act::Take(slot) => Some(values[usize::from(*slot)]).filter(|value| *value != Value::NIL),
            Act::Node(shape, slots) => {
                let last = self.last_word(start)?;
                Some(self.sketches.add(*shape, (start, last), slots.iter().map(|slot| values[slot])))
            }
            Act::Verb(verb, slots) => {
                let mut arguments = [Value::NIL; 4];
                for (argument, slot) in arguments.iter_mut().zip(slots.iter()) {
                    *argument = values[slot];
                }
                let last = self.last_word(start)?;
                self.verb(*verb, arguments, (start, last))
            }
            Act::Report { class, text, at } => {
                self.report(*class, text, *at, values);
                None
            }
            Act::Target(targets, slot) => {
                self.report_target(*targets, values[usize::from(*slot)]);
                None
            }
            Act::Nothing => None,
        }
    }

    /// The last token matched that is no newline or indentation; `_PyPegen_get_last_nonnwhitespace_token`.
    fn last_word(&self, start: u32) -> Option<u32> {
        let is_word = |token: &u32| {
            let kind = self.tokens.read[*token as usize].kind;
            !matches!(kind, Kind::End | Kind::Newline | Kind::Indent | Kind::Dedent)
        };
        (0..self.mark).rev().find(is_word).map(|last| last.max(start))
    }

    pub(super) fn shape(&self, value: Value) -> Option<Shape> {
        let Some(token) = value.as_token() else { return self.sketches.shape(value) };
        match self.tokens.read[token as usize].kind {
            Kind::Name => Some(Shape::Name),
            Kind::Number if self.tokens.text(token).ends_with(['j', 'J']) => Some(Shape::Imaginary),
            Kind::Number => Some(Shape::Literal),
            _ => None,
        }
    }

    fn holds(&self, condition: &Condition, values: &Values) -> bool {
        let value = |slot: u8| values[usize::from(slot)];
        match condition {
            Condition::Flat => self.mark > 0 && self.tokens.read[self.mark as usize - 1].level == 0,
            Condition::Raised => self.error.is_some(),
            Condition::Legacy(slot) => {
                let value = value(*slot);
                self.shape(value) == Some(Shape::Name) && matches!(self.word(value).as_str(), "print" | "exec")
            }
            Condition::Apart(first, second) => self.end_of(value(*first)) != self.start_of(value(*second)),
            Condition::Shape(shape, slot) => self.shape(value(*slot)) == Some(*shape),
            Condition::Multiline(slot) => self.start_of(value(*slot)).0 != self.end_of(value(*slot)).0,
            Condition::Not(condition) => !self.holds(condition, values),
            Condition::And(first, second) => self.holds(first, values) && self.holds(second, values),
        }
    }

    /// The text of a token; a name as CPython keeps it.
    fn word(&self, value: Value) -> String {
        let token = value.as_token().or_else(|| self.sketches.get(value).map(|node| node.first));
        let text = token.map_or("", |token| self.tokens.text(token));
        if text.is_ascii() { text.to_owned() } else { normalized(text).into_owned() }
    }

    fn message(&self, pieces: &[Piece], values: &Values) -> String {
        let value = |slot: &u8| values[usize::from(*slot)];
        let mut message = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => message.push_str(text),
                Piece::Kind(slot) => message.push_str(self.kind_of(value(slot))),
                Piece::Word(slot) => message.push_str(&self.word(value(slot))),
                Piece::Line(slot) => message.push_str(&self.start_of(value(slot)).0.to_string()),
            }
        }
        message
    }

    /// What messages call an expression.
    fn kind_of(&self, value: Value) -> &'static str {
        let shape = self.shape(value).unwrap_or(Shape::Other);
        if self.tokens.target.has_old_expression_names() { shape.old_kind() } else { shape.kind() }
    }

    fn report(&mut self, class: ErrorClass, text: &[Piece], at: Place, values: &Values) {
        let message = self.message(text, values);
        match at {
            Place::Last => self.raise_last(class, message),
            Place::Next => self.raise_next(class, message),
            Place::Range(first, last) => {
                let (first, last) = (self.pick(first, values), self.pick(last, values));
                self.raise_range(class, message, first, last);
            }
            Place::From(first) => {
                let first = self.pick(first, values);
                self.raise_from(class, message, first);
            }
            Place::LastChar(pick) => {
                let value = self.pick(pick, values);
                let (line, (end_line, end_column)) = (self.start_of(value).0, self.end_of(value));
                self.raise(class, message, Spot { line, column: end_column, end_line, end_column: 0 });
            }
            Place::LastLine(pick) => {
                let value = self.pick(pick, values);
                let ((_, column), (end_line, end_column)) = (self.start_of(value), self.end_of(value));
                let spot = Spot { line: end_line, column: column + 1, end_line, end_column: end_column + 1 };
                self.raise(class, message, spot);
            }
        }
    }

    fn pick(&self, pick: Pick, values: &Values) -> Value {
        let value = values[usize::from(pick.slot)];
        let children = self.sketches.children(value);
        let part = match pick.part {
            Part::Whole => None,
            Part::First => children.first(),
            Part::Last => children.last(),
        };
        match part {
            // The last part of a comprehension is its last condition, or what it goes through.
            Some(part) if self.shape(*part) == Some(Shape::Comprehension) => {
                self.sketches.children(*part).last().copied().unwrap_or(*part)
            }
            Some(part) => *part,
            None => value,
        }
    }

    fn report_target(&mut self, targets: Targets, value: Value) {
        if let Some(part) = targets.invalid(self, value) {
            let message = format!("cannot {} {}", targets.verb(), self.kind_of(part));
            self.raise_range(ErrorClass::SyntaxError, message, part, part);
        } else if self.tokens.target.reports_possible_targets() {
            self.raise_last(ErrorClass::SyntaxError, "invalid syntax".to_owned());
        }
    }
}
