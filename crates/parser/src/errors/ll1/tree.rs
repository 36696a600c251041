//! The tree of rules and tokens that 3.8's parser makes.
//!
//! **Invariants**: children are in the order of the text; a node of a rule has the place of its first token.

use super::rule::Rule;
use crate::token::Kind;

/// A node, by its place in the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Id(u32);

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    Token(Kind),
    Rule(Rule),
}

/// A token with its place: its text, its line, from 1, and its column, in bytes from 0.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) line: u32,
    pub(super) column: i32,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    what: What,
    place: Place,
    children: u32,
    first: Option<Id>,
    last: Option<Id>,
    next: Option<Id>,
}

/// The nodes of a text.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn root(rule: Rule) -> (Self, Id) {
        let mut tree = Self::default();
        let root = tree.push(What::Rule(rule), Place::default());
        (tree, root)
    }

    fn push(&mut self, what: What, place: Place) -> Id {
        self.nodes.push(Node { what, place, children: 0, first: None, last: None, next: None });
        Id(self.nodes.len() as u32 - 1)
    }

    /// Adds the last child of a node.
    pub(super) fn add(&mut self, parent: Id, what: What, place: Place) -> Id {
        let child = self.push(what, place);
        let node = &mut self.nodes[parent.0 as usize];
        node.children += 1;
        let before = node.last.replace(child);
        match before {
            Some(before) => self.nodes[before.0 as usize].next = Some(child),
            None => node.first = Some(child),
        }
        child
    }

    pub(super) fn what(&self, id: Id) -> What {
        self.nodes[id.0 as usize].what
    }

    pub(super) fn is(&self, id: Id, rule: Rule) -> bool {
        self.what(id) == What::Rule(rule)
    }

    pub(super) fn is_token(&self, id: Id, kind: Kind) -> bool {
        self.what(id) == What::Token(kind)
    }

    pub(super) fn place(&self, id: Id) -> Place {
        self.nodes[id.0 as usize].place
    }

    /// How many children a node has.
    pub(super) fn len(&self, id: Id) -> usize {
        self.nodes[id.0 as usize].children as usize
    }

    /// The only child.
    pub(super) fn only(&self, id: Id) -> Option<Id> {
        self.nodes[id.0 as usize].first.filter(|_| self.len(id) == 1)
    }

    pub(super) fn children(&self, id: Id) -> Vec<Id> {
        let next = |child: &Id| self.nodes[child.0 as usize].next;
        std::iter::successors(self.nodes[id.0 as usize].first, next).collect()
    }

    /// Moves the nodes to where the field of an f-string is in its file.
    pub(super) fn shift(&mut self, root: Id, lines: u32, columns: i32) {
        let mut open = vec![(root, columns)];
        while let Some((id, mut columns)) = open.pop() {
            let line = self.nodes[id.0 as usize].place.line;
            self.nodes[id.0 as usize].place.column += columns;
            for child in self.children(id) {
                // Columns are the field's own after its first line.
                if line != 0 && line < self.place(child).line {
                    columns = 0;
                }
                open.push((child, columns));
            }
            self.nodes[id.0 as usize].place.line += lines;
        }
    }
}
