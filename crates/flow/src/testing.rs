//! Runs passes on graphs written as text; for the unit tests of the passes.

use pycmill_object::Pool;
use pycmill_target::{Target, Version};

use crate::error::CompileError;
use crate::graph::build;
use crate::graph::build::Cuts;
use crate::graph::dump;
use crate::graph::parse;
use crate::graph::{Block, BlockId, CfgInstr, Graph};
use crate::ir::{InstrSequence, Label, Unit};
use crate::optimize::{Context, Scratch};
use crate::passes::Pass;

/// The version whose passes are tested.
pub(crate) const TARGET: Target = Target::newest(Version::Python313);

/// A unit with the constant None and nothing else.
pub(crate) fn empty_unit() -> (Pool, Unit) {
    let mut pool = Pool::new();
    let name = pool.intern(b"f");
    let unit = Unit { consts: vec![Pool::NONE], ..Unit::new(name) };
    (pool, unit)
}

/// Runs a pass on the graph of a text and compares the text of the result.
#[track_caller]
pub(crate) fn check(pass: Pass, text: &str, expected: &str) {
    assert_eq!(try_run(pass, text).unwrap(), expected);
}

/// Like [`check`], for another version.
#[track_caller]
pub(crate) fn check_in(version: &str, pass: Pass, text: &str, expected: &str) {
    let (mut pool, mut unit) = empty_unit();
    let graph = graph_in(version.parse().unwrap(), text);
    assert_eq!(run_on_graph(pass, &mut pool, &mut unit, graph).unwrap(), expected);
}

/// Runs a pass on the graph of a text.
pub(crate) fn try_run(pass: Pass, text: &str) -> Result<String, CompileError> {
    let (mut pool, mut unit) = empty_unit();
    run_in(pass, &mut pool, &mut unit, text)
}

/// Runs a pass on the graph of a text, in a given unit.
pub(crate) fn run_in(pass: Pass, pool: &mut Pool, unit: &mut Unit, text: &str) -> Result<String, CompileError> {
    run_on_graph(pass, pool, unit, graph(text))
}

/// Runs a pass on the graph built from the text of a sequence.
pub(crate) fn run_on_sequence(pass: Pass, text: &str) -> String {
    let (mut pool, mut unit) = empty_unit();
    unit.code = parse::sequence(text).unwrap();
    let graph = built(&mut unit.code);
    run_on_graph(pass, &mut pool, &mut unit, graph).unwrap()
}

/// The graph built from the text of a sequence.
pub(crate) fn graph_of(text: &str) -> Graph {
    built(&mut parse::sequence(text).unwrap())
}

fn built(code: &mut InstrSequence) -> Graph {
    let mut graph = Graph::new(TARGET);
    build::build(&mut graph, &mut Cuts::default(), code, None).unwrap();
    graph
}

fn run_on_graph(pass: Pass, pool: &mut Pool, unit: &mut Unit, mut graph: Graph) -> Result<String, CompileError> {
    let mut scratch = Scratch::default();
    pass(&mut Context::new(pool, unit, &mut graph, &mut scratch))?;
    Ok(dump::graph(&graph))
}

/// Reads the text of a graph.
pub(crate) fn graph(text: &str) -> Graph {
    graph_in(TARGET, text)
}

fn graph_in(target: Target, text: &str) -> Graph {
    let mut graph = Graph::new(target);
    let headers = text.lines().filter(|line| line.starts_with('B'));
    for _ in headers.skip(1) {
        graph.add_block();
    }
    let mut current: Option<BlockId> = None;
    for line in text.lines() {
        if let Some(header) = line.strip_suffix(':') {
            let block = read_header(&mut graph, header);
            if let Some(before) = current.replace(block) {
                graph[before].next = Some(block);
            }
        } else {
            let block = current.expect("a block comes first");
            graph.push(block, read_instr(line));
        }
    }
    graph
}

fn block_id(text: &str) -> BlockId {
    BlockId::new(text.strip_prefix('B').unwrap().parse::<usize>().unwrap() - 1)
}

fn read_header(graph: &mut Graph, header: &str) -> BlockId {
    let mut words = header.split(' ');
    let id = block_id(words.next().unwrap());
    for word in words {
        read_mark(&mut graph[id], word);
    }
    id
}

fn read_mark(block: &mut Block, word: &str) {
    match word.split_once('=') {
        Some(("label", number)) => block.label = Some(Label(number.parse().unwrap())),
        Some(("preds", number)) => block.predecessors = number.parse().unwrap(),
        Some(("depth", number)) => block.start_depth = number.parse().unwrap(),
        Some(_) => panic!("unknown mark {word}"),
        None => match word {
            "handler" => block.except_handler = true,
            "lasti" => block.preserve_lasti = true,
            "warm" => block.warm = true,
            "cold" => block.cold = true,
            _ => panic!("unknown mark {word}"),
        },
    }
}

fn read_instr(line: &str) -> CfgInstr {
    let parts = parse::instruction(line).unwrap_or_else(|| panic!("no instruction: {line}"));
    CfgInstr {
        target: parts.target.map(block_id),
        handler: parts.handler.map(block_id),
        ..CfgInstr::new(parts.op, parts.arg, parts.loc)
    }
}

#[test]
fn what_is_printed_is_read_back() {
    let text = "\
B1 label=3 preds=1 handler lasti cold:
    LOAD_CONST 0 !B2 @1-1:0-?
    JUMP -> B2 @?2-1:0-3
B3 warm:
    NOP
B2 depth=4:
    RETURN_VALUE
";
    assert_eq!(dump::graph(&graph(text)), text);
}
