//! What the objects of a pool are made of: the bytes, items and digits of all of them, each kind in one buffer.
//!
//! Invariants: what is in a buffer stays where it is, so objects of equal values may share it; only the items of a
//! tuple or frozenset are ever replaced, and those belong to one object.

use std::ops::Range;

use crate::{CodeObject, Int, ObjId, Value};

/// A value whose parts are elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Content {
    None,
    True,
    False,
    Ellipsis,
    StopIteration,
    /// Halves, because eight bytes at once would need more room around them.
    SmallInt(Halves),
    BigInt(bool, Part),
    Float(Halves),
    /// Index of both parts.
    Complex(u32),
    Str(Part),
    Bytes(Part),
    Tuple(Part),
    FrozenSet(Part),
    /// Three items.
    Slice(Part),
    /// Index of a code object.
    Code(u32),
}

/// The lower and the upper half of 64 bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Halves([u32; 2]);

impl Halves {
    #[expect(clippy::cast_possible_truncation, reason = "the halves are what is asked for")]
    const fn of(bits: u64) -> Self {
        Self([bits as u32, (bits >> 32) as u32])
    }

    const fn bits(self) -> u64 {
        let [low, high] = self.0;
        (high as u64) << 32 | low as u64
    }
}

/// A part of a buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    start: u32,
    len: u32,
}

impl Part {
    const fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

/// The buffers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    bytes: Vec<u8>,
    items: Vec<ObjId>,
    digits: Vec<u32>,
    complex: Vec<(u64, u64)>,
    code: Vec<CodeObject>,
}

impl Store {
    /// Forgets all contents; the memory stays.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.items.clear();
        self.digits.clear();
        self.complex.clear();
        self.code.clear();
    }

    pub(crate) const fn text_len(&self) -> usize {
        self.bytes.len()
    }

    /// Takes a value in.
    pub(crate) fn put(&mut self, value: Value<'_>) -> Content {
        match value {
            Value::None => Content::None,
            Value::True => Content::True,
            Value::False => Content::False,
            Value::Ellipsis => Content::Ellipsis,
            Value::StopIteration => Content::StopIteration,
            Value::Int(Int::Small(number)) => Content::SmallInt(Halves::of(number.cast_unsigned())),
            Value::Int(Int::Big { negative, digits }) => Content::BigInt(negative, part(&mut self.digits, digits)),
            Value::Float(bits) => Content::Float(Halves::of(bits)),
            Value::Complex(real, imag) => Content::Complex(index(&mut self.complex, (real, imag))),
            Value::Str(text) => Content::Str(part(&mut self.bytes, text)),
            Value::Bytes(bytes) => Content::Bytes(part(&mut self.bytes, bytes)),
            Value::Tuple(items) => Content::Tuple(part(&mut self.items, items)),
            Value::FrozenSet(items) => Content::FrozenSet(part(&mut self.items, items)),
            Value::Slice(start, stop, step) => Content::Slice(part(&mut self.items, &[start, stop, step])),
            Value::Code(code) => Content::Code(index(&mut self.code, code.clone())),
        }
    }

    /// The value of a content.
    #[inline]
    pub(crate) fn get(&self, content: Content) -> Value<'_> {
        match content {
            Content::None => Value::None,
            Content::True => Value::True,
            Content::False => Value::False,
            Content::Ellipsis => Value::Ellipsis,
            Content::StopIteration => Value::StopIteration,
            Content::SmallInt(halves) => Value::Int(Int::Small(halves.bits().cast_signed())),
            Content::BigInt(negative, part) => Value::Int(Int::Big { negative, digits: &self.digits[part.range()] }),
            Content::Float(halves) => Value::Float(halves.bits()),
            Content::Complex(index) => {
                let (real, imag) = self.complex[index as usize];
                Value::Complex(real, imag)
            }
            Content::Str(part) => Value::Str(self.bytes(part)),
            Content::Bytes(part) => Value::Bytes(self.bytes(part)),
            Content::Tuple(part) => Value::Tuple(&self.items[part.range()]),
            Content::FrozenSet(part) => Value::FrozenSet(&self.items[part.range()]),
            Content::Slice(part) => {
                let at = part.start as usize;
                Value::Slice(self.items[at], self.items[at + 1], self.items[at + 2])
            }
            Content::Code(index) => Value::Code(&self.code[index as usize]),
        }
    }

    /// The bytes of a string or bytes object.
    #[inline]
    pub(crate) fn bytes(&self, part: Part) -> &[u8] {
        &self.bytes[part.range()]
    }

    /// The items of a tuple or frozenset; none of anything else.
    #[inline]
    pub(crate) fn items(&self, content: Content) -> &[ObjId] {
        match content {
            Content::Tuple(part) | Content::FrozenSet(part) => &self.items[part.range()],
            _ => &[],
        }
    }

    /// Where the items of a tuple or frozenset are; nowhere for anything else.
    pub(crate) const fn item_range(content: Content) -> Range<usize> {
        match content {
            Content::Tuple(part) | Content::FrozenSet(part) => part.range(),
            _ => 0..0,
        }
    }

    /// The item at a place.
    #[inline]
    pub(crate) fn item(&self, at: usize) -> ObjId {
        self.items[at]
    }

    /// Replaces the item at a place.
    pub(crate) fn set_item(&mut self, at: usize, item: ObjId) {
        self.items[at] = item;
    }

    /// The items of a tuple or frozenset, to be replaced.
    pub(crate) fn items_mut(&mut self, content: Content) -> &mut [ObjId] {
        match content {
            Content::Tuple(part) | Content::FrozenSet(part) => &mut self.items[part.range()],
            _ => &mut [],
        }
    }
}

impl Content {
    /// Whether objects of equal values may have it in common: nothing in it has an identity.
    pub(crate) const fn is_shareable(self) -> bool {
        !matches!(self, Self::Tuple(_) | Self::FrozenSet(_) | Self::Slice(_) | Self::Code(_))
    }

    /// Whether neither it nor anything in it is ever interned as a constant.
    pub(crate) const fn is_leaf_but_str(self) -> bool {
        !matches!(self, Self::Str(_) | Self::Tuple(_) | Self::FrozenSet(_))
    }
}

fn part<T: Copy>(buffer: &mut Vec<T>, added: &[T]) -> Part {
    let start = position(buffer.len());
    buffer.extend_from_slice(added);
    Part { start, len: position(added.len()) }
}

fn index<T>(buffer: &mut Vec<T>, added: T) -> u32 {
    buffer.push(added);
    position(buffer.len() - 1)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("a module has less than 4 GiB of anything")
}
