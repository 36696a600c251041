//! Expressions as text, with how tightly they bind.

/// How tightly the outermost operator of an expression binds, in the order of the grammar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Level {
    /// `yield` and `:=`, in parentheses nearly everywhere.
    Named,
    /// `a, b` without parentheses.
    Tuple,
    /// `lambda` and `a if b else c`.
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Sign,
    Power,
    Await,
    Primary,
}

/// An expression.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) level: Level,
}

impl Text {
    pub(super) fn new(text: impl Into<String>, level: Level) -> Self {
        Self { text: text.into(), level }
    }

    pub(super) fn primary(text: impl Into<String>) -> Self {
        Self::new(text, Level::Primary)
    }
}
