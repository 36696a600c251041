//! Operands with a fixed meaning. A number never changes its meaning between the versions that know it.

/// `BINARY_OP` (3.11+).
#[expect(missing_docs, reason = "the names are the operators'")]
pub mod binary_op {
    pub const ADD: u32 = 0;
    pub const AND: u32 = 1;
    pub const FLOOR_DIVIDE: u32 = 2;
    pub const LSHIFT: u32 = 3;
    pub const MATRIX_MULTIPLY: u32 = 4;
    pub const MULTIPLY: u32 = 5;
    pub const REMAINDER: u32 = 6;
    pub const OR: u32 = 7;
    pub const POWER: u32 = 8;
    pub const RSHIFT: u32 = 9;
    pub const SUBTRACT: u32 = 10;
    pub const TRUE_DIVIDE: u32 = 11;
    pub const XOR: u32 = 12;
    /// Added to an operator's number for its in-place form.
    pub const INPLACE: u32 = 13;
    /// Subscript (3.14+).
    pub const SUBSCR: u32 = 26;
}

/// `COMPARE_OP` beyond the orderings (3.8).
#[expect(missing_docs, reason = "the names are CPython's")]
pub mod compare {
    pub const IN: u32 = 6;
    pub const NOT_IN: u32 = 7;
    pub const IS: u32 = 8;
    pub const IS_NOT: u32 = 9;
    pub const EXC_MATCH: u32 = 10;
}

/// `CALL_INTRINSIC_1` (3.12+).
#[expect(missing_docs, reason = "the names are CPython's")]
pub mod intrinsic_1 {
    pub const PRINT: u32 = 1;
    pub const IMPORT_STAR: u32 = 2;
    pub const STOPITERATION_ERROR: u32 = 3;
    pub const ASYNC_GEN_WRAP: u32 = 4;
    pub const UNARY_POSITIVE: u32 = 5;
    pub const LIST_TO_TUPLE: u32 = 6;
    pub const TYPEVAR: u32 = 7;
    pub const PARAMSPEC: u32 = 8;
    pub const TYPEVARTUPLE: u32 = 9;
    pub const SUBSCRIPT_GENERIC: u32 = 10;
    pub const TYPEALIAS: u32 = 11;
}

/// `CALL_INTRINSIC_2` (3.12+).
#[expect(missing_docs, reason = "the names are CPython's")]
pub mod intrinsic_2 {
    pub const PREP_RERAISE_STAR: u32 = 1;
    pub const TYPEVAR_WITH_BOUND: u32 = 2;
    pub const TYPEVAR_WITH_CONSTRAINTS: u32 = 3;
    pub const SET_FUNCTION_TYPE_PARAMS: u32 = 4;
    /// 3.13+.
    pub const SET_TYPEPARAM_DEFAULT: u32 = 5;
}

/// `LOAD_COMMON_CONSTANT` (3.14+).
#[expect(missing_docs, reason = "the names are the constants'")]
pub mod common_constant {
    pub const ASSERTION_ERROR: u32 = 0;
    pub const NOT_IMPLEMENTED_ERROR: u32 = 1;
    pub const TUPLE: u32 = 2;
    pub const ALL: u32 = 3;
    pub const ANY: u32 = 4;
    /// 3.15+, like all that follow.
    pub const LIST: u32 = 5;
    pub const SET: u32 = 6;
    pub const NONE: u32 = 7;
    pub const EMPTY_STR: u32 = 8;
    pub const TRUE: u32 = 9;
    pub const FALSE: u32 = 10;
    pub const MINUS_ONE: u32 = 11;
}

/// `LOAD_SPECIAL` (3.14+).
#[expect(missing_docs, reason = "the names are the methods'")]
pub mod special_method {
    pub const ENTER: u32 = 0;
    pub const EXIT: u32 = 1;
    pub const AENTER: u32 = 2;
    pub const AEXIT: u32 = 3;
}

/// Low bits of `IMPORT_NAME` (3.15+), below the number of the name.
pub mod import_name {
    /// How far the name's number is shifted.
    pub const SHIFT: u32 = 2;
    /// Declared lazy.
    pub const LAZY: u32 = 1;
    /// Never lazy, whatever the filter says.
    pub const EAGER: u32 = 2;
}

/// `GET_ITER` (3.15+).
pub mod get_iter {
    /// To loop over.
    pub const LOOP: u32 = 0;
    /// To delegate to, outside coroutines. CPython's code generator writes 1, which the making of the code object
    /// replaces (`Python/specialize.c` `fixup_getiter`).
    pub const YIELD_FROM: u32 = 3;
}

/// `BUILD_INTERPOLATION` (3.14+).
pub mod interpolation {
    /// The value and its source are there.
    pub const PLAIN: u32 = 2;
    /// So is a format specification.
    pub const HAS_FORMAT_SPEC: u32 = 1;
    /// How far the number of the conversion is shifted.
    pub const CONVERSION_SHIFT: u32 = 2;
}

/// `SET_FUNCTION_ATTRIBUTE` (3.13+) and the flags of `MAKE_FUNCTION` before it.
#[expect(missing_docs, reason = "the names are the parts'")]
pub mod function_part {
    pub const DEFAULTS: u32 = 1;
    pub const KWDEFAULTS: u32 = 2;
    pub const ANNOTATIONS: u32 = 4;
    pub const CLOSURE: u32 = 8;
    /// 3.14+.
    pub const ANNOTATE: u32 = 16;
}

/// `RESUME` (3.11+).
#[expect(missing_docs, reason = "the names say where the code goes on")]
pub mod resume {
    pub const AT_FUNC_START: u32 = 0;
    pub const AFTER_YIELD: u32 = 1;
    pub const AFTER_YIELD_FROM: u32 = 2;
    pub const AFTER_AWAIT: u32 = 3;
    /// In front of what makes a generator expression's generator (3.15+).
    pub const AT_GEN_EXPR_START: u32 = 4;
}

/// `co_flags`.
#[expect(missing_docs, reason = "the names are those of `inspect`")]
pub mod code_flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const NOFREE: u32 = 0x40;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// `from __future__ import …`, in the order of the releases that made them.
    pub const FUTURE_DIVISION: u32 = 0x2_0000;
    pub const FUTURE_ABSOLUTE_IMPORT: u32 = 0x4_0000;
    pub const FUTURE_WITH_STATEMENT: u32 = 0x8_0000;
    pub const FUTURE_PRINT_FUNCTION: u32 = 0x10_0000;
    pub const FUTURE_UNICODE_LITERALS: u32 = 0x20_0000;
    pub const FUTURE_BARRY_AS_BDFL: u32 = 0x40_0000;
    pub const FUTURE_GENERATOR_STOP: u32 = 0x80_0000;
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    /// 3.14+.
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    /// 3.14+.
    pub const METHOD: u32 = 0x800_0000;
}
