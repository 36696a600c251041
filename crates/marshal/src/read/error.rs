//! Why bytes are no marshal data of a version.

use std::fmt;

/// What is wrong, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadError {
    /// Distance of the object at fault from the first byte.
    pub offset: usize,
    /// What is wrong with it.
    pub kind: ReadErrorKind,
}

/// What is wrong with marshal data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadErrorKind {
    /// The data ends inside an object, or before all items of a container.
    UnexpectedEnd,
    /// No object begins with this byte in the format of the target, or none that compiled code
    /// contains (lists, dictionaries, sets, numbers as text).
    UnknownType(u8),
    /// More than [`crate::MAX_DEPTH`] objects are nested in each other.
    TooDeep,
    /// The data is longer than objects are numbered, 4 GiB.
    TooLong,
    /// A length is negative.
    NegativeLength,
    /// A reference to an object that was not read before.
    InvalidReference,
    /// A reference to a container from inside itself.
    IncompleteReference,
    /// A digit of an int has more than 15 bits.
    DigitTooLarge,
    /// The top digit of an int is zero.
    UnnormalizedInt,
    /// A string is no UTF-8 (with surrogates), or one said to be ASCII is not.
    InvalidText,
    /// A field of a code object holds an object of another type than it must.
    WrongFieldType(&'static str),
    /// A count of a code object is negative.
    NegativeNumber,
    /// A code object has not as many kinds as names of variables.
    WrongKinds,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bad marshal data at byte {}: {}", self.offset, self.kind)
    }
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedEnd => f.write_str("data too short"),
            Self::UnknownType(code) => write!(f, "unknown type code 0x{code:02x}"),
            Self::TooDeep => f.write_str("objects too deeply nested"),
            Self::TooLong => f.write_str("data too long"),
            Self::NegativeLength => f.write_str("length out of range"),
            Self::InvalidReference => f.write_str("invalid reference"),
            Self::IncompleteReference => f.write_str("reference to an object from inside itself"),
            Self::DigitTooLarge => f.write_str("digit out of range in int"),
            Self::UnnormalizedInt => f.write_str("unnormalized int"),
            Self::InvalidText => f.write_str("invalid text"),
            Self::WrongFieldType(field) => write!(f, "wrong type of co_{field}"),
            Self::NegativeNumber => f.write_str("negative count in a code object"),
            Self::WrongKinds => f.write_str("names and kinds of variables differ in number"),
        }
    }
}

impl std::error::Error for ReadError {}
