//! Containers of which not all is read yet.

use pycmill_object::{CodeObject, Locals, ObjId, Pool, Value};

use super::error::{ReadError, ReadErrorKind};
use super::input::Input;
use crate::layout::{Field, Number, Object};

/// A container being read.
pub(super) struct Frame {
    /// Where it begins.
    offset: usize,
    /// Its place among the references, if it is flagged.
    pub(super) reference: Option<usize>,
    kind: Kind,
    objects: Vec<ObjId>,
    /// How many objects are still to come. Invariant: not 0 while the frame exists.
    missing: usize,
}

pub(super) enum Kind {
    Tuple,
    FrozenSet,
    Slice,
    Code(Code),
}

/// The fields of a code object, and the numbers read so far.
pub(super) struct Code {
    fields: &'static [Field],
    /// The next of the fields.
    next: usize,
    numbers: Vec<i32>,
}

impl Code {
    /// Reads the numbers before the first object.
    pub(super) fn start(fields: &'static [Field], input: &mut Input<'_>) -> Result<Self, ReadError> {
        let mut code = Self { fields, next: 0, numbers: Vec::new() };
        code.numbers(input)?;
        Ok(code)
    }

    /// How many objects it has.
    pub(super) fn objects(&self) -> usize {
        self.fields.iter().filter(|field| matches!(field, Field::Object(_))).count()
    }

    /// Reads the numbers before the next object.
    fn numbers(&mut self, input: &mut Input<'_>) -> Result<(), ReadError> {
        while let Some(Field::Number(_)) = self.fields.get(self.next) {
            self.numbers.push(input.number()?);
            self.next += 1;
        }
        Ok(())
    }
}

impl Frame {
    /// A container of `len` objects, at least one.
    pub(super) const fn new(kind: Kind, len: usize, offset: usize, reference: Option<usize>) -> Self {
        Self { offset, reference, kind, objects: Vec::new(), missing: len }
    }

    /// The name or number of the object that comes next.
    pub(super) fn label(&self) -> String {
        let names: &[&str] = match &self.kind {
            Kind::Code(code) => match code.fields.get(code.next) {
                Some(Field::Object(field)) => return field.name().to_owned(),
                _ => &[],
            },
            Kind::Slice => &["start", "stop", "step"],
            Kind::Tuple | Kind::FrozenSet => &[],
        };
        let index = self.objects.len();
        names.get(index).map_or_else(|| index.to_string(), |name| (*name).to_owned())
    }

    /// Takes the next object, and the numbers behind it; true if it was the last one.
    pub(super) fn push(&mut self, id: ObjId, input: &mut Input<'_>) -> Result<bool, ReadError> {
        self.objects.push(id);
        self.missing -= 1;
        if let Kind::Code(code) = &mut self.kind {
            code.next += 1;
            code.numbers(input)?;
        }
        Ok(self.missing == 0)
    }

    /// Adds the container of all its objects.
    pub(super) fn finish(self, pool: &mut Pool) -> Result<ObjId, ReadError> {
        let code;
        let value = match self.kind {
            Kind::Tuple => Value::Tuple(&self.objects),
            Kind::FrozenSet => Value::FrozenSet(&self.objects),
            Kind::Slice => match self.objects[..] {
                [start, stop, step] => Value::Slice(start, stop, step),
                _ => unreachable!("a slice has three objects"),
            },
            Kind::Code(parts) => {
                code =
                    finish_code(pool, &parts, &self.objects).map_err(|kind| ReadError { offset: self.offset, kind })?;
                Value::Code(&code)
            }
        };
        Ok(pool.add_as_read(value, false))
    }
}

/// Puts the fields into their places; checks what `_PyCode_Validate` checks of types and counts.
fn finish_code(pool: &Pool, code: &Code, objects: &[ObjId]) -> Result<CodeObject, ReadErrorKind> {
    let fields = Fields { pool, code, objects };
    let locals = match fields.number(Number::Nlocals) {
        Some(nlocals) => Locals::Split {
            nlocals: count(nlocals)?,
            varnames: fields.names(Object::Varnames)?,
            freevars: fields.names(Object::Freevars)?,
            cellvars: fields.names(Object::Cellvars)?,
        },
        None => fields.localsplus()?,
    };
    let optional = |field: Object| fields.object(field).map(|_| field);
    Ok(CodeObject {
        argcount: fields.count(Number::Argcount)?,
        posonlyargcount: fields.count(Number::Posonlyargcount)?,
        kwonlyargcount: fields.count(Number::Kwonlyargcount)?,
        stacksize: fields.count(Number::Stacksize)?,
        flags: fields.count(Number::Flags)?,
        code: fields.bytes(Object::Code)?,
        consts: fields.tuple(Object::Consts)?,
        names: fields.names(Object::Names)?,
        locals,
        filename: fields.string(Object::Filename)?,
        name: fields.string(Object::Name)?,
        qualname: optional(Object::Qualname).map(|field| fields.string(field)).transpose()?,
        firstlineno: fields.number(Number::Firstlineno).unwrap_or(0),
        linetable: fields.bytes(Object::Linetable)?,
        exceptiontable: optional(Object::Exceptiontable).map(|field| fields.bytes(field)).transpose()?,
    })
}

fn count(number: i32) -> Result<u32, ReadErrorKind> {
    u32::try_from(number).map_err(|_| ReadErrorKind::NegativeNumber)
}

struct Fields<'a> {
    pool: &'a Pool,
    code: &'a Code,
    objects: &'a [ObjId],
}

impl Fields<'_> {
    fn number(&self, wanted: Number) -> Option<i32> {
        let mut numbers = self.code.fields.iter().filter(|field| matches!(field, Field::Number(_)));
        let position = numbers.position(|field| *field == Field::Number(wanted))?;
        self.code.numbers.get(position).copied()
    }

    fn count(&self, wanted: Number) -> Result<u32, ReadErrorKind> {
        count(self.number(wanted).unwrap_or(0))
    }

    fn object(&self, wanted: Object) -> Option<ObjId> {
        let mut objects = self.code.fields.iter().filter(|field| matches!(field, Field::Object(_)));
        let position = objects.position(|field| *field == Field::Object(wanted))?;
        self.objects.get(position).copied()
    }

    /// The object of a field, if its value is as it must be.
    fn checked(&self, field: Object, is_right: impl Fn(Value<'_>) -> bool) -> Result<ObjId, ReadErrorKind> {
        let right = self.object(field).filter(|id| is_right(self.pool.value(*id)));
        right.ok_or(ReadErrorKind::WrongFieldType(field.name()))
    }

    fn bytes(&self, field: Object) -> Result<ObjId, ReadErrorKind> {
        self.checked(field, |value| matches!(value, Value::Bytes(_)))
    }

    fn string(&self, field: Object) -> Result<ObjId, ReadErrorKind> {
        self.checked(field, is_string)
    }

    fn tuple(&self, field: Object) -> Result<ObjId, ReadErrorKind> {
        self.checked(field, |value| matches!(value, Value::Tuple(_)))
    }

    /// A tuple of strings.
    fn names(&self, field: Object) -> Result<ObjId, ReadErrorKind> {
        self.checked(field, |value| match value {
            Value::Tuple(items) => items.iter().all(|id| is_string(self.pool.value(*id))),
            _ => false,
        })
    }

    fn localsplus(&self) -> Result<Locals, ReadErrorKind> {
        let (names, kinds) = (self.names(Object::Localsplusnames)?, self.bytes(Object::Localspluskinds)?);
        match self.pool.value(kinds) {
            Value::Bytes(bytes) if bytes.len() == self.pool.items(names).len() => Ok(Locals::Plus { names, kinds }),
            _ => Err(ReadErrorKind::WrongKinds),
        }
    }
}

const fn is_string(value: Value<'_>) -> bool {
    matches!(value, Value::Str(_))
}
