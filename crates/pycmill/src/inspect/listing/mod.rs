//! Listings as `python -m dis` prints them: with offsets up to 3.12, with labels from 3.13 on.
//!
//! Follows `_disassemble_recursive`, `_disassemble_bytes` and `Formatter` (`Lib/dis.py`).

mod labels;
mod lines;
mod offsets;

use std::cell::RefCell;
use std::fmt::Write;

use super::code::Code;
use super::operand::Meanings;
use super::{Inspection, Instruction};

/// The room for names of opcodes, and for operands.
const NAME_WIDTH: usize = 20;
const OPERAND_WIDTH: usize = 5;

/// What a listing has besides the default.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct ListingOptions {
    /// Offsets of instructions, where the version prints labels: `dis -O` of 3.13.
    pub offsets: bool,
    /// The whole places of instructions instead of their lines, where the version can: `dis -P` of 3.14.
    pub places: bool,
}

impl ListingOptions {
    /// What `dis` prints without options.
    #[must_use]
    pub const fn new() -> Self {
        Self { offsets: false, places: false }
    }
}

/// The listing of all code objects of a file.
pub(crate) fn of(inspection: &Inspection, options: &ListingOptions) -> String {
    let mut out = String::new();
    let reprs = RefCell::new(inspection.reprs());
    for code in inspection.codes() {
        if code.index() > 0 {
            let _ = writeln!(out, "\nDisassembly of {}:", code.title());
        }
        write(&mut out, &Meanings::new(code, &reprs), options);
    }
    out
}

/// The listing of one code object.
pub(crate) fn of_code(code: Code<'_>, options: &ListingOptions) -> String {
    let mut out = String::new();
    write(&mut out, &Meanings::new(code, &RefCell::new(code.reprs())), options);
    out
}

fn write(out: &mut String, meanings: &Meanings<'_, '_>, options: &ListingOptions) {
    if meanings.code().target().dis_prints_labels() {
        labels::write(out, meanings, options);
    } else {
        offsets::write(out, meanings);
    }
}

/// Adds the name of an instruction, its operand and what that means, and ends the line.
fn write_operation(out: &mut String, instruction: &Instruction, meanings: &Meanings<'_, '_>, label: Option<usize>) {
    let name = instruction.name();
    let _ = write!(out, "{name:NAME_WIDTH$}");
    if let Some(operand) = instruction.operand {
        // A long name takes room of the operand from 3.13 on.
        let excess =
            if meanings.code().target().dis_prints_labels() { name.len().saturating_sub(NAME_WIDTH) } else { 0 };
        let width = OPERAND_WIDTH.saturating_sub(excess);
        let _ = write!(out, " {operand:width$}");
        let meaning = meanings.of(instruction, label);
        if !meaning.is_empty() {
            let _ = write!(out, " ({meaning})");
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}
