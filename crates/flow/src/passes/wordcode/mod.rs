//! The passes of 3.8 and 3.9, which change no instruction: optimising is left to the assembler's peephole.
//!
//! Blocks may go on after a jump or exit; what comes after it is written though it is dead. The search that orders the blocks
//! (`dfs`) first enters all that are linked, so their order stays that of the code generator.

pub(crate) mod first_line;
pub(crate) mod path_depth;
