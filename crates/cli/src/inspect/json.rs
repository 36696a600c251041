//! One JSON document with everything.

use std::path::Path;

use pycmill::inspect::{Code, Handler, Inspection, Instruction, Place, Span};
use pycmill::{Header, Validation};
use serde_json::{Value, json};

use crate::problems::shown;

pub(super) fn report(file: &Path, inspection: &Inspection, codes: &[Code<'_>]) -> Value {
    json!({
        "version": 1,
        "file": shown(file),
        "target": inspection.target().to_string(),
        "header": inspection.header().map(header),
        "trailing": inspection.trailing(),
        "codes": codes.iter().map(code).collect::<Vec<Value>>(),
    })
}

fn header(Header { magic, validation }: Header) -> Value {
    let hex = |hash: [u8; 8]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    match validation {
        Validation::Timestamp { mtime, size } => {
            json!({ "magic": magic, "mode": "timestamp", "mtime": mtime, "size": size })
        }
        Validation::CheckedHash(hash) => json!({ "magic": magic, "mode": "checked-hash", "hash": hex(hash) }),
        Validation::UncheckedHash(hash) => json!({ "magic": magic, "mode": "unchecked-hash", "hash": hex(hash) }),
    }
}

fn code(code: &Code<'_>) -> Value {
    let [argcount, posonlyargcount, kwonlyargcount] = code.argument_counts();
    let spans = code.spans();
    json!({
        "index": code.index(),
        "parent": code.parent(),
        "name": code.name(),
        "qualname": code.qualname(),
        "filename": code.filename(),
        "firstlineno": code.first_line(),
        "argcount": argcount,
        "posonlyargcount": posonlyargcount,
        "kwonlyargcount": kwonlyargcount,
        "stacksize": code.stack_size(),
        "flags": code.flags(),
        "consts": code.constants(),
        "names": code.names(),
        "varnames": code.varnames(),
        "cellvars": code.cellvars(),
        "freevars": code.freevars(),
        "instructions": instructions(code),
        "lines": spans.iter().map(span).collect::<Vec<Value>>(),
        "handlers": code.handlers().iter().map(handler).collect::<Vec<Value>>(),
    })
}

fn instructions(code: &Code<'_>) -> Vec<Value> {
    let meanings = code.meanings();
    let instruction = |instruction: Instruction| {
        json!({
            "offset": instruction.offset,
            "opcode": instruction.number,
            "name": instruction.name(),
            "operand": instruction.operand,
            "meaning": meanings(&instruction),
            "jump": instruction.jump,
        })
    };
    code.instructions().map(instruction).collect()
}

fn span(span: &Span) -> Value {
    let Place { line, end_line, column, end_column, .. } = span.place;
    let (start, end) = (span.start, span.end);
    json!({ "start": start, "end": end, "line": line, "end_line": end_line, "column": column, "end_column": end_column })
}

fn handler(handler: &Handler) -> Value {
    let Handler { start, end, target, depth, has_offset, .. } = *handler;
    json!({ "start": start, "end": end, "target": target, "depth": depth, "lasti": has_offset })
}
