//! Decides what depends on one constant: jumps on it, its truth, comparison with None, returning it.
//!
//! Follows `optimize_load_const` and `basicblock_optimize_load_const` (`Python/flowgraph.c`).

use pycmill_object::{Pool, Value};
use pycmill_target::Opcode::{
    self, COPY, IS_OP, JUMP, LOAD_CONST, POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE,
    RETURN_CONST, RETURN_VALUE, TO_BOOL,
};

use super::Context;
use super::consts::is_true;
use super::graph::BlockId;
use crate::error::CompileError;

/// Simplifies the user of each constant load.
pub(crate) fn optimize_load_const(cx: &mut Context) -> Result<(), CompileError> {
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(&cx.graph) {
        optimize_block(cx, block)?;
    }
    Ok(())
}

fn optimize_block(cx: &mut Context, block: BlockId) -> Result<(), CompileError> {
    // The constant on top of the stack: COPY 1 keeps it.
    let mut loaded = None;
    let mut index = 0;
    while index < cx.graph[block].len() {
        let instr = cx.graph.instr(block, index);
        if !(loaded.is_some() && instr.op == COPY && instr.arg == 1) {
            loaded = (instr.op == LOAD_CONST).then_some(instr.arg);
        }
        if let Some(constant) = loaded
            && let Some(user) = cx.graph.op_at(block, index + 1)
        {
            index += simplify(cx, block, index, constant, user)?;
        }
        index += 1;
    }
    Ok(())
}

/// Simplifies the instruction behind the load at `index`; gives how many further instructions are done with.
fn simplify(
    cx: &mut Context,
    block: BlockId,
    index: usize,
    constant: u32,
    user: Opcode,
) -> Result<usize, CompileError> {
    match user {
        POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE => decide_jump(cx, block, index, constant, user == POP_JUMP_IF_TRUE)?,
        IS_OP => compare_with_none(cx, block, index, constant)?,
        RETURN_VALUE if cx.target.opcode_exists(RETURN_CONST) => {
            let instrs = cx.graph.instrs_mut(block);
            instrs[index].set_nop();
            instrs[index + 1].set(RETURN_CONST, constant);
            return Ok(1);
        }
        TO_BOOL => fold_truth(cx, block, index, constant)?,
        _ => {}
    }
    Ok(0)
}

/// The jump is always taken or never.
fn decide_jump(
    cx: &mut Context,
    block: BlockId,
    index: usize,
    constant: u32,
    jump_if: bool,
) -> Result<(), CompileError> {
    let taken = is_true(cx.pool, cx.const_value(constant)?) == jump_if;
    let instrs = cx.graph.instrs_mut(block);
    instrs[index].set_nop();
    if taken {
        instrs[index + 1].op = JUMP;
    } else {
        instrs[index + 1].set_nop();
    }
    Ok(())
}

/// `LOAD_CONST None; IS_OP; [TO_BOOL;] POP_JUMP_IF_…` is one jump.
fn compare_with_none(cx: &mut Context, block: BlockId, index: usize, constant: u32) -> Result<(), CompileError> {
    if cx.const_value(constant)? != Pool::NONE {
        return Ok(());
    }
    let instrs = cx.graph.instrs_mut(block);
    let mut jump = index + 2;
    if instrs.get(jump).is_some_and(|instr| instr.op == TO_BOOL) {
        instrs[jump].set_nop();
        jump += 1;
    }
    let inverted = instrs[index + 1].arg != 0;
    let on_none = match instrs.get(jump).map(|instr| instr.op) {
        Some(POP_JUMP_IF_TRUE) => !inverted,
        Some(POP_JUMP_IF_FALSE) => inverted,
        _ => return Ok(()),
    };
    instrs[index].set_nop();
    instrs[index + 1].set_nop();
    instrs[jump].op = if on_none { POP_JUMP_IF_NONE } else { POP_JUMP_IF_NOT_NONE };
    Ok(())
}

/// The truth of a constant is a constant.
fn fold_truth(cx: &mut Context, block: BlockId, index: usize, constant: u32) -> Result<(), CompileError> {
    let truth = is_true(cx.pool, cx.const_value(constant)?);
    let folded = cx.add_const(if truth { Value::True } else { Value::False });
    let instrs = cx.graph.instrs_mut(block);
    instrs[index].set_nop();
    instrs[index + 1].set(LOAD_CONST, folded);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn a_jump_on_a_constant_is_decided() {
        // The first constant of the tests is None.
        check(
            optimize_load_const,
            "B1:\n    LOAD_CONST 0\n    COPY 1\n    POP_JUMP_IF_FALSE -> B2\nB2:\n    LOAD_CONST 0\n    RETURN_VALUE\n",
            "B1:\n    LOAD_CONST 0\n    NOP\n    JUMP -> B2\nB2:\n    NOP\n    RETURN_CONST 0\n",
        );
    }

    #[test]
    fn comparison_with_none_is_a_jump() {
        check(
            optimize_load_const,
            "B1:\n    LOAD_CONST 0\n    IS_OP 1\n    TO_BOOL\n    POP_JUMP_IF_FALSE -> B2\nB2:\n    RERAISE 0\n",
            "B1:\n    NOP\n    NOP\n    NOP\n    POP_JUMP_IF_NONE -> B2\nB2:\n    RERAISE 0\n",
        );
    }

    #[test]
    fn the_truth_of_a_constant_is_appended() {
        check(
            optimize_load_const,
            "B1:\n    LOAD_CONST 0\n    TO_BOOL\n    STORE_FAST 0\n    RETURN_CONST 0\n",
            "B1:\n    NOP\n    LOAD_CONST 1\n    STORE_FAST 0\n    RETURN_CONST 0\n",
        );
    }
}
