//! The first line of a module is that of its first instruction.
//!
//! Follows `assemble` (`Python/compile.c` up to 3.9).

use crate::error::CompileError;
use crate::graph::Graph;
use crate::optimize::Context;

/// Sets the first line where the code generator left none; 1 if the entry block has no instruction or no line.
pub(crate) fn set_first_line(cx: &mut Context) -> Result<(), CompileError> {
    if cx.unit.firstlineno == 0 {
        let first = cx.graph.instrs(Graph::ENTRY).first();
        cx.unit.firstlineno = first.map_or(1, |first| first.loc.line.max(1));
    }
    Ok(())
}
