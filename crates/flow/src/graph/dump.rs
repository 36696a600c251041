//! The text of instruction sequences and of graphs, for people and for tests.
//!
//! Invariants: one instruction a line, as `OPCODE operand -> target !handler @line-end:column-end`; parts that are not
//! there are left out; `?` is an unknown number of a location. `parse` reads the text of a sequence back.

use std::fmt::Write as _;

use pycmill_target::{Opcode, Target};

use crate::graph::{Block, BlockId, CfgInstr, Graph};
use crate::ir::{BlockStart, Flow, InstrSequence, Location};

/// The text of what the code generator made.
#[must_use]
pub fn sequence(target: Target, code: &InstrSequence) -> String {
    let mut places: Vec<(u32, usize)> = code.labels().iter().copied().zip(0..).collect();
    if target.code_generator_makes_blocks() {
        // The last of several labels in one place is the block with the instructions.
        let placed = code.placed().iter().map(|label| (code.labels()[label.0 as usize], label.0 as usize));
        let never = places.into_iter().filter(|(place, _)| *place == u32::MAX);
        places = placed.chain(never).collect();
    } else {
        places.sort_unstable();
    }
    let mut labels = places.into_iter().peekable();
    let mut text = String::new();
    for (index, instr) in code.instrs().iter().enumerate() {
        while let Some((_, label)) = labels.next_if(|(place, _)| *place as usize <= index) {
            text.push_str(&format!("  L{label}:\n"));
        }
        operation(&mut text, target, instr.op, instr.arg, target.has_target(instr.op));
        location(&mut text, instr.loc);
    }
    for (place, label) in labels {
        let unplaced = if place == u32::MAX { "unplaced " } else { "" };
        text.push_str(&format!("  {unplaced}L{label}:\n"));
    }
    text
}

/// The text of what the assembler gets, with the index of each instruction; handlers as `!index:depth`.
#[must_use]
pub fn flow(target: Target, flow: &Flow) -> String {
    let mut text = format!("stackdepth={} nlocalsplus={}\n", flow.stackdepth, flow.nlocalsplus);
    for (index, instr) in flow.instrs.iter().enumerate() {
        let _ = write!(text, "{index:5}");
        let operand = instr.target.map_or(instr.arg, |block| flow.start(block).place);
        operation(&mut text, target, instr.op, operand, false);
        if let Some(handler) = instr.handler {
            let BlockStart { place, depth, preserve_lasti } = flow.start(handler);
            let lasti = if preserve_lasti { " lasti" } else { "" };
            let _ = write!(text, " !{place}:{depth}{lasti}");
        }
        location(&mut text, instr.loc);
    }
    text
}

/// The text of a graph in the order of its code; blocks are numbered in the order they were made.
pub(crate) fn graph(graph: &Graph) -> String {
    let mut text = String::new();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        header(&mut text, block, &graph[block]);
        for instr in graph.instrs(block) {
            graph_instr(&mut text, graph.target, instr);
        }
    }
    text
}

fn header(text: &mut String, id: BlockId, block: &Block) {
    let _ = write!(text, "B{}", id.index() + 1);
    if let Some(label) = block.label {
        let _ = write!(text, " label={}", label.0);
    }
    for (name, value) in [("preds", block.predecessors), ("depth", block.start_depth)] {
        if value != 0 {
            let _ = write!(text, " {name}={value}");
        }
    }
    let marks = [
        (block.except_handler, " handler"),
        (block.preserve_lasti, " lasti"),
        (block.warm, " warm"),
        (block.cold, " cold"),
    ];
    text.extend(marks.into_iter().filter_map(|(set, mark)| set.then_some(mark)));
    text.push_str(":\n");
}

fn graph_instr(text: &mut String, target: Target, instr: &CfgInstr) {
    match instr.target {
        Some(block) => {
            let _ = write!(text, "    {} -> B{}", instr.op.name(), block.index() + 1);
        }
        None => operation(text, target, instr.op, instr.arg, target.has_target(instr.op)),
    }
    if let Some(handler) = instr.handler {
        let _ = write!(text, " !B{}", handler.index() + 1);
    }
    location(text, instr.loc);
}

/// Indented, without the end of the line.
fn operation(text: &mut String, target: Target, op: Opcode, arg: u32, is_label: bool) {
    let _ = write!(text, "    {}", op.name());
    if is_label {
        let _ = write!(text, " L{arg}");
    } else if arg != 0 || target.has_arg(op) {
        let _ = write!(text, " {arg}");
    }
}

/// Ends the line.
fn location(text: &mut String, loc: Location) {
    if loc != Location::NONE {
        let [line, end_line, col, end_col] = [loc.line, loc.end_line, loc.col, loc.end_col].map(number);
        let _ = write!(text, " @{line}-{end_line}:{col}-{end_col}");
    }
    text.push('\n');
}

/// −1 is `?`, any other −n is `?n`.
fn number(value: i32) -> String {
    match value {
        0.. => value.to_string(),
        -1 => "?".to_owned(),
        _ => format!("?{}", value.unsigned_abs()),
    }
}
