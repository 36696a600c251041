//! `co_exceptiontable`: which handler catches exceptions of which code.
//!
//! Follows `assemble_exception_table` (`Python/assemble.c`).

use super::jumps::Places;
use super::varint::write_high_first;
use crate::ir::{BlockId, BlockStart, Flow};

/// Set in the first byte of an entry, so that a reader can find its start.
const ENTRY_START: u8 = 0x80;

/// The table being written: an entry for each run of instructions with one handler. It serves one unit after another, for the
/// memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExceptionTable {
    pub(crate) bytes: Vec<u8>,
    /// What catches exceptions of the last instruction.
    pub(crate) handler: Option<BlockId>,
    /// Since which unit.
    start: u32,
}

impl ExceptionTable {
    pub(crate) fn begin(&mut self) {
        self.bytes.clear();
        self.handler = None;
    }

    /// Goes over to another handler from a unit on. Handlers that begin at one instruction are one.
    pub(crate) fn change(&mut self, handler: Option<BlockId>, at: u32, flow: &Flow, places: &Places) {
        let place = |block: Option<BlockId>| block.map(|block| flow.start(block).place);
        if place(handler) == place(self.handler) {
            return;
        }
        self.end(at, flow, places);
        (self.handler, self.start) = (handler, at);
    }

    /// Ends the entry at hand, if there is one.
    pub(crate) fn end(&mut self, at: u32, flow: &Flow, places: &Places) {
        if let Some(handler) = self.handler {
            self.write_entry(flow.start(handler), at, places);
        }
    }

    fn write_entry(&mut self, handler: BlockStart, end: u32, places: &Places) {
        let out = &mut self.bytes;
        // The handler pushes the exception, and before it the offset if it wants it.
        let pushed = 1 + u32::from(handler.preserve_lasti);
        let depth = handler.depth.saturating_sub(pushed);
        write_high_first(out, self.start, ENTRY_START);
        write_high_first(out, end - self.start, 0);
        write_high_first(out, places.offset(handler.place), 0);
        write_high_first(out, depth << 1 | u32::from(handler.preserve_lasti), 0);
    }
}
