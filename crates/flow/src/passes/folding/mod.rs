//! Passes that came with 3.14, which folds constants in the flow graph.

pub(crate) mod borrow_loads;
pub(crate) mod fold_displays;
pub(crate) mod fold_operators;
pub(crate) mod pseudo_jumps;
