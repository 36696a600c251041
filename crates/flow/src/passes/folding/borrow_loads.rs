//! Makes loads of locals borrow the reference where the local outlives the use of the value.
//!
//! A load borrows unless its value is still on the stack when the local changes, is stored into a local, or is left on
//! the stack at the end of the block. Invariant: every block is looked at alone; what lies on the stack at its start has
//! an unknown origin. Follows `optimize_load_fast` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{
    CHECK_EXC_MATCH, COPY, DELETE_FAST, DICT_MERGE, DICT_UPDATE, END_SEND, FOR_ITER, FORMAT_SIMPLE, GET_ANEXT,
    GET_ITER, GET_LEN, GET_YIELD_FROM_ITER, IMPORT_FROM, LIST_APPEND, LIST_EXTEND, LOAD_ATTR, LOAD_FAST,
    LOAD_FAST_AND_CLEAR, LOAD_FAST_BORROW, LOAD_FAST_BORROW_LOAD_FAST_BORROW, LOAD_FAST_LOAD_FAST, LOAD_SPECIAL,
    LOAD_SUPER_ATTR, MAP_ADD, MATCH_KEYS, MATCH_MAPPING, MATCH_SEQUENCE, PUSH_EXC_INFO, RERAISE, SEND, SET_ADD,
    SET_FUNCTION_ATTRIBUTE, SET_UPDATE, STORE_FAST, STORE_FAST_LOAD_FAST, STORE_FAST_STORE_FAST, SWAP,
    WITH_EXCEPT_START,
};
use pycmill_target::{StackEffects, Target};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;

/// Changes the loads of every block that is reached without an exception.
pub(crate) fn borrow_loads(cx: &mut Context) -> Result<(), CompileError> {
    let Context { graph, scratch, .. } = cx;
    let todo = &mut scratch.todo;
    let stops_at_empty = cx.target.borrow_analysis_stops_at_empty_blocks();
    let Values { refs, escapes } = &mut scratch.values;
    let mut stack = Stack { target: cx.target, effects: cx.target.stack_effects(), refs, escapes };
    graph.clear_visited();
    graph.visit(Graph::ENTRY);
    todo.clear();
    todo.push(Graph::ENTRY);
    while let Some(block) = todo.pop() {
        let next = graph.fallthrough(block).filter(|_| !stops_at_empty || !graph[block].is_empty());
        let (instrs, blocks) = graph.instrs_and_blocks(block);
        // Only the last instruction can lead somewhere, or the one before the mark of a jump that was not taken.
        let ends = &instrs[instrs.len().saturating_sub(2)..];
        let targets = ends.iter().filter_map(|instr| instr.target);
        todo.extend(targets.chain(next).filter(|next| blocks.visit(*next)));
        if !graph.may_hold(block, Facts::LOCAL) {
            continue;
        }
        stack.simulate(graph, block);
        for (instr, escapes) in graph.instrs_mut(block).iter_mut().zip(&*stack.escapes) {
            instr.op = match instr.op {
                LOAD_FAST if !escapes => LOAD_FAST_BORROW,
                LOAD_FAST_LOAD_FAST if !escapes => LOAD_FAST_BORROW_LOAD_FAST_BORROW,
                _ => continue,
            };
        }
    }
    Ok(())
}

/// A value on the stack.
#[derive(Clone, Copy, Debug)]
struct Ref {
    /// The index of the instruction that made it; [`Ref::NONE`] for what was there at the start of the block.
    producer: u32,
    /// The local that holds it, too, or [`Ref::NONE`].
    local: u32,
}

impl Ref {
    const NONE: u32 = u32::MAX;
    const UNKNOWN: Self = Self { producer: Self::NONE, local: Self::NONE };
}

/// The memory of the simulation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    refs: Vec<Ref>,
    escapes: Vec<bool>,
}

struct Stack<'a> {
    target: Target,
    effects: &'static StackEffects,
    refs: &'a mut Vec<Ref>,
    /// For each instruction of the block whether a value it made must not be borrowed.
    escapes: &'a mut Vec<bool>,
}

impl Stack<'_> {
    fn simulate(&mut self, graph: &Graph, block: BlockId) {
        self.refs.clear();
        self.refs.resize(usize::try_from(graph[block].start_depth).unwrap_or(0), Ref::UNKNOWN);
        self.escapes.clear();
        self.escapes.resize(graph[block].len(), false);
        for (index, instr) in (0..).zip(graph.instrs(block)) {
            self.step(index, instr);
        }
        while let Some(left) = self.refs.pop() {
            self.escape(left);
        }
    }

    #[inline]
    fn step(&mut self, index: u32, instr: &CfgInstr) {
        let arg = instr.arg;
        match instr.op {
            DELETE_FAST => self.kill(arg),
            LOAD_FAST => self.load(index, arg),
            LOAD_FAST_AND_CLEAR => {
                self.kill(arg);
                self.load(index, arg);
            }
            LOAD_FAST_LOAD_FAST => {
                self.load(index, arg >> 4);
                self.load(index, arg & 15);
            }
            STORE_FAST => self.store(arg),
            STORE_FAST_LOAD_FAST => {
                self.store(arg >> 4);
                self.load(index, arg & 15);
            }
            STORE_FAST_STORE_FAST => {
                self.store(arg >> 4);
                self.store(arg & 15);
            }
            COPY => {
                let copied = self.refs.len().checked_sub(arg as usize).and_then(|at| self.refs.get(at).copied());
                self.refs.push(copied.unwrap_or(Ref::UNKNOWN));
            }
            SWAP => {
                if let (Some(at), Some(top)) =
                    (self.refs.len().checked_sub(arg as usize), self.refs.len().checked_sub(1))
                {
                    self.refs.swap(at.min(top), top);
                }
            }
            _ => self.step_over(index, instr),
        }
    }

    /// Instructions that know no locals.
    fn step_over(&mut self, index: u32, instr: &CfgInstr) {
        let popped = self.target.popped(instr.op, instr.arg);
        let net = self.effects.of(self.target, instr.op, instr.arg);
        match instr.op {
            GET_ANEXT | GET_LEN | IMPORT_FROM | MATCH_KEYS | MATCH_MAPPING | MATCH_SEQUENCE | WITH_EXCEPT_START => {
                self.push_unconsuming(index, net.unsigned_abs());
            }
            // They may hand out what they were given.
            FORMAT_SIMPLE | GET_YIELD_FROM_ITER => {}
            GET_ITER if self.target.borrow_analysis_keeps_iterated() => self.make(index, net.unsigned_abs()),
            DICT_MERGE | DICT_UPDATE | LIST_APPEND | LIST_EXTEND | MAP_ADD | RERAISE | SET_ADD | SET_UPDATE => {
                self.drop_items(net.unsigned_abs());
            }
            END_SEND | SET_FUNCTION_ATTRIBUTE => {
                let top = self.pop();
                self.drop_items(popped - 1);
                self.refs.push(top);
            }
            CHECK_EXC_MATCH | SEND => {
                self.pop();
                self.make(index, 1);
            }
            FOR_ITER => self.make(index, 1),
            LOAD_ATTR | LOAD_SUPER_ATTR => {
                let receiver = self.pop();
                self.drop_items(popped - 1);
                self.make(index, 1);
                if instr.arg & 1 != 0 {
                    self.refs.push(receiver);
                }
            }
            LOAD_SPECIAL | PUSH_EXC_INFO => {
                let top = self.pop();
                self.make(index, 1);
                self.refs.push(top);
            }
            _ => {
                self.drop_items(popped);
                self.make(index, popped.saturating_add_signed(net));
            }
        }
    }

    /// Values on top of what was looked at only. A bug of 3.14 takes them for made by the first instructions of the
    /// block.
    fn push_unconsuming(&mut self, index: u32, count: u32) {
        if !self.target.borrow_analysis_confuses_producer() {
            return self.make(index, count);
        }
        for producer in 0..count {
            self.refs.push(Ref { producer, local: Ref::NONE });
        }
    }

    fn load(&mut self, index: u32, local: u32) {
        self.refs.push(Ref { producer: index, local });
    }

    fn make(&mut self, index: u32, count: u32) {
        for _ in 0..count {
            self.refs.push(Ref { producer: index, local: Ref::NONE });
        }
    }

    fn pop(&mut self) -> Ref {
        self.refs.pop().unwrap_or(Ref::UNKNOWN)
    }

    fn drop_items(&mut self, count: u32) {
        self.refs.truncate(self.refs.len().saturating_sub(count as usize));
    }

    fn store(&mut self, local: u32) {
        let stored = self.pop();
        self.kill(local);
        self.escape(stored);
    }

    /// The local changes: values on the stack no longer have its support.
    fn kill(&mut self, local: u32) {
        for held in &*self.refs {
            if held.local == local
                && let Some(mark) = self.escapes.get_mut(held.producer as usize)
            {
                *mark = true;
            }
        }
    }

    fn escape(&mut self, value: Ref) {
        if let Some(mark) = self.escapes.get_mut(value.producer as usize) {
            *mark = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn values_that_stay_are_not_borrowed() {
        check_in(
            "3.15",
            borrow_loads,
            "\
B1:
    LOAD_FAST_LOAD_FAST 18
    STORE_FAST 1
    POP_TOP
    LOAD_FAST 3
    COPY 1
    STORE_FAST 4
    POP_TOP
    LOAD_FAST 5
    LOAD_ATTR 1
    CALL 0
    LOAD_FAST 6
B2 depth=2:
    LOAD_FAST 7
    BINARY_OP 0
    RETURN_VALUE
B3:
    LOAD_FAST 0
    RETURN_VALUE
",
            "\
B1:
    LOAD_FAST_LOAD_FAST 18
    STORE_FAST 1
    POP_TOP
    LOAD_FAST 3
    COPY 1
    STORE_FAST 4
    POP_TOP
    LOAD_FAST_BORROW 5
    LOAD_ATTR 1
    CALL 0
    LOAD_FAST 6
B2 depth=2:
    LOAD_FAST_BORROW 7
    BINARY_OP 0
    RETURN_VALUE
B3:
    LOAD_FAST 0
    RETURN_VALUE
",
        );
    }

    #[test]
    fn an_import_hides_the_first_load_in_3_14() {
        let text = "\
B1:
    LOAD_FAST 0
    POP_TOP
    LOAD_NAME 0
    IMPORT_FROM 0
    STORE_FAST 1
    POP_TOP
    LOAD_FAST 1
    RETURN_VALUE
";
        let borrowed = text.replace("LOAD_FAST 1", "LOAD_FAST_BORROW 1");
        check_in("3.14", borrow_loads, text, &borrowed);
        check_in("3.15", borrow_loads, text, &borrowed.replace("LOAD_FAST 0", "LOAD_FAST_BORROW 0"));
    }
}
