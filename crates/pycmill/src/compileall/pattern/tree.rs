//! A regular expression as a tree; flags are resolved.

/// Flags at a place of the expression.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    pub(super) multiline: bool,
    pub(super) dot_all: bool,
    pub(super) verbose: bool,
    pub(super) ascii: bool,
}

impl Flags {
    /// These and others.
    pub(super) const fn with(self, other: Self) -> Self {
        Self {
            ignore_case: self.ignore_case || other.ignore_case,
            multiline: self.multiline || other.multiline,
            dot_all: self.dot_all || other.dot_all,
            verbose: self.verbose || other.verbose,
            ascii: self.ascii || other.ascii,
        }
    }
}

/// `\d`, `\s`, `\w` and their opposites.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Category {
    pub(super) letter: char,
    pub(super) ascii: bool,
}

/// A member of a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Member {
    Range(char, char),
    Category(Category),
}

/// A place without width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum At {
    /// `^`.
    Start { multiline: bool },
    /// `$`.
    End { multiline: bool },
    /// `\A`.
    First,
    /// `\Z`.
    Last,
    /// `\b`, or `\B`.
    Boundary { is_inside: bool, ascii: bool },
}

/// How often something is repeated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Count {
    pub(super) min: u32,
    pub(super) max: Option<u32>,
    /// `?` or `+` behind the repetition, or nothing.
    pub(super) manner: &'static str,
}

/// An expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Node {
    Char {
        char: char,
        ignore_case: bool,
    },
    Any {
        dot_all: bool,
    },
    Set {
        is_negated: bool,
        members: Vec<Member>,
        ignore_case: bool,
    },
    At(At),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    Repeat {
        count: Count,
        of: Box<Node>,
    },
    /// A capturing group.
    Capture(Box<Node>),
    /// A group that captures nothing.
    Group(Box<Node>),
    Atomic(Box<Node>),
    Look {
        is_behind: bool,
        is_negated: bool,
        at: Box<Node>,
    },
    Reference {
        group: usize,
        ignore_case: bool,
    },
    Condition {
        group: usize,
        yes: Box<Node>,
        no: Option<Box<Node>>,
    },
}

impl Node {
    /// The number of characters it matches, if that is fixed (`SubPattern.getwidth`); groups by their number.
    pub(super) fn width(&self, groups: &[Option<usize>]) -> Option<usize> {
        match self {
            Self::Char { .. } | Self::Any { .. } | Self::Set { .. } => Some(1),
            Self::At(_) | Self::Look { .. } => Some(0),
            Self::Sequence(nodes) => nodes.iter().try_fold(0_usize, |sum, node| sum.checked_add(node.width(groups)?)),
            Self::Choice(nodes) => equal(nodes.iter().map(|node| node.width(groups))),
            Self::Repeat { count, of } => {
                let times = (Some(count.min) == count.max).then_some(count.min)?;
                of.width(groups)?.checked_mul(times as usize)
            }
            Self::Capture(node) | Self::Group(node) | Self::Atomic(node) => node.width(groups),
            Self::Reference { group, .. } => groups.get(*group).copied().flatten(),
            Self::Condition { yes, no, .. } => {
                equal([yes.width(groups), no.as_ref().map_or(Some(0), |no| no.width(groups))].into_iter())
            }
        }
    }
}

fn equal(mut widths: impl Iterator<Item = Option<usize>>) -> Option<usize> {
    let first = widths.next()??;
    widths.all(|width| width == Some(first)).then_some(first)
}
