//! Appending instructions to the unit being written.
//!
//! Follows the `ADDOP…` macros, `compiler_addop_load_const`, `compiler_addop_name` and
//! `merge_consts_recursive` of `Python/compile.c`.

use pycmill_ast::{Constant, Int, Name};
use pycmill_object::{self as object, ObjId, Pool, Value};
use pycmill_target::operands::intrinsic_1;
use pycmill_target::{CallNull, MethodCall, Opcode};

use super::Emitter;
use crate::symbols::mangle;
use pycmill_flow::ir::{Label, Location};

impl<'a> Emitter<'a, '_> {
    /// `ADDOP`.
    #[inline]
    pub(crate) fn addop(&mut self, loc: Location, op: Opcode) {
        self.addop_i(loc, op, 0);
    }

    /// `ADDOP_I`.
    pub(crate) fn addop_i(&mut self, loc: Location, op: Opcode, arg: u32) {
        if self.takes_current_line {
            self.addop_in_current_line(op, arg);
            return;
        }
        self.unit().code.push(op, arg, loc);
    }

    /// `ADDOP_JUMP`.
    pub(crate) fn addop_jump(&mut self, loc: Location, op: Opcode, target: Label) {
        self.addop_i(loc, op, target.0);
    }

    /// Jumps ahead, over something that the source does not jump over: without a place.
    pub(crate) fn jump_forward(&mut self, target: Label) {
        if self.target.forward_jumps_check_no_interrupt() {
            self.addop_jump(Location::NONE, Opcode::JUMP_NO_INTERRUPT, target);
        } else {
            self.jump_ahead(Location::NONE, target);
        }
    }

    /// Jumps to a place that is yet to be written.
    pub(crate) fn jump_ahead(&mut self, loc: Location, target: Label) {
        let op = if self.target.has_pseudo_jump() { Opcode::JUMP } else { Opcode::JUMP_FORWARD };
        self.addop_jump(loc, op, target);
    }

    /// Jumps anywhere.
    pub(crate) fn jump_to(&mut self, loc: Location, target: Label) {
        let op = if self.target.has_pseudo_jump() { Opcode::JUMP } else { Opcode::JUMP_ABSOLUTE };
        self.addop_jump(loc, op, target);
    }

    /// `NEXT_BLOCK`: where only the code generator ends blocks, another one begins.
    pub(crate) fn next_block(&mut self) {
        if self.target.code_generator_ends_blocks() {
            self.unit().code.next_block();
        }
    }

    /// Tells the interpreter that the code begins or goes on here, where versions do.
    pub(crate) fn addop_resume(&mut self, loc: Location, place: u32) {
        if self.target.has_resume() {
            self.addop_i(loc, Opcode::RESUME, place);
        }
    }

    /// Makes a bool of what a conditional jump or a `not` tests, where they want one.
    pub(crate) fn addop_to_bool(&mut self, loc: Location) {
        if self.target.has_to_bool() {
            self.addop(loc, Opcode::TO_BOOL);
        }
    }

    /// The operand of `LOAD_GLOBAL`; in its lowest bit it can ask for a NULL.
    pub(crate) fn load_global_operand(&self, number: u32) -> u32 {
        if self.target.call_null() == CallNull::Absent { number } else { number << 1 }
    }

    /// Calls an intrinsic function of one argument, or the instruction that it replaced.
    pub(crate) fn addop_intrinsic_1(&mut self, loc: Location, number: u32) {
        if self.target.has_intrinsics() {
            self.addop_i(loc, Opcode::CALL_INTRINSIC_1, number);
            return;
        }
        let op = match number {
            intrinsic_1::IMPORT_STAR => Opcode::IMPORT_STAR,
            intrinsic_1::ASYNC_GEN_WRAP => Opcode::ASYNC_GEN_WRAP,
            intrinsic_1::UNARY_POSITIVE => Opcode::UNARY_POSITIVE,
            intrinsic_1::LIST_TO_TUPLE => Opcode::LIST_TO_TUPLE,
            _ => unreachable!("the other intrinsic functions belong to constructs that came with them"),
        };
        self.addop(loc, op);
    }

    /// `NEW_JUMP_TARGET_LABEL`, `compiler_new_block`. Where the code generator makes the blocks (up to 3.11), some passes
    /// visit them in the order they were made: labels must then be made at CPython's moments and in its order.
    pub(crate) fn new_label(&mut self) -> Label {
        self.unit().code.new_label()
    }

    /// `USE_LABEL`, `compiler_use_next_block`. Up to 3.11 a block begins here even if nothing jumps to it.
    pub(crate) fn use_label(&mut self, label: Label) {
        self.unit().code.use_label(label);
    }

    /// `ADDOP_LOAD_CONST` of a constant of the tree.
    pub(crate) fn addop_load_const(&mut self, loc: Location, value: &Constant<'a>) {
        let number = match leaf(value) {
            _ if self.muted > 0 => 0,
            Some(value) => {
                let merged = self.pool.merged_leaf(value);
                self.number_const(merged)
            }
            None => {
                let object = self.constant(value);
                self.add_const(object)
            }
        };
        self.addop_i(loc, Opcode::LOAD_CONST, number);
    }

    /// `ADDOP_LOAD_CONST` of an object of the pool.
    pub(crate) fn addop_load_object(&mut self, loc: Location, object: ObjId) {
        let number = self.add_const(object);
        self.addop_i(loc, Opcode::LOAD_CONST, number);
    }

    /// `ADDOP_LOAD_CONST` of a small integer.
    pub(crate) fn addop_load_int(&mut self, loc: Location, value: i64) {
        let object = self.pool.add(Value::Int(object::Int::Small(value)));
        self.addop_load_object(loc, object);
    }

    /// `ADDOP_LOAD_CONST` of an identifier's string.
    pub(crate) fn addop_load_name_const(&mut self, loc: Location, name: Name) {
        let object = self.name_object(name);
        self.addop_load_object(loc, object);
    }

    /// `ADDOP_LOAD_CONST` of the mangled form of a name in its class.
    pub(crate) fn addop_load_mangled_const(&mut self, loc: Location, name: Name, mangled: Name) {
        let object = self.mangled_object(name, mangled);
        self.addop_load_object(loc, object);
    }

    /// The string that mangling gives: the identifier's, or a new one that nothing has interned yet.
    pub(crate) fn mangled_object(&mut self, name: Name, mangled: Name) -> ObjId {
        if name == mangled {
            return self.name_object(name);
        }
        self.pool.add(Value::Str(self.names.text(mangled).as_bytes()))
    }

    /// Registers a constant (`compiler_add_const`).
    pub(crate) fn add_const(&mut self, object: ObjId) -> u32 {
        if self.muted > 0 {
            return 0;
        }
        let merged = self.pool.merge_recursive(object);
        self.number_const(merged)
    }

    /// The number of a constant that was merged.
    fn number_const(&mut self, merged: ObjId) -> u32 {
        let unit = &mut *self.current;
        self.memory.const_marks.number(merged.index(), unit.number, &mut unit.consts, merged)
    }

    /// Registers a mangled name.
    pub(crate) fn add_name(&mut self, mangled: Name) -> u32 {
        let unit = &mut *self.current;
        self.memory.name_marks.number(mangled.index(), unit.number, &mut unit.names, mangled)
    }

    /// A new object with the value of a constant of the tree.
    pub(crate) fn constant(&mut self, value: &Constant<'a>) -> ObjId {
        match value {
            Constant::None => Pool::NONE,
            Constant::True => Pool::TRUE,
            Constant::False => Pool::FALSE,
            Constant::Ellipsis => Pool::ELLIPSIS,
            Constant::Tuple(items) => {
                let items = self.constants(items);
                self.pool.add(Value::Tuple(&items))
            }
            Constant::FrozenSet(items) => {
                let items = self.constants(items);
                self.pool.add(Value::FrozenSet(&items))
            }
            _ => leaf(value).map_or(Pool::NONE, |value| self.pool.add(value)),
        }
    }

    fn constants(&mut self, values: &[Constant<'a>]) -> Vec<ObjId> {
        values.iter().map(|value| self.constant(value)).collect()
    }

    /// `ADDOP_NAME` into `u_names`: mangles, numbers and encodes the name of an attribute, a global
    /// or an import. The pseudo instructions for methods and `super()` become their real twins.
    pub(crate) fn addop_name(&mut self, loc: Location, op: Opcode, name: Name) {
        if self.muted > 0 {
            return;
        }
        let mangled = self.maybe_mangle(name);
        let number = self.add_name(mangled);
        let by_bit = self.target.method_call() == MethodCall::AttributeBit;
        let (op, arg) = match op {
            Opcode::LOAD_ATTR if by_bit => (op, number << 1),
            Opcode::LOAD_METHOD if by_bit => (Opcode::LOAD_ATTR, number << 1 | 1),
            Opcode::LOAD_SUPER_ATTR => (op, number << 2 | 2),
            Opcode::LOAD_SUPER_METHOD => (Opcode::LOAD_SUPER_ATTR, number << 2 | 3),
            Opcode::LOAD_ZERO_SUPER_ATTR => (Opcode::LOAD_SUPER_ATTR, number << 2),
            Opcode::LOAD_ZERO_SUPER_METHOD => (Opcode::LOAD_SUPER_ATTR, number << 2 | 1),
            _ => (op, number),
        };
        self.addop_i(loc, op, arg);
    }

    /// `_Py_MaybeMangle` in the unit being written.
    pub(crate) fn maybe_mangle(&mut self, name: Name) -> Name {
        let unit = self.unit();
        let (private, scope) = (unit.private, unit.scope);
        if private.is_none() {
            return name;
        }
        mangle::maybe_mangle(self.names, private, self.symbols.scope(scope), name)
    }

    /// A tuple object of identifiers' strings, as they are (not mangled).
    pub(crate) fn name_tuple(&mut self, names: &[Name]) -> ObjId {
        let items: Vec<ObjId> = names.iter().map(|name| self.name_object(*name)).collect();
        self.pool.add(Value::Tuple(&items))
    }
}

/// The value of a constant without items of which there can be several objects.
const fn leaf<'c>(value: &Constant<'c>) -> Option<Value<'c>> {
    Some(match *value {
        Constant::Int(int) => Value::Int(int_value(int)),
        Constant::Float(bits) => Value::Float(bits),
        Constant::Complex { real, imag } => Value::Complex(real, imag),
        Constant::Str(text) => Value::Str(text),
        Constant::Bytes(bytes) => Value::Bytes(bytes),
        Constant::None | Constant::True | Constant::False | Constant::Ellipsis => return None,
        Constant::Tuple(_) | Constant::FrozenSet(_) => return None,
    })
}

const fn int_value(int: Int<'_>) -> object::Int<'_> {
    match int {
        Int::Small(value) => object::Int::Small(value),
        Int::Big { negative, digits } => object::Int::Big { negative, digits },
    }
}
