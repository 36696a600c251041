//! Compares two code objects with everything in them, by value: `pycmill diff`, and the heart of `pycmill audit`.
//!
//! Two payloads hold the same code if they are equal once their references are expanded. What does not count is which
//! objects are shared or interned, and in which order a frozenset was written: CPython's own output varies in these with
//! what the process compiled before. What counts is every other field, with the distinctions Python makes: `1`, `1.0` and
//! `True` differ, so do `0.0` and `-0.0`; NaNs are compared by their bits.
//!
//! **Invariants**: nothing is executed; hostile data costs time and memory linear in its length, because equal objects are
//! found by numbering the values of both sides, oldest first, and only one path is followed to the first difference.

mod classes;
mod difference;
mod fields;
mod header;
mod text;

use std::collections::HashSet;
use std::fmt;

use pycmill_marshal::{Read, ReadError, ReadErrorKind, canonical, read};
use pycmill_object::Value;
use pycmill_pyc::{HEADER_LEN, Header, HeaderError};
use pycmill_target::{Target, Version};

use classes::{Classes, View};
pub use difference::Difference;
pub(crate) use header::describe;

/// How much of two files is the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sameness {
    /// Every byte.
    Identical,
    /// The code; objects are shared, interned or ordered in another way.
    OtherReferences,
    /// The code except its paths and places: `co_filename`, `co_firstlineno` and the line table.
    OtherPlaces,
    /// Something else differs.
    Different,
}

impl Sameness {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::OtherReferences => "other-references",
            Self::OtherPlaces => "other-places",
            Self::Different => "different",
        }
    }
}

/// The result of comparing two files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// How much of the code is the same.
    pub code: Sameness,
    /// The first difference between the code objects, if they are not the same code.
    pub difference: Option<Difference>,
    /// What differs in the headers.
    pub header: Option<Difference>,
}

/// Why a file is no `.pyc` file of a known version.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PycError {
    /// The header is none.
    Header(HeaderError),
    /// No supported version has this magic number.
    UnknownMagic(u16),
    /// The data after the header is not marshal data; the offset is one in the file.
    Payload(ReadError),
    /// The data after the header is another object than a code object, which no import accepts.
    NoCode,
}

impl fmt::Display for PycError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::UnknownMagic(magic) => write!(f, "magic number {magic} is that of no known version"),
            Self::Payload(error) => error.fmt(f),
            Self::NoCode => write!(f, "the object at byte {HEADER_LEN} is no code object"),
        }
    }
}

impl std::error::Error for PycError {}

/// Compares two `.pyc` files.
///
/// ```
/// use pycmill::{Options, Sameness, Target, Validation, compare, compile_source, file_bytes};
///
/// let target: Target = "3.13".parse()?;
/// let file = |source: &[u8]| -> Result<Vec<u8>, pycmill::Error> {
///     let payload = compile_source(target, source, Options::new(b"a.py"))?.payload;
///     Ok(file_bytes(target, Validation::UncheckedHash([0; 8]), &payload))
/// };
/// let found = compare(&file(b"def f(): return 1000")?, &file(b"def f(): return 2000")?)?;
/// assert_eq!(found.code, Sameness::Different);
/// let difference = found.difference.map(|found| found.to_string());
/// assert_eq!(difference.as_deref(), Some("<module>.f.co_consts[1]: 1000 in the first, 2000 in the second"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If one of them is no `.pyc` file of a supported version.
pub fn compare(first: &[u8], second: &[u8]) -> Result<Comparison, PycError> {
    let (one, two) = (Pyc::read(first)?, Pyc::read(second)?);
    let header = header::difference(one.header, two.header);
    if one.payload == two.payload {
        return Ok(Comparison { code: Sameness::Identical, difference: None, header });
    }
    let Compared { sameness: code, difference, .. } = compare_code(&one.code, &two.code);
    Ok(Comparison { code, difference, header })
}

/// A `.pyc` file with the same code in the form that add-determinism writes: every value once, exactly what is referred to
/// flagged.
///
/// # Errors
/// If it is no `.pyc` file of a supported version.
pub fn canonical_refs(file: &[u8]) -> Result<Vec<u8>, PycError> {
    let Pyc { header, payload, .. } = Pyc::read(file)?;
    let version = Version::from_magic_number(header.magic).ok_or(PycError::UnknownMagic(header.magic))?;
    let payload = canonical(Target::newest(version), payload).map_err(PycError::Payload)?;
    Ok([&file[..HEADER_LEN], &payload].concat())
}

/// A `.pyc` file in its parts.
pub(crate) struct Pyc<'b> {
    pub(crate) header: Header,
    pub(crate) payload: &'b [u8],
    pub(crate) code: Code<'b>,
}

impl<'b> Pyc<'b> {
    pub(crate) fn read(file: &'b [u8]) -> Result<Self, PycError> {
        let (header, payload) = Header::read(file).map_err(PycError::Header)?;
        let version = Version::from_magic_number(header.magic).ok_or(PycError::UnknownMagic(header.magic))?;
        let code = Code::read(Target::newest(version), payload)?;
        Ok(Self { header, payload, code })
    }
}

/// The code object of a payload.
pub(crate) struct Code<'b> {
    /// The version whose opcodes it has.
    target: Target,
    read: Read,
    /// What follows the object, which no import looks at.
    trailing: &'b [u8],
}

impl<'b> Code<'b> {
    pub(crate) fn read(target: Target, payload: &'b [u8]) -> Result<Self, PycError> {
        let in_file = |error: ReadError| PycError::Payload(ReadError { offset: error.offset + HEADER_LEN, ..error });
        // The pool counts bytes and objects in 32 bits.
        if u32::try_from(payload.len()).is_err() {
            return Err(in_file(ReadError { offset: 0, kind: ReadErrorKind::TooLong }));
        }
        let read = read(target, payload).map_err(in_file)?;
        if !matches!(read.pool.value(read.root), Value::Code(_)) {
            return Err(PycError::NoCode);
        }
        Ok(Self { target, trailing: &payload[read.consumed..], read })
    }

    /// What follows the object.
    pub(crate) const fn trailing(&self) -> &'b [u8] {
        self.trailing
    }

    /// The objects.
    pub(crate) fn into_read(self) -> Read {
        self.read
    }

    /// `co_filename` of the module.
    pub(crate) fn filename(&self) -> &[u8] {
        let Value::Code(code) = self.read.pool.value(self.read.root) else { return b"" };
        match self.read.pool.value(code.filename) {
            Value::Str(text) => text,
            _ => b"",
        }
    }
}

/// How two code objects compare.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) sameness: Sameness,
    pub(crate) difference: Option<Difference>,
    /// How many objects of the first the second has not.
    pub(crate) distance: usize,
}

impl Compared {
    fn different(difference: Option<Difference>, distance: usize) -> Self {
        Self { sameness: Sameness::Different, difference, distance }
    }
}

/// Compares code objects whose bytes differ.
pub(crate) fn compare_code(first: &Code<'_>, second: &Code<'_>) -> Compared {
    if first.target.version() != second.target.version() {
        let version = |code: &Code<'_>| format!("code of CPython {}", code.target.version());
        return Compared::different(Some(Difference::new("<module>", version(first), version(second))), usize::MAX);
    }
    if first.trailing != second.trailing {
        let trailing = |code: &Code<'_>| format!("{} bytes after the code", code.trailing.len());
        return Compared::different(Some(Difference::new("<file>", trailing(first), trailing(second))), 0);
    }
    let code = [first, second];
    let everything = Numbers::of(View::Everything, code);
    if everything.are_equal(code) {
        return Compared { sameness: Sameness::OtherReferences, difference: None, distance: 0 };
    }
    let without_places = Numbers::of(View::Code, code);
    if without_places.are_equal(code) {
        let difference = difference::first(View::Everything, code, &everything.0);
        return Compared { sameness: Sameness::OtherPlaces, difference, distance: everything.distance() };
    }
    Compared::different(difference::first(View::Code, code, &without_places.0), without_places.distance())
}

/// The numbers of the objects of two files.
struct Numbers([Vec<u32>; 2]);

impl Numbers {
    fn of(view: View, code: [&Code<'_>; 2]) -> Self {
        let mut classes = Classes::new(code[0].target, view);
        Self(code.map(|code| classes.number(&code.read.pool)))
    }

    /// How many objects of the first file the second has not.
    fn distance(&self) -> usize {
        let known: HashSet<&u32> = self.0[1].iter().collect();
        self.0[0].iter().filter(|number| !known.contains(number)).count()
    }

    fn are_equal(&self, code: [&Code<'_>; 2]) -> bool {
        let root = |side: usize| self.0[side][code[side].read.root.index()];
        root(0) == root(1)
    }
}
