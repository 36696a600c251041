//! What operands mean, in the words of `dis`.

use std::cell::RefCell;

use pycmill_object::{Locals, ObjId};
use pycmill_target::{Comparison, Jump, NameOperand, OperandKind};

use super::code::Code;
use super::instruction::Instruction;
use super::reprs::Reprs;

/// Explains the operands of a code object.
pub(crate) struct Meanings<'r, 'i> {
    code: Code<'i>,
    reprs: &'r RefCell<Reprs<'i>>,
    names: &'i [ObjId],
    constants: &'i [ObjId],
    /// Variables by the numbers of operands.
    locals: &'i [ObjId],
    /// Cell and free variables, where those have numbers of their own.
    cells: [&'i [ObjId]; 2],
}

impl<'r, 'i> Meanings<'r, 'i> {
    pub(crate) fn new(code: Code<'i>, reprs: &'r RefCell<Reprs<'i>>) -> Self {
        let (pool, object) = (code.pool(), code.object());
        let (locals, cells) = match object.locals {
            Locals::Split { varnames, cellvars, freevars, .. } => {
                (pool.items(varnames), [pool.items(cellvars), pool.items(freevars)])
            }
            Locals::Plus { names, .. } => (pool.items(names), [&[][..]; 2]),
        };
        let (names, constants) = (pool.items(object.names), pool.items(object.consts));
        Self { code, reprs, names, constants, locals, cells }
    }

    /// The code object.
    pub(crate) const fn code(&self) -> Code<'i> {
        self.code
    }

    /// The meaning of an operand, with the number of the label that a jump leads to, where the version prints labels.
    pub(crate) fn of(&self, instruction: &Instruction, label: Option<usize>) -> String {
        let kind = instruction.opcode.and_then(|opcode| self.code.target().operand_kind(opcode));
        let (Some(kind), Some(operand)) = (kind, instruction.operand) else { return String::new() };
        let Ok(number) = usize::try_from(operand) else { return String::new() };
        match kind {
            OperandKind::Number => String::new(),
            OperandKind::Constant => {
                self.constants.get(number).map_or_else(String::new, |id| self.reprs.borrow_mut().of(*id))
            }
            OperandKind::Name(rule) => self.name(rule, number),
            OperandKind::Jump(jump) => self.jump(jump, instruction, label),
            OperandKind::Local => self.text(self.locals, number),
            OperandKind::LocalPair => {
                format!("{}, {}", self.text(self.locals, number >> 4), self.text(self.locals, number & 15))
            }
            OperandKind::Cell => {
                let [cells, free] = self.cells;
                number
                    .checked_sub(cells.len())
                    .map_or_else(|| self.text(cells, number), |number| self.text(free, number))
            }
            OperandKind::Comparison(rule) => comparison(rule, number),
            OperandKind::Choice(texts) => texts.get(number).copied().unwrap_or_default().to_owned(),
            OperandKind::Flags(texts) => {
                let set = texts.iter().enumerate().filter(|(bit, _)| number >> bit & 1 == 1);
                set.map(|(_, text)| *text).collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn name(&self, rule: NameOperand, number: usize) -> String {
        let name = self.text(self.names, number >> rule.shift);
        let mark = rule.marks.iter().find(|(bit, _)| number & *bit as usize != 0);
        match mark {
            Some((_, mark)) if !name.is_empty() && rule.marks_precede => format!("{mark}{name}"),
            Some((_, mark)) if !name.is_empty() => name + mark,
            _ => name,
        }
    }

    fn jump(&self, jump: Jump, instruction: &Instruction, label: Option<usize>) -> String {
        let target = self.code.target();
        let Some(place) = instruction.jump else { return String::new() };
        if let Some(label) = label {
            let preposition = if jump == Jump::From { "from" } else { "to" };
            return format!("{preposition} L{label}");
        }
        if jump == Jump::Absolute && !target.dis_explains_absolute_jumps() {
            return String::new();
        }
        format!("to {place}")
    }

    fn text(&self, ids: &[ObjId], number: usize) -> String {
        ids.get(number).map_or_else(String::new, |id| self.code.text(*id))
    }
}

fn comparison(rule: Comparison, number: usize) -> String {
    let operator = rule.operators.get(number >> rule.shift).copied().unwrap_or_default();
    if number & rule.bool_bit as usize != 0 { format!("bool({operator})") } else { operator.to_owned() }
}
