//! Listings of 3.8 to 3.12: each line has an offset, and a mark where a jump leads.

use std::collections::HashSet;
use std::fmt::Write;

use super::lines::Lines;
use super::{ListingOptions, write_operation};
use crate::inspect::operand::Meanings;

pub(super) fn write(out: &mut String, meanings: &Meanings<'_, '_>) {
    let code = meanings.code();
    let handlers = code.handlers();
    let mut targets: HashSet<i64> = code.instructions().filter_map(|instruction| instruction.jump).collect();
    let handled = handlers.iter().filter(|handler| handler.start < handler.end);
    targets.extend(handled.filter_map(|handler| i64::try_from(handler.target).ok()));
    let lines = Lines::of(code, &ListingOptions::new());
    let last = code.bytes().len().saturating_sub(2);
    let width = if last >= 10_000 { last.to_string().len() } else { 4 };
    for instruction in code.instructions() {
        lines.write(out, &instruction);
        let is_target = i64::try_from(instruction.offset).is_ok_and(|offset| targets.contains(&offset));
        let _ = write!(out, "    {} {:width$} ", if is_target { ">>" } else { "  " }, instruction.offset);
        write_operation(out, &instruction, meanings, None);
    }
    if !handlers.is_empty() {
        out.push_str("ExceptionTable:\n");
    }
    for handler in handlers {
        let offset = if handler.has_offset { " lasti" } else { "" };
        let end = i64::try_from(handler.end).unwrap_or(i64::MAX) - 2;
        let _ = writeln!(out, "  {} to {end} -> {} [{}]{offset}", handler.start, handler.target, handler.depth);
    }
}
