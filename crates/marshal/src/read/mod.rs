//! The reader, the writer's twin: objects from the bytes that marshal wrote.
//!
//! Follows `r_object` (`Python/marshal.c`), more strictly: a code object's fields must have their
//! types, and containers cannot contain themselves.
//!
//! Invariants: no panic, whatever the bytes; no recursion; memory linear in the length of the data.

mod error;
mod frame;
mod input;
mod leaf;

use pycmill_object::{Int, ObjId, Pool, Value};
use pycmill_target::Target;

pub use self::error::{ReadError, ReadErrorKind};
use self::frame::{Code, Frame, Kind};
use self::input::Input;
use crate::{MAX_DEPTH, layout, type_code};

/// What was read.
#[derive(Debug)]
pub struct Read {
    /// The objects, each with the identity it has in the data. What was flagged is marked as held
    /// outside, what was written as interned is interned, frozensets keep the order they had.
    pub pool: Pool,
    /// The object that begins with the first byte.
    pub root: ObjId,
    /// How many bytes it takes.
    pub consumed: usize,
}

/// Reads one object with everything in it, in the format of the target; for a `.pyc` that is the
/// module's code object, behind the header. Bytes behind it are left alone.
///
/// # Errors
/// See [`ReadErrorKind`].
pub fn read(target: Target, bytes: &[u8]) -> Result<Read, ReadError> {
    read_traced(target, bytes, &mut |_| {})
}

/// An object as it stands in the data.
pub(crate) struct Event<'a> {
    pub(crate) offset: usize,
    pub(crate) depth: usize,
    /// Its name or number in the container.
    pub(crate) label: &'a dyn Fn() -> String,
    pub(crate) type_code: u8,
    /// The reference number that it gets, or that it refers to.
    pub(crate) reference: Option<usize>,
    /// Its value, unless it is a container of which the items follow.
    pub(crate) value: Option<Value<'a>>,
}

/// Like [`read`], and shows each object where it begins.
pub(crate) fn read_traced(target: Target, bytes: &[u8], trace: &mut dyn FnMut(&Event<'_>)) -> Result<Read, ReadError> {
    let input = Input::new(bytes);
    let mut reader = Reader { target, input, pool: Pool::new(), references: Vec::new(), frames: Vec::new(), trace };
    let root = reader.run()?;
    Ok(Read { pool: reader.pool, root, consumed: reader.input.offset() })
}

struct Reader<'a> {
    target: Target,
    input: Input<'a>,
    pool: Pool,
    /// The flagged objects in order; none for a container that is not complete.
    references: Vec<Option<ObjId>>,
    /// The containers around the next object, outermost first.
    frames: Vec<Frame>,
    trace: &'a mut dyn FnMut(&Event<'_>),
}

/// What begins with a type code.
enum Start<'a> {
    /// An object of which there is one only.
    Singleton(ObjId),
    /// An object that was read before, and its reference number.
    Reference(usize, ObjId),
    /// An object without other objects in it, and whether it is interned.
    Leaf(Value<'a>, bool),
    /// An int of these digits, with its sign.
    Long(bool, Vec<u32>),
    Container(Kind, usize),
}

/// Where an object begins, and what its first byte says.
struct Head {
    offset: usize,
    code: u8,
    flagged: bool,
}

impl<'a> Reader<'a> {
    fn run(&mut self) -> Result<ObjId, ReadError> {
        loop {
            let Some(mut id) = self.object()? else { continue };
            loop {
                let Some(frame) = self.frames.last_mut() else { return Ok(id) };
                if !frame.push(id, &mut self.input)? {
                    break;
                }
                id = self.complete()?;
            }
        }
    }

    /// Reads an object, or what comes before the items of a container.
    fn object(&mut self) -> Result<Option<ObjId>, ReadError> {
        let offset = self.input.offset();
        let byte = self.input.start()?;
        if self.frames.len() >= MAX_DEPTH {
            return Err(self.input.error(ReadErrorKind::TooDeep));
        }
        let (code, flagged) = (byte & !type_code::FLAG_REF, byte & type_code::FLAG_REF != 0);
        match self.start(code)? {
            Start::Singleton(id) => {
                self.show(offset, code, None, Some(id));
                Ok(Some(id))
            }
            Start::Reference(index, id) => {
                self.show(offset, code, Some(index), Some(id));
                Ok(Some(id))
            }
            Start::Leaf(value, interned) => Ok(Some(self.leaf(&Head { offset, code, flagged }, value, interned))),
            Start::Long(negative, digits) => {
                let value = Value::Int(leaf::int(negative, &digits));
                Ok(Some(self.leaf(&Head { offset, code, flagged }, value, false)))
            }
            Start::Container(kind, len) => {
                let reference = flagged.then_some(self.references.len());
                self.show(offset, code, reference, None);
                if flagged {
                    self.references.push(None);
                }
                self.frames.push(Frame::new(kind, len, offset, reference));
                Ok(None)
            }
        }
    }

    /// Adds an object without other objects in it.
    fn leaf(&mut self, head: &Head, value: Value<'_>, interned: bool) -> ObjId {
        let reference = head.flagged.then_some(self.references.len());
        let is_copy = !interned && is_interned_character(self.target, value);
        let id = self.pool.add_as_read(value, interned);
        if is_copy {
            self.pool.mark_copy(id);
        }
        self.show(head.offset, head.code, reference, Some(id));
        if head.flagged {
            self.pool.hold_outside(id);
            self.references.push(Some(id));
        }
        id
    }

    /// Makes the innermost container, of which all is read.
    fn complete(&mut self) -> Result<ObjId, ReadError> {
        let Some(frame) = self.frames.pop() else { unreachable!("only open containers are completed") };
        let reference = frame.reference;
        let id = frame.finish(&mut self.pool)?;
        if let Some(reference) = reference {
            self.pool.hold_outside(id);
            self.references[reference] = Some(id);
        }
        Ok(id)
    }

    fn start(&mut self, code: u8) -> Result<Start<'a>, ReadError> {
        let input = &mut self.input;
        let leaf = |value: Value<'a>| Ok(Start::Leaf(value, false));
        let interned = |value: Value<'a>| Ok(Start::Leaf(value, true));
        match code {
            type_code::NONE => Ok(Start::Singleton(Pool::NONE)),
            type_code::TRUE => Ok(Start::Singleton(Pool::TRUE)),
            type_code::FALSE => Ok(Start::Singleton(Pool::FALSE)),
            type_code::ELLIPSIS => Ok(Start::Singleton(Pool::ELLIPSIS)),
            type_code::STOPITER => Ok(Start::Singleton(Pool::STOP_ITERATION)),
            type_code::INT => leaf(Value::Int(Int::Small(i64::from(input.number()?)))),
            type_code::INT64 => leaf(Value::Int(Int::Small(i64::from_le_bytes(input.array()?)))),
            type_code::LONG => leaf::long(input).map(|(negative, digits)| Start::Long(negative, digits)),
            type_code::BINARY_FLOAT => leaf(Value::Float(u64::from_le_bytes(input.array()?))),
            type_code::BINARY_COMPLEX => {
                let real = u64::from_le_bytes(input.array()?);
                leaf(Value::Complex(real, u64::from_le_bytes(input.array()?)))
            }
            type_code::UNICODE => leaf(leaf::unicode(input)?),
            type_code::INTERNED => interned(leaf::unicode(input)?),
            type_code::ASCII | type_code::ASCII_INTERNED => {
                let len = input.length()?;
                Ok(Start::Leaf(leaf::ascii(input, len)?, code == type_code::ASCII_INTERNED))
            }
            type_code::SHORT_ASCII | type_code::SHORT_ASCII_INTERNED => {
                let len = usize::from(input.byte()?);
                Ok(Start::Leaf(leaf::ascii(input, len)?, code == type_code::SHORT_ASCII_INTERNED))
            }
            type_code::STRING => leaf(leaf::bytes(input)?),
            type_code::SMALL_TUPLE => {
                let len = usize::from(input.byte()?);
                Ok(items(Kind::Tuple, input.check_length(len)?))
            }
            type_code::TUPLE => Ok(items(Kind::Tuple, input.length()?)),
            type_code::FROZENSET => Ok(items(Kind::FrozenSet, input.length()?)),
            type_code::SLICE if self.target.has_constant_slices() => Ok(items(Kind::Slice, 3)),
            type_code::CODE => {
                let code = Code::start(layout::fields(self.target), input)?;
                let objects = code.objects();
                Ok(items(Kind::Code(code), objects))
            }
            type_code::REF => self.reference(),
            _ => Err(input.error(ReadErrorKind::UnknownType(code))),
        }
    }

    fn reference(&mut self) -> Result<Start<'a>, ReadError> {
        let index = usize::try_from(self.input.number()?).unwrap_or(usize::MAX);
        match self.references.get(index) {
            Some(Some(id)) => Ok(Start::Reference(index, *id)),
            Some(None) => Err(self.input.error(ReadErrorKind::IncompleteReference)),
            None => Err(self.input.error(ReadErrorKind::InvalidReference)),
        }
    }

    fn show(&mut self, offset: usize, type_code: u8, reference: Option<usize>, id: Option<ObjId>) {
        let frame = self.frames.last();
        (self.trace)(&Event {
            offset,
            depth: self.frames.len(),
            label: &|| frame.map_or_else(String::new, Frame::label),
            type_code,
            reference,
            value: id.map(|id| self.pool.value(id)),
        });
    }
}

/// Whether the interpreter shares an interned string with this value, of one ASCII character.
fn is_interned_character(target: Target, value: Value<'_>) -> bool {
    matches!(value, Value::Str(text) if matches!(*text, [character] if target.interns_latin1_character(character)))
}

/// A container of items; without any it is complete at once.
fn items<'a>(kind: Kind, len: usize) -> Start<'a> {
    match kind {
        Kind::Tuple if len == 0 => Start::Leaf(Value::Tuple(&[]), false),
        Kind::FrozenSet if len == 0 => Start::Leaf(Value::FrozenSet(&[]), false),
        kind => Start::Container(kind, len),
    }
}
