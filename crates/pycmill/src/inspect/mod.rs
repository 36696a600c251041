//! A look inside of `.pyc` files, and of what sources compile to: code objects, instructions, tables, flow graphs.
//!
//! Listings are those of the version's `dis` module, text for text, but without the addresses of code objects. Nothing is
//! executed.
//!
//! **Invariants**: any bytes give an answer in time and memory linear in their length: instructions are decoded when they are
//! asked for, a code object is listed once however often it is shared, and texts of constants that are too long in total are
//! cut. What is printed has no control characters of the file's.

mod code;
mod details;
mod exceptions;
mod graph;
mod instruction;
mod listing;
mod operand;
mod places;
mod reprs;

use pycmill_marshal::Read;
use pycmill_pyc::Header;
use pycmill_target::{Target, Version};

pub use code::Code;
pub use exceptions::Handler;
pub use graph::{Block, Edge, EdgeKind, Graph};
pub use instruction::Instruction;
pub use listing::ListingOptions;
pub use places::{Place, Span};

use crate::compare::Code as Payload;
use crate::{Compiler, Error, Options, PycError};

/// A compiled file, opened.
#[derive(Debug)]
pub struct Inspection {
    target: Target,
    header: Option<Header>,
    read: Read,
    /// How many bytes follow the code object.
    trailing: usize,
    /// Each code object once, before those among its constants.
    codes: Vec<code::Entry>,
}

impl Inspection {
    /// Opens a `.pyc` file.
    ///
    /// ```
    /// use pycmill::inspect::{Inspection, ListingOptions};
    /// use pycmill::{Options, Target};
    ///
    /// let target: Target = "3.13".parse()?;
    /// let inspection = Inspection::of_source(target, b"x = 1\n", Options::new(b"a.py"))?;
    /// let listing = "  0           RESUME                   0\n\n  \
    ///                1           LOAD_CONST               0 (1)\n              \
    ///                STORE_NAME               0 (x)\n              \
    ///                RETURN_CONST             1 (None)\n";
    /// assert_eq!(inspection.listing(&ListingOptions::new()), listing);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If it is not that of a known version.
    pub fn of_pyc(content: &[u8]) -> Result<Self, PycError> {
        let (header, payload) = Header::read(content).map_err(PycError::Header)?;
        let version = Version::from_magic_number(header.magic).ok_or(PycError::UnknownMagic(header.magic))?;
        Self::of_payload(Target::newest(version), Some(header), payload)
    }

    /// Compiles a source and opens the result.
    ///
    /// # Errors
    /// If CPython does not accept the source.
    ///
    /// # Panics
    /// If what the compiler writes cannot be read, which is impossible.
    pub fn of_source(target: Target, source: &[u8], options: Options<'_>) -> Result<Self, Error> {
        let payload = Compiler::new().compile(target, source, options)?.payload;
        Ok(Self::of_payload(target, None, &payload).expect("what was written can be read"))
    }

    fn of_payload(target: Target, header: Option<Header>, payload: &[u8]) -> Result<Self, PycError> {
        let payload = Payload::read(target, payload)?;
        let trailing = payload.trailing().len();
        let read = payload.into_read();
        let codes = code::find(&read.pool, read.root);
        Ok(Self { target, header, read, trailing, codes })
    }

    /// The version that wrote it; the newest release of that, if a file names the version only.
    #[must_use]
    pub const fn target(&self) -> Target {
        self.target
    }

    /// The header of the file; none for a source.
    #[must_use]
    pub const fn header(&self) -> Option<Header> {
        self.header
    }

    /// How many bytes follow the code object, which no import looks at.
    #[must_use]
    pub const fn trailing(&self) -> usize {
        self.trailing
    }

    /// The code objects, each once, the module's first and each before those among its constants.
    pub fn codes(&self) -> impl Iterator<Item = Code<'_>> {
        (0..self.codes.len()).map(|index| Code::new(self, index))
    }

    /// The code objects with this `co_qualname` or, where there is none, this `co_name`.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Code<'_>> {
        self.codes().filter(move |code| code.qualname() == name)
    }

    fn reprs(&self) -> reprs::Reprs<'_> {
        reprs::Reprs::new(self.target, &self.read.pool)
    }

    /// The instructions of all code objects, as `python -m dis` prints them.
    #[must_use]
    pub fn listing(&self, options: &ListingOptions) -> String {
        listing::of(self, options)
    }
}
