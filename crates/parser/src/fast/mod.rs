//! The parser of valid files: tokens to the tree in one pass, or nothing.
//!
//! Predictive: a token decides what follows, except after soft keywords and in `with (`, where a try that fails goes back
//! ([`Parser::attempt`]). Tries do not nest, so that the whole stays linear.
//!
//! **Invariants**: a file is accepted if and only if the first pass of CPython's parser accepts it; why one is rejected is not
//! known here. Places and values are CPython's. Every recursion that follows the nesting of the source goes through
//! [`Parser::nested`]. Sequences grow on the stacks of [`Stacks`], each user above what it found there, and move to the arena
//! when they are whole.
//!
//! Follows `Grammar/python.gram` and `Parser/action_helpers.c`.

mod block;
mod call;
mod comprehension;
mod definition;
mod depth;
mod display;
mod escapes;
mod expression;
mod field_scan;
mod format_spec;
mod import;
mod lambda;
mod old_fstring;
mod operators;
mod params;
mod pattern;
mod pieces;
mod searched;
mod shift;
mod stacks;
mod statement;
mod string;
mod target;
mod template;
mod template_text;
mod tree_depth;
mod try_;
mod type_params;
mod with;

use std::borrow::Cow;

use bumpalo::Bump;
use pycmill_ast::{Expr, ExprKind, FoldMarks, Module, Name, Names, NodeId};
use pycmill_source::{Source, Span};
use pycmill_target::Target;

use crate::error::{ErrorClass, ParseError, Warning};
use crate::lexer::{Checkpoint, FastLexer};
use crate::token::{Kind, Token};
use stacks::Stacks;
#[cfg(any(test, fuzzing))]
pub(crate) use tree_depth::walk;

/// CPython's parser does not take the text. Why is for the error pass to find out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rejected;

/// Where the parser stopped in a file that CPython's does not take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stop {
    /// The start of the token that did not fit.
    pub(crate) at: u32,
}

type Result<T, E = Rejected> = std::result::Result<T, E>;

/// An accepted file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted<'a> {
    /// Its tree.
    pub(crate) module: Module<'a>,
    /// Whether it nests so deep that CPython's parser may have given up: the table's first pass counts exactly.
    pub(crate) is_deep: bool,
    /// Whether the tree is too deep for CPython's recursions over it.
    pub(crate) is_too_deep: bool,
}

impl<'a> Accepted<'a> {
    /// The tree, if CPython's recursions over it come to an end.
    pub(crate) fn checked(self, target: Target) -> Result<Module<'a>, ParseError> {
        if !self.is_too_deep {
            return Ok(self.module);
        }
        Err(ParseError::without_place(ErrorClass::RecursionError, target.source_limits().nodes_message))
    }
}

/// Parses a file.
///
/// # Errors
/// If CPython's parser does not take it.
pub(crate) fn parse<'a>(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    arena: &'a Bump,
    names: &mut Names<'a>,
    warnings: &mut Vec<Warning>,
) -> Result<Accepted<'a>, Stop> {
    depth::with_stack(|| {
        let mut lexer = FastLexer::new(target, source);
        let token = lexer.next();
        let mut parser = Parser {
            target,
            source,
            max_str_digits,
            lexer,
            token,
            last_end: 0,
            arena,
            names,
            stacks: Stacks::default(),
            warnings,
            part_escapes: Vec::new(),
            shift: None,
            next_id: 0,
            fold_marks: FoldMarks::new(arena, source.text().len()),
            diamonds: false,
            nesting: depth::Nesting::default(),
        };
        parser.file().map_err(|Rejected| Stop { at: parser.token.start })
    })
}

struct Parser<'s, 'a, 'p> {
    target: Target,
    source: &'s Source,
    max_str_digits: u32,
    lexer: FastLexer<'s>,
    /// The next token: nothing after it was read.
    token: Token,
    /// Where the last token ended that was taken and is more than layout.
    last_end: u32,
    arena: &'a Bump,
    names: &'p mut Names<'a>,
    stacks: Stacks<'a>,
    warnings: &'p mut Vec<Warning>,
    part_escapes: Vec<escapes::PartEscape>,
    /// Of places in the field at hand.
    shift: Option<shift::Shift<'s>>,
    next_id: u32,
    fold_marks: FoldMarks<'a>,
    /// `<>` is written in the place of `!=`.
    diamonds: bool,
    nesting: depth::Nesting,
}

/// Where a try goes back to.
#[derive(Clone, Copy)]
struct Mark {
    lexer: Checkpoint,
    token: Token,
    last_end: u32,
    warnings: usize,
    part_escapes: usize,
    next_id: u32,
}

impl<'s, 'a> Parser<'s, 'a, '_> {
    fn file(&mut self) -> Result<Accepted<'a>> {
        let body = self.statements_until(Kind::End)?;
        self.warn_of_numbers();
        let marks = std::mem::replace(&mut self.fold_marks, FoldMarks::new(self.arena, 0));
        let module = Module { body, node_ids: self.next_id, foldable: marks.finish() };
        let is_too_deep = self.nesting.may_exceed(self.target) && tree_depth::exceeds(self.target, body);
        Ok(Accepted { module, is_deep: self.nesting.is_deep(self.target), is_too_deep })
    }

    /// The kind of the next token.
    #[inline]
    const fn kind(&self) -> Kind {
        self.token.kind
    }

    /// Where the next token begins.
    #[inline]
    const fn start(&self) -> u32 {
        self.token.start
    }

    /// Takes the next token.
    #[inline]
    fn bump(&mut self) {
        self.last_end = self.token.end;
        self.token = self.lexer.next();
    }

    /// Takes a token of layout, with which nothing ends.
    #[inline]
    fn bump_layout(&mut self) {
        self.token = self.lexer.next();
    }

    /// Takes the next token if it is of a kind.
    #[inline]
    fn eat(&mut self, kind: Kind) -> bool {
        let is_next = self.token.kind == kind;
        if is_next {
            self.bump();
        }
        is_next
    }

    #[inline]
    fn expect(&mut self, kind: Kind) -> Result<()> {
        if self.eat(kind) { Ok(()) } else { Err(Rejected) }
    }

    #[inline]
    fn expect_layout(&mut self, kind: Kind) -> Result<()> {
        if self.token.kind == kind {
            self.bump_layout();
            return Ok(());
        }
        Err(Rejected)
    }

    /// The token after the next one.
    fn peek(&mut self) -> Token {
        let at = self.lexer.save();
        let token = self.lexer.next();
        self.lexer.restore(at);
        token
    }

    #[inline]
    fn text(&self, token: Token) -> &'s str {
        &self.source.text()[token.start as usize..token.end as usize]
    }

    /// Whether the next token is a name with this text.
    #[inline]
    fn is_word(&self, word: &str) -> bool {
        self.token.kind == Kind::Name && self.text(self.token) == word
    }

    /// Takes a name.
    #[inline]
    fn name(&mut self) -> Result<Name> {
        if self.token.kind != Kind::Name {
            return Err(Rejected);
        }
        let name = self.intern(self.token)?;
        self.bump();
        Ok(name)
    }

    /// The name that a token holds. A text that is a name already is its own normal form.
    #[inline]
    fn intern(&mut self, token: Token) -> Result<Name> {
        let bytes = &self.source.text().as_bytes()[token.start as usize..token.end as usize];
        match self.names.known(bytes) {
            Some(name) => Ok(name),
            None => self.intern_rare(token),
        }
    }

    #[inline(never)]
    fn intern_rare(&mut self, token: Token) -> Result<Name> {
        let text = self.text(token);
        if text.is_ascii() { Ok(self.names.intern(text)) } else { self.intern_normalized(text) }
    }

    #[cold]
    fn intern_normalized(&mut self, text: &str) -> Result<Name> {
        let text = self.spelled(text)?;
        Ok(self.names.intern(&text))
    }

    /// A name is what its normal form says. From some releases on it may not come to mean a constant.
    fn spelled<'t>(&self, text: &'t str) -> Result<Cow<'t, str>> {
        if text.is_ascii() {
            return Ok(Cow::Borrowed(text));
        }
        let text = crate::lexer::normalized(text);
        let is_constant = matches!(&*text, "None" | "True" | "False");
        if is_constant && self.target.names_are_no_constants() { Err(Rejected) } else { Ok(text) }
    }

    const fn node_id(&mut self) -> NodeId {
        let id = NodeId(self.next_id);
        self.next_id += 1;
        id
    }

    /// From a place to the end of the last token.
    #[inline]
    fn span(&self, start: u32) -> Span {
        self.told(Span::new(start, self.last_end))
    }

    /// A node that ends with the last token.
    #[inline]
    fn node(&mut self, start: u32, kind: ExprKind<'a>) -> Expr<'a> {
        self.fold_marks.note(start, &kind);
        Expr { span: self.span(start), kind }
    }

    #[inline]
    fn boxed(&self, expr: Expr<'a>) -> &'a Expr<'a> {
        self.arena.alloc(expr)
    }

    /// No number is left to warn of, so that nothing is lost if the lexer goes back.
    fn mark(&mut self) -> Mark {
        self.warn_of_numbers();
        Mark {
            lexer: self.lexer.save(),
            token: self.token,
            last_end: self.last_end,
            warnings: self.warnings.len(),
            part_escapes: self.part_escapes.len(),
            next_id: self.next_id,
        }
    }

    /// Parses something that may turn out to be something else. Nothing but names remains of a try that fails.
    fn attempt<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Option<T> {
        let mark = self.mark();
        let result = parse(self);
        if result.is_err() {
            self.lexer.restore(mark.lexer);
            self.token = mark.token;
            self.last_end = mark.last_end;
            self.warnings.truncate(mark.warnings);
            self.part_escapes.truncate(mark.part_escapes);
            self.next_id = mark.next_id;
        }
        result.ok()
    }
}
