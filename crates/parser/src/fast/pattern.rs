//! `match` and its patterns.
//!
//! Follows the rules from `match_stmt` to `keyword_pattern` in `Grammar/python.gram`.

use pycmill_ast::{
    Constant, Expr, ExprContext, ExprKind, MatchCase, Name, Operator, Pattern, PatternKind, StmtKind, UnaryOp,
};

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    /// Whether the next token may begin a `match` statement.
    #[inline]
    pub(super) fn is_match_word(&self) -> bool {
        self.token.end - self.token.start == 5 && self.target.has_match() && self.is_word("match")
    }

    /// A `match` statement; nothing if it is another one.
    pub(super) fn match_statement(&mut self) -> Result<Option<StmtKind<'a>>> {
        let head = self.attempt(|this| {
            this.bump();
            let subject = this.subject()?;
            this.expect(Kind::Colon)?;
            this.expect_layout(Kind::Newline)?;
            Ok(subject)
        });
        let Some(subject) = head else { return Ok(None) };
        let subject = self.boxed(subject);
        self.expect_layout(Kind::Indent)?;
        let base = self.stacks.cases.len();
        while self.kind() != Kind::Dedent {
            let case = self.case()?;
            self.stacks.cases.push(case);
        }
        self.bump_layout();
        let cases = take(self.arena, &mut self.stacks.cases, base);
        Ok(Some(StmtKind::Match { subject, cases }))
    }

    fn subject(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let is_starred = self.kind() == Kind::Star;
        let first = self.star_named_expression()?;
        match self.kind() {
            Kind::Comma => self.tuple_rest(first, start, Self::star_named_expression),
            _ if is_starred => Err(Rejected),
            _ => Ok(first),
        }
    }

    fn case(&mut self) -> Result<MatchCase<'a>> {
        if !self.is_word("case") {
            return Err(Rejected);
        }
        self.nesting.begin_statement();
        self.bump();
        let pattern = self.open_pattern()?;
        let guard = if self.eat(Kind::If) {
            let guard = self.named_expression()?;
            Some(self.boxed(guard))
        } else {
            None
        };
        Ok(MatchCase { pattern, guard, body: self.block()? })
    }

    fn pattern_node(&self, start: u32, kind: PatternKind<'a>) -> Pattern<'a> {
        Pattern { span: self.span(start), kind }
    }

    /// `patterns`: a pattern, or a sequence without brackets.
    fn open_pattern(&mut self) -> Result<Pattern<'a>> {
        let start = self.start();
        let is_starred = self.kind() == Kind::Star;
        let first = self.maybe_star_pattern()?;
        if self.kind() != Kind::Comma {
            return if is_starred { Err(Rejected) } else { Ok(first) };
        }
        let patterns = self.sequence(first)?;
        Ok(self.pattern_node(start, PatternKind::MatchSequence { patterns }))
    }

    /// The patterns of a sequence, of which the first is parsed.
    fn sequence(&mut self, first: Pattern<'a>) -> Result<&'a [Pattern<'a>]> {
        let base = self.stacks.patterns.len();
        self.stacks.patterns.push(first);
        while self.eat(Kind::Comma) && begins_pattern(self.kind()) {
            let pattern = self.maybe_star_pattern()?;
            self.stacks.patterns.push(pattern);
        }
        Ok(take(self.arena, &mut self.stacks.patterns, base))
    }

    fn maybe_star_pattern(&mut self) -> Result<Pattern<'a>> {
        let start = self.start();
        if !self.eat(Kind::Star) {
            return self.pattern();
        }
        let name = if self.is_word("_") {
            self.bump();
            None
        } else {
            Some(self.capture()?)
        };
        Ok(self.pattern_node(start, PatternKind::MatchStar { name }))
    }

    /// `pattern`: alternatives, and perhaps a name for what matches.
    fn pattern(&mut self) -> Result<Pattern<'a>> {
        let start = self.start();
        let pattern = self.alternatives()?;
        if !self.eat(Kind::As) {
            return Ok(pattern);
        }
        let name = self.capture()?;
        let pattern = Some(&*self.arena.alloc(pattern));
        Ok(self.pattern_node(start, PatternKind::MatchAs { pattern, name: Some(name) }))
    }

    fn alternatives(&mut self) -> Result<Pattern<'a>> {
        let start = self.start();
        let first = self.nested(Self::closed_pattern)?;
        if self.kind() != Kind::VBar {
            return Ok(first);
        }
        let base = self.stacks.patterns.len();
        self.stacks.patterns.push(first);
        while self.eat(Kind::VBar) {
            let pattern = self.nested(Self::closed_pattern)?;
            self.stacks.patterns.push(pattern);
        }
        let patterns = take(self.arena, &mut self.stacks.patterns, base);
        Ok(self.pattern_node(start, PatternKind::MatchOr { patterns }))
    }

    /// `pattern_capture_target`: a name to bind.
    fn capture(&mut self) -> Result<Name> {
        if self.is_word("_") {
            return Err(Rejected);
        }
        let name = self.name()?;
        if matches!(self.kind(), Kind::Dot | Kind::LPar | Kind::Equal) { Err(Rejected) } else { Ok(name) }
    }

    fn closed_pattern(&mut self) -> Result<Pattern<'a>> {
        let start = self.start();
        let kind = match self.kind() {
            Kind::Name => self.name_pattern()?,
            Kind::None | Kind::True | Kind::False => PatternKind::MatchSingleton { value: self.singleton() },
            Kind::LPar => return self.parenthesized_pattern(),
            Kind::LSqb => {
                self.bump();
                let patterns = self.sequence_until(Kind::RSqb)?;
                PatternKind::MatchSequence { patterns }
            }
            Kind::LBrace => self.mapping()?,
            _ => {
                let value = self.literal()?;
                PatternKind::MatchValue { value: self.boxed(value) }
            }
        };
        Ok(self.pattern_node(start, kind))
    }

    fn singleton(&mut self) -> Constant<'a> {
        let value = match self.kind() {
            Kind::True => Constant::True,
            Kind::False => Constant::False,
            _ => Constant::None,
        };
        self.bump();
        value
    }

    /// A capture, a wildcard, a value or a class.
    fn name_pattern(&mut self) -> Result<PatternKind<'a>> {
        if self.is_word("_") {
            self.bump();
            return Ok(PatternKind::MatchAs { pattern: None, name: None });
        }
        let expr = self.dotted_value()?;
        match (self.kind(), expr.kind) {
            (Kind::LPar, _) => self.class_pattern(expr),
            (Kind::Equal | Kind::Dot, _) => Err(Rejected),
            (_, ExprKind::Name { id, .. }) => Ok(PatternKind::MatchAs { pattern: None, name: Some(id) }),
            _ => Ok(PatternKind::MatchValue { value: self.boxed(expr) }),
        }
    }

    /// `name_or_attr`.
    fn dotted_value(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let id = self.name()?;
        let mut expr = self.node(start, ExprKind::Name { id, ctx: ExprContext::Load });
        let mut links = 0;
        while self.eat(Kind::Dot) {
            let attr = self.name()?;
            let value = self.boxed(expr);
            expr = self.node(start, ExprKind::Attribute { value, attr, ctx: ExprContext::Load });
            links += 1;
        }
        self.nesting.note_chain(links);
        Ok(expr)
    }

    /// A group or a sequence.
    fn parenthesized_pattern(&mut self) -> Result<Pattern<'a>> {
        let start = self.start();
        self.bump();
        if self.eat(Kind::RPar) {
            return Ok(self.pattern_node(start, PatternKind::MatchSequence { patterns: &[] }));
        }
        let is_starred = self.kind() == Kind::Star;
        let first = self.maybe_star_pattern()?;
        if self.kind() == Kind::Comma {
            let patterns = self.sequence(first)?;
            self.expect(Kind::RPar)?;
            return Ok(self.pattern_node(start, PatternKind::MatchSequence { patterns }));
        }
        self.expect(Kind::RPar)?;
        if is_starred { Err(Rejected) } else { Ok(first) }
    }

    fn sequence_until(&mut self, end: Kind) -> Result<&'a [Pattern<'a>]> {
        if self.eat(end) {
            return Ok(&[]);
        }
        let first = self.maybe_star_pattern()?;
        let patterns = self.sequence(first)?;
        self.expect(end)?;
        Ok(patterns)
    }

    /// A number, a sum of two, or strings.
    fn literal(&mut self) -> Result<Expr<'a>> {
        if matches!(self.kind(), Kind::String | Kind::FStringStart | Kind::TStringStart) {
            return self.strings();
        }
        let start = self.start();
        let real = self.signed_number()?;
        let op = match self.kind() {
            Kind::Plus => Operator::Add,
            Kind::Minus => Operator::Sub,
            _ => return Ok(real),
        };
        self.bump();
        if self.kind() != Kind::Number {
            return Err(Rejected);
        }
        let imag = self.number()?;
        if is_imaginary(&real) || !is_imaginary(&imag) {
            return Err(Rejected);
        }
        let (left, right) = (self.boxed(real), self.boxed(imag));
        Ok(self.node(start, ExprKind::BinOp { left, op, right }))
    }

    fn signed_number(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let op = match self.kind() {
            Kind::Minus => Some(UnaryOp::USub),
            Kind::Plus if self.target.pattern_numbers_take_plus() => Some(UnaryOp::UAdd),
            _ => None,
        };
        if op.is_some() {
            self.bump();
        }
        if self.kind() != Kind::Number {
            return Err(Rejected);
        }
        let number = self.number()?;
        let Some(op) = op else { return Ok(number) };
        let operand = self.boxed(number);
        Ok(self.node(start, ExprKind::UnaryOp { op, operand }))
    }

    fn mapping(&mut self) -> Result<PatternKind<'a>> {
        self.bump();
        let (keys, patterns) = (self.stacks.exprs.len(), self.stacks.patterns.len());
        let mut rest = None;
        while self.kind() != Kind::RBrace {
            if self.eat(Kind::DoubleStar) {
                rest = Some(self.capture()?);
                self.eat(Kind::Comma);
                break;
            }
            let key = self.key()?;
            self.expect(Kind::Colon)?;
            self.stacks.exprs.push(key);
            let pattern = self.pattern()?;
            self.stacks.patterns.push(pattern);
            if !self.eat(Kind::Comma) {
                break;
            }
        }
        self.expect(Kind::RBrace)?;
        let keys = take(self.arena, &mut self.stacks.exprs, keys);
        let patterns = take(self.arena, &mut self.stacks.patterns, patterns);
        Ok(PatternKind::MatchMapping { keys, patterns, rest })
    }

    fn key(&mut self) -> Result<Expr<'a>> {
        match self.kind() {
            Kind::None | Kind::True | Kind::False => {
                let start = self.start();
                let value = self.singleton();
                Ok(self.node(start, ExprKind::Constant { value, unicode_prefix: false }))
            }
            Kind::Name => {
                let key = self.dotted_value()?;
                if matches!(key.kind, ExprKind::Attribute { .. }) { Ok(key) } else { Err(Rejected) }
            }
            _ => self.literal(),
        }
    }

    /// The rest of a class pattern from its parenthesis on.
    fn class_pattern(&mut self, cls: Expr<'a>) -> Result<PatternKind<'a>> {
        let cls = self.boxed(cls);
        self.bump();
        let (positional, names) = (self.stacks.patterns.len(), self.stacks.names.len());
        let mut patterns: &'a [Pattern<'a>] = &[];
        let mut has_keywords = false;
        while self.kind() != Kind::RPar {
            let is_keyword = self.kind() == Kind::Name && self.peek().kind == Kind::Equal;
            if is_keyword && !has_keywords {
                // As a further positional pattern `_` is taken without a look at what follows.
                if self.stacks.patterns.len() > positional && self.is_word("_") {
                    return Err(Rejected);
                }
                patterns = take(self.arena, &mut self.stacks.patterns, positional);
                has_keywords = true;
            } else if has_keywords && !is_keyword {
                return Err(Rejected);
            }
            if is_keyword {
                let name = self.name()?;
                self.stacks.names.push(name);
                self.bump();
            }
            let pattern = self.pattern()?;
            self.stacks.patterns.push(pattern);
            if !self.eat(Kind::Comma) {
                break;
            }
        }
        self.expect(Kind::RPar)?;
        let last = take(self.arena, &mut self.stacks.patterns, positional);
        let kwd_attrs = take(self.arena, &mut self.stacks.names, names);
        let (patterns, kwd_patterns) = if has_keywords { (patterns, last) } else { (last, &[][..]) };
        Ok(PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns })
    }
}

/// Whether a number, perhaps with a sign, is imaginary.
const fn is_imaginary(expr: &Expr<'_>) -> bool {
    match expr.kind {
        ExprKind::UnaryOp { operand, .. } => is_imaginary(operand),
        ExprKind::Constant { value: Constant::Complex { .. }, .. } => true,
        _ => false,
    }
}

/// Whether a pattern can begin with a token, starred or not.
const fn begins_pattern(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Name
            | Kind::Number
            | Kind::String
            | Kind::FStringStart
            | Kind::TStringStart
            | Kind::None
            | Kind::True
            | Kind::False
            | Kind::LPar
            | Kind::LSqb
            | Kind::LBrace
            | Kind::Minus
            | Kind::Plus
            | Kind::Star
    )
}
