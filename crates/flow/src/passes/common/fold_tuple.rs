//! Turns the building of a tuple of constants into the load of one constant.
//!
//! Follows `fold_tuple_on_constants` (`Python/flowgraph.c`).

use pycmill_object::{ObjId, Value};
use pycmill_target::Opcode::LOAD_CONST;

use crate::error::CompileError;
use crate::graph::BlockId;
use crate::optimize::Context;

/// Folds the `BUILD_TUPLE` at an index if the instructions right before it load its items from constants.
pub(crate) fn fold_tuple(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let instrs = cx.graph.instrs(block);
    let Some(first) = index.checked_sub(instrs[index].arg as usize) else { return Ok(()) };
    let loads = &instrs[first..index];
    if !loads.iter().all(|load| cx.target.has_const(load.op)) {
        return Ok(());
    }
    let items = loads.iter().map(|load| cx.const_value(load.arg)).collect::<Result<Vec<ObjId>, _>>()?;
    let folded = cx.add_const(Value::Tuple(&items));
    let instrs = cx.graph.instrs_mut(block);
    for load in &mut instrs[first..index] {
        load.set_nop();
    }
    instrs[index].set(LOAD_CONST, folded);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::passes::fusing::optimize_basic_blocks::optimize_basic_blocks;
    use crate::testing::check;

    #[test]
    fn the_loads_must_stand_right_before() {
        check(
            optimize_basic_blocks,
            "B1:\n    LOAD_CONST 0\n    LOAD_CONST 0\n    LOAD_CONST 0\n    BUILD_TUPLE 2\n    BUILD_TUPLE 2\n    BUILD_TUPLE 0\n",
            "B1:\n    LOAD_CONST 0\n    NOP\n    NOP\n    LOAD_CONST 1\n    BUILD_TUPLE 2\n    LOAD_CONST 2\n",
        );
    }

    #[test]
    fn a_folded_tuple_is_an_item_itself() {
        check(
            optimize_basic_blocks,
            "B1:\n    LOAD_CONST 0\n    BUILD_TUPLE 1\n    BUILD_TUPLE 1\n    BUILD_TUPLE 9\n",
            "B1:\n    NOP\n    NOP\n    LOAD_CONST 2\n    BUILD_TUPLE 9\n",
        );
    }
}
