//! Runs the rules of a table over tokens, as CPython's generated parser does.
//!
//! **Invariants**: [`Machine::touch`] is the only way to a token; an error stays for good, and every rule entered after it
//! finds nothing; a match ends its rule, whatever its action makes of it; an alternative that fails leaves the mark where it
//! was, but what was read stays read.
//!
//! Follows `Parser/parser.c` for the rules and `Parser/pegen.c` for tokens, memo and left recursion.

use super::memo::Memo;
use super::notes::Notes;
use super::pending::Pending;
use super::sketch::{Shape, Sketches, Value};
use super::table::{Alternative, Body, NO_SLOT, RuleId, SLOTS, Step, Table};
use super::tokens::Tokens;
use crate::token::Kind;

/// Stack that must be left before a rule is entered, and how much is added. The calls between two looks at it take less.
const RED_ZONE: usize = 256 << 10;
const MORE_STACK: usize = 4 << 20;
const CALLS_BETWEEN_CHECKS: u32 = 32;

/// Below so many levels from the limit, alternatives are tried that cannot match: to enter them counts.
const DEPTH_OF_FAILURE: u32 = 64;

/// The values of an alternative's named items.
pub(super) type Values = [Value; SLOTS];

/// The parser.
pub(super) struct Machine<'t, 's> {
    pub(super) table: &'t Table,
    pub(super) tokens: Tokens<'s>,
    /// The next token.
    pub(super) mark: u32,
    /// Whether the alternatives of the second pass are on.
    pub(super) second: bool,
    /// `error_indicator`.
    pub(super) failed: bool,
    /// The exception.
    pub(super) error: Option<Pending>,
    pub(super) sketches: Sketches,
    memo: Memo,
    /// Values of the loops that are running.
    stack: Vec<Value>,
    level: u32,
    /// Rules inside each other that are on the stack: levels can be more.
    calls: u32,
    max_level: u32,
    pub(super) notes: Notes<'t>,
}

impl<'t, 's> Machine<'t, 's> {
    pub(super) fn new(table: &'t Table, tokens: Tokens<'s>, notes: Notes<'t>) -> Self {
        let max_level = tokens.target.source_limits().rules;
        Self {
            table,
            tokens,
            mark: 0,
            second: false,
            failed: false,
            error: None,
            sketches: Sketches::default(),
            memo: Memo::default(),
            stack: Vec::new(),
            level: 0,
            calls: 0,
            max_level,
            notes,
        }
    }

    /// Goes back to the first token, for the second pass. Neither tokens nor an error are given up.
    pub(super) fn begin_second_pass(&mut self) {
        self.memo.clear(&mut self.tokens.read);
        self.sketches.clear();
        self.mark = 0;
        self.second = true;
        self.notes.begin_second_pass();
    }

    /// The kind of the next token, which is read if it has not been.
    #[inline]
    pub(super) fn touch(&mut self) -> Option<Kind> {
        if let Some(token) = self.tokens.read.get(self.mark as usize) {
            return Some(token.kind);
        }
        let mut kind = self.tokens.grow();
        if self.raises_lexer_warning() {
            kind = Kind::Fault;
            self.tokens.spoil_last();
        }
        if kind == Kind::Fault {
            self.lexer_failed();
            self.failed = true;
            return None;
        }
        Some(kind)
    }

    /// Whether alternatives can be skipped by their first token.
    #[inline]
    const fn may_skip(&self) -> bool {
        self.level + DEPTH_OF_FAILURE < self.max_level
    }

    /// Runs a rule at the mark.
    pub(super) fn rule(&mut self, id: RuleId) -> Option<Value> {
        if !self.enter() {
            return None;
        }
        self.calls += 1;
        let value = if self.calls.is_multiple_of(CALLS_BETWEEN_CHECKS) {
            stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.entered(id))
        } else {
            self.entered(id)
        };
        self.calls -= 1;
        self.level -= 1;
        value
    }

    /// One level deeper, unless there is an error, or now is one because there are too many.
    fn enter(&mut self) -> bool {
        if self.level == self.max_level {
            self.overflow();
        }
        if !self.failed {
            self.level += 1;
        }
        !self.failed
    }

    fn entered(&mut self, id: RuleId) -> Option<Value> {
        let table = self.table;
        let rule = &table.rules[usize::from(id)];
        match rule.body {
            Body::Loop { item, least, keeps } => self.repeat(table.inner[usize::from(item)], least, keeps),
            Body::Gather { separator, element, keeps } => {
                self.gather(table.inner[usize::from(separator)], table.inner[usize::from(element)], keeps)
            }
            Body::Alternatives(start, end) => {
                let alternatives = &table.alternatives[start as usize..end as usize];
                if rule.left || rule.memo {
                    self.remembered(id, rule.left, alternatives)
                } else if rule.quiet {
                    let second = std::mem::replace(&mut self.second, false);
                    let value = self.alternatives(alternatives);
                    self.second = second;
                    value
                } else {
                    self.alternatives(alternatives)
                }
            }
        }
    }

    fn remembered(&mut self, id: RuleId, left: bool, alternatives: &[Alternative]) -> Option<Value> {
        self.touch()?;
        let start = self.mark;
        if let Some((mark, value)) = self.memo.get(&self.tokens.read[start as usize], id) {
            self.mark = mark;
            return value;
        }
        if left {
            return self.grow_left(id, alternatives);
        }
        let value = self.alternatives(alternatives);
        if !self.failed {
            self.memo.insert(&mut self.tokens.read[start as usize], id, self.mark, value);
        }
        value
    }

    /// A rule that begins with itself: it fails first, then finds more and more with what it has found before.
    fn grow_left(&mut self, id: RuleId, alternatives: &[Alternative]) -> Option<Value> {
        let start = self.mark;
        let (mut end, mut found) = (start, None);
        loop {
            self.memo.update(&mut self.tokens.read[start as usize], id, self.mark, found);
            self.mark = start;
            // The body is a rule of its own.
            if !self.enter() {
                return None;
            }
            let value = self.alternatives(alternatives);
            self.level -= 1;
            if self.failed {
                return None;
            }
            if value.is_none() || self.mark <= end {
                self.mark = end;
                return found;
            }
            (end, found) = (self.mark, value);
        }
    }

    fn alternatives(&mut self, alternatives: &[Alternative]) -> Option<Value> {
        let kind = self.touch()?;
        let start = self.mark;
        let may_skip = self.may_skip();
        for alternative in alternatives {
            if alternative.second && !self.second || may_skip && !alternative.first.has(kind) {
                continue;
            }
            if self.failed {
                return None;
            }
            let mut values = [Value::NIL; SLOTS];
            let mut is_cut = false;
            if let Some(value) = self.items(alternative, &mut values, &mut is_cut) {
                return self.act(alternative, start, &values, value);
            }
            self.mark = start;
            if is_cut {
                return None;
            }
        }
        None
    }

    /// The items of an alternative; the value is that of the only one besides look-aheads.
    fn items(&mut self, alternative: &Alternative, values: &mut Values, is_cut: &mut bool) -> Option<Value> {
        let table = self.table;
        let items = &table.items[alternative.items.0 as usize..alternative.items.1 as usize];
        let (mut only, mut count) = (Value::DUMMY, 0);
        for item in items {
            let value = self.step(item.step, is_cut)?;
            if item.slot != NO_SLOT {
                values[usize::from(item.slot)] = value;
            }
            if !item.step.is_look() {
                (only, count) = (value, count + 1);
            }
        }
        Some(if count == 1 { only } else { Value::DUMMY })
    }

    fn inner(&mut self, step: u16) -> Option<Value> {
        self.step(self.table.inner[usize::from(step)], &mut false)
    }

    fn step(&mut self, step: Step, is_cut: &mut bool) -> Option<Value> {
        match step {
            Step::Token(kind) => self.token(kind),
            Step::Rule(rule) => {
                if !self.failed && self.may_skip() && !self.table.rules[usize::from(rule)].first.has(self.touch()?) {
                    return None;
                }
                self.rule(rule)
            }
            Step::Optional(inner) => {
                let value = self.inner(inner);
                if self.failed { None } else { Some(value.unwrap_or(Value::NIL)) }
            }
            Step::Ahead(inner) => self.is_ahead(inner).then_some(Value::DUMMY),
            Step::NotAhead(inner) => (!self.is_ahead(inner)).then_some(Value::DUMMY),
            Step::Soft(text) => self.soft(text),
            Step::AnySoft => self.any_soft(),
            Step::Never => {
                self.touch();
                None
            }
            Step::Forced(kind, text) => self.forced(kind, text),
            Step::ForcedRule(inner, text) => self.forced_rule(inner, text),
            Step::Cut => {
                *is_cut = true;
                Some(Value::DUMMY)
            }
        }
    }

    #[inline]
    fn token(&mut self, kind: Kind) -> Option<Value> {
        if self.touch()? != kind {
            return None;
        }
        self.mark += 1;
        match kind {
            Kind::Name => self.name(self.mark - 1),
            Kind::Number => self.number(self.mark - 1),
            _ => Some(Value::token(self.mark - 1)),
        }
    }

    fn is_ahead(&mut self, inner: u16) -> bool {
        let mark = self.mark;
        let found = self.inner(inner).is_some();
        self.mark = mark;
        found
    }

    fn soft(&mut self, text: u16) -> Option<Value> {
        let is_soft = self.touch()? == Kind::Name && self.tokens.text(self.mark) == self.table.texts[usize::from(text)];
        if is_soft { self.token(Kind::Name) } else { None }
    }

    /// A name is taken even if it is no soft keyword, as in CPython; whoever asked goes back.
    fn any_soft(&mut self) -> Option<Value> {
        if self.touch()? != Kind::Name {
            return None;
        }
        let text = self.tokens.text(self.mark);
        self.mark += 1;
        let abbreviates = self.tokens.target.abbreviates_soft_keywords();
        let is_soft = |soft: &String| if abbreviates { soft.starts_with(text) } else { soft == text };
        if self.table.soft.iter().any(is_soft) { self.name(self.mark - 1) } else { None }
    }

    fn forced(&mut self, kind: Kind, text: u16) -> Option<Value> {
        if self.failed {
            return None;
        }
        if self.touch()? == kind {
            self.mark += 1;
            return Some(Value::token(self.mark - 1));
        }
        let message = format!("expected '{}'", self.table.texts[usize::from(text)]);
        let token = Value::token(self.mark);
        self.raise_range(crate::error::ErrorClass::SyntaxError, message, token, token);
        None
    }

    fn forced_rule(&mut self, inner: u16, text: u16) -> Option<Value> {
        let value = self.inner(inner);
        if self.failed {
            return None;
        }
        if value.is_none() {
            let message = format!("expected ({})", self.table.texts[usize::from(text)]);
            self.raise_last(crate::error::ErrorClass::SyntaxError, message);
        }
        value
    }

    /// As often as possible. What was found counts even if there was an error in the end, unless once is the least.
    fn repeat(&mut self, step: Step, least: bool, keeps: bool) -> Option<Value> {
        let start = self.mark;
        let base = self.stack.len();
        let mut count = 0_u32;
        let mut mark = start;
        while let Some(value) = self.step(step, &mut false) {
            if keeps {
                self.stack.push(value);
            }
            count += 1;
            mark = self.mark;
        }
        self.mark = mark;
        let value = if least && (count == 0 || self.failed) { None } else { Some(self.sequence(start, base, keeps)) };
        self.stack.truncate(base);
        value
    }

    fn gather(&mut self, separator: Step, element: Step, keeps: bool) -> Option<Value> {
        let start = self.mark;
        let base = self.stack.len();
        let value = self.gathered(separator, element, keeps).map(|()| self.sequence(start, base, keeps));
        if value.is_none() {
            self.mark = start;
        }
        self.stack.truncate(base);
        value
    }

    fn gathered(&mut self, separator: Step, element: Step, keeps: bool) -> Option<()> {
        let first = self.step(element, &mut false)?;
        if keeps {
            self.stack.push(first);
        }
        // From the second one on it is a loop, which is a rule of its own.
        if !self.enter() {
            return None;
        }
        let mut mark = self.mark;
        while let Some(value) = self.step(separator, &mut false).and_then(|_| self.step(element, &mut false)) {
            if keeps {
                self.stack.push(value);
            }
            mark = self.mark;
        }
        self.mark = mark;
        self.level -= 1;
        Some(())
    }

    fn sequence(&mut self, start: u32, base: usize, keeps: bool) -> Value {
        if !keeps {
            return Value::DUMMY;
        }
        let tokens = (start, self.mark.saturating_sub(1));
        self.sketches.add_whole(Shape::Seq, tokens, &self.stack[base..])
    }
}
