//! Reads the text of an instruction sequence that `dump` writes.
//!
//! Invariant: for every sequence, reading its text gives the sequence again.

use std::fmt;

use pycmill_target::Opcode;

use crate::ir::{InstrSequence, Label, Location};

/// A line that is no part of an instruction sequence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError(String);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an instruction: {:?}", self.0)
    }
}

impl std::error::Error for ParseError {}

/// Reads the text of a sequence.
///
/// # Errors
/// The first line that cannot be read.
pub fn sequence(text: &str) -> Result<InstrSequence, ParseError> {
    let mut code = InstrSequence::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        sequence_line(&mut code, line).ok_or_else(|| ParseError(line.to_owned()))?;
    }
    Ok(code)
}

fn sequence_line(code: &mut InstrSequence, line: &str) -> Option<()> {
    if let Some(label) = line.strip_suffix(':') {
        let unplaced = label.strip_prefix("unplaced ");
        let label = make_label(code, unplaced.unwrap_or(label))?;
        if unplaced.is_none() {
            code.use_label(label);
        }
        return Some(());
    }
    let instr = instruction(line)?;
    let arg = match instr.label {
        Some(label) => make_label(code, label)?.0,
        None => instr.arg,
    };
    code.push(instr.op, arg, instr.loc);
    Some(())
}

/// The label of that name; makes all up to it.
fn make_label(code: &mut InstrSequence, name: &str) -> Option<Label> {
    let label = Label(name.strip_prefix('L')?.parse().ok().filter(|number| *number < 1 << 24)?);
    while code.labels().len() <= label.0 as usize {
        code.new_label();
    }
    Some(label)
}

/// The parts of an instruction's line.
pub(crate) struct Parts<'a> {
    pub(crate) op: Opcode,
    pub(crate) arg: u32,
    /// A label as operand.
    pub(crate) label: Option<&'a str>,
    /// What stands behind `->`; only in graphs.
    pub(crate) target: Option<&'a str>,
    /// What stands behind `!`; only in graphs.
    pub(crate) handler: Option<&'a str>,
    pub(crate) loc: Location,
}

/// Cuts the line of an instruction.
pub(crate) fn instruction(line: &str) -> Option<Parts<'_>> {
    let mut words = line.split_ascii_whitespace();
    let op = Opcode::from_name(words.next()?)?;
    let mut parts = Parts { op, arg: 0, label: None, target: None, handler: None, loc: Location::NONE };
    while let Some(word) = words.next() {
        match word.as_bytes()[0] {
            b'-' => parts.target = Some(words.next()?),
            b'!' => parts.handler = Some(&word[1..]),
            b'@' => parts.loc = location(&word[1..])?,
            b'L' => parts.label = Some(word),
            _ => parts.arg = word.parse().ok()?,
        }
    }
    Some(parts)
}

fn location(text: &str) -> Option<Location> {
    let (lines, columns) = text.split_once(':')?;
    let ((line, end_line), (col, end_col)) = (lines.split_once('-')?, columns.split_once('-')?);
    Some(Location::new(number(line)?, number(end_line)?, number(col)?, number(end_col)?))
}

fn number(text: &str) -> Option<i32> {
    match text.strip_prefix('?') {
        Some("") => Some(-1),
        Some(magnitude) => magnitude.parse::<i32>().ok()?.checked_neg(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use pycmill_target::Opcode::{JUMP, LOAD_CONST, NOP};

    use super::*;
    use crate::graph::dump;
    use crate::testing::TARGET;

    #[test]
    fn what_is_printed_is_read_back() {
        let mut code = InstrSequence::default();
        let [start, end, never] = [(); 3].map(|()| code.new_label());
        code.push(LOAD_CONST, 0, Location::new(1, 2, 0, 300));
        code.use_label(start);
        code.push(NOP, 0, Location::new(3, 3, -1, -1));
        code.push(JUMP, end.0, Location::NONE);
        code.push(JUMP, start.0, Location::new(-2, -1, -1, -1));
        code.use_label(end);
        let text = dump::sequence(TARGET, &code);
        let again = sequence(&text).unwrap();
        assert_eq!((again.instrs(), again.labels()), (code.instrs(), code.labels()));
        assert_eq!(again.labels()[never.0 as usize], u32::MAX);
        assert_eq!(dump::sequence(TARGET, &again), text);
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["NO_SUCH_OPCODE", "NOP @1", "JUMP Lx", "L1", "Lx:", "LOAD_CONST -1"] {
            assert!(sequence(text).is_err(), "{text}");
        }
    }
}
