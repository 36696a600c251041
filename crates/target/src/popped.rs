//! How many stack items an instruction takes, which no interpreter reports; what it leaves follows from the effect.
//!
//! Follows `_PyOpcode_num_popped` (`Include/internal/pycore_opcode_metadata.h`) of 3.14 and 3.15, the versions whose flow
//! graph follows single items.

use crate::Target;
use crate::tables::names::Opcode::{self, *};

impl Target {
    /// How many items the instruction takes from the stack; those it only looks at count, too.
    #[must_use]
    pub fn popped(self, op: Opcode, oparg: u32) -> u32 {
        match op {
            BUILD_LIST | BUILD_SET | BUILD_SLICE | BUILD_STRING | BUILD_TUPLE | RAISE_VARARGS | COPY | SWAP => oparg,
            BUILD_MAP => oparg.wrapping_mul(2),
            BUILD_INTERPOLATION => 2 + (oparg & 1),
            LIST_APPEND | LIST_EXTEND | SET_ADD | SET_UPDATE | DICT_UPDATE | RERAISE => oparg.wrapping_add(1),
            CALL | MAP_ADD => oparg.wrapping_add(2),
            CALL_KW => oparg.wrapping_add(3),
            DICT_MERGE => oparg.wrapping_add(4),
            GET_ANEXT
            | GET_LEN
            | IMPORT_FROM
            | LOAD_ATTR
            | LOAD_FROM_DICT_OR_DEREF
            | LOAD_FROM_DICT_OR_GLOBALS
            | LOAD_SPECIAL
            | MATCH_MAPPING
            | MATCH_SEQUENCE
            | PUSH_EXC_INFO
            | UNPACK_EX
            | UNPACK_SEQUENCE
            | CALL_INTRINSIC_1
            | CONVERT_VALUE
            | DELETE_ATTR
            | END_FOR
            | EXIT_INIT_CHECK
            | FORMAT_SIMPLE
            | GET_AITER
            | GET_AWAITABLE
            | GET_ITER
            | GET_YIELD_FROM_ITER
            | INTERPRETER_EXIT
            | JUMP_IF_FALSE
            | JUMP_IF_TRUE
            | MAKE_FUNCTION
            | POP_EXCEPT
            | POP_JUMP_IF_FALSE
            | POP_JUMP_IF_NONE
            | POP_JUMP_IF_NOT_NONE
            | POP_JUMP_IF_TRUE
            | POP_TOP
            | RETURN_VALUE
            | STORE_DEREF
            | STORE_FAST
            | STORE_FAST_LOAD_FAST
            | STORE_FAST_MAYBE_NULL
            | STORE_GLOBAL
            | STORE_NAME
            | TO_BOOL
            | UNARY_INVERT
            | UNARY_NEGATIVE
            | UNARY_NOT
            | YIELD_VALUE => 1,
            BINARY_OP
            | BUILD_TEMPLATE
            | CALL_INTRINSIC_2
            | CHECK_EG_MATCH
            | CHECK_EXC_MATCH
            | COMPARE_OP
            | CONTAINS_OP
            | DELETE_SUBSCR
            | END_ASYNC_FOR
            | FORMAT_WITH_SPEC
            | IMPORT_NAME
            | IS_OP
            | MATCH_KEYS
            | SET_FUNCTION_ATTRIBUTE
            | STORE_ATTR
            | STORE_FAST_STORE_FAST => 2,
            BINARY_SLICE | LOAD_SUPER_ATTR | MATCH_CLASS | STORE_SUBSCR => 3,
            CALL_FUNCTION_EX | STORE_SLICE => 4,
            WITH_EXCEPT_START => 5,
            FOR_ITER | POP_ITER => 1 + self.second_iterator_slot(),
            SEND | END_SEND => 2 + self.second_iterator_slot(),
            CLEANUP_THROW => 3 + self.second_iterator_slot(),
            _ => 0,
        }
    }

    /// Iterators take two places from 3.15 on.
    fn second_iterator_slot(self) -> u32 {
        self.iterators_take_two_slots() as u32
    }
}
