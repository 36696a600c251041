//! The location of a node.

use pycmill_flow::ir::Location;
use pycmill_source::{LineIndex, Span};

/// [`Location::NONE`] for nodes that folding made without a place.
pub(crate) fn location_of(span: Span, lines: &LineIndex) -> Location {
    if span == Span::NONE {
        return Location::NONE;
    }
    let (start, end) = lines.positions(span);
    Location::new(start.line as i32, end.line as i32, start.column as i32, end.column as i32)
}
