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
use pycmill_target::Target;

use super::Context;
use super::graph::{BlockId, CfgInstr, Graph};
use crate::error::CompileError;

/// Changes the loads of every block that is reached without an exception.
pub(crate) fn borrow_loads(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    graph.clear_visited();
    graph.visit(Graph::ENTRY);
    let mut todo = vec![Graph::ENTRY];
    let mut stack = Stack { target: cx.target, refs: Vec::new(), escapes: Vec::new() };
    while let Some(block) = todo.pop() {
        let targets = graph.instrs(block).iter().filter_map(|instr| instr.target);
        let is_seen = |_: &BlockId| !cx.target.borrow_analysis_stops_at_empty_blocks() || !graph[block].is_empty();
        let next: Vec<BlockId> = targets.chain(graph.fallthrough(block).filter(is_seen)).collect();
        todo.extend(next.into_iter().filter(|next| graph.visit(*next)));
        stack.simulate(graph, block);
        for (instr, escapes) in graph.instrs_mut(block).iter_mut().zip(&stack.escapes) {
            instr.op = match instr.op {
                LOAD_FAST if !escapes => LOAD_FAST_BORROW,
                LOAD_FAST_LOAD_FAST if !escapes => LOAD_FAST_BORROW_LOAD_FAST_BORROW,
                op => op,
            };
        }
    }
    Ok(())
}

/// A value on the stack.
#[derive(Clone, Copy)]
struct Ref {
    /// The index of the instruction that made it; nothing for what was there at the start of the block.
    producer: Option<usize>,
    /// The local that holds it, too.
    local: Option<u32>,
}

impl Ref {
    const UNKNOWN: Self = Self { producer: None, local: None };
}

struct Stack {
    target: Target,
    refs: Vec<Ref>,
    /// For each instruction of the block whether a value it made must not be borrowed.
    escapes: Vec<bool>,
}

impl Stack {
    fn simulate(&mut self, graph: &Graph, block: BlockId) {
        self.refs.clear();
        self.refs.resize(usize::try_from(graph[block].start_depth).unwrap_or(0), Ref::UNKNOWN);
        self.escapes.clear();
        self.escapes.resize(graph[block].len(), false);
        for (index, instr) in graph.instrs(block).iter().enumerate() {
            self.step(index, instr);
        }
        while let Some(left) = self.refs.pop() {
            self.escape(left);
        }
    }

    fn step(&mut self, index: usize, instr: &CfgInstr) {
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
    fn step_over(&mut self, index: usize, instr: &CfgInstr) {
        let popped = self.target.popped(instr.op, instr.arg);
        let net = self.target.stack_effect(instr.op, instr.arg, false);
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
    fn push_unconsuming(&mut self, index: usize, count: u32) {
        if !self.target.borrow_analysis_confuses_producer() {
            return self.make(index, count);
        }
        for producer in 0..count as usize {
            self.refs.push(Ref { producer: Some(producer), local: None });
        }
    }

    fn load(&mut self, index: usize, local: u32) {
        self.refs.push(Ref { producer: Some(index), local: Some(local) });
    }

    fn make(&mut self, index: usize, count: u32) {
        self.refs.extend((0..count).map(|_| Ref { producer: Some(index), local: None }));
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
        for held in &self.refs {
            if held.local == Some(local)
                && let Some(mark) = held.producer.and_then(|at| self.escapes.get_mut(at))
            {
                *mark = true;
            }
        }
    }

    fn escape(&mut self, value: Ref) {
        if let Some(mark) = value.producer.and_then(|at| self.escapes.get_mut(at)) {
            *mark = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_in;
    use super::*;

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
