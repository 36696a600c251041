//! The lists of passes, one per era, and the loop that runs them.
//!
//! Follows the calls in `_PyCfg_OptimizeCodeUnit`, `optimize_cfg` and `_PyCfg_OptimizedCfgToInstructionSequence`
//! (`Python/flowgraph.c`).

use pycmill_target::{PassList, Target};

use super::borrow_loads::borrow_loads;
use super::check_cfg::check_cfg;
use super::check_loads::check_loads;
use super::cold_blocks::push_cold_blocks_to_end;
use super::duplicate_exits::duplicate_exits;
use super::duplicate_exits_newest_first::duplicate_exits_newest_first;
use super::graph::Graph;
use super::guarantee_exit_lines::guarantee_exit_lines;
use super::inline_exits::inline_exits;
use super::inline_small_blocks::inline_small_blocks;
use super::inline_small_exits::inline_small_exits;
use super::label_exception_targets::label_exception_targets;
use super::mark_except_handlers::mark_except_handlers;
use super::normalize_jumps::normalize_jumps;
use super::optimize_basic_blocks::optimize_basic_blocks;
use super::optimize_load_const::optimize_load_const;
use super::prefix::prepare_localsplus;
use super::propagate_lines::propagate_lines;
use super::pseudo_jumps::convert_pseudo_jumps;
use super::pseudo_ops::convert_pseudo_ops;
use super::remove_jumps::remove_redundant_jumps;
use super::remove_nops::remove_redundant_nops;
use super::remove_nops_and_jumps::remove_nops_and_jumps;
use super::remove_nops_and_pairs::remove_nops_and_pairs;
use super::remove_unreachable::remove_unreachable;
use super::remove_unused_consts::remove_unused_consts;
use super::simplify_and_clean_blocks::simplify_and_clean_blocks;
use super::simplify_blocks::simplify_blocks;
use super::skip_empty_blocks::skip_empty_blocks;
use super::skip_empty_targets::skip_empty_targets;
use super::stack_depth::calculate_stack_depth;
use super::superinstructions::insert_superinstructions;
use super::tidy_blocks::tidy_blocks;
use super::translate_labels::translate_labels;
use super::trim_unused_consts::trim_unused_consts;
use super::{Context, error, verify};
use crate::error::{CompileError, ErrorClass};

/// Changes the graph (or the unit) in one way.
pub(crate) type Pass = fn(&mut Context) -> Result<(), CompileError>;

/// A pass with its name in messages.
pub(crate) type NamedPass = (&'static str, Pass);

/// Makes a list of passes with their names.
macro_rules! passes {
    ($($pass:ident),+ $(,)?) => { &[$((stringify!($pass), $pass)),+] };
}

/// 3.11, where `assemble` calls them itself.
const TABLE_BLOCKS: &[NamedPass] = passes![
    check_cfg,
    skip_empty_targets,
    inline_exits,
    prepare_localsplus,
    simplify_and_clean_blocks,
    inline_exits,
    remove_unreachable,
    tidy_blocks,
    duplicate_exits_newest_first,
    trim_unused_consts,
    propagate_lines,
    guarantee_exit_lines,
    calculate_stack_depth,
    label_exception_targets,
    convert_pseudo_ops,
    remove_redundant_nops,
];

/// 3.12.
const FLOW_GRAPH: &[NamedPass] = passes![
    translate_labels,
    mark_except_handlers,
    label_exception_targets,
    check_cfg,
    skip_empty_blocks,
    inline_small_exits,
    simplify_blocks,
    remove_nops_and_pairs,
    inline_small_exits,
    remove_unreachable,
    remove_redundant_nops,
    skip_empty_blocks,
    remove_redundant_jumps,
    remove_unused_consts,
    check_loads,
    push_cold_blocks_to_end,
    duplicate_exits,
    propagate_lines,
    guarantee_exit_lines,
    prepare_localsplus,
    calculate_stack_depth,
    convert_pseudo_ops,
    remove_redundant_nops,
    normalize_jumps,
];

/// 3.13.
const FUSING_FLOW_GRAPH: &[NamedPass] = passes![
    translate_labels,
    mark_except_handlers,
    label_exception_targets,
    check_cfg,
    inline_small_blocks,
    remove_unreachable,
    duplicate_exits,
    propagate_lines,
    optimize_load_const,
    optimize_basic_blocks,
    remove_nops_and_pairs,
    remove_unreachable,
    remove_nops_and_jumps,
    remove_unused_consts,
    check_loads,
    insert_superinstructions,
    push_cold_blocks_to_end,
    duplicate_exits,
    propagate_lines,
    calculate_stack_depth,
    prepare_localsplus,
    convert_pseudo_ops,
    remove_nops_and_jumps,
    normalize_jumps,
];

/// 3.14 and 3.15.
const FOLDING_FLOW_GRAPH: &[NamedPass] = passes![
    translate_labels,
    mark_except_handlers,
    label_exception_targets,
    check_cfg,
    inline_small_blocks,
    remove_unreachable,
    duplicate_exits,
    propagate_lines,
    optimize_load_const,
    optimize_basic_blocks,
    remove_nops_and_pairs,
    remove_unreachable,
    remove_nops_and_jumps,
    remove_unused_consts,
    check_loads,
    insert_superinstructions,
    push_cold_blocks_to_end,
    duplicate_exits,
    propagate_lines,
    convert_pseudo_jumps,
    calculate_stack_depth,
    prepare_localsplus,
    convert_pseudo_ops,
    remove_nops_and_jumps,
    normalize_jumps,
    borrow_loads,
];

/// The passes of a version.
pub(crate) fn of(target: Target) -> Result<&'static [NamedPass], CompileError> {
    match target.pass_list() {
        PassList::TableBlocks => Ok(TABLE_BLOCKS),
        PassList::FlowGraph => Ok(FLOW_GRAPH),
        PassList::FusingFlowGraph => Ok(FUSING_FLOW_GRAPH),
        PassList::FoldingFlowGraph => Ok(FOLDING_FLOW_GRAPH),
        PassList::Peephole | PassList::Blocks => {
            Err(error(ErrorClass::SystemError, format!("code for Python {target} cannot be generated yet")))
        }
    }
}

/// Runs passes in their order; the observer sees the graph behind each.
pub(crate) fn run(
    passes: &[NamedPass],
    cx: &mut Context,
    mut observe: impl FnMut(&'static str, &Graph),
) -> Result<(), CompileError> {
    let mut checked = false;
    for (name, pass) in passes {
        pass(cx)?;
        if cfg!(debug_assertions) {
            checked |= *name == "check_cfg";
            if checked {
                verify::verify(&cx.graph, name);
            }
        }
        observe(name, &cx.graph);
    }
    Ok(())
}
