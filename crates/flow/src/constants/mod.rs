//! Constants as the passes see them: which instructions load them, what they are, what operators make of them.

pub(crate) mod const_eval;
pub(crate) mod const_loads;
pub(crate) mod consts;
