//! Runs the automata over the tokens of a text.
//!
//! The parser looks one token ahead and never goes back: the first token that the state at hand has no arc for is the error.
//!
//! **Invariants**: no recursion; the stack of rules is as limited as CPython's.
//!
//! Follows `parsetok` of `Parser/parsetok.c`, `PyParser_AddToken` of `Parser/parser.c` and `err_input` of `Python/pythonrun.c`.

use pycmill_source::Source;
use pycmill_target::Target;

use super::automata::{Grammar, Label, State};
use super::rule::Rule;
use super::tree::{Id, Place, Tree, What};
use crate::error::{ErrorClass, ParseError};
use crate::lexer::{Code, Fault, TraceLexer};
use crate::token::{Kind, Token};

/// Rules inside each other, measured: 98 brackets or 1,679 signs before a number.
const MAX_STACK: usize = 1700;

const EOF: &str = "unexpected EOF while parsing";

/// A rule that is not complete.
struct Open {
    rule: Rule,
    state: u16,
    node: Id,
}

/// Why a token is not taken.
enum Stuck {
    Syntax { expects_indent: bool },
    Memory,
}

struct Parser<'s> {
    grammar: &'static Grammar,
    source: &'s Source,
    /// The text is a field of an f-string, which CPython does not end with a newline.
    is_field: bool,
    lexer: TraceLexer<'s>,
    tree: Tree,
    stack: Vec<Open>,
}

/// The tree of a text, or what the parser or the tokenizer raises.
pub(super) fn parse(target: Target, source: &Source, start: Rule) -> Result<(Tree, Id), ParseError> {
    let (tree, root) = Tree::root(start);
    let stack = vec![Open { rule: start, state: 0, node: root }];
    let lexer = TraceLexer::new(target, source);
    let mut parser = Parser { grammar: Grammar::get(), source, is_field: start == Rule::EvalInput, lexer, tree, stack };
    parser.run().map(|()| (parser.tree, root))
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), ParseError> {
        loop {
            let traced = self.lexer.traced();
            let (kind, place) = (traced.token.kind, self.place(traced.token, traced.line));
            match kind {
                Kind::Fault => return Err(self.fault()),
                // Which spelling is right is asked before the token is placed.
                Kind::NotEqual if self.source.text().as_bytes()[traced.token.start as usize] == b'<' => {
                    return Err(self.error(ErrorClass::SyntaxError, "invalid syntax", None));
                }
                // The text ends with one newline more.
                Kind::End => {
                    self.take(Kind::Newline, place).map_err(|stuck| self.stuck(stuck, Kind::Newline, place))?;
                    return self.take(Kind::End, place).map_err(|stuck| self.stuck(stuck, Kind::End, place));
                }
                _ => self.take(kind, place).map_err(|stuck| self.stuck(stuck, kind, place))?,
            }
        }
    }

    fn place(&self, token: Token, line: u32) -> Place {
        if matches!(token.kind, Kind::End | Kind::Indent | Kind::Dedent | Kind::Fault) {
            return Place { start: token.start, end: token.end, line, column: -1 };
        }
        let begin = self.source.lines().position(token.start);
        Place { start: token.start, end: token.end, line: begin.line, column: begin.column as i32 }
    }

    fn state(&self) -> Option<&'static State> {
        let open = self.stack.last()?;
        self.grammar.automaton(open.rule).states.get(usize::from(open.state))
    }

    fn take(&mut self, kind: Kind, place: Place) -> Result<(), Stuck> {
        loop {
            let Some(state) = self.state() else { return Err(Stuck::Syntax { expects_indent: false }) };
            let open = self.stack.last_mut().expect("a state has a rule");
            match self.grammar.arc(state, kind) {
                Some((Label::Rule(rule), next)) => {
                    open.state = next;
                    let node = self.tree.add(open.node, What::Rule(rule), place);
                    if self.stack.len() == MAX_STACK {
                        return Err(Stuck::Memory);
                    }
                    self.stack.push(Open { rule, state: 0, node });
                }
                Some((Label::Token(_), next)) => {
                    open.state = next;
                    self.tree.add(open.node, What::Token(kind), place);
                    while self.state().is_some_and(State::only_accepts) {
                        self.stack.pop();
                    }
                    return Ok(());
                }
                None if state.accepts => {
                    self.stack.pop();
                }
                None => return Err(Stuck::Syntax { expects_indent: Grammar::expects_indent(state) }),
            }
        }
    }

    fn stuck(&self, stuck: Stuck, kind: Kind, place: Place) -> ParseError {
        let Stuck::Syntax { expects_indent } = stuck else {
            return ParseError::without_place(ErrorClass::MemoryError, "");
        };
        let state = self.lexer.state();
        let is_blank = matches!(kind, Kind::End | Kind::Newline | Kind::Indent | Kind::Dedent);
        // The lexer looks one character ahead after an operator.
        let end = self.source.text().len() - usize::from(self.is_field);
        let is_at_end = state.cursor as usize >= end && (place.column < 0 || self.is_field);
        // Of a character that begins no token the parser has no label to compare.
        let is_foreign = matches!(kind, Kind::Unknown | Kind::Exclamation);
        let (class, message) = match kind {
            _ if (is_blank || self.is_field) && is_at_end => (ErrorClass::SyntaxError, EOF),
            _ if expects_indent && !is_foreign => (ErrorClass::IndentationError, "expected an indented block"),
            Kind::Indent => (ErrorClass::IndentationError, "unexpected indent"),
            Kind::Dedent => (ErrorClass::IndentationError, "unexpected unindent"),
            _ => (ErrorClass::SyntaxError, "invalid syntax"),
        };
        self.error(class, message, Some(place).filter(|place| place.column >= 0))
    }

    fn fault(&self) -> ParseError {
        let code = match self.lexer.fault() {
            Some(Fault::Raised(raised)) => {
                let message = raised.message.clone();
                let error = ParseError::without_place(ErrorClass::SyntaxError, &message);
                let text = self.source.malformed().unwrap_or(self.source.text().as_bytes());
                let start = self.source.lines().line_start(raised.line) as usize;
                let line = text[start..].split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
                let text = Some(String::from_utf8_lossy(line).into_owned());
                return ParseError { line: raised.line, column: raised.offset as i32, text, ..error };
            }
            Some(Fault::Code(code)) => *code,
            None => Code::EndOfInput,
        };
        let (class, message) = match code {
            Code::EndOfInput => (ErrorClass::SyntaxError, EOF),
            Code::Dedent => (ErrorClass::IndentationError, "unindent does not match any outer indentation level"),
            Code::TabsAndSpaces => (ErrorClass::TabError, "inconsistent use of tabs and spaces in indentation"),
            Code::TooDeep => (ErrorClass::IndentationError, "too many levels of indentation"),
            Code::Continuation => (ErrorClass::SyntaxError, "unexpected character after line continuation character"),
            Code::Decoding(_) | Code::Identifier => (ErrorClass::SyntaxError, "invalid character in identifier"),
            Code::EndOfLineInString => (ErrorClass::SyntaxError, "EOL while scanning string literal"),
            Code::EndOfInputInString => (ErrorClass::SyntaxError, "EOF while scanning triple-quoted string literal"),
        };
        self.error(class, message, None)
    }

    /// An error in the lexer's line, at a token or where the lexer is, with what the lexer holds as its text.
    fn error(&self, class: ErrorClass, message: &str, at: Option<Place>) -> ParseError {
        let state = self.lexer.state();
        let all = self.source.malformed().unwrap_or(self.source.text().as_bytes());
        let held = all.get(state.buffer as usize..(state.line_end as usize).min(all.len())).unwrap_or_default();
        let bytes = at.map_or(state.cursor.saturating_sub(state.buffer) as usize, |place| place.column as usize + 1);
        let before = String::from_utf8_lossy(&held[..bytes.min(held.len())]);
        let column = before.chars().count() as i32;
        let is_last = self.is_field && state.line_end as usize >= all.len();
        let shown = if is_last { held.strip_suffix(b"\n").unwrap_or(held) } else { held };
        let text = Some(String::from_utf8_lossy(shown).into_owned());
        ParseError { line: state.line, column, text, ..ParseError::without_place(class, message) }
    }
}
