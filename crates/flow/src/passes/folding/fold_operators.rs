//! Computes operators on constants.
//!
//! Follows `fold_const_unaryop` and `fold_const_binop` (`Python/flowgraph.c`).

use crate::constants::const_eval;
use crate::constants::const_loads::{erase_all, loads_before};
use crate::error::CompileError;
use crate::graph::BlockId;
use crate::optimize::Context;

/// Folds the unary operator at an index if its operand is a constant; operations that raise stay.
pub(crate) fn fold_unary(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let Some(loads) = loads_before(cx.graph, block, index, 1) else { return Ok(()) };
    let Some(operands) = cx.loaded_all(block, &loads)? else { return Ok(()) };
    let op = cx.graph.instr(block, index).op;
    if let [operand] = operands[..]
        && let Some(result) = const_eval::unary(cx.pool, op, operand)
    {
        erase_all(cx.graph, block, &loads);
        cx.make_load(block, index, result);
    }
    Ok(())
}

/// Folds the binary operator or subscript at an index if both operands are constants; operations that raise stay.
pub(crate) fn fold_binary(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let Some(loads) = loads_before(cx.graph, block, index, 2) else { return Ok(()) };
    let Some(operands) = cx.loaded_all(block, &loads)? else { return Ok(()) };
    let op = cx.graph.instr(block, index).arg;
    if let [left, right] = operands[..]
        && let Some(result) = const_eval::binary(cx.target, cx.pool, op, left, right)
    {
        erase_all(cx.graph, block, &loads);
        cx.make_load(block, index, result);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::passes::fusing::optimize_basic_blocks::optimize_basic_blocks;
    use crate::testing::check_in;

    #[test]
    fn operators_on_constants_are_computed_over_gaps() {
        check_in(
            "3.14",
            optimize_basic_blocks,
            "\
B1:
    LOAD_SMALL_INT 3 @1-1:0-1
    NOP @1-1:1-2
    LOAD_SMALL_INT 2 @1-1:4-5
    UNARY_NEGATIVE @1-1:3-5
    BINARY_OP 5 @1-1:0-5
    UNARY_INVERT @1-1:0-5
    RETURN_VALUE @1-1:0-5
",
            "\
B1:
    NOP
    NOP @1-1:1-2
    NOP
    NOP
    NOP
    LOAD_SMALL_INT 5 @1-1:0-5
    RETURN_VALUE @1-1:0-5
",
        );
    }

    #[test]
    fn what_raises_stays() {
        let text = "B1:\n    LOAD_SMALL_INT 1\n    LOAD_SMALL_INT 0\n    BINARY_OP 11\n    RETURN_VALUE\n";
        check_in("3.14", optimize_basic_blocks, text, text);
        // The first constant of the tests is None.
        let text = "B1:\n    LOAD_CONST 0\n    UNARY_INVERT\n    RETURN_VALUE\n";
        check_in("3.14", optimize_basic_blocks, text, text);
    }

    #[test]
    fn a_truth_is_a_common_constant() {
        let text = "B1:\n    LOAD_COMMON_CONSTANT 7\n    UNARY_NOT\n    RETURN_VALUE\n";
        let folded = "B1:\n    NOP\n    LOAD_COMMON_CONSTANT 9\n    RETURN_VALUE\n";
        check_in("3.15", optimize_basic_blocks, text, folded);
    }
}
