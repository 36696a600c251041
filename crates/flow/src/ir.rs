//! What the code generator hands to the flow graph and the assembler.
//!
//! Follows `Python/instruction_sequence.c` and `_PyCompile_CodeUnitMetadata`.
//! Invariant: up to the flow graph the operand of an instruction with a jump target is a [`Label`]'s
//! number; every label used is placed.

pub use crate::graph::{BlockId, CfgInstr};
pub use crate::sequence::InstrSequence;
use pycmill_object::ObjId;

/// Where an instruction comes from; the fields are CPython's `_Py_SourceLocation`, −1 for unknown.
#[derive(Clone, Copy, Eq, Debug)]
pub struct Location {
    /// First line, from 1.
    pub line: i32,
    /// Last line.
    pub end_line: i32,
    /// Column of the first character in UTF-8 bytes, from 0.
    pub col: i32,
    /// Column after the last character.
    pub end_col: i32,
}

impl PartialEq for Location {
    /// All four at once: of two next to each other most differ in the last ones.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Location {
    #[inline]
    const fn parts(self) -> [i32; 4] {
        [self.line, self.end_line, self.col, self.end_col]
    }

    /// `NO_LOCATION`.
    pub const NONE: Self = Self { line: -1, end_line: -1, col: -1, end_col: -1 };

    /// `NEXT_LOCATION`: that of the next instruction.
    pub const NEXT: Self = Self { line: -2, end_line: -2, col: -2, end_col: -2 };

    /// From its four parts.
    #[must_use]
    pub const fn new(line: i32, end_line: i32, col: i32, end_col: i32) -> Self {
        Self { line, end_line, col, end_col }
    }
}

/// A place to jump to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Label(pub u32);

/// One code unit as the code generator leaves it. Names are interned strings of the pool, each once
/// per list, in the order of their numbers.
#[derive(Clone, Debug)]
pub struct Unit {
    /// `co_name`.
    pub name: ObjId,
    /// `co_qualname`.
    pub qualname: ObjId,
    /// `co_firstlineno`.
    pub firstlineno: i32,
    /// `co_argcount`, positional-only parameters included.
    pub argcount: u32,
    /// `co_posonlyargcount`.
    pub posonlyargcount: u32,
    /// `co_kwonlyargcount`.
    pub kwonlyargcount: u32,
    /// Parameters of all kinds that the symbol table entered (`len(ste_varnames)`).
    pub nparams: u32,
    /// `co_flags`.
    pub flags: u32,
    /// Whether the scope yields or awaits (`ste_generator`, `ste_coroutine`). Flags tell it of functions alone; a module or
    /// class suspends, too, when optimisation removed the `assert` with its `yield`.
    pub suspends: bool,
    /// The constants registered so far (`u_consts`).
    pub consts: Vec<ObjId>,
    /// `u_names`.
    pub names: Vec<ObjId>,
    /// `u_varnames`.
    pub varnames: Vec<ObjId>,
    /// `u_cellvars`.
    pub cellvars: Vec<ObjId>,
    /// `u_freevars`.
    pub freevars: Vec<ObjId>,
    /// The names of `u_fasthidden`: fast locals only inside an inlined comprehension.
    pub fast_hidden: Vec<ObjId>,
    /// The instructions.
    pub code: InstrSequence,
    /// The code that makes a module's `__annotate__` (3.14+; `s_annotations_code`). Behind labels and
    /// operands of its own it goes where `code` has the pseudo instruction `ANNOTATIONS_PLACEHOLDER`;
    /// without it the placeholder means nothing.
    pub annotations: Option<InstrSequence>,
}

impl Unit {
    /// A unit of that name without parameters, names, constants or instructions.
    #[must_use]
    pub fn new(name: ObjId) -> Self {
        Self {
            name,
            qualname: name,
            firstlineno: 1,
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            nparams: 0,
            flags: 0,
            suspends: false,
            consts: Vec::new(),
            names: Vec::new(),
            varnames: Vec::new(),
            cellvars: Vec::new(),
            freevars: Vec::new(),
            fast_hidden: Vec::new(),
            code: InstrSequence::default(),
            annotations: None,
        }
    }
}

/// Where a block begins, and what the handler that it may be expects there.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct BlockStart {
    /// Index of its first instruction.
    pub place: u32,
    /// Stack depth there (`h_startdepth`).
    pub depth: u32,
    /// Whether the offset of the instruction that raised is pushed, too (`h_preserve_lasti`).
    pub preserve_lasti: bool,
}

/// One unit after the flow graph passes; constants that nothing uses are gone from
/// [`Unit::consts`].
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// The instructions; of the pseudo instructions only jumps are left. A jump's operand is what its length is computed of
    /// first, see [`Target::first_jump_operand`](pycmill_target::Target::first_jump_operand).
    pub instrs: Vec<CfgInstr>,
    /// The blocks that jumps and handlers name; empty if nothing names one.
    pub blocks: Vec<BlockStart>,
    /// `co_stacksize` before the lower bound of the code object.
    pub stackdepth: u32,
    /// Length of `co_localsplusnames`.
    pub nlocalsplus: u32,
}

impl Flow {
    /// Where a block begins.
    #[must_use]
    pub fn start(&self, block: BlockId) -> BlockStart {
        self.blocks.get(block.index()).copied().unwrap_or_default()
    }
}
