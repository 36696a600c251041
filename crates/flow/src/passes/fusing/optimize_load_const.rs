//! Decides what depends on one constant: jumps on it, its truth, comparison with None, returning it.
//!
//! Follows `optimize_load_const` and `basicblock_optimize_load_const` (`Python/flowgraph.c`).

use pycmill_object::{Pool, Value};
use pycmill_target::Opcode::{
    self, COPY, IS_OP, JUMP, JUMP_IF_FALSE, JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE, JUMP_IF_TRUE_OR_POP, LOAD_CONST,
    LOAD_SMALL_INT, POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE, RETURN_CONST,
    RETURN_VALUE, TO_BOOL,
};

use crate::constants::const_loads::loads_const;
use crate::constants::consts::is_true;
use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;

/// Simplifies the user of each constant load.
pub(crate) fn optimize_load_const(cx: &mut Context) -> Result<(), CompileError> {
    let small_ints = cx.target.has_small_int_loads();
    let common = cx.target.loads_singletons_as_common_constants();
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(cx.graph) {
        if cx.graph.may_hold(block, Facts::LOADS_CONST) {
            optimize_block(cx, block, small_ints, common)?;
        }
    }
    Ok(())
}

fn optimize_block(cx: &mut Context, block: BlockId, small_ints: bool, common: bool) -> Result<(), CompileError> {
    // The constant on top of the stack: COPY 1 keeps it.
    let facts = cx.graph.facts();
    let mut loaded = None;
    let mut index = 0;
    while let Some(next) = next_constant(cx.graph, block, index, loaded.is_some(), small_ints || common) {
        index = next;
        let user = cx.graph.op_at(block, index + 1);
        // Not a copy, so what is on top of the stack will not be known any more.
        if user.is_none_or(|user| !facts.get(user).has(Facts::USES_CONST)) {
            cx.shrink(block, index)?;
            loaded = None;
            index += 1;
            continue;
        }
        if small_ints {
            cx.shrink_to_small_int(block, index)?;
        }
        let instr = cx.graph.instr(block, index);
        let is_copy = instr.op == COPY && instr.arg == 1;
        if !(is_copy && loaded.is_some_and(|load: CfgInstr| load.op == LOAD_CONST)) {
            loaded = loads_const(instr.op).then_some(instr);
        }
        let mut done = 1;
        if let Some(load) = loaded
            && let Some(user) = user
        {
            cx.graph.now_holds(block, Facts::NOP);
            done += simplify_use(cx, block, index, &load, user)?;
        }
        if instr.op == LOAD_CONST && common {
            cx.shrink_to_common(block, index)?;
        }
        index += done;
    }
    Ok(())
}

/// The index of the next instruction that loads a constant, whoever uses it or for a user that may be simplified; the next
/// one at once if the top of the stack is known.
fn next_constant(graph: &Graph, block: BlockId, index: usize, is_known: bool, any_user: bool) -> Option<usize> {
    let facts = graph.facts();
    let rest = graph.instrs(block).get(index..)?;
    let loads = |instr: &CfgInstr| facts.get(instr.op).has(Facts::LOADS_CONST);
    let skipped = match (is_known, any_user) {
        (true, _) => 0,
        (false, true) => rest.iter().position(loads)?,
        (false, false) => {
            rest.windows(2).position(|pair| loads(&pair[0]) && facts.get(pair[1].op).has(Facts::USES_CONST))?
        }
    };
    (skipped < rest.len()).then_some(index + skipped)
}

/// Simplifies the instruction after the load at `index`; gives how many further instructions are done with.
pub(crate) fn simplify_use(
    cx: &mut Context,
    block: BlockId,
    index: usize,
    load: &CfgInstr,
    user: Opcode,
) -> Result<usize, CompileError> {
    match user {
        POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | JUMP_IF_FALSE | JUMP_IF_TRUE => {
            decide_jump(cx, block, index, load, user)?;
        }
        IS_OP => compare_with_none(cx, block, index, load)?,
        RETURN_VALUE if cx.target.opcode_exists(RETURN_CONST) => {
            let instrs = cx.graph.instrs_mut(block);
            instrs[index].set_nop();
            instrs[index + 1].set(RETURN_CONST, load.arg);
            return Ok(1);
        }
        TO_BOOL => fold_truth(cx, block, index, load)?,
        _ => {}
    }
    Ok(0)
}

/// What `bool()` of a loaded constant gives.
fn truth(cx: &mut Context, load: &CfgInstr) -> Result<bool, CompileError> {
    if load.op == LOAD_SMALL_INT {
        return Ok(load.arg != 0);
    }
    // The common constants that are no constants otherwise are classes and functions.
    Ok(cx.loaded(load)?.is_none_or(|constant| is_true(cx.pool, constant)))
}

/// The jump is always taken or never; it pops the constant, keeps it, or keeps it only if taken.
pub(crate) fn decide_jump(
    cx: &mut Context,
    block: BlockId,
    index: usize,
    load: &CfgInstr,
    jump: Opcode,
) -> Result<(), CompileError> {
    let taken = truth(cx, load)? == matches!(jump, POP_JUMP_IF_TRUE | JUMP_IF_TRUE | JUMP_IF_TRUE_OR_POP);
    let pops = match jump {
        JUMP_IF_FALSE_OR_POP | JUMP_IF_TRUE_OR_POP => !taken,
        _ => jump.is_conditional_pop_jump(),
    };
    cx.graph.edges_changed = true;
    if taken {
        cx.graph.now_holds(block, Facts::UNCONDITIONAL);
    }
    let instrs = cx.graph.instrs_mut(block);
    if pops {
        instrs[index].set_nop();
    }
    if taken {
        instrs[index + 1].op = JUMP;
    } else {
        instrs[index + 1].set_nop();
    }
    Ok(())
}

/// `LOAD_CONST None; IS_OP; [TO_BOOL;] POP_JUMP_IF_…` is one jump.
pub(crate) fn compare_with_none(
    cx: &mut Context,
    block: BlockId,
    index: usize,
    load: &CfgInstr,
) -> Result<(), CompileError> {
    if load.op == LOAD_SMALL_INT || cx.loaded(load)? != Some(Pool::NONE) {
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
fn fold_truth(cx: &mut Context, block: BlockId, index: usize, load: &CfgInstr) -> Result<(), CompileError> {
    let truth = truth(cx, load)?;
    let folded = cx.add_const(if truth { Value::True } else { Value::False });
    let instrs = cx.graph.instrs_mut(block);
    instrs[index].set_nop();
    instrs[index + 1].set(LOAD_CONST, folded);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

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
