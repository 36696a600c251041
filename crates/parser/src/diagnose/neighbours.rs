//! Two expressions with nothing between, a conditional expression without `else`, and replacement fields that go on where
//! they should end.
//!
//! Follows `invalid_expression`, `invalid_legacy_expression` and `invalid_fstring_replacement_field` in
//! `Grammar/python.gram`: the parser looks for these mistakes wherever an `expression` can begin.

use ruff_python_ast::token::TokenKind as K;

use super::mistakes::{Hint, Line};
use pycmill_target::Target;

impl Line<'_> {
    /// What the expressions in front of the error are lacking.
    pub(super) fn neighbours(&self, target: Target) -> Option<Hint> {
        if self.word(0) == "case" && self.kind(0) == Some(K::Case) {
            return None;
        }
        let bracket = self.bracket();
        let from = bracket.map_or(0, |bracket| bracket + 1);
        (from..self.at).filter(|start| self.is_expression_start(*start, bracket)).find_map(|start| {
            let end = self.disjunction(start)?;
            let is_stuck = end == self.at && bracket.is_some();
            if let Some(hint) = is_stuck.then(|| self.forgotten_comma(target, start)).flatten() {
                return Some(hint);
            }
            let hint = self.forgotten_else(start, end).or_else(|| self.old_statement(start, end));
            hint.or_else(|| self.assigned(start, bracket))
        })
    }

    /// `a b` in brackets.
    fn forgotten_comma(&self, target: Target, start: usize) -> Option<Hint> {
        let is_soft = self.is_name(start) && is_soft_keyword(target, self.word(start));
        let is_prefix = self.is_name(start) && self.kind(start + 1) == Some(K::String);
        let is_old = start + 1 == self.at && matches!(self.word(start), "print" | "exec");
        if is_soft || is_prefix || is_old {
            return None;
        }
        let end = self.expression(self.at)?;
        let message = "invalid syntax. Perhaps you forgot a comma?".to_owned();
        Some((message, self.range(start, end - 1)))
    }

    /// `a if b`.
    fn forgotten_else(&self, start: usize, end: usize) -> Option<Hint> {
        if self.kind(end) != Some(K::If) || end >= self.at {
            return None;
        }
        let behind = self.disjunction(end + 1)?;
        let is_wrong = behind == self.at && !matches!(self.kind(behind), Some(K::Else | K::Colon));
        let message = "expected 'else' after 'if' expression".to_owned();
        is_wrong.then(|| (message, self.range(start, behind - 1)))
    }

    /// `if a = b:`, `(a = b)`, `[a.b = c]`.
    fn assigned(&self, start: usize, bracket: Option<usize>) -> Option<Hint> {
        let takes_names = match bracket {
            Some(bracket) => !self.is_call(bracket) && !self.opens_parameters(bracket),
            None => start == 1 && matches!(self.kind(0), Some(K::If | K::Elif | K::While)),
        };
        if !takes_names || self.kind(self.at) != Some(K::Equal) || self.operators(start) != Some(self.at) {
            return None;
        }
        let end = self.operators(self.at + 1)?;
        if matches!(self.kind(end), Some(K::Equal | K::ColonEqual)) {
            return None;
        }
        let name = self.name(start, self.at)?;
        match name {
            "name" => {
                let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?".to_owned();
                Some((message, self.range(start, end - 1)))
            }
            "list" | "tuple" | "generator expression" | "True" | "False" | "None" => None,
            _ => {
                let message = format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
                Some((message, self.range(start, self.at - 1)))
            }
        }
    }

    /// `print a`.
    fn old_statement(&self, start: usize, end: usize) -> Option<Hint> {
        let word = self.word(start);
        if end != self.at || end != start + 1 || !matches!(word, "print" | "exec") || self.kind(end) == Some(K::Lpar) {
            return None;
        }
        let last = self.expressions(end)?;
        let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
        Some((message, self.range(start, last - 1)))
    }

    /// Whether the grammar has an `expression` at a token.
    pub(super) fn is_expression_start(&self, at: usize, bracket: Option<usize>) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.kind(before)) else { return true };
        let in_parameters = bracket.is_some_and(|bracket| self.opens_parameters(bracket));
        match before {
            K::Lpar | K::Comma if in_parameters => false,
            K::Star | K::DoubleStar => {
                bracket.is_some_and(|bracket| self.is_call(bracket)) && self.follows_separator(at - 1)
            }
            K::Comma if matches!(self.word(0), "import" | "from" | "global" | "nonlocal") => false,
            K::Lpar if self.word(0) == "from" => false,
            K::Lpar | K::Lsqb | K::Lbrace | K::Comma | K::Equal | K::Colon | K::ColonEqual | K::Else => true,
            K::Yield | K::Return | K::Raise | K::Assert | K::With | K::At | K::Rarrow | K::Del => true,
            K::For => !(at..self.at).any(|at| self.kind(at) == Some(K::In)),
            K::In => self.word(0) == "for" && bracket.is_none(),
            K::From => self.word(0) != "from",
            K::If | K::While | K::Elif => at == 1,
            kind => is_augmented(kind),
        }
    }

    fn follows_separator(&self, at: usize) -> bool {
        matches!(at.checked_sub(1).and_then(|before| self.kind(before)), Some(K::Lpar | K::Comma))
    }

    /// Whether a bracket opens the arguments of a call or class.
    pub(super) fn is_call(&self, bracket: usize) -> bool {
        let before = bracket.checked_sub(1).and_then(|before| self.kind(before));
        let is_operand = matches!(before, Some(K::Rpar | K::Rsqb | K::Rbrace | K::String | K::FStringEnd))
            || bracket.checked_sub(1).is_some_and(|before| self.is_name(before));
        self.kind(bracket) == Some(K::Lpar) && is_operand && !self.opens_parameters(bracket)
    }

    /// Whether a bracket opens the parameters of a function.
    pub(super) fn opens_parameters(&self, bracket: usize) -> bool {
        let is_head = self.kind(0) == Some(K::Def) || (self.kind(0) == Some(K::Async) && self.kind(1) == Some(K::Def));
        is_head && self.kind(bracket) == Some(K::Lpar) && matches!(bracket, 2 | 3)
    }

    /// What is wrong in the first replacement field whose expression does not end where it should.
    pub(super) fn first_bad_field(&self, target: Target) -> Option<Hint> {
        let fields = (0..self.at.min(self.len())).filter(|at| self.kind(*at) == Some(K::Lbrace) && self.is_field(*at));
        let unstuck = self.stuck_at(self.len());
        fields.map(|field| unstuck.end_of_field(field)).find_map(|end| {
            let stuck = self.stuck_at(end?);
            stuck.field(target).or_else(|| stuck.hint(target))
        })
    }

    /// The token at which a field cannot go on, if it is not right.
    fn end_of_field(&self, field: usize) -> Option<usize> {
        let Some(end) = self.annotated(field + 1) else {
            let is_lambda = self.kind(field + 1) == Some(K::Lambda);
            return Some(if is_lambda { self.behind_parameters(field + 1)? } else { field + 1 });
        };
        let end = match self.kind(end)? {
            K::Equal => end + 1,
            K::If => self.disjunction(end + 1).unwrap_or(end + 1),
            _ => end,
        };
        (!self.is_field_end(end)).then_some(end)
    }

    /// A replacement field that goes on behind its expression.
    pub(super) fn overlong_field(&self) -> Option<Hint> {
        let field = (0..self.at).rev().find(|at| {
            self.kind(*at) == Some(K::Lbrace)
                && self.is_field(*at)
                && self.closing(*at).is_none_or(|closing| closing >= self.at)
        })?;
        let letter = self.letter(field);
        let Some(end) = self.annotated(field + 1) else {
            let message = format!("{letter}-string: expecting a valid expression after '{{'");
            return Some((message, self.range(field + 1, field + 1)));
        };
        let message = match self.kind(end)? {
            K::Equal if self.is_field_end(end + 1) => return None,
            K::Equal => {
                return Some((
                    format!("{letter}-string: expecting '!', or ':', or '}}'"),
                    self.range(end + 1, end + 1),
                ));
            }
            K::Exclamation | K::Colon | K::Rbrace => return None,
            _ => format!("{letter}-string: expecting '=', or '!', or ':', or '}}'"),
        };
        Some((message, self.range(end, end)))
    }

    fn is_field_end(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(K::Exclamation | K::Colon | K::Rbrace) | None)
    }

    /// The token behind what a field may hold.
    fn annotated(&self, from: usize) -> Option<usize> {
        if self.kind(from) != Some(K::Yield) {
            return self.expressions(from);
        }
        let from = if self.kind(from + 1) == Some(K::From) { from + 2 } else { from + 1 };
        Some(self.expressions(from).unwrap_or(from))
    }
}

/// Whether a name is a soft keyword. Older parsers compared as many letters as the name has (gh-131878).
fn is_soft_keyword(target: Target, name: &str) -> bool {
    let keywords = ["_", "case", "match", "type", "lazy"];
    let known = 3 + usize::from(target.has_type_parameters()) + usize::from(target.has_lazy_imports());
    let mut keywords = keywords.iter().take(known);
    keywords.any(|keyword| *keyword == name || (target.abbreviates_soft_keywords() && keyword.starts_with(name)))
}

pub(super) const fn is_augmented(kind: K) -> bool {
    matches!(
        kind,
        K::PlusEqual
            | K::MinusEqual
            | K::StarEqual
            | K::SlashEqual
            | K::DoubleSlashEqual
            | K::PercentEqual
            | K::AtEqual
            | K::DoubleStarEqual
            | K::LeftShiftEqual
            | K::RightShiftEqual
            | K::AmperEqual
            | K::VbarEqual
            | K::CircumflexEqual
    )
}
