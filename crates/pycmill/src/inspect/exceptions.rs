//! The exception table of 3.11 and later: `_parse_exception_table` (`Lib/dis.py`).

/// A handler of exceptions, and what it is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Handler {
    /// The first instruction it is for, in bytes from the start of the code.
    pub start: usize,
    /// The first one after those.
    pub end: usize,
    /// Where it begins.
    pub target: usize,
    /// How many values stay on the stack.
    pub depth: usize,
    /// Whether it finds the offset of the instruction on the stack.
    pub has_offset: bool,
}

/// The entries of a table; one that is cut off is none.
pub(crate) fn handlers(table: &[u8]) -> Vec<Handler> {
    let mut numbers = Numbers(table);
    std::iter::from_fn(|| numbers.handler()).collect()
}

struct Numbers<'t>(&'t [u8]);

impl Numbers<'_> {
    fn handler(&mut self) -> Option<Handler> {
        let [start, length, target, depth] = [self.number()?, self.number()?, self.number()?, self.number()?];
        let bytes = |units: u32| units as usize * 2;
        Some(Handler {
            start: bytes(start),
            end: bytes(start) + bytes(length),
            target: bytes(target),
            depth: (depth >> 1) as usize,
            has_offset: depth & 1 == 1,
        })
    }

    /// A number in groups of six bits, the highest first.
    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number = number << 6 | u32::from(byte & 0x3F);
            if byte & 0x40 == 0 {
                return Some(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `dis._parse_exception_table` of 3.13.0 on a code object with these bytes: entries (6, 18, 28, 1, True), and nothing of
    /// the rest.
    #[test]
    fn tables_are_read_as_dis_does() {
        let expected = Handler { start: 6, end: 18, target: 28, depth: 1, has_offset: true };
        assert_eq!(handlers(&[0x83, 6, 14, 3, 0x84, 2]), [expected]);
        assert_eq!(handlers(&[0xC1, 0, 1, 0x41, 1, 0])[0].start, 128);
    }
}
