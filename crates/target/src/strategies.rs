//! Many-valued differences between versions, to be matched exhaustively.

use crate::Target;
use crate::Version::{Python38, Python39, Python310, Python311, Python312, Python313, Python314, Python315};

/// Makes an enum and the query that gives its arm: the first release of each arm, oldest first.
macro_rules! strategies {
    ($($(#[doc = $doc:literal])* $name:ident by $query:ident {
        $($(#[doc = $arm_doc:literal])* $arm:ident = $version:ident $(. $micro:literal)?,)+
    })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            pub enum $name {
                $($(#[doc = $arm_doc])* $arm,)+
            }
        )*

        const ALL: &[Strategy] = &[$(Strategy {
            name: stringify!($query),
            meaning: concat!($($doc),*),
            arms: &[$((stringify!($arm), concat!($($arm_doc),*), Target::new($version, 0 $(+ $micro)?))),+],
        }),*];

        impl Target {
            $(
                $(#[doc = $doc])*
                #[must_use]
                #[inline]
                pub const fn $query(self) -> $name {
                    let mut found = [$($name::$arm),+][0];
                    $(if self.since($version, 0 $(+ $micro)?) {
                        found = $name::$arm;
                    })+
                    found
                }
            )*
        }
    };
}

/// A many-valued difference, as a row of the tables.
#[derive(Clone, Copy, Debug)]
pub struct Strategy {
    /// The name of the query of [`Target`].
    pub name: &'static str,
    /// What it means, in Markdown.
    pub meaning: &'static str,
    /// The arms, oldest first: name, meaning, the first release.
    pub arms: &'static [(&'static str, &'static str, Target)],
}

impl Strategy {
    /// All of them.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        ALL
    }
}

strategies! {
    /// Where constant expressions are computed.
    Folding by folding {
        /// On the tree, before the symbol table.
        Tree = Python38,
        /// In the flow graph, on instructions.
        FlowGraph = Python314,
    }
    /// How an instruction's line is kept.
    LineTable by line_table {
        /// `co_lnotab`: pairs of byte and line steps.
        Lnotab = Python38,
        /// `co_linetable` of 3.10: ranges with a line or none.
        Ranges = Python310,
        /// Four-part locations.
        Locations = Python311,
    }
    /// How `try`, `finally` and `with` are left.
    Unwinding by unwinding {
        /// Block stack; a `finally` body exists once and is called.
        Subroutine = Python38,
        /// Block stack; a `finally` body is copied for each exit.
        BlockStack = Python39,
        /// Exception table; bodies are copied.
        Table = Python311,
    }
    /// What holds the annotations of a function.
    Annotations by annotations {
        /// A dictionary built eagerly.
        Dictionary = Python38,
        /// A flat tuple of names and values, built eagerly.
        Tuple = Python310,
        /// A function that builds the dictionary when asked (PEP 649).
        Function = Python314,
    }
    /// In which order marshal writes the elements of a frozenset.
    FrozensetOrder by frozenset_order {
        /// As the set's hash table holds them.
        Hash = Python38,
        /// By their dumped bytes; an element is marked in the dump when something else holds it.
        DumpByHolders = Python311,
        /// By their dumped bytes, with every mark set.
        DumpFlagged = Python313,
    }
    /// The list of passes between the code generator and the assembler.
    PassList by pass_list {
        /// Peephole optimiser on byte code.
        Peephole = Python38,
        /// Basic blocks with a line table of ranges.
        Blocks = Python310,
        /// Basic blocks with an exception table.
        TableBlocks = Python311,
        /// `flowgraph.c` with cold blocks and checked loads.
        FlowGraph = Python312,
        /// The same with fused loads and stores.
        FusingFlowGraph = Python313,
        /// The same with constant folding and borrowed loads.
        FoldingFlowGraph = Python314,
    }
    /// How the code generator reorders the stack.
    StackShuffle by stack_shuffle {
        /// `ROT_*` and `DUP_*`.
        Rotate = Python38,
        /// `SWAP` and `COPY`.
        Swap = Python311,
    }
    /// How a `with` statement enters and leaves.
    WithShape by with_shape {
        /// `WITH_CLEANUP_START` and `WITH_CLEANUP_FINISH`.
        CleanupOps = Python38,
        /// `SETUP_WITH`, and the exit called in line.
        InlineExit = Python39,
        /// `BEFORE_WITH`.
        BeforeWith = Python311,
        /// `LOAD_SPECIAL` for both methods.
        LoadSpecial = Python314,
    }
    /// Where a call's NULL goes.
    CallNull by call_null {
        /// Calls take none.
        Absent = Python38,
        /// Below the callable.
        Before = Python311,
        /// Above the callable.
        After = Python313,
    }
    /// How keyword arguments reach a call.
    KeywordCall by keyword_call {
        /// `CALL_FUNCTION_KW` with the names on the stack.
        FunctionKw = Python38,
        /// `KW_NAMES` before the call.
        KwNames = Python311,
        /// `CALL_KW` with the names on the stack.
        CallKw = Python313,
    }
    /// How a method is called without binding it.
    MethodCall by method_call {
        /// `LOAD_METHOD`, `CALL_METHOD`.
        CallMethod = Python38,
        /// `LOAD_METHOD` and an ordinary call.
        LoadMethod = Python311,
        /// A bit of `LOAD_ATTR`.
        AttributeBit = Python312,
    }
    /// What the operand of `COMPARE_OP` says.
    CompareOperand by compare_operand {
        /// The operator's number.
        Index = Python38,
        /// The number above four bits of mask.
        Shifted4 = Python312,
        /// The number above a bit for "made a bool" and four bits of mask.
        Shifted5 = Python313,
    }
    /// How `and` and `or` keep the value they tested.
    BoolOp by bool_op {
        /// `JUMP_IF_FALSE_OR_POP` and its twin.
        OrPop = Python38,
        /// A copy, a popping jump and a pop.
        CopyPop = Python312,
        /// Pseudo jumps, expanded late.
        PseudoJump = Python314,
    }
    /// What follows an exhausted `for` loop.
    LoopEnd by loop_end {
        /// Nothing.
        Nothing = Python38,
        /// `END_FOR` that pops both.
        EndFor = Python312,
        /// `END_FOR` and `POP_TOP`.
        EndForPopTop = Python313,
        /// `END_FOR` and `POP_ITER`.
        EndForPopIter = Python314,
    }
    /// How a generator's code begins.
    GeneratorStart by generator_start {
        /// Like any function.
        Plain = Python38,
        /// `GEN_START` with its kind.
        GenStart = Python310,
        /// `RETURN_GENERATOR`, inserted by the flow graph.
        Prefix = Python311,
        /// The same, written by the code generator.
        Generated = Python315,
    }
    /// How `await` and `yield from` delegate.
    Delegation by delegation {
        /// `YIELD_FROM`.
        YieldFrom = Python38,
        /// A loop around `SEND`.
        Send = Python311,
        /// The same with `END_SEND` and a handler for thrown exceptions.
        SendWithCleanup = Python312,
        /// The same with a NULL below the value sent.
        SendWithNull = Python315,
    }
    /// What the operand of `YIELD_VALUE` says.
    YieldOperand by yield_operand {
        /// Nothing.
        Nothing = Python38,
        /// The depth of handlers.
        Depth = Python312,
        /// Whether it yields for `await` or `yield from`.
        Kind = Python313,
    }
    /// How a function object gets its parts.
    FunctionObject by function_object {
        /// `MAKE_FUNCTION` takes the qualified name and the parts its flags tell.
        Qualname = Python38,
        /// The same without the name.
        Flags = Python311,
        /// `SET_FUNCTION_ATTRIBUTE` for each part.
        Attributes = Python313,
    }
    /// Which list and set displays of constants are filled from one constant.
    ConstantDisplay by constant_display {
        /// None.
        Never = Python38,
        /// Those of three elements and more.
        FromThree = Python39,
        /// Those of three to thirty elements.
        ThreeToThirty = Python314,
    }
    /// Where `assert` finds its exception.
    AssertionErrorLoad by assertion_error_load {
        /// By name.
        Global = Python38,
        /// `LOAD_ASSERTION_ERROR`.
        Opcode = Python39,
        /// `LOAD_COMMON_CONSTANT`.
        CommonConstant = Python314,
    }
    /// Which constants that no instruction uses go away.
    UnusedConstants by unused_constants {
        /// None.
        Keep = Python38,
        /// Those at the end.
        TrimTail = Python310,
        /// All but the first.
        Drop = Python312,
    }
    /// Which exception handler a jump made late gets.
    LateJumpHandler by late_jump_handler {
        /// Late jumps are edited in place, or there is no table.
        InPlace = Python38,
        /// None.
        Nothing = Python313,
        /// Whatever the array slot held before.
        StaleSlot = Python314,
        /// None again.
        Cleared = Python315,
        /// That of the jump it belongs to.
        Inherited = Python315 . 2,
    }
    /// What the operand of a jump is taken for when the lengths of instructions are computed first. It decides where two
    /// jumps over each other could both be short or both be long.
    FirstJumpOperand by first_jump_operand {
        /// Zero.
        Zero = Python38,
        /// The label of the target that the jump was made with.
        Label = Python312,
        /// The index of the target among the instructions.
        Index = Python313,
    }
    /// Which small exit blocks are copied to the jumps that lead there.
    InlineExits by inline_exits {
        /// None.
        Never = Python38,
        /// Up to four instructions.
        Small = Python310,
        /// Up to four instructions, none with a line.
        SmallWithoutLine = Python311,
        /// Up to four instructions.
        SmallExit = Python312,
        /// Up to four instructions, or without any line.
        SmallOrWithoutLine = Python313,
    }
}
