//! `co_exceptiontable`: which handler catches exceptions of which code.
//!
//! Follows `assemble_exception_table` (`Python/assemble.c`).

use super::jumps::{Placed, Places};
use super::varint::write_high_first;
use crate::ir::{FlowInstr, Handler};

/// Set in the first byte of an entry, so that a reader can find its start.
const ENTRY_START: u8 = 0x80;

/// Writes an entry for each run of instructions with one handler.
pub(crate) fn encode(out: &mut Vec<u8>, instrs: &[FlowInstr], places: &Places) {
    out.clear();
    if !places.has_handlers {
        return;
    }
    let code = &places.code;
    let mut open: Option<(Handler, u32)> = None;
    for (instr, placed) in instrs.iter().zip(code) {
        if instr.handler.map(|handler| handler.target) == open.map(|(handler, _)| handler.target) {
            continue;
        }
        if let Some((handler, start)) = open {
            write_entry(out, handler, start, placed.offset, code);
        }
        open = instr.handler.map(|handler| (handler, placed.offset));
    }
    if let (Some((handler, start)), Some(last)) = (open, code.last()) {
        write_entry(out, handler, start, last.end(), code);
    }
}

fn write_entry(out: &mut Vec<u8>, handler: Handler, start: u32, end: u32, code: &[Placed]) {
    let target = code.get(handler.target as usize).map_or(0, |placed| placed.offset);
    // The handler pushes the exception, and before it the offset if it wants it.
    let pushed = 1 + u32::from(handler.preserve_lasti);
    let depth = handler.start_depth.saturating_sub(pushed);
    write_high_first(out, start, ENTRY_START);
    write_high_first(out, end - start, 0);
    write_high_first(out, target, 0);
    write_high_first(out, depth << 1 | u32::from(handler.preserve_lasti), 0);
}
