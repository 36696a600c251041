//! Searches by trying one way after the other, as `Modules/_sre/sre_lib.h` does, but without recursion.
//!
//! **Invariants**: whatever the expression, no stack grows but those in memory, and a search ends after so many steps.

use super::chars;
use super::program::{Inst, Program};

/// After so many steps nothing is found: an expression that takes longer would take for ever.
const STEPS: usize = 20_000_000;
/// A register that holds nothing.
const NONE: usize = usize::MAX;

/// A place to go back to.
struct Choice {
    pc: usize,
    at: usize,
    /// How many changes of registers there were.
    changes: usize,
}

struct Search<'s> {
    program: &'s Program,
    text: &'s [char],
    registers: Vec<usize>,
    /// Registers and what they were before.
    changes: Vec<(usize, usize)>,
    choices: Vec<Choice>,
    steps: usize,
}

/// Whether the expression is found anywhere in a text.
pub(super) fn is_found(program: &Program, text: &[char]) -> bool {
    let registers = vec![NONE; program.registers];
    let mut search = Search { program, text, registers, changes: Vec::new(), choices: Vec::new(), steps: 0 };
    (0..=text.len()).any(|start| search.matches_at(start))
}

impl Search<'_> {
    fn matches_at(&mut self, start: usize) -> bool {
        self.registers.fill(NONE);
        self.changes.clear();
        self.choices.clear();
        let mut state = Some((0, start));
        while let Some((pc, at)) = state {
            self.steps += 1;
            if self.steps > STEPS {
                return false;
            }
            let next = match &self.program.code[pc] {
                Inst::Match => return true,
                inst => self.step(inst, pc, at),
            };
            state = next.or_else(|| self.go_back());
        }
        false
    }

    /// The next instruction and place; nothing where this way fails.
    fn step(&mut self, inst: &Inst, pc: usize, at: usize) -> Option<(usize, usize)> {
        let next = self.text.get(at).copied();
        let one = |is_right: bool| is_right.then_some((pc + 1, at + 1));
        match *inst {
            Inst::Char { char, ignore_case } => one(next.is_some_and(|next| chars::is_same(next, char, ignore_case))),
            Inst::Any { dot_all } => one(next.is_some_and(|next| dot_all || next != '\n')),
            Inst::Set(ref set) => one(next.is_some_and(|next| chars::is_in(next, set))),
            Inst::At(place) => chars::is_at(place, self.text, at).then_some((pc + 1, at)),
            Inst::Reference { group, ignore_case } => self.reference(group, ignore_case, at).map(|at| (pc + 1, at)),
            Inst::Split(first, second) => {
                self.choose(second, at);
                Some((first, at))
            }
            Inst::Jump(to) => Some((to, at)),
            Inst::Back(count) => at.checked_sub(count).map(|at| (pc + 1, at)),
            Inst::UnlessGroup(group, to) => {
                let has_matched = self.registers[2 * group + 1] != NONE;
                Some((if has_matched { pc + 1 } else { to }, at))
            }
            Inst::Save(register) => {
                self.set(register, at);
                Some((pc + 1, at))
            }
            Inst::Begin(register) => {
                self.set(register, 0);
                self.set(register + 1, NONE);
                Some((pc + 1, at))
            }
            Inst::Repeat { register, count, end } => {
                let turns = self.registers[register];
                let is_empty = self.registers[register + 1] == at;
                let is_enough = turns >= count.min as usize || is_empty;
                let is_over = is_empty || count.max.is_some_and(|max| turns >= max as usize);
                Some((self.repeat(is_enough, is_over, count.manner, (pc + 1, end), at), at))
            }
            Inst::Turn(register) => {
                self.set(register, self.registers[register] + 1);
                self.set(register + 1, at);
                Some((pc + 1, at))
            }
            Inst::Guard(register) => {
                self.set(register, self.choices.len());
                self.set(register + 1, at);
                Some((pc + 1, at))
            }
            Inst::Commit(register) => {
                self.choices.truncate(self.registers[register]);
                Some((pc + 1, at))
            }
            Inst::Return(register) => {
                self.choices.truncate(self.registers[register]);
                Some((pc + 1, self.registers[register + 1]))
            }
            Inst::Fail(register) => {
                self.choices.truncate(self.registers[register]);
                None
            }
            Inst::Match => Some((pc, at)),
        }
    }

    /// Where a repetition goes on: with a turn or at its end.
    fn repeat(
        &mut self,
        is_enough: bool,
        is_over: bool,
        manner: &str,
        (turn, end): (usize, usize),
        at: usize,
    ) -> usize {
        if !is_enough {
            return turn;
        }
        if is_over {
            return end;
        }
        let (first, second) = if manner == "?" { (end, turn) } else { (turn, end) };
        self.choose(second, at);
        first
    }

    /// The place after what a group matched, if that follows.
    fn reference(&self, group: usize, ignore_case: bool, at: usize) -> Option<usize> {
        let (start, end) = (self.registers[2 * group], self.registers[2 * group + 1]);
        let found = self.text.get(start..end)?;
        let here = self.text.get(at..at + found.len())?;
        let is_same = |(one, other): (&char, &char)| chars::is_same(*one, *other, ignore_case);
        here.iter().zip(found).all(is_same).then_some(at + found.len())
    }

    fn choose(&mut self, pc: usize, at: usize) {
        self.choices.push(Choice { pc, at, changes: self.changes.len() });
    }

    fn set(&mut self, register: usize, value: usize) {
        self.changes.push((register, self.registers[register]));
        self.registers[register] = value;
    }

    fn go_back(&mut self) -> Option<(usize, usize)> {
        let Choice { pc, at, changes } = self.choices.pop()?;
        for (register, value) in self.changes.drain(changes..).rev() {
            self.registers[register] = value;
        }
        Some((pc, at))
    }
}
