//! The lists of passes, one per era, and the loop that runs them.
//!
//! Follows the calls in `_PyCfg_OptimizeCodeUnit`, `optimize_cfg` and `_PyCfg_OptimizedCfgToInstructionSequence`
//! (`Python/flowgraph.c`).

pub(crate) mod blocks;
pub(crate) mod common;
pub(crate) mod flow_graph;
pub(crate) mod folding;
pub(crate) mod fused;
pub(crate) mod fusing;
pub(crate) mod table_blocks;
pub(crate) mod wordcode;

use pycmill_target::{PassList, Target};

use crate::error::CompileError;
use crate::graph::Graph;
use crate::graph::verify;
use crate::optimize::Context;
use blocks::copy_lineless_exits::copy_lineless_exits;
use blocks::direct_jumps::direct_jumps;
use blocks::extend_blocks::extend_blocks;
use blocks::generator_start::insert_generator_start;
use blocks::optimize_blocks::optimize_blocks;
use blocks::skip_empty_blocks::skip_empty_blocks_early;
use blocks::tidy_linked_blocks::tidy_linked_blocks;
use common::check_cfg::check_cfg;
use common::guarantee_exit_lines::guarantee_exit_lines;
use common::label_exception_targets::label_exception_targets;
use common::prefix::prepare_localsplus;
use common::propagate_lines::propagate_lines;
use common::pseudo_ops::convert_pseudo_ops;
use common::remove_nops::remove_redundant_nops;
use common::remove_unreachable::remove_unreachable;
use common::stack_depth::calculate_stack_depth;
use flow_graph::check_loads::check_loads;
use flow_graph::cold_blocks::push_cold_blocks_to_end;
use flow_graph::duplicate_exits::duplicate_exits;
use flow_graph::inline_small_exits::inline_small_exits;
use flow_graph::mark_except_handlers::mark_except_handlers;
use flow_graph::normalize_jumps::normalize_jumps;
use flow_graph::remove_jumps::remove_redundant_jumps;
use flow_graph::remove_nops_and_pairs::remove_nops_and_pairs;
use flow_graph::remove_unused_consts::remove_unused_consts;
use flow_graph::simplify_blocks::simplify_blocks;
use flow_graph::skip_empty_blocks::skip_empty_blocks;
use flow_graph::translate_labels::translate_labels;
use folding::borrow_loads::borrow_loads;
use folding::pseudo_jumps::convert_pseudo_jumps;
use fused::link_blocks::link_blocks;
use fused::remove_unreachable_again::remove_unreachable_again;
use fused::settle_blocks::settle_blocks;
use fusing::inline_small_blocks::inline_small_blocks;
use fusing::optimize_basic_blocks::optimize_basic_blocks;
use fusing::optimize_load_const::optimize_load_const;
use fusing::remove_nops_and_jumps::remove_nops_and_jumps;
use fusing::superinstructions::insert_superinstructions;
use table_blocks::duplicate_exits_newest_first::duplicate_exits_newest_first;
use table_blocks::inline_exits::inline_exits;
use table_blocks::simplify_and_clean_blocks::simplify_and_clean_blocks;
use table_blocks::skip_empty_targets::skip_empty_targets;
use table_blocks::tidy_blocks::tidy_blocks;
use table_blocks::trim_unused_consts::trim_unused_consts;
use wordcode::first_line::set_first_line;
use wordcode::path_depth::calculate_path_depth;

/// Changes the graph (or the unit) in one way.
pub(crate) type Pass = fn(&mut Context) -> Result<(), CompileError>;

/// A pass with its name in messages.
pub(crate) type NamedPass = (&'static str, Pass);

/// Makes a list of passes with their names.
macro_rules! passes {
    ($($pass:ident),+ $(,)?) => { &[$((stringify!($pass), $pass)),+] };
}

/// 3.8 and 3.9.
const WORDCODE: &[NamedPass] = passes![set_first_line, calculate_path_depth];

/// 3.10.
const BLOCKS: &[NamedPass] = passes![
    skip_empty_blocks_early,
    extend_blocks,
    insert_generator_start,
    optimize_blocks,
    extend_blocks,
    remove_unreachable,
    tidy_linked_blocks,
    copy_lineless_exits,
    trim_unused_consts,
    propagate_lines,
    guarantee_exit_lines,
    direct_jumps,
    calculate_stack_depth,
];

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

/// The passes of [`FUSING_FLOW_GRAPH`], neighbours in one walk.
const FUSED_FUSING_FLOW_GRAPH: &[NamedPass] = passes![
    link_blocks,
    label_exception_targets,
    check_cfg,
    inline_small_blocks,
    remove_unreachable,
    duplicate_exits,
    propagate_lines,
    optimize_load_const,
    optimize_basic_blocks,
    remove_nops_and_pairs,
    remove_unreachable_again,
    remove_nops_and_jumps,
    check_loads,
    settle_blocks,
    push_cold_blocks_to_end,
    duplicate_exits,
    propagate_lines,
    calculate_stack_depth,
    prepare_localsplus,
    convert_pseudo_ops,
    remove_nops_and_jumps,
    normalize_jumps,
];

/// The passes of [`FOLDING_FLOW_GRAPH`], neighbours in one walk.
const FUSED_FOLDING_FLOW_GRAPH: &[NamedPass] = passes![
    link_blocks,
    label_exception_targets,
    check_cfg,
    inline_small_blocks,
    remove_unreachable,
    duplicate_exits,
    propagate_lines,
    optimize_load_const,
    optimize_basic_blocks,
    remove_nops_and_pairs,
    remove_unreachable_again,
    remove_nops_and_jumps,
    check_loads,
    settle_blocks,
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

/// What is left of [`FUSED_FUSING_FLOW_GRAPH`] to do in a unit of one block that nothing leads to or from.
const STRAIGHT_FUSING_FLOW_GRAPH: &[NamedPass] = passes![
    check_cfg,
    remove_unreachable,
    propagate_lines,
    optimize_load_const,
    optimize_basic_blocks,
    remove_nops_and_pairs,
    remove_nops_and_jumps,
    check_loads,
    settle_blocks,
    propagate_lines,
    calculate_stack_depth,
    prepare_localsplus,
    convert_pseudo_ops,
    remove_nops_and_jumps,
];

/// The same of [`FUSED_FOLDING_FLOW_GRAPH`].
const STRAIGHT_FOLDING_FLOW_GRAPH: &[NamedPass] = passes![
    check_cfg,
    remove_unreachable,
    propagate_lines,
    optimize_load_const,
    optimize_basic_blocks,
    remove_nops_and_pairs,
    remove_nops_and_jumps,
    check_loads,
    settle_blocks,
    propagate_lines,
    calculate_stack_depth,
    prepare_localsplus,
    convert_pseudo_ops,
    remove_nops_and_jumps,
    borrow_loads,
];

/// The passes of a version, neighbours in one walk where there is one for them. They do what those of [`of`] do; a debug build
/// compares.
pub(crate) fn fused(target: Target, graph: &mut Graph) -> &'static [NamedPass] {
    match target.pass_list() {
        PassList::FusingFlowGraph if graph.straighten() => STRAIGHT_FUSING_FLOW_GRAPH,
        PassList::FusingFlowGraph => FUSED_FUSING_FLOW_GRAPH,
        PassList::FoldingFlowGraph if graph.straighten() => STRAIGHT_FOLDING_FLOW_GRAPH,
        PassList::FoldingFlowGraph => FUSED_FOLDING_FLOW_GRAPH,
        _ => of(target),
    }
}

/// The passes of a version.
pub(crate) const fn of(target: Target) -> &'static [NamedPass] {
    match target.pass_list() {
        PassList::TableBlocks => TABLE_BLOCKS,
        PassList::FlowGraph => FLOW_GRAPH,
        PassList::FusingFlowGraph => FUSING_FLOW_GRAPH,
        PassList::FoldingFlowGraph => FOLDING_FLOW_GRAPH,
        PassList::Peephole => WORDCODE,
        PassList::Blocks => BLOCKS,
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
                verify::verify(cx.graph, name);
            }
        }
        observe(name, cx.graph);
    }
    Ok(())
}
