//! The grammar of one release of CPython, ready to be run.
//!
//! Groups, loops and gathers are rules of their own, as in CPython's generated parser: each counts as a level of its stack.
//!
//! **Invariants**: ids and ranges lie inside of the table; slots are below [`SLOTS`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use pycmill_target::Target;

use super::reader;
use super::spelling::KindSet;
use super::verbs::Verb;
use super::{sketch::Shape, targets::Targets};
use crate::error::ErrorClass;
use crate::token::Kind;

/// A rule, by its place in the table.
pub(super) type RuleId = u16;

/// How many items of one alternative may have a name.
pub(super) const SLOTS: usize = 8;

/// A slot that nobody reads.
pub(super) const NO_SLOT: u8 = u8::MAX;

/// One release's grammar.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rules: Vec<Rule>,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) items: Vec<Item>,
    /// The items inside of others: of options, look-aheads, loops.
    pub(super) inner: Vec<Step>,
    pub(super) actions: Vec<Action>,
    pub(super) texts: Vec<String>,
    /// The soft keywords of the release.
    pub(super) soft: Vec<String>,
    /// The rules that parsing begins with: a file, and the expression in a replacement field of an f-string up to 3.11.
    pub(super) file: RuleId,
    pub(super) field: RuleId,
}

/// A rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) body: Body,
    /// What it finds is remembered.
    pub(super) memo: bool,
    /// It begins with itself.
    pub(super) left: bool,
    /// The alternatives of the second pass are off inside of it.
    pub(super) quiet: bool,
    /// The tokens it can begin with; all if it can be empty.
    pub(super) first: KindSet,
}

/// What a rule consists of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body {
    /// From one alternative to, not including, another.
    Alternatives(u32, u32),
    /// As often as possible, at least once if `least`; `keeps` if somebody looks at what was found.
    Loop { item: u16, least: bool, keeps: bool },
    /// At least once, with a separator in between.
    Gather { separator: u16, element: u16, keeps: bool },
}

/// One way to match a rule.
#[derive(Debug)]
pub(super) struct Alternative {
    /// From one item to, not including, another.
    pub(super) items: (u32, u32),
    /// The first action and the one after the last.
    pub(super) actions: (u32, u32),
    /// Only tried in the second pass.
    pub(super) second: bool,
    pub(super) first: KindSet,
}

/// A step of an alternative, and where its value goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) step: Step,
    pub(super) slot: u8,
}

/// What a step asks for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Token(Kind),
    /// A soft keyword, as a text of the table.
    Soft(u16),
    AnySoft,
    /// A kind of token that the lexer never hands out.
    Never,
    Rule(RuleId),
    Optional(u16),
    Ahead(u16),
    NotAhead(u16),
    /// A token that must come next, with its text.
    Forced(Kind, u16),
    /// Something that must come next, with its text.
    ForcedRule(u16, u16),
    Cut,
}

impl Step {
    /// Whether it matches without a value.
    pub(super) const fn is_look(self) -> bool {
        matches!(self, Self::Ahead(_) | Self::NotAhead(_) | Self::Cut)
    }
}

/// What an alternative that has matched is worth.
#[derive(Debug)]
pub(super) struct Action {
    pub(super) condition: Option<Condition>,
    pub(super) act: Act,
}

/// Slots of values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slots {
    pub(super) slots: [u8; 4],
    pub(super) len: u8,
}

impl Slots {
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.slots[..usize::from(self.len)].iter().map(|slot| usize::from(*slot))
    }
}

#[derive(Debug)]
pub(super) enum Act {
    /// The value of an item.
    Take(u8),
    Node(Shape, Slots),
    Verb(Verb, Slots),
    Report {
        class: ErrorClass,
        text: Vec<Piece>,
        at: Place,
    },
    /// A report if the value cannot be assigned to or deleted.
    Target(Targets, u8),
    /// The rule ends with nothing.
    Nothing,
}

/// A part of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    Text(String),
    /// What CPython calls an expression of this kind.
    Kind(u8),
    /// The text of a token.
    Word(u8),
    /// The number of the line where something begins.
    Line(u8),
}

/// Where a report points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// The last token read.
    Last,
    /// The next token.
    Next,
    /// From the start of one to the end of another.
    Range(Pick, Pick),
    /// From the start of something to where the lexer is.
    From(Pick),
    /// The line of something, the column before its end, no end.
    LastChar(Pick),
    /// From the column where something begins, but in its last line, to its end.
    LastLine(Pick),
}

/// A value, or its first or last part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Pick {
    pub(super) slot: u8,
    pub(super) part: Part,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Whole,
    First,
    Last,
}

/// What an action depends on.
#[derive(Debug)]
pub(super) enum Condition {
    /// The last token matched is outside of brackets.
    Flat,
    /// There is an exception already.
    Raised,
    /// A name that was a statement in Python 2.
    Legacy(u8),
    /// Two tokens do not touch.
    Apart(u8, u8),
    Shape(Shape, u8),
    /// It ends on another line than it begins.
    Multiline(u8),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
}

const GRAMMAR: &str = concat!(
    include_str!("../grammar/statements.grammar"),
    include_str!("../grammar/compound.grammar"),
    include_str!("../grammar/functions.grammar"),
    include_str!("../grammar/patterns.grammar"),
    include_str!("../grammar/targets.grammar"),
    include_str!("../grammar/expressions.grammar"),
    include_str!("../grammar/displays.grammar"),
    include_str!("../grammar/literals.grammar"),
);

static TABLES: Mutex<BTreeMap<Target, Arc<Table>>> = Mutex::new(BTreeMap::new());

impl Table {
    /// The grammar of a release, read once in a process.
    pub(super) fn of(target: Target) -> Arc<Self> {
        let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tables.entry(target).or_insert_with(|| Arc::new(reader::read(GRAMMAR, target).unwrap_or_default())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_is_read_for_every_release() {
        for target in ["3.9", "3.10", "3.11", "3.11.7", "3.12", "3.12.1", "3.13.0", "3.13.5", "3.13", "3.14", "3.15"] {
            let table =
                reader::read(GRAMMAR, target.parse().unwrap()).unwrap_or_else(|mistake| panic!("{target}: {mistake}"));
            assert!(table.rules.len() > 250, "{target}: {}", table.rules.len());
        }
    }
}
