//! Flow graph passes: from the instructions of the code generator to those the assembler writes.
//!
//! Invariants: the passes run in the order of the version's list; none recurses; between two passes the graph
//! satisfies what `verify` lists. Follows `_PyCfg_OptimizeCodeUnit` and `_PyCfg_OptimizedCfgToInstructionSequence`
//! (`Python/flowgraph.c`).

mod borrow_loads;
mod build;
mod build_blocks;
mod check_cfg;
mod check_loads;
mod cold_blocks;
mod const_eval;
mod const_loads;
mod consts;
pub mod dump;
mod duplicate_exits;
mod duplicate_exits_newest_first;
mod fold_displays;
mod fold_operators;
mod fold_tuple;
mod graph;
mod guarantee_exit_lines;
mod inline_exits;
mod inline_small_blocks;
mod inline_small_exits;
mod jump_threading;
mod label_exception_targets;
mod mark_except_handlers;
mod normalize_jumps;
mod op_facts;
mod optimize_basic_blocks;
mod optimize_load_const;
pub mod parse;
mod passes;
mod prefix;
mod propagate_lines;
mod pseudo_jumps;
mod pseudo_ops;
mod remove_jumps;
mod remove_nops;
mod remove_nops_and_jumps;
mod remove_nops_and_pairs;
mod remove_unreachable;
mod remove_unused_consts;
mod simplify_and_clean_blocks;
mod simplify_blocks;
mod skip_empty_blocks;
mod skip_empty_targets;
mod stack_depth;
mod superinstructions;
mod swaps;
#[cfg(test)]
mod testing;
mod tidy_blocks;
mod to_sequence;
mod translate_labels;
mod trim_unused_consts;
mod verify;

use pycmill_object::Pool;
use pycmill_target::Target;

use crate::error::{CompileError, ErrorClass};
use crate::ir::{Flow, Location, Unit};
use consts::ConstIndex;
use graph::Graph;

/// What the passes work on.
pub(crate) struct Context<'a> {
    pub(crate) target: Target,
    pub(crate) pool: &'a mut Pool,
    pub(crate) unit: &'a mut Unit,
    pub(crate) graph: Graph,
    pub(crate) const_index: ConstIndex,
    /// The greatest stack depth, once it is computed.
    pub(crate) stack_depth: u32,
    /// Length of `co_localsplusnames`, once it is known.
    pub(crate) nlocalsplus: u32,
}

/// Runs the passes of the version over the instructions of a unit.
///
/// # Errors
/// What CPython raises for a graph that makes no sense; the code generator never makes one.
pub fn optimize(target: Target, pool: &mut Pool, unit: &mut Unit) -> Result<Flow, CompileError> {
    observed(target, pool, unit, |_, _| {})
}

/// Like [`optimize`], and the text of the graph behind each pass that changed it.
///
/// # Errors
/// Those of [`optimize`].
pub fn trace(target: Target, pool: &mut Pool, unit: &mut Unit) -> Result<(Flow, String), CompileError> {
    let mut text = String::new();
    let mut before = String::new();
    let flow = observed(target, pool, unit, |pass, graph| {
        let after = dump::graph(graph);
        let shown = if after == before { "(unchanged)\n" } else { &after };
        text.push_str(&format!("=== {pass}\n{shown}"));
        before = after;
    })?;
    Ok((flow, text))
}

fn observed(
    target: Target,
    pool: &mut Pool,
    unit: &mut Unit,
    observe: impl FnMut(&'static str, &Graph),
) -> Result<Flow, CompileError> {
    let passes = passes::of(target)?;
    let graph = if target.code_generator_makes_blocks() {
        build_blocks::build_blocks(target, &unit.code)?
    } else {
        build::build(target, &unit.code, unit.annotations.as_ref())?
    };
    let const_index = ConstIndex::default();
    let mut cx = Context { target, pool, unit, graph, const_index, stack_depth: 0, nlocalsplus: 0 };
    passes::run(passes, &mut cx, observe)?;
    Ok(to_sequence::to_sequence(&cx))
}

/// An error without a place.
fn error(class: ErrorClass, message: impl Into<String>) -> CompileError {
    CompileError { class, message: message.into(), location: Location::NONE }
}

/// A `SystemError` for instructions that make no valid graph.
fn malformed(what: &str) -> CompileError {
    error(ErrorClass::SystemError, format!("malformed control flow graph: {what}"))
}
