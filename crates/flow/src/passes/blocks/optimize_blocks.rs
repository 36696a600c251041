//! Simplifies the instructions of each block in one walk, and removes the `NOP`s that this leaves.
//!
//! Invariants: a block is done with before the next one is looked at; what becomes a `NOP` or another opcode keeps its
//! operand, which is written. Follows `optimize_basic_block` and the first loop of `optimize_cfg` (`Python/compile.c` of 3.10).

use pycmill_object::{ObjId, Value};
use pycmill_target::Opcode::{
    self, BUILD_TUPLE, FOR_ITER, JUMP_ABSOLUTE, JUMP_FORWARD, JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE_OR_POP, LOAD_CONST,
    NOP, POP_JUMP_IF_FALSE, POP_JUMP_IF_TRUE, ROT_FOUR, ROT_N, ROT_THREE, ROT_TWO, UNPACK_SEQUENCE,
};

use super::clean_block::clean_block;
use crate::constants::consts::is_true;
use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;
use crate::passes::table_blocks::skip_empty_targets::skip_empty_target;

/// In the order of the code.
pub(crate) fn optimize_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(cx.graph) {
        cx.graph.now_holds(block, Facts::NOP);
        let mut index = 0;
        while index < cx.graph[block].len() {
            index = optimize_at(cx, block, index)?;
        }
        clean_block(cx.graph, block, -1);
    }
    Ok(())
}

/// Simplifies what begins at an instruction; gives the index to go on at.
fn optimize_at(cx: &mut Context, block: BlockId, index: usize) -> Result<usize, CompileError> {
    let op = cx.graph.instrs(block)[index].op;
    if cx.graph.instrs(block)[index].target.is_some() {
        skip_empty_target(cx.graph, block, index);
        let again = thread_jump(cx.graph, block, index);
        return Ok(if again { index } else { index + 1 });
    }
    match op {
        LOAD_CONST => decide_jump(cx, block, index)?,
        BUILD_TUPLE if !unpack_tuple(cx.graph, block, index) => fold_tuple(cx, block, index)?,
        ROT_N => simplify_rotation(cx.graph.instrs_mut(block), index),
        _ => {}
    }
    Ok(index + 1)
}

/// A jump on a constant is taken always or never.
fn decide_jump(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let Some(jump) = cx.graph.op_at(block, index + 1) else { return Ok(()) };
    let (wanted, keeps) = match jump {
        POP_JUMP_IF_FALSE => (false, false),
        POP_JUMP_IF_TRUE => (true, false),
        JUMP_IF_FALSE_OR_POP => (false, true),
        JUMP_IF_TRUE_OR_POP => (true, true),
        _ => return Ok(()),
    };
    let constant = cx.const_value(cx.graph.instr(block, index).arg)?;
    let taken = is_true(cx.pool, constant) == wanted;
    let instrs = cx.graph.instrs_mut(block);
    if !(taken && keeps) {
        instrs[index].op = NOP;
    }
    if taken {
        instrs[index + 1].op = JUMP_ABSOLUTE;
    } else {
        (instrs[index + 1].op, instrs[index + 1].target) = (NOP, None);
    }
    Ok(())
}

/// Replaces a tuple that is taken apart at once by a rotation; whether it is one.
fn unpack_tuple(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let [build, unpack, ..] = &mut graph.instrs_mut(block)[index..] else { return false };
    if unpack.op != UNPACK_SEQUENCE || unpack.arg != build.arg {
        return false;
    }
    match build.arg {
        1 => (build.op, unpack.op) = (NOP, NOP),
        2 => (build.op, unpack.op) = (ROT_TWO, NOP),
        3 => (build.op, unpack.op) = (ROT_THREE, ROT_TWO),
        _ => {}
    }
    true
}

/// Turns the building of a tuple of constants into the load of one constant.
fn fold_tuple(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let instrs = cx.graph.instrs(block);
    let Some(first) = index.checked_sub(instrs[index].arg as usize) else { return Ok(()) };
    let loads = &instrs[first..index];
    if !loads.iter().all(|load| load.op == LOAD_CONST) {
        return Ok(());
    }
    let items = loads.iter().map(|load| cx.const_value(load.arg)).collect::<Result<Vec<ObjId>, _>>()?;
    let folded = cx.add_const(Value::Tuple(&items));
    let instrs = cx.graph.instrs_mut(block);
    for load in &mut instrs[first..index] {
        load.op = NOP;
    }
    (instrs[index].op, instrs[index].arg) = (LOAD_CONST, folded);
    Ok(())
}

/// Gives short rotations their own opcodes, and drops as many equal ones as bring the stack back.
fn simplify_rotation(instrs: &mut [CfgInstr], index: usize) {
    let count = instrs[index].arg as usize;
    instrs[index].op = match count {
        0 | 1 => {
            instrs[index].op = NOP;
            return;
        }
        2 => ROT_TWO,
        3 => ROT_THREE,
        4 => ROT_FOUR,
        _ => ROT_N,
    };
    let Some(first) = (index + 1).checked_sub(count) else { return };
    let run = &mut instrs[first..=index];
    if run.iter().all(|instr| rotated(instr) == Some(count)) {
        for instr in run {
            instr.op = NOP;
        }
    }
}

/// How many values an instruction rotates.
const fn rotated(instr: &CfgInstr) -> Option<usize> {
    match instr.op {
        ROT_N => Some(instr.arg as usize),
        ROT_FOUR => Some(4),
        ROT_THREE => Some(3),
        ROT_TWO => Some(2),
        _ => None,
    }
}

/// Leads a jump to a jump to the target of that; whether it did.
fn thread_jump(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let jump = graph.instr(block, index);
    let Some(target) = jump.target else { return false };
    let Some(through) = graph.instrs(target).first().copied() else { return false };
    if through.loc.line != jump.loc.line {
        return false;
    }
    let (op, to) = match threaded(jump.op, through.op) {
        Some(Threaded::Through(op)) if jump.target != through.target => (op, through.target),
        Some(Threaded::Past(op)) => (op, graph[target].next),
        _ => return false,
    };
    let instr = &mut graph.instrs_mut(block)[index];
    (instr.op, instr.target) = (op, to.or(instr.target));
    true
}

/// What a jump to a jump becomes.
enum Threaded {
    /// A jump to where the second one leads.
    Through(Opcode),
    /// A jump to the block after the second one, which is never taken then.
    Past(Opcode),
}

const fn threaded(jump: Opcode, through: Opcode) -> Option<Threaded> {
    match (jump, through) {
        (JUMP_IF_FALSE_OR_POP, POP_JUMP_IF_FALSE) => Some(Threaded::Through(POP_JUMP_IF_FALSE)),
        (JUMP_IF_TRUE_OR_POP, POP_JUMP_IF_TRUE) => Some(Threaded::Through(POP_JUMP_IF_TRUE)),
        (JUMP_IF_FALSE_OR_POP, JUMP_IF_FALSE_OR_POP) | (JUMP_IF_TRUE_OR_POP, JUMP_IF_TRUE_OR_POP) => {
            Some(Threaded::Through(jump))
        }
        (JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE_OR_POP | POP_JUMP_IF_TRUE) => Some(Threaded::Past(POP_JUMP_IF_FALSE)),
        (JUMP_IF_TRUE_OR_POP, JUMP_IF_FALSE_OR_POP | POP_JUMP_IF_FALSE) => Some(Threaded::Past(POP_JUMP_IF_TRUE)),
        (JUMP_ABSOLUTE | JUMP_FORWARD, JUMP_ABSOLUTE | JUMP_FORWARD) => Some(Threaded::Through(JUMP_ABSOLUTE)),
        (FOR_ITER, JUMP_FORWARD)
        | (
            JUMP_IF_FALSE_OR_POP | JUMP_IF_TRUE_OR_POP | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE,
            JUMP_ABSOLUTE | JUMP_FORWARD,
        ) => Some(Threaded::Through(jump)),
        _ => None,
    }
}
