//! The constants of the unit as the passes see them: look-up, truth, appending.
//!
//! Invariant: a constant appended is first merged in the constant cache, and the list holds an object once.
//! Follows `get_const_value` and `add_const` (`Python/flowgraph.c`).

use pycmill_object::{Int, ObjId, Pool, Value};
use rustc_hash::FxHashMap;

use crate::error::{CompileError, ErrorClass};
use crate::optimize::{Context, error};

/// How many constants are looked at one by one.
const FEW: usize = 32;

/// The index of each constant of the list; filled at the first use, if there are not few.
#[derive(Default)]
pub(crate) struct ConstIndex(FxHashMap<ObjId, u32>);

impl Context<'_> {
    /// The constant that an operand names.
    pub(crate) fn const_value(&self, index: u32) -> Result<ObjId, CompileError> {
        let consts = &self.unit.consts;
        consts.get(index as usize).copied().ok_or_else(|| out_of_range(index, consts.len()))
    }

    /// The index of a constant, which is appended if it is new.
    pub(crate) fn add_const(&mut self, value: Value<'_>) -> u32 {
        let added = self.pool.add(value);
        self.add_const_object(added)
    }

    /// The index of an object or of the one that stands for its value.
    pub(crate) fn add_const_object(&mut self, object: ObjId) -> u32 {
        let id = self.pool.merge(object);
        let consts = &mut self.unit.consts;
        if consts.len() < FEW {
            let known = consts.iter().position(|known| *known == id);
            return known.unwrap_or_else(|| {
                consts.push(id);
                consts.len() - 1
            }) as u32;
        }
        let known = &mut self.const_index.0;
        if known.is_empty() {
            for (index, id) in consts.iter().enumerate() {
                known.entry(*id).or_insert(index as u32);
            }
        }
        *known.entry(id).or_insert_with(|| {
            consts.push(id);
            consts.len() as u32 - 1
        })
    }
}

/// The error of an operand that names no constant.
pub(crate) fn out_of_range(index: u32, len: usize) -> CompileError {
    error(ErrorClass::ValueError, format!("LOAD_CONST index {index} is out of range for consts (len={len})"))
}

/// What `bool()` of a constant gives.
pub(crate) fn is_true(pool: &Pool, id: ObjId) -> bool {
    match pool.value(id) {
        Value::None | Value::False => false,
        Value::True | Value::Ellipsis | Value::StopIteration | Value::Slice(..) | Value::Code(_) => true,
        Value::Int(int) => int != Int::Small(0),
        Value::Float(bits) => is_nonzero(bits),
        Value::Complex(real, imag) => is_nonzero(real) || is_nonzero(imag),
        Value::Str(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::Tuple(items) | Value::FrozenSet(items) => !items.is_empty(),
    }
}

/// Not a number counts as true, both zeros as false.
fn is_nonzero(bits: u64) -> bool {
    f64::from_bits(bits) != 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_is_that_of_python() {
        let mut pool = Pool::new();
        for (value, truth) in [
            (Value::Float(f64::NAN.to_bits()), true),
            (Value::Float((-0.0_f64).to_bits()), false),
            (Value::Complex(0, 1.0_f64.to_bits()), true),
            (Value::Int(Int::Small(0)), false),
            (Value::Tuple(&[]), false),
            (Value::Str(b"x"), true),
            (Value::Ellipsis, true),
        ] {
            let id = pool.add(value);
            assert_eq!(is_true(&pool, id), truth);
        }
    }
}
