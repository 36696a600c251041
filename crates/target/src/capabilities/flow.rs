//! What the flow graph and the assembler do to the instructions.

use super::{before, between, capabilities, since};
use crate::Version::{Python39, Python310, Python311, Python312, Python313, Python314, Python315};
use crate::{Opcode, Target};

capabilities! {
    /// The code generator makes the blocks of the flow graph itself; later ones write a sequence that is cut into blocks.
    code_generator_makes_blocks: before(Python312, 0);
    /// A block ends with its first jump or exit; before, it goes on until the code generator begins another one.
    blocks_end_implicitly: between((Python311, 0), (Python312, 0));
    /// An instruction with a line of its own makes an entry of `co_lnotab` even if the line stays the same.
    lnotab_repeats_lines: before(Python39, 0);
    /// The operands of jumps count bytes; code units later.
    jumps_count_bytes: before(Python310, 0);
    /// Static swaps keep their order when two stores name the same variable.
    static_swap_checks_same_variable: since(Python311, 7);
    /// The jump that leads back from a cold block checks no interrupts.
    cold_jump_checks_no_interrupt: since(Python313, 0);
    /// Loads of perhaps unbound locals are checked ones, the others are not.
    checks_uninitialised_locals: since(Python312, 0);
    /// Neighbouring loads and stores of locals are fused.
    has_superinstructions: since(Python313, 0);
    /// Loads of locals that outlive their use borrow the reference.
    has_borrowed_loads: since(Python314, 0);
    /// The borrow analysis confuses the producer of some values with a loop counter, a bug of 3.14.
    borrow_analysis_confuses_producer: between((Python314, 0), (Python315, 0));
    /// Every forward conditional jump is followed by `NOT_TAKEN`.
    has_not_taken: since(Python314, 0);
    /// The stack depth is taken before each instruction, not after it.
    stack_depth_counts_before: since(Python314, 0);
    /// Neighbouring instructions with one location share an entry of the location table.
    merges_equal_locations: since(Python312, 0);
    /// Jumps count from the end of the instruction, and backward ones are opcodes of their own.
    has_relative_jumps: since(Python311, 0);
    /// A line-less block that can run a signal handler is copied for each jump to it.
    duplicates_interruptible_exits: since(Python313, 0);
    /// Constants that have a number of their own are loaded by `LOAD_COMMON_CONSTANT`: None, the truths, `''` and −1.
    loads_singletons_as_common_constants: since(Python315, 0);
    /// The slots of removed instructions are wiped.
    clears_removed_slots: since(Python315, 0);
    /// A line spreads through blocks without instructions.
    propagates_lines_through_empty_blocks: since(Python315, 0);
    /// The borrow analysis does not see what a block without instructions runs on into.
    borrow_analysis_stops_at_empty_blocks: between((Python314, 0), (Python315, 0));
    /// The borrow analysis knows that the iterator of an iterator is itself.
    borrow_analysis_keeps_iterated: since(Python315, 0);
    /// Complex powers divide a length by an exponential. Since gh-113841, in the change logs of 3.12.8 and 3.13.1, they
    /// multiply with that of the opposite number, which rounds differently.
    divides_lengths_of_complex_powers: before(Python312, 8), between((Python313, 0), (Python313, 1));
    /// Real operands of complex arithmetic have no imaginary part, and lost infinities are recovered (C11, annex G).
    has_mixed_complex_arithmetic: since(Python314, 0);
    /// A `NOP` at the end of a block goes for an instruction of its line in the next block even if line-less `NOP`s are
    /// before that (gh-109889, in the change log of 3.12.1).
    looks_past_lineless_nops: since(Python312, 1);
    /// A `NOP` is needed for its line although a `RESUME` of that line comes before it, as in `def f(): pass`. Seen in 3.12.7
    /// and 3.12.9, not in 3.12.1, nor in 3.13.
    nops_outlive_resume: between((Python312, 5), (Python313, 0));
    /// A block that is reached with two depths of the stack is an error.
    requires_even_stack: since(Python313, 0);
    /// Conditional jumps have opcodes for either direction.
    directs_conditional_jumps: between((Python311, 0), (Python312, 0));
    /// Every label begins a block, whether something jumps there or not.
    labels_begin_blocks: before(Python313, 0);
    /// The instructions that end a protected region stay in the flow graph until all pseudo instructions go.
    ends_of_handlers_stay: before(Python313, 0);
    /// The walk that counts the edges to each block visits a block again that it found twice before its turn came.
    counts_edges_of_waiting_blocks_again: between((Python312, 0), (Python313, 0));
    /// The jump that leads back from a cold block is known to have one predecessor.
    counts_edges_of_cold_jumps: since(Python313, 0);
    /// Moving the cold blocks removes `NOP`s and jumps until nothing changes, not jumps alone.
    cleans_up_behind_cold_blocks: since(Python313, 0);
    /// What a generator drops first has the location of the instruction that makes the generator.
    generator_start_shares_location: since(Python313, 0);
    /// The value that a generator is resumed with first lies on the stack when its code begins.
    generators_start_with_value: between((Python310, 0), (Python313, 0));
    /// Whether code is a generator's is asked of its scope for the stack depth; later of its flags, which modules and
    /// classes lack even if they yield in an `assert` that is left out.
    stack_depth_asks_the_scope: before(Python312, 0);
    /// The slots of parameters tell how arguments reach them (`CO_FAST_ARG_*`).
    marks_argument_slots: since(Python314, 0);
}

impl Target {
    /// Set in the operand of `RESUME` behind a yield when the generator's own handler is the only one around
    /// (`RESUME_OPARG_DEPTH1_MASK`).
    #[must_use]
    pub const fn resume_depth1_mask(self) -> u32 {
        if self.since(Python315, 0) { 8 } else { 4 }
    }

    /// From the start of the `SEND` of an asynchronous loop to its `END_SEND`, in code units (`END_SEND_OFFSET`).
    #[must_use]
    pub const fn end_send_offset(self) -> u32 {
        5 + self.cache_entries(Opcode::RESUME) as u32
    }
}
