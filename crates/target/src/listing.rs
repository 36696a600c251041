//! What operands mean and how a version's `dis` says so: look-ups by opcode.
//!
//! Follows `Lib/dis.py` of each version (`_get_instructions_bytes`, from 3.13 on `ArgResolver.get_argval_argrepr`).

use crate::Opcode::{self, *};
use crate::Target;
use crate::strategies::{CompareOperand, MethodCall};

/// What the operand of an instruction means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OperandKind {
    /// A number that says all there is to say.
    Number,
    /// An index into `co_consts`.
    Constant,
    /// An index into `co_names`, above marks.
    Name(NameOperand),
    /// Where a jump leads.
    Jump(Jump),
    /// A local variable; from 3.11 on of any kind.
    Local,
    /// Two local variables, of four bits each.
    LocalPair,
    /// A cell or free variable, in the order of `co_cellvars` and `co_freevars` (up to 3.10).
    Cell,
    /// A comparison.
    Comparison(Comparison),
    /// One of some texts.
    Choice(&'static [&'static str]),
    /// Bits, each with a text.
    Flags(&'static [&'static str]),
}

/// A name above marks in the low bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NameOperand {
    /// How far the name's number is shifted.
    pub shift: u32,
    /// The first of these bits that is set has this text added to the name.
    pub marks: &'static [(u32, &'static str)],
    /// Whether the text precedes the name.
    pub marks_precede: bool,
}

/// How the operand of a jump is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Jump {
    /// From the start of the code.
    Absolute,
    /// Ahead, from the next instruction.
    Forward,
    /// Back, from the next instruction.
    Backward,
    /// Back, but nothing jumps there: `END_ASYNC_FOR` names the start of its loop (3.14+).
    From,
}

/// The operand of `COMPARE_OP`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// The operators.
    pub operators: &'static [&'static str],
    /// How far the operator's number is shifted.
    pub shift: u32,
    /// Set where the result is made a bool; 0 if that is no part of the operand.
    pub bool_bit: u32,
}

const PLAIN: NameOperand = NameOperand { shift: 0, marks: &[], marks_precede: false };
const OPERATORS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];
/// 3.8 has one more, which nothing uses.
const OLD_OPERATORS: [&str; 12] =
    ["<", "<=", "==", "!=", ">", ">=", "in", "not in", "is", "is not", "exception match", "BAD"];
const BINARY_OPERATORS: [&str; 27] = [
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^", "+=", "&=", "//=", "<<=", "@=", "*=", "%=",
    "|=", "**=", ">>=", "-=", "/=", "^=", "[]",
];
const INTRINSICS_1: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];
const INTRINSICS_2: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];
const COMMON_CONSTANTS: [&str; 12] = [
    "AssertionError",
    "NotImplementedError",
    "tuple",
    "<built-in function all>",
    "<built-in function any>",
    "list",
    "set",
    "None",
    "''",
    "True",
    "False",
    "-1",
];
const SPECIAL_METHODS: [&str; 4] = ["__enter__", "__exit__", "__aenter__", "__aexit__"];
const CONVERSIONS: [&str; 4] = ["", "str", "repr", "ascii"];
/// The conversion, and above two bits whether there is a format specification.
const FORMATS: [&str; 8] =
    ["", "str", "repr", "ascii", "with format", "str, with format", "repr, with format", "ascii, with format"];
const FUNCTION_PARTS: [&str; 5] = ["defaults", "kwdefaults", "annotations", "closure", "annotate"];

impl Target {
    /// What the operand of an opcode means; nothing if it has none.
    #[must_use]
    pub fn operand_kind(self, op: Opcode) -> Option<OperandKind> {
        if !self.has_arg(op) {
            return None;
        }
        Some(if self.has_const(op) {
            self.constant_operand(op)
        } else if self.has_name(op) {
            OperandKind::Name(self.name_operand(op))
        } else if self.has_jump(op) {
            OperandKind::Jump(self.jump(op))
        } else if is_pair(op) {
            OperandKind::LocalPair
        } else if self.has_free(op) && !self.has_localsplus() {
            OperandKind::Cell
        } else if self.has_local(op) || self.has_free(op) {
            OperandKind::Local
        } else {
            self.special_operand(op)
        })
    }

    fn constant_operand(self, op: Opcode) -> OperandKind {
        if matches!(op, LOAD_CONST) || self.dis_explains_all_constants() {
            OperandKind::Constant
        } else {
            OperandKind::Number
        }
    }

    fn name_operand(self, op: Opcode) -> NameOperand {
        let marks_precede = !self.dis_marks_names_at_their_end();
        let [null, method]: [&[(u32, &str)]; 2] = if marks_precede {
            [&[(1, "NULL + ")], &[(1, "NULL|self + ")]]
        } else {
            [&[(1, " + NULL")], &[(1, " + NULL|self")]]
        };
        match op {
            LOAD_GLOBAL if self.has_localsplus() => NameOperand { shift: 1, marks: null, marks_precede },
            LOAD_ATTR if self.has_method_bit() => NameOperand { shift: 1, marks: method, marks_precede },
            LOAD_SUPER_ATTR => NameOperand { shift: 2, marks: method, marks_precede },
            IMPORT_NAME if self.has_lazy_imports() => {
                NameOperand { shift: 2, marks: &[(1, " + lazy"), (2, " + eager")], marks_precede }
            }
            _ => PLAIN,
        }
    }

    const fn has_method_bit(self) -> bool {
        matches!(self.method_call(), MethodCall::AttributeBit)
    }

    const fn jump(self, op: Opcode) -> Jump {
        if self.has_absolute_jump(op) {
            Jump::Absolute
        } else if matches!(op, END_ASYNC_FOR) {
            Jump::From
        } else if op.is_backwards_jump() {
            Jump::Backward
        } else {
            Jump::Forward
        }
    }

    fn special_operand(self, op: Opcode) -> OperandKind {
        match op {
            COMPARE_OP => OperandKind::Comparison(self.comparison()),
            FORMAT_VALUE => OperandKind::Choice(&FORMATS),
            CONVERT_VALUE => OperandKind::Choice(&CONVERSIONS),
            MAKE_FUNCTION | SET_FUNCTION_ATTRIBUTE => OperandKind::Flags(&FUNCTION_PARTS),
            BINARY_OP => OperandKind::Choice(&BINARY_OPERATORS),
            CALL_INTRINSIC_1 => OperandKind::Choice(&INTRINSICS_1),
            CALL_INTRINSIC_2 => OperandKind::Choice(&INTRINSICS_2),
            LOAD_COMMON_CONSTANT => OperandKind::Choice(&COMMON_CONSTANTS),
            LOAD_SPECIAL => OperandKind::Choice(&SPECIAL_METHODS),
            IS_OP if self.dis_explains_negations() => OperandKind::Choice(&["is", "is not"]),
            CONTAINS_OP if self.dis_explains_negations() => OperandKind::Choice(&["in", "not in"]),
            _ => OperandKind::Number,
        }
    }

    const fn comparison(self) -> Comparison {
        let operators: &[&str] = if self.opcode_exists(IS_OP) { &OPERATORS } else { &OLD_OPERATORS };
        let (shift, bool_bit) = match self.compare_operand() {
            CompareOperand::Index => (0, 0),
            CompareOperand::Shifted4 => (4, 0),
            CompareOperand::Shifted5 => (5, 16),
        };
        Comparison { operators, shift, bool_bit }
    }
}

const fn is_pair(op: Opcode) -> bool {
    matches!(op, LOAD_FAST_LOAD_FAST | LOAD_FAST_BORROW_LOAD_FAST_BORROW | STORE_FAST_LOAD_FAST | STORE_FAST_STORE_FAST)
}
