//! Instructions: `_unpack_opargs` and the targets of jumps (`Lib/dis.py`).

use pycmill_target::{Jump, Opcode, OperandKind, Target};

/// An instruction with its operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Instruction {
    /// Where it is, in bytes from the start of the code.
    pub offset: usize,
    /// Where its first prefix is; the offset if it has none.
    pub start: usize,
    /// The number of the opcode.
    pub number: u8,
    pub(crate) opcode: Option<Opcode>,
    /// The operand with its prefixes, if the opcode has one.
    pub operand: Option<i64>,
    /// Where it jumps, if it does.
    pub jump: Option<i64>,
    /// How many cache units follow it.
    pub caches: u8,
}

impl Instruction {
    /// CPython's name of the opcode; `<N>` for a number that the version doesn't use.
    #[must_use]
    pub fn name(&self) -> std::borrow::Cow<'static, str> {
        match self.opcode {
            Some(opcode) => opcode.name().into(),
            None => format!("<{}>", self.number).into(),
        }
    }

    /// Where the next instruction is.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.offset + 2 + 2 * self.caches as usize
    }
}

/// The instructions of some code.
#[derive(Clone, Debug)]
pub(crate) struct Instructions<'c> {
    target: Target,
    code: &'c [u8],
    offset: usize,
    /// Where the prefixes before the next instruction begin, and what they add to its operand.
    prefixes: Option<usize>,
    extended: i64,
}

impl<'c> Instructions<'c> {
    pub(crate) const fn new(target: Target, code: &'c [u8]) -> Self {
        Self { target, code, offset: 0, prefixes: None, extended: 0 }
    }

    /// The operand of an opcode with one, and what it adds to the next one. It is a signed number of 32 bits.
    fn operand(&mut self, opcode: Opcode, byte: u8) -> i64 {
        let operand = i64::from(byte) | self.extended;
        self.extended = 0;
        if opcode == Opcode::EXTENDED_ARG {
            self.extended = i64::from((operand << 8) as i32);
        }
        operand
    }

    fn jump(&self, opcode: Opcode, operand: i64, end: usize) -> Option<i64> {
        let Some(OperandKind::Jump(jump)) = self.target.operand_kind(opcode) else { return None };
        let unit = if self.target.jumps_count_bytes() { 1 } else { 2 };
        let end = i64::try_from(end).unwrap_or(i64::MAX);
        Some(match jump {
            Jump::Absolute => operand * unit,
            Jump::Forward => end + operand * unit,
            Jump::Backward | Jump::From => end - operand * unit,
        })
    }
}

impl Iterator for Instructions<'_> {
    type Item = Instruction;

    fn next(&mut self) -> Option<Instruction> {
        let [number, byte] = *self.code.get(self.offset..)?.first_chunk()?;
        let opcode = self.target.opcode_from_number(number);
        let caches = opcode.map_or(0, |opcode| self.target.cache_entries(opcode));
        let operand = opcode.filter(|opcode| self.target.has_arg(*opcode)).map(|opcode| self.operand(opcode, byte));
        if operand.is_none() {
            self.extended = 0;
        }
        let offset = self.offset;
        let is_prefix = opcode == Some(Opcode::EXTENDED_ARG);
        let first = *self.prefixes.get_or_insert(offset);
        self.prefixes = self.prefixes.filter(|_| is_prefix);
        let mut found = Instruction {
            offset,
            start: if is_prefix { offset } else { first },
            number,
            opcode,
            operand,
            jump: None,
            caches,
        };
        self.offset = found.end();
        found.jump = opcode.zip(operand).and_then(|(opcode, operand)| self.jump(opcode, operand, found.end()));
        Some(found)
    }
}
