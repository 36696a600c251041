//! Makes loads of locals that may be unbound checked ones.
//!
//! Follows `add_checks_for_loads_of_uninitialized_variables` and `fast_scan_many_locals` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{
    DELETE_FAST, LOAD_FAST, LOAD_FAST_AND_CLEAR, LOAD_FAST_CHECK, STORE_FAST, STORE_FAST_MAYBE_NULL,
};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, Blocks, CfgInstr, Graph};
use crate::optimize::Context;

/// How many locals are followed from block to block: one bit each.
const TRACKED: usize = 64;

/// Follows the first locals through the graph and the others through each block alone.
pub(crate) fn check_loads(cx: &mut Context) -> Result<(), CompileError> {
    let (nlocals, nparams) = (cx.unit.varnames.len(), cx.unit.nparams as usize);
    let Context { graph, scratch, .. } = cx;
    if nlocals == 0 {
        return Ok(());
    }
    if nlocals > TRACKED {
        check_untracked(graph);
    }
    let unbound = first_bits(nlocals.min(TRACKED)) & !first_bits(nparams);
    if unbound == 0 && !graph.has_blocks_with(Facts::UNBINDS) {
        return Ok(());
    }
    graph.clear_visited();
    scratch.todo.clear();
    let mut flow = Flow { todo: &mut scratch.todo };
    flow.reach(graph.blocks_mut(), Graph::ENTRY, unbound);
    // A DELETE_FAST can unbind a local anywhere, so each block is looked at once at least.
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        graph[block].visited = false;
        flow.scan(graph, block);
    }
    while let Some(block) = flow.todo.pop() {
        if std::mem::take(&mut graph[block].visited) {
            flow.scan(graph, block);
        }
    }
    Ok(())
}

/// A mask of the lowest bits.
fn first_bits(count: usize) -> u64 {
    if count >= TRACKED { u64::MAX } else { (1 << count) - 1 }
}

/// What an instruction does to a local.
enum Effect {
    Unbinds,
    Binds,
    Loads,
    Nothing,
}

const fn effect(instr: &CfgInstr) -> Effect {
    match instr.op {
        DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL => Effect::Unbinds,
        STORE_FAST | LOAD_FAST_CHECK => Effect::Binds,
        LOAD_FAST => Effect::Loads,
        _ => Effect::Nothing,
    }
}

/// The opcodes that have to do with locals.
const TOUCHES: Facts = Facts::LOCAL.with(Facts::UNBINDS).with(Facts::CHECKS);

struct Flow<'a> {
    /// Blocks with news at their start, if they are still marked.
    todo: &'a mut Vec<BlockId>,
}

impl Flow<'_> {
    /// Control reaches a block with these locals perhaps unbound.
    fn reach(&mut self, blocks: &mut Blocks, block: BlockId, unbound: u64) {
        let known = blocks[block].unsafe_locals;
        if known | unbound != known {
            blocks[block].unsafe_locals = known | unbound;
            if blocks.visit(block) {
                self.todo.push(block);
            }
        }
    }

    fn scan(&mut self, graph: &mut Graph, block: BlockId) {
        let mut unbound = graph[block].unsafe_locals;
        // What is bound stays so, here and after it.
        if unbound == 0 && !graph.may_hold(block, Facts::UNBINDS) {
            return;
        }
        if graph.has_blocks_with(Facts::REGION) || graph.may_hold(block, TOUCHES) {
            unbound = self.run(graph, block, unbound);
        }
        if unbound != 0 {
            for next in graph.successors(block).into_iter().flatten() {
                self.reach(graph.blocks_mut(), next, unbound);
            }
        }
    }

    /// Runs the instructions of a block; gives what may be unbound at its end.
    fn run(&mut self, graph: &mut Graph, block: BlockId, mut unbound: u64) -> u64 {
        let unbinds = graph.may_hold(block, Facts::UNBINDS);
        let facts = graph.facts();
        // The handler that knows already what may be unbound here.
        let mut told = None;
        let (instrs, blocks) = graph.instrs_and_blocks(block);
        for instr in instrs {
            if instr.handler != told {
                told = instr.handler;
                if let Some(handler) = told {
                    self.reach(blocks, handler, unbound);
                }
            }
            let facts = facts.get(instr.op);
            if !facts.has(TOUCHES) {
                continue;
            }
            step(instr, &mut unbound);
            if unbound == 0 && !unbinds {
                break;
            }
            if facts.has(Facts::UNBINDS) {
                told = None;
            }
        }
        unbound
    }
}

/// Runs one instruction.
fn step(instr: &mut CfgInstr, unbound: &mut u64) {
    if instr.arg as usize >= TRACKED {
        return;
    }
    let bit = 1 << instr.arg;
    match effect(instr) {
        Effect::Unbinds => *unbound |= bit,
        Effect::Binds => *unbound &= !bit,
        Effect::Loads => {
            if *unbound & bit != 0 {
                instr.op = LOAD_FAST_CHECK;
            }
            *unbound &= !bit;
        }
        Effect::Nothing => {}
    }
}

/// Checks the loads of locals behind the tracked ones unless the same block has stored or loaded them before.
fn check_untracked(graph: &mut Graph) {
    // The number of the last block in which the local was known to be bound.
    let mut bound_in: Vec<u32> = Vec::new();
    let mut number = 0;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        number += 1;
        for instr in graph.instrs_mut(block) {
            if let Some(local) = (instr.arg as usize).checked_sub(TRACKED) {
                step_untracked(instr, local, number, &mut bound_in);
            }
        }
    }
}

fn step_untracked(instr: &mut CfgInstr, local: usize, block: u32, bound_in: &mut Vec<u32>) {
    let effect = effect(instr);
    // A checked load binds nothing here: none was made yet.
    if matches!(effect, Effect::Nothing) || instr.op == LOAD_FAST_CHECK {
        return;
    }
    if bound_in.len() <= local {
        bound_in.resize(local + 1, 0);
    }
    if matches!(effect, Effect::Loads) && bound_in[local] != block {
        instr.op = LOAD_FAST_CHECK;
    }
    bound_in[local] = if matches!(effect, Effect::Unbinds) { 0 } else { block };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{empty_unit, run_in};

    fn run(nlocals: usize, nparams: u32, text: &str) -> String {
        let (mut pool, mut unit) = empty_unit();
        unit.varnames = (0..nlocals).map(|number| pool.intern(number.to_string().as_bytes())).collect();
        unit.nparams = nparams;
        run_in(check_loads, &mut pool, &mut unit, text).unwrap()
    }

    #[test]
    fn parameters_are_bound_until_they_are_deleted() {
        let text = "\
B1:
    LOAD_FAST 0
    LOAD_FAST 1
    LOAD_FAST 1
    POP_JUMP_IF_TRUE -> B3
B2:
    DELETE_FAST 0
B3:
    LOAD_FAST 0
    RETURN_VALUE
";
        let expected = text.replacen("LOAD_FAST 1", "LOAD_FAST_CHECK 1", 1);
        let (head, tail) = expected.split_once("B3:\n").unwrap();
        let expected = format!("{head}B3:\n{}", tail.replace("LOAD_FAST 0", "LOAD_FAST_CHECK 0"));
        assert_eq!(run(2, 1, text), expected);
    }

    #[test]
    fn a_handler_sees_what_was_unbound_before_the_instruction() {
        let text = "B1:\n    LOAD_CONST 0 !B2\n    STORE_FAST 0 !B2\n    RETURN_CONST 0\nB2:\n    LOAD_FAST 0\n    RERAISE 0\n";
        assert_eq!(run(1, 0, text), text.replace("LOAD_FAST", "LOAD_FAST_CHECK"));
    }

    #[test]
    fn locals_above_64_are_known_in_their_block_only() {
        let text =
            "B1:\n    STORE_FAST 64\n    LOAD_FAST 64\nB2:\n    LOAD_FAST 64\n    LOAD_FAST 64\n    RETURN_VALUE\n";
        let expected = "B1:\n    STORE_FAST 64\n    LOAD_FAST 64\nB2:\n    LOAD_FAST_CHECK 64\n    LOAD_FAST 64\n    RETURN_VALUE\n";
        assert_eq!(run(65, 0, text), expected);
    }
}
