//! What the rules find: a sketch of a tree, with only what messages and later rules look at.
//!
//! **Invariants**: nodes are never changed; children come before their parents.

/// What a node is. Names are those of CPython's tree where it has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Shape {
    Name,
    Attribute,
    Subscript,
    Starred,
    List,
    Tuple,
    Lambda,
    Call,
    BoolOp,
    BinOp,
    UnaryOp,
    GeneratorExp,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    JoinedStr,
    TemplateStr,
    Compare,
    IfExp,
    NamedExpr,
    NoneLit,
    TrueLit,
    FalseLit,
    Ellipsis,
    /// A number or a string.
    Literal,
    /// A number that ends in `j`.
    Imaginary,
    /// A string that is known to be `bytes`.
    Bytes,
    Comprehension,
    /// `name=value` in a call.
    Keyword,
    /// `**value` in a call.
    DoubleStarred,
    Arg,
    Slice,
    Seq,
    Stmt,
    Pass,
    Break,
    Continue,
    Pattern,
    /// `in x` as a part of a comparison.
    InOp,
    /// A replacement field with `=`.
    Debug,
    /// Anything nobody asks about.
    Other,
}

/// The names of shapes in the table.
const SHAPES: [(&str, Shape); 44] = [
    ("Name", Shape::Name),
    ("Attribute", Shape::Attribute),
    ("Subscript", Shape::Subscript),
    ("Starred", Shape::Starred),
    ("List", Shape::List),
    ("Tuple", Shape::Tuple),
    ("Lambda", Shape::Lambda),
    ("Call", Shape::Call),
    ("BoolOp", Shape::BoolOp),
    ("BinOp", Shape::BinOp),
    ("UnaryOp", Shape::UnaryOp),
    ("GeneratorExp", Shape::GeneratorExp),
    ("Yield", Shape::Yield),
    ("Await", Shape::Await),
    ("ListComp", Shape::ListComp),
    ("SetComp", Shape::SetComp),
    ("DictComp", Shape::DictComp),
    ("Dict", Shape::Dict),
    ("Set", Shape::Set),
    ("JoinedStr", Shape::JoinedStr),
    ("TemplateStr", Shape::TemplateStr),
    ("Compare", Shape::Compare),
    ("IfExp", Shape::IfExp),
    ("NamedExpr", Shape::NamedExpr),
    ("NoneLit", Shape::NoneLit),
    ("TrueLit", Shape::TrueLit),
    ("FalseLit", Shape::FalseLit),
    ("Ellipsis", Shape::Ellipsis),
    ("Literal", Shape::Literal),
    ("Imaginary", Shape::Imaginary),
    ("Bytes", Shape::Bytes),
    ("Comprehension", Shape::Comprehension),
    ("Keyword", Shape::Keyword),
    ("DoubleStarred", Shape::DoubleStarred),
    ("Arg", Shape::Arg),
    ("Slice", Shape::Slice),
    ("Seq", Shape::Seq),
    ("Stmt", Shape::Stmt),
    ("Pass", Shape::Pass),
    ("Break", Shape::Break),
    ("Continue", Shape::Continue),
    ("Pattern", Shape::Pattern),
    ("InOp", Shape::InOp),
    ("Other", Shape::Other),
];

impl Shape {
    /// The shape that the table calls by this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        SHAPES.iter().find(|(spelling, _)| *spelling == name).map(|(_, shape)| *shape)
    }

    /// What messages call an expression of this shape; `_PyPegen_get_expr_name`.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Attribute => "attribute",
            Self::Subscript => "subscript",
            Self::Starred => "starred",
            Self::Name => "name",
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Lambda => "lambda",
            Self::Call => "function call",
            Self::BoolOp | Self::BinOp | Self::UnaryOp => "expression",
            Self::GeneratorExp => "generator expression",
            Self::Yield => "yield expression",
            Self::Await => "await expression",
            Self::ListComp => "list comprehension",
            Self::SetComp => "set comprehension",
            Self::DictComp => "dict comprehension",
            Self::Dict => "dict literal",
            Self::Set => "set display",
            Self::JoinedStr => "f-string expression",
            Self::TemplateStr => "t-string expression",
            Self::Compare => "comparison",
            Self::IfExp => "conditional expression",
            Self::NamedExpr => "named expression",
            Self::NoneLit => "None",
            Self::TrueLit => "True",
            Self::FalseLit => "False",
            Self::Ellipsis => "ellipsis",
            _ => "literal",
        }
    }

    /// The same in 3.9.
    pub(super) const fn old_kind(self) -> &'static str {
        match self {
            Self::BoolOp | Self::BinOp | Self::UnaryOp => "operator",
            Self::Dict => "dict display",
            Self::Ellipsis => "Ellipsis",
            _ => self.kind(),
        }
    }
}

/// What a step has found: nothing that was optional, something without a place, a token, or a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Value(u32);

const TOKEN: u32 = 1 << 31;
const NODES: u32 = 2;

impl Value {
    /// An option that was not taken.
    pub(super) const NIL: Self = Self(0);
    /// Something of which nobody asks what it is.
    pub(super) const DUMMY: Self = Self(1);

    pub(super) const fn token(index: u32) -> Self {
        Self(TOKEN | index)
    }

    /// The index of a token, if it is one.
    pub(super) const fn as_token(self) -> Option<u32> {
        if self.0 & TOKEN != 0 { Some(self.0 & !TOKEN) } else { None }
    }

    const fn as_node(self) -> Option<usize> {
        if self.0 & TOKEN == 0 && self.0 >= NODES { Some((self.0 - NODES) as usize) } else { None }
    }
}

/// A node: the tokens it is made of, and its children.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sketch {
    pub(super) shape: Shape,
    /// The first and the last token.
    pub(super) first: u32,
    pub(super) last: u32,
    children: (u32, u32),
}

/// All nodes of one pass.
#[derive(Debug, Default)]
pub(super) struct Sketches {
    nodes: Vec<Sketch>,
    children: Vec<Value>,
}

impl Sketches {
    /// A new node. Sequences among the children are taken apart, what is not there is left out.
    pub(super) fn add(&mut self, shape: Shape, tokens: (u32, u32), children: impl IntoIterator<Item = Value>) -> Value {
        let start = self.children.len();
        for child in children {
            match self.get(child) {
                _ if child == Value::NIL => {}
                Some(Sketch { shape: Shape::Seq, children, .. }) => {
                    self.children.extend_from_within(children.0 as usize..children.1 as usize);
                }
                _ => self.children.push(child),
            }
        }
        self.close(shape, tokens, start)
    }

    /// A new node whose children are exactly these.
    pub(super) fn add_whole(&mut self, shape: Shape, tokens: (u32, u32), children: &[Value]) -> Value {
        let start = self.children.len();
        self.children.extend_from_slice(children);
        self.close(shape, tokens, start)
    }

    /// A new node whose children are the last ones that were collected, from `start` on.
    fn close(&mut self, shape: Shape, (first, last): (u32, u32), start: usize) -> Value {
        let children = (start as u32, self.children.len() as u32);
        self.nodes.push(Sketch { shape, first, last, children });
        Value(self.nodes.len() as u32 - 1 + NODES)
    }

    pub(super) fn get(&self, value: Value) -> Option<Sketch> {
        value.as_node().map(|node| self.nodes[node])
    }

    pub(super) fn shape(&self, value: Value) -> Option<Shape> {
        self.get(value).map(|node| node.shape)
    }

    pub(super) fn children(&self, value: Value) -> &[Value] {
        self.get(value).map_or(&[], |node| &self.children[node.children.0 as usize..node.children.1 as usize])
    }

    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.children.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_taken_apart() {
        let mut sketches = Sketches::default();
        let (a, b) = (Value::token(3), Value::token(5));
        let both = sketches.add(Shape::Seq, (3, 5), [a, b]);
        let tuple = sketches.add(Shape::Tuple, (2, 6), [Value::NIL, a, both, Value::DUMMY]);
        assert_eq!(sketches.children(tuple), [a, a, b, Value::DUMMY]);
        assert_eq!(sketches.shape(tuple), Some(Shape::Tuple));
        assert_eq!((a.as_token(), tuple.as_token()), (Some(3), None));
        assert!(sketches.children(Value::NIL).is_empty());
    }

    #[test]
    fn shapes_have_names() {
        assert_eq!(Shape::named("IfExp").map(Shape::kind), Some("conditional expression"));
        assert_eq!(Shape::named("ifexp"), None);
    }
}
