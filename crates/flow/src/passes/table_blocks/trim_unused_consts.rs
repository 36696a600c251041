//! Removes the constants behind the last one that some instruction loads.
//!
//! Invariant: the first constant stays, because it can be the docstring. Follows `trim_unused_consts`
//! (`Python/compile.c` of 3.10 and 3.11).

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::optimize::Context;

/// The numbers of those that stay do not change.
pub(crate) fn trim_unused_consts(cx: &mut Context) -> Result<(), CompileError> {
    let facts = cx.graph.facts();
    let mut last = 0;
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(cx.graph) {
        for instr in cx.graph.instrs(block) {
            if facts.get(instr.op).has(Facts::CONST) {
                last = last.max(instr.arg as usize);
            }
        }
    }
    cx.unit.consts.truncate(last + 1);
    Ok(())
}

#[cfg(test)]
mod tests {
    use pycmill_object::Pool;

    use super::*;
    use crate::testing::{empty_unit, run_in};

    #[test]
    fn a_gap_stays() {
        let (mut pool, mut unit) = empty_unit();
        unit.consts = vec![Pool::NONE, Pool::TRUE, Pool::FALSE, Pool::ELLIPSIS];
        let text = "B1:\n    LOAD_CONST 2\n    RETURN_VALUE\n";
        assert_eq!(run_in(trim_unused_consts, &mut pool, &mut unit, text).unwrap(), text);
        assert_eq!(unit.consts, [Pool::NONE, Pool::TRUE, Pool::FALSE]);
        run_in(trim_unused_consts, &mut pool, &mut unit, "B1:\n    NOP\n").unwrap();
        assert_eq!(unit.consts, [Pool::NONE]);
    }
}
