//! A stable text of an object and everything in it, one line per field and item.
//!
//! Invariants: no recursion; a tuple, frozenset, slice or code object that was printed before is
//! named by the line where it stands, so the text is linear in the pool.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use crate::{CodeObject, Locals, ObjId, Pool, Value, bytes_repr, str_repr};

/// The text of an object, nested as the objects are. `opname` gives the name of an opcode number.
#[must_use]
pub fn dump(pool: &Pool, root: ObjId, opname: &dyn Fn(u8) -> Option<&'static str>) -> String {
    let mut dump = Dump { pool, opname, text: String::new(), lines: 0, seen: FxHashMap::default() };
    let mut todo = vec![Task { label: String::new(), id: root, depth: 0 }];
    while let Some(task) = todo.pop() {
        let first = todo.len();
        dump.object(task, &mut todo);
        todo[first..].reverse();
    }
    dump.text
}

struct Dump<'a> {
    pool: &'a Pool,
    opname: &'a dyn Fn(u8) -> Option<&'static str>,
    text: String,
    lines: usize,
    /// Where each container stands.
    seen: FxHashMap<ObjId, usize>,
}

/// An object still to print.
struct Task {
    label: String,
    id: ObjId,
    depth: usize,
}

impl Dump<'_> {
    /// Prints an object except its nested ones, which are put into `todo` in order.
    fn object(&mut self, task: Task, todo: &mut Vec<Task>) {
        let Task { label, id, depth } = task;
        let value = self.pool.value(id);
        if let Some(line) = self.seen.get(&id) {
            let text = format!("{label}{} of line {line}", type_name(value));
            self.line(depth, &text);
            return;
        }
        if is_container(value) {
            self.seen.insert(id, self.lines + 1);
        }
        self.line(depth, &format!("{label}{}", one_line(value)));
        let child = |label: String, id: ObjId| Task { label, id, depth: depth + 1 };
        match value {
            Value::Tuple(items) | Value::FrozenSet(items) => {
                todo.extend(items.iter().enumerate().map(|(index, id)| child(format!("{index} "), *id)));
            }
            Value::Slice(start, stop, step) => {
                todo.extend([("start ", start), ("stop ", stop), ("step ", step)].map(|(l, id)| child(l.into(), id)));
            }
            Value::Code(code) => {
                self.code(code, depth + 1);
                todo.push(child("consts ".into(), code.consts));
            }
            _ => {}
        }
    }

    /// The fields of a code object except its constants.
    fn code(&mut self, code: &CodeObject, depth: usize) {
        for (name, number) in [
            ("argcount", i64::from(code.argcount)),
            ("posonlyargcount", i64::from(code.posonlyargcount)),
            ("kwonlyargcount", i64::from(code.kwonlyargcount)),
            ("stacksize", i64::from(code.stacksize)),
            ("flags", i64::from(code.flags)),
            ("firstlineno", i64::from(code.firstlineno)),
        ] {
            self.line(depth, &format!("{name} {number}"));
        }
        for (name, id) in [("filename", Some(code.filename)), ("name", Some(code.name)), ("qualname", code.qualname)] {
            self.field(depth, name, id);
        }
        self.field(depth, "names", Some(code.names));
        match code.locals {
            Locals::Split { nlocals, varnames, freevars, cellvars } => {
                self.line(depth, &format!("nlocals {nlocals}"));
                for (name, id) in [("varnames", varnames), ("freevars", freevars), ("cellvars", cellvars)] {
                    self.field(depth, name, Some(id));
                }
            }
            Locals::Plus { names, kinds } => {
                self.field(depth, "localsplusnames", Some(names));
                self.field(depth, "localspluskinds", Some(kinds));
            }
        }
        self.instructions(code.code, depth);
        self.field(depth, "linetable", Some(code.linetable));
        self.field(depth, "exceptiontable", code.exceptiontable);
    }

    /// The instructions as they stand, prefixes as lines of their own, without caches.
    fn instructions(&mut self, code: ObjId, depth: usize) {
        self.line(depth, "code");
        let Value::Bytes(bytes) = self.pool.value(code) else { return };
        for (unit, pair) in bytes.chunks(2).enumerate() {
            let (op, arg) = (pair[0], pair.get(1).copied().unwrap_or(0));
            let name = match (self.opname)(op) {
                Some("CACHE") => continue,
                Some(name) => name.to_owned(),
                None => format!("<{op}>"),
            };
            self.line(depth + 1, &format!("{} {name} {arg}", unit * 2));
        }
    }

    /// A field of one line: names in parentheses, tables in hexadecimal digits.
    fn field(&mut self, depth: usize, name: &str, id: Option<ObjId>) {
        let Some(id) = id else { return };
        let text = match self.pool.value(id) {
            Value::Bytes(bytes) => bytes.iter().fold(String::new(), |mut hex, byte| {
                write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
                hex
            }),
            Value::Tuple(items) => {
                let names: Vec<String> = items.iter().map(|id| short(self.pool.value(*id))).collect();
                format!("({})", names.join(", "))
            }
            value => short(value),
        };
        self.line(depth, format!("{name} {text}").trim_end());
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.text.extend(std::iter::repeat_n("  ", depth));
        self.text.push_str(text);
        self.text.push('\n');
        self.lines += 1;
    }
}

fn is_container(value: Value<'_>) -> bool {
    match value {
        Value::Tuple(items) | Value::FrozenSet(items) => !items.is_empty(),
        Value::Slice(..) | Value::Code(_) => true,
        _ => false,
    }
}

/// The value of a string alone, anything else with its type.
fn short(value: Value<'_>) -> String {
    if let Value::Str(text) = value { str_repr(text) } else { one_line(value) }
}

/// Type and value; of a container only the type.
fn one_line(value: Value<'_>) -> String {
    let name = type_name(value);
    match value {
        Value::Int(int) => format!("{name} {int}"),
        Value::Float(bits) => format!("{name} {} {bits:016x}", f64::from_bits(bits)),
        Value::Complex(re, im) => {
            format!("{name} {} {} {re:016x} {im:016x}", f64::from_bits(re), f64::from_bits(im))
        }
        Value::Str(text) => format!("{name} {}", str_repr(text)),
        Value::Bytes(bytes) => format!("{name} {}", bytes_repr(bytes)),
        _ => name.to_owned(),
    }
}

fn type_name(value: Value<'_>) -> &'static str {
    match value {
        Value::None => "None",
        Value::True => "True",
        Value::False => "False",
        Value::Ellipsis => "Ellipsis",
        Value::StopIteration => "StopIteration",
        Value::Int(_) => "int",
        Value::Float(_) => "float",
        Value::Complex(..) => "complex",
        Value::Str(_) => "str",
        Value::Bytes(_) => "bytes",
        Value::Tuple(_) => "tuple",
        Value::FrozenSet(_) => "frozenset",
        Value::Slice(..) => "slice",
        Value::Code(_) => "code",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Int;

    #[test]
    fn nested_constants_and_instructions_are_readable() {
        let mut pool = Pool::new();
        let one = pool.add(Value::Int(Int::Small(1)));
        let half = pool.add(Value::Float(0.5_f64.to_bits()));
        let inner = pool.add(Value::Tuple(&[one, half]));
        let consts = pool.add(Value::Tuple(&[inner, Pool::NONE, inner]));
        let name = pool.intern(b"f");
        let names = pool.add(Value::Tuple(&[name]));
        let code = pool.add(Value::Bytes(&[9, 1, 0, 0, 7, 0]));
        let empty = pool.add(Value::Bytes(&[]));
        let function = pool.add(Value::Code(&CodeObject {
            argcount: 1,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            stacksize: 2,
            flags: 3,
            code,
            consts,
            names,
            locals: Locals::Plus { names, kinds: empty },
            filename: name,
            name,
            qualname: Some(name),
            firstlineno: 1,
            linetable: code,
            exceptiontable: Some(empty),
        }));
        let opname = |number| match number {
            0 => Some("CACHE"),
            9 => Some("NOP"),
            _ => None,
        };
        let lines = [
            "code",
            "  argcount 1",
            "  posonlyargcount 0",
            "  kwonlyargcount 0",
            "  stacksize 2",
            "  flags 3",
            "  firstlineno 1",
            "  filename 'f'",
            "  name 'f'",
            "  qualname 'f'",
            "  names ('f')",
            "  localsplusnames ('f')",
            "  localspluskinds",
            "  code",
            "    0 NOP 1",
            "    4 <7> 0",
            "  linetable 090100000700",
            "  exceptiontable",
            "  consts tuple",
            "    0 tuple",
            "      0 int 1",
            "      1 float 0.5 3fe0000000000000",
            "    1 None",
            "    2 tuple of line 20",
            "",
        ];
        assert_eq!(dump(&pool, function, &opname), lines.join("\n"));
    }
}
