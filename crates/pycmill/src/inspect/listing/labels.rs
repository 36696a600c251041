//! Listings of 3.13 and later: labels where jumps and ranges of handlers begin.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::lines::Lines;
use super::{ListingOptions, write_operation};
use crate::inspect::code::Code;
use crate::inspect::operand::Meanings;

pub(super) fn write(out: &mut String, meanings: &Meanings<'_, '_>, options: &ListingOptions) {
    let code = meanings.code();
    let labels = Labels::of(code);
    let lines = Lines::of(code, options);
    let label_width = 4 + labels.0.len().to_string().len();
    let offset_width = code.bytes().len().saturating_sub(2).max(9999).to_string().len();
    for instruction in code.instructions() {
        lines.write(out, &instruction);
        let own = labels.at_offset(instruction.offset).map_or_else(String::new, |label| format!("L{label}:"));
        let _ = write!(out, "{own:>label_width$} ");
        if options.offsets {
            let _ = write!(out, "{:offset_width$}   ", instruction.offset);
        }
        out.push_str("    ");
        write_operation(out, &instruction, meanings, instruction.jump.and_then(|target| labels.at(target)));
    }
    write_table(out, code, &labels);
}

fn write_table(out: &mut String, code: Code<'_>, labels: &Labels) {
    let handlers = code.handlers();
    if !handlers.is_empty() {
        out.push_str("ExceptionTable:\n");
    }
    for handler in handlers {
        let offset = if handler.has_offset { " lasti" } else { "" };
        let [start, end, target] =
            [handler.start, handler.end, handler.target].map(|offset| labels.at_offset(offset).unwrap_or(0));
        let _ = writeln!(out, "  L{start} to L{end} -> L{target} [{}]{offset}", handler.depth);
    }
}

/// The labelled offsets in order; the first one is 1.
struct Labels(Vec<i64>);

impl Labels {
    fn of(code: Code<'_>) -> Self {
        let mut offsets: BTreeSet<i64> = code.instructions().filter_map(|instruction| instruction.jump).collect();
        let places = code.handlers().into_iter().flat_map(|handler| [handler.start, handler.end, handler.target]);
        offsets.extend(places.filter_map(|place| i64::try_from(place).ok()));
        Self(offsets.into_iter().collect())
    }

    fn at(&self, offset: i64) -> Option<usize> {
        self.0.binary_search(&offset).ok().map(|index| index + 1)
    }

    fn at_offset(&self, offset: usize) -> Option<usize> {
        self.at(i64::try_from(offset).ok()?)
    }
}
