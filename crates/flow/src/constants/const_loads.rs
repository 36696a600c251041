//! Instructions that load constants: what they load, how they are found before their user, how one is made.
//!
//! Follows `loads_const`, `get_const_value`, `get_const_loading_instrs`, `nop_out`, `maybe_instr_make_load_smallint`,
//! `maybe_instr_make_load_common_const` and `instr_make_load_const` (`Python/flowgraph.c`).

use pycmill_object::{Int, ObjId, Pool, Value};
use pycmill_target::Opcode::{self, LOAD_COMMON_CONSTANT, LOAD_CONST, LOAD_SMALL_INT, NOP};
use pycmill_target::operands::common_constant;

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::ir::Location;
use crate::optimize::Context;

/// The ints below this are loaded by `LOAD_SMALL_INT`, negative ones excepted.
const SMALL_INTS: i64 = 256;

/// Whether an instruction does nothing but load a constant.
pub(crate) const fn loads_const(op: Opcode) -> bool {
    matches!(op, LOAD_CONST | LOAD_SMALL_INT | LOAD_COMMON_CONSTANT)
}

/// The places of the `count` constant loads that end right before an index, `NOP`s left out of account.
pub(crate) fn loads_before(graph: &Graph, block: BlockId, index: usize, count: usize) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    for (place, instr) in graph.instrs(block)[..index].iter().enumerate().rev() {
        if places.len() == count {
            break;
        }
        if instr.op == NOP {
            continue;
        }
        if !loads_const(instr.op) {
            return None;
        }
        places.push(place);
    }
    places.reverse();
    (places.len() == count).then_some(places)
}

/// Leaves nothing of an instruction, its place in the source included.
const fn erase(instr: &mut CfgInstr) {
    instr.set_nop();
    instr.loc = Location::NONE;
}

/// Erases the instructions at some places.
pub(crate) fn erase_all(graph: &mut Graph, block: BlockId, places: &[usize]) {
    graph.now_holds(block, Facts::LINELESS);
    let instrs = graph.instrs_mut(block);
    for place in places {
        erase(&mut instrs[*place]);
    }
}

impl Context<'_> {
    /// The constants that the instructions at some places load.
    pub(crate) fn loaded_all(&mut self, block: BlockId, places: &[usize]) -> Result<Option<Vec<ObjId>>, CompileError> {
        places.iter().map(|place| self.loaded(&self.graph.instr(block, *place))).collect()
    }

    /// The constant that an instruction loads; nothing for the common constants that are no constants otherwise.
    pub(crate) fn loaded(&mut self, load: &CfgInstr) -> Result<Option<ObjId>, CompileError> {
        Ok(match (load.op, load.arg) {
            (LOAD_CONST, index) => Some(self.const_value(index)?),
            (LOAD_SMALL_INT, value) => Some(self.shared_int(i64::from(value))),
            (LOAD_COMMON_CONSTANT, common_constant::NONE) => Some(Pool::NONE),
            (LOAD_COMMON_CONSTANT, common_constant::TRUE) => Some(Pool::TRUE),
            (LOAD_COMMON_CONSTANT, common_constant::FALSE) => Some(Pool::FALSE),
            (LOAD_COMMON_CONSTANT, common_constant::EMPTY_STR) => Some(self.pool.add(Value::Str(&[]))),
            (LOAD_COMMON_CONSTANT, common_constant::MINUS_ONE) => Some(self.shared_int(-1)),
            _ => None,
        })
    }

    /// An int of which the interpreter has one object only.
    fn shared_int(&mut self, value: i64) -> ObjId {
        let id = self.pool.add(Value::Int(Int::Small(value)));
        self.pool.merge(id)
    }

    /// Makes an instruction the load of a constant.
    pub(crate) fn make_load(&mut self, block: BlockId, index: usize, constant: ObjId) {
        let (op, arg) = small_int(self, constant)
            .or_else(|| common(self, constant))
            .unwrap_or_else(|| (LOAD_CONST, self.add_const_object(constant)));
        self.graph.instrs_mut(block)[index].set(op, arg);
    }

    /// Turns a `LOAD_CONST` into the shortest load of that constant.
    pub(crate) fn shrink(&mut self, block: BlockId, index: usize) -> Result<(), CompileError> {
        self.replace_load(block, index, |cx, constant| small_int(cx, constant).or_else(|| common(cx, constant)))
    }

    /// Turns a `LOAD_CONST` into a `LOAD_SMALL_INT` if it loads one.
    pub(crate) fn shrink_to_small_int(&mut self, block: BlockId, index: usize) -> Result<(), CompileError> {
        self.replace_load(block, index, small_int)
    }

    /// Turns a `LOAD_CONST` into a `LOAD_COMMON_CONSTANT` if it loads one.
    pub(crate) fn shrink_to_common(&mut self, block: BlockId, index: usize) -> Result<(), CompileError> {
        self.replace_load(block, index, common)
    }

    fn replace_load(
        &mut self,
        block: BlockId,
        index: usize,
        find: impl Fn(&Self, ObjId) -> Option<(Opcode, u32)>,
    ) -> Result<(), CompileError> {
        let CfgInstr { op, arg, .. } = self.graph.instrs(block)[index];
        if op == LOAD_CONST
            && let Some((op, arg)) = find(self, self.const_value(arg)?)
        {
            self.graph.instrs_mut(block)[index].set(op, arg);
        }
        Ok(())
    }
}

/// The load of a small int.
fn small_int(cx: &Context, constant: ObjId) -> Option<(Opcode, u32)> {
    match cx.pool.value(constant) {
        Value::Int(Int::Small(value)) if cx.target.has_small_int_loads() && (0..SMALL_INTS).contains(&value) => {
            Some((LOAD_SMALL_INT, value as u32))
        }
        _ => None,
    }
}

/// The load of a constant that has a number of its own.
fn common(cx: &Context, constant: ObjId) -> Option<(Opcode, u32)> {
    let number = match cx.pool.value(constant) {
        Value::None => common_constant::NONE,
        Value::True => common_constant::TRUE,
        Value::False => common_constant::FALSE,
        Value::Int(Int::Small(-1)) => common_constant::MINUS_ONE,
        Value::Str([]) => common_constant::EMPTY_STR,
        _ => return None,
    };
    cx.target.loads_singletons_as_common_constants().then_some((LOAD_COMMON_CONSTANT, number))
}
