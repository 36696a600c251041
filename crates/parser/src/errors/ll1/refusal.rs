//! What building the tree of a file refuses.
//!
//! **Invariants**: nodes are visited in CPython's order; the first error ends the walk; the stack grows where the text nests.
//!
//! Follows `ast_error` and `PyAST_FromNodeObject` of `Python/ast.c`.

use pycmill_source::Source;
use pycmill_target::Target;

use super::rule::Rule;
use super::tree::{Id, Place, Tree};
use crate::error::{ErrorClass, ParseError, Warning};

/// The walk through a tree.
pub(super) struct Builder<'t, 's> {
    pub(super) target: Target,
    pub(super) source: &'s Source,
    pub(super) tree: &'t Tree,
    pub(super) max_str_digits: u32,
    /// The text is a field of an f-string.
    pub(super) is_field: bool,
    pub(super) error: Option<ParseError>,
    pub(super) warnings: Vec<Warning>,
    /// The numbers of the warnings that are errors, and how many come before those of this walk.
    pub(super) raised: &'t [usize],
    pub(super) before: usize,
}

/// What an expression is, as far as somebody asks.
#[derive(Debug)]
pub(super) enum Built {
    Name(String),
    Attribute(String),
    Subscript,
    Starred(Box<Built>),
    List(Vec<Built>),
    Tuple(Vec<Built>),
    /// Anything that cannot be a target, with what messages call it.
    Other(&'static str),
}

impl Built {
    /// `get_expr_name`.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Name(_) => "name",
            Self::Attribute(_) => "attribute",
            Self::Subscript => "subscript",
            Self::Starred(_) => "starred",
            Self::List(_) => "list",
            Self::Tuple(_) => "tuple",
            Self::Other(name) => name,
        }
    }
}

impl<'t, 's> Builder<'t, 's> {
    pub(super) const fn new(target: Target, source: &'s Source, tree: &'t Tree, max_str_digits: u32) -> Self {
        Self {
            target,
            source,
            tree,
            max_str_digits,
            is_field: false,
            error: None,
            warnings: Vec::new(),
            raised: &[],
            before: 0,
        }
    }

    /// Refuses a node.
    pub(super) fn refuse<T>(&mut self, node: Id, message: impl Into<String>) -> Option<T> {
        let Place { line, column, .. } = self.tree.place(node);
        self.refuse_at(line, column + 1, message.into())
    }

    pub(super) fn refuse_at<T>(&mut self, line: u32, column: i32, message: String) -> Option<T> {
        let error = ParseError::without_place(ErrorClass::SyntaxError, &message);
        self.error = Some(ParseError { line, column, is_in_field: self.is_field, is_of_tree: true, ..error });
        None
    }

    /// The text of a token.
    pub(super) fn text(&self, token: Id) -> &'s str {
        let Place { start, end, .. } = self.tree.place(token);
        self.source.text().get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn file(&mut self, root: Id) -> Option<()> {
        let children = self.tree.children(root);
        children.into_iter().filter(|child| self.tree.is(*child, Rule::Stmt)).try_for_each(|stmt| self.stmt(stmt))
    }
}
