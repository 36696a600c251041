//! Code objects as they are looked at.

use std::cell::RefCell;

use pycmill_object::{CodeObject, Locals, ObjId, Pool, Value};
use pycmill_target::Target;

use super::exceptions::{self, Handler};
use super::instruction::{Instruction, Instructions};
use super::places::{self, Span};
use super::reprs::Reprs;
use super::{Inspection, ListingOptions, operand};
use crate::os_text::shown;

/// A code object, and where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) id: ObjId,
    pub(crate) parent: Option<usize>,
    pub(crate) depth: usize,
}

/// The code objects of a file in the order in which `dis` prints them; those in tuples and sets, which no compiler writes,
/// among those of the code object that has them.
pub(crate) fn find(pool: &Pool, root: ObjId) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut is_seen = vec![false; pool.len()];
    let mut todo = vec![(root, None, 0)];
    while let Some((id, parent, depth)) = todo.pop() {
        if std::mem::replace(&mut is_seen[id.index()], true) {
            continue;
        }
        let (parts, place) = match pool.value(id) {
            Value::Code(code) => {
                found.push(Entry { id, parent, depth });
                (pool.items(code.consts).to_vec(), (Some(found.len() - 1), depth + 1))
            }
            Value::Tuple(items) | Value::FrozenSet(items) => (items.to_vec(), (parent, depth)),
            Value::Slice(start, stop, step) => (vec![start, stop, step], (parent, depth)),
            _ => continue,
        };
        todo.extend(parts.into_iter().rev().map(|part| (part, place.0, place.1)));
    }
    found
}

/// A code object of an [`Inspection`].
#[derive(Clone, Copy, Debug)]
pub struct Code<'i> {
    inspection: &'i Inspection,
    index: usize,
    code: &'i CodeObject,
}

impl<'i> Code<'i> {
    pub(crate) fn new(inspection: &'i Inspection, index: usize) -> Self {
        let Value::Code(code) = inspection.read.pool.value(inspection.codes[index].id) else {
            unreachable!("entries are code objects");
        };
        Self { inspection, index, code }
    }

    /// Its number among those of the file.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }

    /// The number of the code object that has it among its constants.
    #[must_use]
    pub fn parent(&self) -> Option<usize> {
        self.inspection.codes[self.index].parent
    }

    /// How deep it is nested; the module's is at 0.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.inspection.codes[self.index].depth
    }

    pub(crate) const fn object(&self) -> &'i CodeObject {
        self.code
    }

    pub(crate) const fn pool(&self) -> &'i Pool {
        &self.inspection.read.pool
    }

    pub(crate) const fn target(&self) -> Target {
        self.inspection.target
    }

    /// `co_name`.
    #[must_use]
    pub fn name(&self) -> String {
        self.text(self.code.name)
    }

    /// `co_qualname`; before 3.11, which has none, the names of the code objects around it and its own.
    #[must_use]
    pub fn qualname(&self) -> String {
        if let Some(qualname) = self.code.qualname {
            return self.text(qualname);
        }
        let mut names = vec![self.name()];
        let mut parent = self.parent();
        while let Some(index) = parent.filter(|index| *index > 0) {
            let code = Self::new(self.inspection, index);
            // As `compiler_set_qualname` has it.
            let locals = if code.code.flags & NEWLOCALS == 0 { "" } else { ".<locals>" };
            names.push(code.name() + locals);
            parent = code.parent();
        }
        names.reverse();
        names.join(".")
    }

    /// `co_filename`.
    #[must_use]
    pub fn filename(&self) -> String {
        self.text(self.code.filename)
    }

    /// `co_firstlineno`.
    #[must_use]
    pub const fn first_line(&self) -> i32 {
        self.code.firstlineno
    }

    /// `co_argcount`, `co_posonlyargcount` and `co_kwonlyargcount`.
    #[must_use]
    pub const fn argument_counts(&self) -> [u32; 3] {
        [self.code.argcount, self.code.posonlyargcount, self.code.kwonlyargcount]
    }

    /// `co_stacksize`.
    #[must_use]
    pub const fn stack_size(&self) -> u32 {
        self.code.stacksize
    }

    /// `co_flags`.
    #[must_use]
    pub const fn flags(&self) -> u32 {
        self.code.flags
    }

    /// `co_code`.
    #[must_use]
    pub fn bytes(&self) -> &'i [u8] {
        self.table(self.code.code)
    }

    /// `co_exceptiontable`; empty before 3.11.
    #[must_use]
    pub fn exception_table(&self) -> &'i [u8] {
        self.code.exceptiontable.map_or(&[], |table| self.table(table))
    }

    /// `co_consts`, as `repr` shows them. Those that are very long in total are cut.
    #[must_use]
    pub fn constants(&self) -> Vec<String> {
        let mut reprs = self.reprs();
        self.pool().items(self.code.consts).iter().map(|id| reprs.of(*id)).collect()
    }

    /// `co_names`.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.texts(self.code.names)
    }

    /// `co_varnames`.
    #[must_use]
    pub fn varnames(&self) -> Vec<String> {
        match self.code.locals {
            Locals::Split { varnames, .. } => self.texts(varnames),
            Locals::Plus { names, kinds } => self.texts_of_kind(names, kinds, KIND_LOCAL),
        }
    }

    /// `co_cellvars`.
    #[must_use]
    pub fn cellvars(&self) -> Vec<String> {
        match self.code.locals {
            Locals::Split { cellvars, .. } => self.texts(cellvars),
            Locals::Plus { names, kinds } => self.texts_of_kind(names, kinds, KIND_CELL),
        }
    }

    /// `co_freevars`.
    #[must_use]
    pub fn freevars(&self) -> Vec<String> {
        match self.code.locals {
            Locals::Split { freevars, .. } => self.texts(freevars),
            Locals::Plus { names, kinds } => self.texts_of_kind(names, kinds, KIND_FREE),
        }
    }

    /// The instructions with their prefixes, without caches.
    pub fn instructions(&self) -> impl Iterator<Item = Instruction> + 'i {
        Instructions::new(self.target(), self.bytes())
    }

    /// What says what the operand of an instruction means, as `dis` shows it; nothing if it says all itself.
    pub fn meanings(&self) -> impl Fn(&Instruction) -> String + 'i {
        let (code, reprs) = (*self, RefCell::new(self.reprs()));
        move |instruction| operand::Meanings::new(code, &reprs).of(instruction, None)
    }

    /// Which code comes from where: ranges in the order of the code.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        let table = self.table(self.code.linetable);
        places::spans(self.target(), self.code.firstlineno, table, self.bytes().len())
    }

    /// The exception table; empty before 3.11, where the code pushes its handlers.
    #[must_use]
    pub fn handlers(&self) -> Vec<Handler> {
        exceptions::handlers(self.exception_table())
    }

    /// The instructions as `dis` prints them, without those of the code objects among the constants.
    #[must_use]
    pub fn listing(&self, options: &ListingOptions) -> String {
        super::listing::of_code(*self, options)
    }

    /// What `repr` shows of it, without its address.
    #[must_use]
    pub fn title(&self) -> String {
        self.reprs().of(self.inspection.codes[self.index].id)
    }

    /// Everything but instructions and places, as `dis.code_info` shows it.
    #[must_use]
    pub fn details(&self) -> String {
        super::details::of(self)
    }

    pub(crate) fn reprs(&self) -> Reprs<'i> {
        self.inspection.reprs()
    }

    fn table(&self, id: ObjId) -> &'i [u8] {
        match self.pool().value(id) {
            Value::Bytes(bytes) => bytes,
            _ => &[],
        }
    }

    pub(crate) fn text(&self, id: ObjId) -> String {
        match self.pool().value(id) {
            Value::Str(text) => shown(text),
            _ => String::new(),
        }
    }

    fn texts(&self, tuple: ObjId) -> Vec<String> {
        self.pool().items(tuple).iter().map(|id| self.text(*id)).collect()
    }

    fn texts_of_kind(&self, names: ObjId, kinds: ObjId, kind: u8) -> Vec<String> {
        let names = self.pool().items(names).iter().zip(self.table(kinds));
        names.filter(|(_, flags)| *flags & kind != 0).map(|(id, _)| self.text(*id)).collect()
    }
}

/// `CO_NEWLOCALS`.
const NEWLOCALS: u32 = pycmill_target::operands::code_flags::NEWLOCALS;
/// `CO_FAST_LOCAL`, `CO_FAST_CELL` and `CO_FAST_FREE` (`Include/internal/pycore_code.h`).
const KIND_LOCAL: u8 = 0x20;
const KIND_CELL: u8 = 0x40;
const KIND_FREE: u8 = 0x80;
