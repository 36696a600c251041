//! Oracles inside of CPython for the stages before the bytes, and how their texts compare with our dumps.

use std::collections::HashMap;

use pycmill::Stage;

use super::check::{Difference, Verdict};
use super::tree;

/// One stage on both sides.
pub(super) struct Oracle {
    pub(super) stage: Stage,
    /// What the worker is asked.
    pub(super) question: &'static str,
    /// Our text in the form of the worker's.
    ours: fn(&str) -> String,
    difference: fn(&str, &str) -> Difference,
}

/// The syntax tree.
pub(super) const TREE: Oracle =
    Oracle { stage: Stage::Ast, question: "tree", ours: str::to_owned, difference: tree::difference };

/// The symbol table. Ours is that of the folded tree, in which `__debug__` is no name any more.
pub(super) const SYMBOLS: Oracle =
    Oracle { stage: Stage::Symbols, question: "symbols", ours: without_debug, difference: symbols_difference };

/// The instructions before the flow graph.
pub(super) const EMIT: Oracle =
    Oracle { stage: Stage::Emit, question: "emit", ours: with_indices, difference: emit_difference };

impl Oracle {
    pub(super) fn compare(&self, ours: &str, theirs: &str) -> Verdict {
        let ours = (self.ours)(ours);
        let theirs = if self.stage == Stage::Symbols { without_debug(theirs) } else { theirs.to_owned() };
        if ours == theirs { Verdict::Identical } else { Verdict::Differs((self.difference)(&ours, &theirs)) }
    }
}

fn without_debug(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("__debug__:"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Labels become the index of the instruction after them; units lose their names.
fn with_indices(text: &str) -> String {
    let mut out = String::new();
    for unit in text.split("# ").skip(1) {
        let lines: Vec<&str> = unit.lines().skip(1).map(str::trim).collect();
        let places = places(&lines);
        out.push_str("# unit\n");
        for line in lines.iter().filter(|line| label(line).is_none()) {
            let words: Vec<String> =
                line.split(' ').map(|word| places.get(word).cloned().unwrap_or(word.to_owned())).collect();
            out.push_str(&words.join(" "));
            out.push('\n');
        }
    }
    out
}

fn places<'a>(lines: &[&'a str]) -> HashMap<&'a str, String> {
    let mut index = 0;
    let mut places = HashMap::new();
    for line in lines {
        match label(line) {
            Some(label) => {
                places.insert(label, index.to_string());
            }
            None => index += 1,
        }
    }
    places
}

fn label(line: &str) -> Option<&str> {
    let name = line.strip_suffix(':')?;
    Some(name.strip_prefix("unplaced ").unwrap_or(name))
}

fn symbols_difference(ours: &str, theirs: &str) -> Difference {
    let (one, other) = first_lines(ours, theirs);
    let words = |line: &str| line.split_once(':').map_or(line, |(_, words)| words).trim().to_owned();
    difference("symbols", format!("{} instead of {}", words(one), words(other)), ours, theirs)
}

fn emit_difference(ours: &str, theirs: &str) -> Difference {
    let (one, other) = first_lines(ours, theirs);
    let op = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let cause = if op(one) != op(other) {
        format!("{} instead of {}", op(one), op(other))
    } else if one.split('@').next() == other.split('@').next() {
        format!("location of {}", op(one))
    } else {
        format!("operand of {}", op(one))
    };
    difference("emit", cause, ours, theirs)
}

fn first_lines<'a>(ours: &'a str, theirs: &'a str) -> (&'a str, &'a str) {
    let at = common(ours, theirs);
    (ours.lines().nth(at).unwrap_or("the end"), theirs.lines().nth(at).unwrap_or("the end"))
}

fn common(ours: &str, theirs: &str) -> usize {
    ours.lines().zip(theirs.lines()).take_while(|(one, other)| one == other).count()
}

fn difference(stage: &'static str, cause: String, ours: &str, theirs: &str) -> Difference {
    let at = common(ours, theirs).saturating_sub(4);
    let around = |text: &str| text.lines().skip(at).take(9).collect::<Vec<_>>().join("\n");
    Difference { stage, cause, details: format!("{}\ninstead of\n{}", around(ours), around(theirs)) }
}
