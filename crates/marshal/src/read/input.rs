//! The bytes read so far and still to come.

use super::error::{ReadError, ReadErrorKind};

/// A position in the data. Invariant: `offset` is at most the length.
pub(super) struct Input<'a> {
    bytes: &'a [u8],
    offset: usize,
    /// Where the object being read begins, for errors.
    start: usize,
}

impl<'a> Input<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0, start: 0 }
    }

    pub(super) const fn offset(&self) -> usize {
        self.offset
    }

    /// The first byte of the next object.
    pub(super) fn start(&mut self) -> Result<u8, ReadError> {
        self.start = self.offset;
        self.byte()
    }

    /// An error of the object being read.
    pub(super) const fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError { offset: self.start, kind }
    }

    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8], ReadError> {
        let (taken, _) = self
            .bytes
            .get(self.offset..)
            .and_then(|rest| rest.split_at_checked(len))
            .ok_or(self.error(ReadErrorKind::UnexpectedEnd))?;
        self.offset += len;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub(super) fn byte(&mut self) -> Result<u8, ReadError> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn number(&mut self) -> Result<i32, ReadError> {
        self.array().map(i32::from_le_bytes)
    }

    /// A length in four bytes of things that take a byte at least.
    pub(super) fn length(&mut self) -> Result<usize, ReadError> {
        let len = usize::try_from(self.number()?).map_err(|_| self.error(ReadErrorKind::NegativeLength))?;
        self.check_length(len)
    }

    /// Refuses a length that the rest of the data cannot have.
    pub(super) fn check_length(&self, len: usize) -> Result<usize, ReadError> {
        if len > self.bytes.len() - self.offset {
            return Err(self.error(ReadErrorKind::UnexpectedEnd));
        }
        Ok(len)
    }
}
