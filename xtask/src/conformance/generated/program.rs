//! Whole programs.

use pycmill::Target;

use super::writer::Writer;
use crate::chance::Chance;

/// The program of a number: the same whenever it is asked for with this seed, for this version.
pub(crate) fn program(target: Target, seed: u64, index: u64) -> String {
    let mut writer = Writer::new(target, Chance::of(seed, index));
    // Every eighth program ignores rules, and is small so that it has one error rather than many.
    writer.wild = index % 8 == 7;
    writer.nesting = writer.chance.below(4);
    let room = if writer.wild { 25 } else { 40 + writer.chance.below(160) };
    writer.budget = i32::try_from(room).unwrap_or_default();
    writer.head();
    writer.nested_definition();
    while writer.budget > 0 {
        writer.statement();
    }
    writer.program()
}

impl Writer {
    /// What is allowed only at the beginning of a file.
    fn head(&mut self) {
        match self.chance.below(12) {
            0 => self.line("# -*- coding: utf-8 -*-"),
            1 => self.line("'''doc\n   string'''"),
            2 => return self.line("'doc'; x = 1"),
            _ => {}
        }
        if self.chance.one_in(5) {
            self.future_annotations = true;
            self.line("from __future__ import annotations");
        }
    }
}

#[cfg(test)]
mod tests {
    use pycmill::Version;

    use super::*;

    #[test]
    fn programs_are_the_same_for_a_seed() {
        for version in Version::COMPLETE {
            let target = Target::newest(*version);
            assert_eq!(program(target, 3, 17), program(target, 3, 17));
            assert_ne!(program(target, 3, 17), program(target, 3, 18));
            assert_ne!(program(target, 3, 17), program(target, 4, 17));
        }
    }
}
