//! The flow graph of a code object, as its instructions have it.
//!
//! **Invariant**: every instruction is in one block, in the order of the code; a jump into the middle of an instruction or out
//! of the code has no edge.

mod dot;
mod mermaid;
mod svg;

use std::collections::{BTreeSet, HashMap};

use pycmill_target::{Jump, Opcode, OperandKind};

use super::code::Code;
use super::places::{Span, line_starts};
use super::{Handler, Instruction};

/// Blocks, and how control goes between them.
#[derive(Clone, Debug)]
pub struct Graph {
    /// `co_qualname` of the code object, its file and its line.
    title: String,
    /// The blocks in the order of the code.
    blocks: Vec<Block>,
    /// The edges, in the order of the blocks that they leave.
    edges: Vec<Edge>,
}

/// Instructions that are entered at the first only.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Block {
    /// Where it begins, in bytes from the start of the code.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The first line it comes from, if it comes from any.
    pub line: Option<i64>,
    /// The instructions in words.
    pub instructions: Vec<String>,
}

/// A way from a block to another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub struct Edge {
    /// The block it leaves.
    pub from: usize,
    /// The block it enters.
    pub to: usize,
    /// When it is taken.
    pub kind: EdgeKind,
}

/// When an edge is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EdgeKind {
    /// No other instruction is left to do.
    Next,
    /// The last instruction jumps.
    Jump,
    /// An exception is raised.
    Exception,
}

impl Graph {
    /// The graph of a code object.
    #[must_use]
    pub fn of(code: Code<'_>) -> Self {
        let instructions: Vec<Instruction> = code.instructions().collect();
        let handlers = code.handlers();
        let leaders = leaders(code, &instructions, &handlers);
        let blocks = blocks(code, &instructions, &leaders);
        let starts = blocks.iter().enumerate().map(|(index, block)| (block.start, index)).collect();
        let edges = edges(code, &instructions, &handlers, &blocks, &starts);
        let title = format!("{} ({}, line {})", code.qualname(), code.filename(), code.first_line());
        Self { title, blocks, edges }
    }

    /// The blocks.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The edges.
    #[must_use]
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The graph in the language of Graphviz.
    #[must_use]
    pub fn dot(&self) -> String {
        dot::write(self)
    }

    /// The graph in the language of Mermaid.
    #[must_use]
    pub fn mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// A picture: the blocks from top to bottom, jumps ahead on their right, jumps back on their left.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::write(self)
    }
}

/// Where an instruction leads by its operand; nothing for those that only name a place.
fn jump(code: Code<'_>, instruction: &Instruction) -> Option<usize> {
    let kind = code.target().operand_kind(instruction.opcode?)?;
    if kind == OperandKind::Jump(Jump::From) { None } else { usize::try_from(instruction.jump?).ok() }
}

fn falls_through(instruction: &Instruction) -> bool {
    !instruction.opcode.is_some_and(Opcode::has_no_fallthrough)
}

/// Where blocks begin.
fn leaders(code: Code<'_>, instructions: &[Instruction], handlers: &[Handler]) -> BTreeSet<usize> {
    let mut leaders: BTreeSet<usize> = handlers.iter().map(|handler| handler.target).collect();
    leaders.insert(0);
    for instruction in instructions {
        let target = jump(code, instruction);
        leaders.extend(target);
        let ends = target.is_some() && !is_push(instruction) || !falls_through(instruction);
        leaders.extend(ends.then(|| instruction.end()));
    }
    leaders
}

/// Whether the operand names a handler that is pushed (up to 3.10).
fn is_push(instruction: &Instruction) -> bool {
    instruction.opcode.is_some_and(Opcode::is_block_push)
}

fn blocks(code: Code<'_>, instructions: &[Instruction], leaders: &BTreeSet<usize>) -> Vec<Block> {
    let spans = code.spans();
    let lines: HashMap<usize, Option<i64>> = line_starts(code.target(), &spans).into_iter().collect();
    let meanings = code.meanings();
    let mut blocks: Vec<Block> = Vec::new();
    for instruction in instructions {
        let (start, end) = (instruction.start, instruction.end());
        if blocks.is_empty() || leaders.contains(&start) {
            let line = line_at(&spans, start);
            blocks.push(Block { start, end, line, instructions: Vec::new() });
        }
        let Some(block) = blocks.last_mut() else { continue };
        block.end = end;
        block.line = block.line.or(lines.get(&instruction.offset).copied().flatten());
        if instruction.opcode != Some(Opcode::EXTENDED_ARG) {
            block.instructions.push(in_words(instruction, &meanings(instruction)));
        }
    }
    blocks
}

fn line_at(spans: &[Span], offset: usize) -> Option<i64> {
    let at = spans.partition_point(|span| span.end <= offset);
    spans.get(at).and_then(|span| span.place.line)
}

/// Longer texts of constants are cut.
const MOST_CHARACTERS: usize = 48;

fn in_words(instruction: &Instruction, meaning: &str) -> String {
    let (offset, name) = (instruction.offset, instruction.name());
    let short: String = meaning.chars().take(MOST_CHARACTERS).collect();
    let dots = if short.len() < meaning.len() { "..." } else { "" };
    match instruction.operand {
        Some(_) if !meaning.is_empty() => format!("{offset} {name} {short}{dots}"),
        Some(operand) => format!("{offset} {name} {operand}"),
        None => format!("{offset} {name}"),
    }
}

fn edges(
    code: Code<'_>,
    instructions: &[Instruction],
    handlers: &[Handler],
    blocks: &[Block],
    starts: &HashMap<usize, usize>,
) -> Vec<Edge> {
    let mut edges = BTreeSet::new();
    let mut from = 0;
    for instruction in instructions {
        while blocks[from].end <= instruction.offset {
            from += 1;
        }
        let to = jump(code, instruction).and_then(|target| starts.get(&target));
        let kind = if is_push(instruction) { EdgeKind::Exception } else { EdgeKind::Jump };
        edges.extend(to.map(|to| Edge { from, to: *to, kind }));
        let is_last = instruction.end() == blocks[from].end;
        if is_last && falls_through(instruction) && from + 1 < blocks.len() {
            edges.insert(Edge { from, to: from + 1, kind: EdgeKind::Next });
        }
    }
    let mut left = MOST_HANDLED;
    for handler in handlers {
        let Some(to) = starts.get(&handler.target) else { continue };
        let first = blocks.partition_point(|block| block.end <= handler.start);
        let handled = blocks[first..].iter().take_while(|block| block.start < handler.end).take(left.max(1));
        let count = handled.count();
        left = left.saturating_sub(count);
        edges.extend((first..first + count).map(|from| Edge { from, to: *to, kind: EdgeKind::Exception }));
    }
    edges.into_iter().collect()
}

/// Beyond so many edges, a handler has one from the first of its blocks only; none but hostile files have more.
const MOST_HANDLED: usize = 200_000;
