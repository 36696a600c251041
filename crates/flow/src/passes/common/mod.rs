//! Passes that every version runs, and what several of them share.

pub(crate) mod check_cfg;
pub(crate) mod fold_tuple;
pub(crate) mod guarantee_exit_lines;
pub(crate) mod jump_threading;
pub(crate) mod label_exception_targets;
pub(crate) mod prefix;
pub(crate) mod propagate_lines;
pub(crate) mod pseudo_ops;
pub(crate) mod remove_nops;
pub(crate) mod remove_unreachable;
pub(crate) mod stack_depth;
pub(crate) mod swaps;
