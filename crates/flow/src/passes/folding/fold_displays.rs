//! Makes displays of constants one constant, and lists that are only iterated over or searched tuples.
//!
//! Follows `fold_tuple_of_constants`, `optimize_lists_and_sets` and `fold_constant_seq_into_load_const`
//! (`Python/flowgraph.c`).

use pycmill_object::{ObjId, Value};
use pycmill_target::Opcode::{
    self, BUILD_LIST, BUILD_SET, BUILD_TUPLE, CALL_INTRINSIC_1, CONTAINS_OP, GET_ITER, LIST_APPEND, LIST_EXTEND,
    LOAD_CONST, NOP, SET_ADD, SET_UPDATE,
};

use crate::constants::const_eval;
use crate::constants::const_loads::{erase_all, loads_before, loads_const};
use crate::error::CompileError;
use crate::graph::BlockId;
use crate::optimize::Context;

/// Longer displays are built element by element (`_PY_STACK_USE_GUIDELINE`).
const MAX_ITEMS: usize = 30;
/// Shorter lists and sets are not worth a constant (`MIN_CONST_SEQUENCE_SIZE`).
const MIN_ITEMS: usize = 3;

/// Whether the instruction takes any iterable, and nothing else sees it.
pub(crate) const fn iterates_or_searches(op: Option<Opcode>) -> bool {
    matches!(op, Some(GET_ITER | CONTAINS_OP))
}

/// Folds the `BUILD_TUPLE` at an index.
pub(crate) fn fold_tuple_display(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    if let Some((loads, items)) = constant_items(cx, block, index)? {
        erase_all(cx.graph, block, &loads);
        let tuple = cx.pool.add(Value::Tuple(&items));
        cx.make_load(block, index, tuple);
    }
    Ok(())
}

/// Folds the `BUILD_LIST` or `BUILD_SET` at an index.
pub(crate) fn fold_list_or_set(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let build = cx.graph.instr(block, index);
    let only_read = iterates_or_searches(cx.graph.op_at(block, index + 1));
    let len = build.arg as usize;
    if len > MAX_ITEMS || (len < MIN_ITEMS && !only_read) {
        return Ok(());
    }
    let Some((loads, items)) = constant_items(cx, block, index)? else {
        if only_read && build.op == BUILD_LIST {
            cx.graph.instrs_mut(block)[index].op = BUILD_TUPLE;
        }
        return Ok(());
    };
    let folded = add_collection(cx, build.op, items);
    erase_all(cx.graph, block, &loads);
    let instrs = cx.graph.instrs_mut(block);
    if only_read {
        instrs[index].set(LOAD_CONST, folded);
        return Ok(());
    }
    // At least three loads went, so there are two slots before.
    if let Some([start, load, extend]) = instrs.get_mut(index.wrapping_sub(2)..=index) {
        start.loc = build.loc;
        start.set(build.op, 0);
        load.set(LOAD_CONST, folded);
        extend.set(if build.op == BUILD_LIST { LIST_EXTEND } else { SET_UPDATE }, 1);
    }
    Ok(())
}

/// The places of constant loads, and what they load.
type Items = (Vec<usize>, Vec<ObjId>);

/// The places and values of the items of the display built at an index, if all are constants and not too many.
fn constant_items(cx: &mut Context, block: BlockId, index: usize) -> Result<Option<Items>, CompileError> {
    let len = cx.graph.instr(block, index).arg as usize;
    if len > MAX_ITEMS {
        return Ok(None);
    }
    let Some(loads) = loads_before(cx.graph, block, index, len) else { return Ok(None) };
    Ok(cx.loaded_all(block, &loads)?.map(|items| (loads, items)))
}

/// The number of the constant that stands for a list or set.
fn add_collection(cx: &mut Context, build: Opcode, items: Vec<ObjId>) -> u32 {
    let collection = collection(cx, build, items);
    cx.add_const_object(collection)
}

fn collection(cx: &mut Context, build: Opcode, items: Vec<ObjId>) -> ObjId {
    match build {
        BUILD_SET => {
            let items = const_eval::distinct(cx.pool, items);
            cx.pool.add(Value::FrozenSet(&items))
        }
        _ => cx.pool.add(Value::Tuple(&items)),
    }
}

/// Folds a collection of constants built element by element that ends at an index: with the `LIST_TO_TUPLE` there or
/// with the last `LIST_APPEND` or `SET_ADD`.
pub(crate) fn fold_long_display(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let Some((places, build)) = appended_items(cx, block, index) else { return Ok(()) };
    let mut loads = places.clone();
    loads.retain(|place| loads_const(cx.graph.instr(block, *place).op));
    let Some(items) = cx.loaded_all(block, &loads)? else { return Ok(()) };
    erase_all(cx.graph, block, &places);
    if cx.graph.instr(block, index).op != CALL_INTRINSIC_1 {
        // The last append belongs to what is replaced.
        erase_all(cx.graph, block, &[index]);
    }
    let folded = collection(cx, build, items);
    cx.make_load(block, index, folded);
    Ok(())
}

/// The places of the instructions that build a collection, from the first on; the one at `index` is left out if it is
/// no append.
fn appended_items(cx: &Context, block: BlockId, index: usize) -> Option<(Vec<usize>, Opcode)> {
    let instrs = cx.graph.instrs(block);
    let (append, build, mut expects_append) = match instrs[index].op {
        CALL_INTRINSIC_1 => (LIST_APPEND, BUILD_LIST, true),
        SET_ADD => (SET_ADD, BUILD_SET, false),
        _ => (LIST_APPEND, BUILD_LIST, false),
    };
    let mut places = Vec::new();
    for (place, instr) in instrs[..index].iter().enumerate().rev() {
        if instr.op == NOP {
            continue;
        }
        places.push(place);
        if instr.op == build && instr.arg == 0 {
            places.reverse();
            return expects_append.then_some((places, build));
        }
        let fits = if expects_append { instr.op == append && instr.arg == 1 } else { loads_const(instr.op) };
        if !fits {
            return None;
        }
        expects_append = !expects_append;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::passes::fusing::optimize_basic_blocks::optimize_basic_blocks;
    use crate::testing::check_in;

    const LOADS: &str = "    LOAD_SMALL_INT 1\n    LOAD_SMALL_INT 2\n    LOAD_SMALL_INT 2\n";
    const GAPS: &str = "    NOP\n    NOP\n    NOP\n";

    #[test]
    fn a_tuple_of_constants_is_one() {
        check_in(
            "3.14",
            optimize_basic_blocks,
            &format!("B1:\n{LOADS}    BUILD_TUPLE 3\n    BUILD_TUPLE 1\n    BUILD_TUPLE 2\n"),
            &format!("B1:\n{GAPS}    NOP\n    LOAD_CONST 2\n    BUILD_TUPLE 2\n"),
        );
    }

    #[test]
    fn a_list_is_extended_by_one_constant() {
        check_in(
            "3.14",
            optimize_basic_blocks,
            &format!("B1:\n{LOADS}    BUILD_LIST 3 @1-1:0-9\n    BUILD_LIST 1\n"),
            "B1:\n    NOP\n    BUILD_LIST 0 @1-1:0-9\n    LOAD_CONST 1\n    LIST_EXTEND 1 @1-1:0-9\n    BUILD_LIST 1\n",
        );
    }

    #[test]
    fn what_is_only_read_is_a_constant_or_a_tuple() {
        check_in(
            "3.14",
            optimize_basic_blocks,
            &format!(
                "B1:\n{LOADS}    BUILD_SET 3\n    CONTAINS_OP 0\n    LOAD_FAST 0\n    BUILD_LIST 1\n    GET_ITER\n"
            ),
            &format!(
                "B1:\n{GAPS}    LOAD_CONST 1\n    CONTAINS_OP 0\n    LOAD_FAST 0\n    BUILD_TUPLE 1\n    GET_ITER\n"
            ),
        );
    }

    #[test]
    fn long_displays_of_constants_are_folded() {
        let appended =
            "    BUILD_LIST 0\n    LOAD_SMALL_INT 1\n    LIST_APPEND 1\n    LOAD_SMALL_INT 2\n    LIST_APPEND 1\n";
        check_in(
            "3.14",
            optimize_basic_blocks,
            &format!("B1:\n{appended}    CALL_INTRINSIC_1 6\n    RETURN_VALUE\n"),
            &format!("B1:\n{GAPS}    NOP\n    NOP\n    LOAD_CONST 1\n    RETURN_VALUE\n"),
        );
        let text = format!("B1:\n{appended}    GET_ITER\n");
        check_in(
            "3.15",
            optimize_basic_blocks,
            &text.replace("GET_ITER", "CONTAINS_OP 0"),
            &format!("B1:\n{GAPS}    NOP\n    LOAD_CONST 1\n    CONTAINS_OP 0\n"),
        );
    }
}
