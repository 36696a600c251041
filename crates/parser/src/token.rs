//! What the lexer hands on: kinds of tokens and their places.
//!
//! **Invariants**: operators have the names that CPython's `Grammar/Tokens` gives them; soft keywords are names; the place of
//! a token is that of its text, and the text of `<>` tells it from `!=`.

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    /// The end of the file.
    End,
    Newline,
    Indent,
    Dedent,
    Name,
    Number,
    /// A whole string literal; up to 3.11 also an f-string.
    String,
    /// Prefix and opening quotes.
    FStringStart,
    FStringMiddle,
    FStringEnd,
    TStringStart,
    TStringMiddle,
    TStringEnd,

    // Keywords.
    False,
    None,
    True,
    And,
    As,
    Assert,
    Async,
    Await,
    Break,
    Class,
    Continue,
    Def,
    Del,
    Elif,
    Else,
    Except,
    Finally,
    For,
    From,
    Global,
    If,
    Import,
    In,
    Is,
    Lambda,
    Nonlocal,
    Not,
    Or,
    Pass,
    Raise,
    Return,
    Try,
    While,
    With,
    Yield,
    /// `__peg_parser__` of 3.9.
    PegParser,

    // Operators.
    LPar,
    RPar,
    LSqb,
    RSqb,
    LBrace,
    RBrace,
    Colon,
    Comma,
    Semi,
    Dot,
    Ellipsis,
    RArrow,
    ColonEqual,
    Equal,
    Exclamation,
    Plus,
    Minus,
    Star,
    Slash,
    DoubleSlash,
    Percent,
    At,
    DoubleStar,
    VBar,
    Amper,
    Circumflex,
    Tilde,
    LeftShift,
    RightShift,
    Less,
    Greater,
    EqEqual,
    /// `!=`, and `<>` as well.
    NotEqual,
    LessEqual,
    GreaterEqual,
    PlusEqual,
    MinEqual,
    StarEqual,
    SlashEqual,
    DoubleSlashEqual,
    PercentEqual,
    AtEqual,
    DoubleStarEqual,
    AmperEqual,
    VBarEqual,
    CircumflexEqual,
    LeftShiftEqual,
    RightShiftEqual,

    /// A character that is printable and begins no token, such as `$`. No rule has a use for it.
    Unknown,
    /// Nothing that is a token; what is wrong is for the tracing lexer to say.
    Fault,
}

#[cfg(test)]
impl Kind {
    /// Whether it is a word that cannot be a name.
    pub(crate) const fn is_keyword(self) -> bool {
        Self::False as u8 <= self as u8 && self as u8 <= Self::PegParser as u8
    }

    /// Whether it is an operator or a delimiter.
    pub(crate) const fn is_operator(self) -> bool {
        Self::LPar as u8 <= self as u8 && self as u8 <= Self::RightShiftEqual as u8
    }
}

/// A token of the decoded text, in which newlines are `\n`; offsets count its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Offset of the first byte.
    pub(crate) start: u32,
    /// Offset after the last byte.
    pub(crate) end: u32,
}
