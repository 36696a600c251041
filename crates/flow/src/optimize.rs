//! Flow graph passes: from the instructions of the code generator to those the assembler writes.
//!
//! Invariants: the passes run in the order of the version's list; none recurses; between two passes the graph
//! satisfies what `verify` lists. Follows `_PyCfg_OptimizeCodeUnit` and `_PyCfg_OptimizedCfgToInstructionSequence`
//! (`Python/flowgraph.c`).

use pycmill_object::Pool;
use pycmill_target::Target;

use crate::constants::consts::ConstIndex;
use crate::error::{CompileError, ErrorClass};
use crate::graph::build::{self, Cuts};
use crate::graph::{BlockId, Graph, build_blocks, dump};
use crate::ir::{Flow, Location, Unit};
use crate::passes::NamedPass;
use crate::passes::common::label_exception_targets;
use crate::passes::folding::borrow_loads;
use crate::{passes, to_sequence};

/// What the passes work on.
pub(crate) struct Context<'a> {
    pub(crate) target: Target,
    pub(crate) pool: &'a mut Pool,
    pub(crate) unit: &'a mut Unit,
    pub(crate) graph: &'a mut Graph,
    pub(crate) const_index: ConstIndex,
    pub(crate) scratch: &'a mut Scratch,
    /// The greatest stack depth, once it is computed.
    pub(crate) stack_depth: u32,
    /// Length of `co_localsplusnames`, once it is known.
    pub(crate) nlocalsplus: u32,
}

impl<'a> Context<'a> {
    /// What the first pass finds.
    pub(crate) fn new(pool: &'a mut Pool, unit: &'a mut Unit, graph: &'a mut Graph, scratch: &'a mut Scratch) -> Self {
        let target = graph.target;
        Self { target, pool, unit, graph, const_index: ConstIndex::default(), scratch, stack_depth: 0, nlocalsplus: 0 }
    }
}

/// Memory that a pass needs while it runs only; it finds there what the one before left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    /// Blocks still to be looked at.
    pub(crate) todo: Vec<BlockId>,
    /// Something of each block, label or constant.
    pub(crate) numbers: Vec<u32>,
    /// Of `label_exception_targets`.
    pub(crate) handlers: label_exception_targets::Work,
    /// Of `borrow_loads`.
    pub(crate) values: borrow_loads::Values,
}

/// Runs the passes of the version over the instructions of a unit.
///
/// # Errors
/// What CPython raises for a graph that makes no sense; the code generator never makes one.
pub fn optimize(target: Target, pool: &mut Pool, unit: &mut Unit) -> Result<Flow, CompileError> {
    let mut optimizer = Optimizer::default();
    optimizer.optimize(target, pool, unit)?;
    Ok(optimizer.flow)
}

/// Memory that serves one unit after another.
#[derive(Clone, Debug, Default)]
pub struct Optimizer {
    /// Nothing before the first unit.
    graph: Option<Graph>,
    cuts: Cuts,
    scratch: Scratch,
    flow: Flow,
}

impl Optimizer {
    /// [`optimize`] with the memory of this optimizer.
    ///
    /// # Errors
    /// As [`optimize`].
    pub fn optimize(&mut self, target: Target, pool: &mut Pool, unit: &mut Unit) -> Result<&Flow, CompileError> {
        let reference = Reference::of(target, pool, unit);
        self.run(passes::fused, target, pool, unit, |_, _| {})?;
        if let Some(reference) = reference {
            reference.check(target, pool, unit, &self.flow);
        }
        Ok(&self.flow)
    }

    /// [`Optimizer::optimize`] by the single passes.
    fn observed(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &mut Unit,
        observe: impl FnMut(&'static str, &Graph),
    ) -> Result<(), CompileError> {
        self.run(|target, _| passes::of(target), target, pool, unit, observe)
    }

    fn run(
        &mut self,
        passes: impl FnOnce(Target, &mut Graph) -> &'static [NamedPass],
        target: Target,
        pool: &mut Pool,
        unit: &mut Unit,
        observe: impl FnMut(&'static str, &Graph),
    ) -> Result<(), CompileError> {
        let Self { graph, cuts, scratch, flow } = self;
        let graph = graph.get_or_insert_with(|| Graph::new(target));
        graph.reset(target);
        if target.code_generator_makes_blocks() {
            build_blocks::build_blocks(graph, &mut unit.code)?;
        } else {
            build::build(graph, cuts, &mut unit.code, unit.annotations.as_ref())?;
        }
        let passes = passes(target, graph);
        let mut cx = Context::new(pool, unit, graph, scratch);
        passes::run(passes, &mut cx, observe)?;
        to_sequence::to_sequence(&mut cx, flow);
        Ok(())
    }
}

/// What the single passes make of a unit, for a debug build to compare with.
struct Reference {
    pool: Pool,
    unit: Unit,
    flow: Flow,
}

/// Copying more objects for each unit would take too long.
const FEW_OBJECTS: usize = 2000;

impl Reference {
    /// Nothing in a release build, for a large module, and where the single passes fail.
    fn of(target: Target, pool: &Pool, unit: &Unit) -> Option<Self> {
        if !cfg!(debug_assertions) || pool.len() > FEW_OBJECTS {
            return None;
        }
        let (mut pool, mut unit, mut optimizer) = (pool.clone(), unit.clone(), Optimizer::default());
        optimizer.observed(target, &mut pool, &mut unit, |_, _| {}).ok()?;
        Some(Self { pool, unit, flow: optimizer.flow })
    }

    fn check(&self, target: Target, pool: &Pool, unit: &Unit, flow: &Flow) {
        assert_eq!(dump::flow(target, flow), dump::flow(target, &self.flow), "the fused passes do the same");
        assert_eq!((&unit.consts, pool.len()), (&self.unit.consts, self.pool.len()), "they make the same constants");
        assert_eq!(flow.blocks, self.flow.blocks, "their blocks begin alike");
        assert_eq!((flow.stackdepth, flow.nlocalsplus), (self.flow.stackdepth, self.flow.nlocalsplus));
    }
}

/// Like [`optimize`], and the text of the graph behind each pass that changed it.
///
/// # Errors
/// Those of [`optimize`].
pub fn trace(target: Target, pool: &mut Pool, unit: &mut Unit) -> Result<(Flow, String), CompileError> {
    let mut text = String::new();
    let mut before = String::new();
    let mut optimizer = Optimizer::default();
    optimizer.observed(target, pool, unit, |pass, graph| {
        let after = dump::graph(graph);
        let shown = if after == before { "(unchanged)\n" } else { &after };
        text.push_str(&format!("=== {pass}\n{shown}"));
        before = after;
    })?;
    Ok((optimizer.flow, text))
}

/// An error without a place.
pub(crate) fn error(class: ErrorClass, message: impl Into<String>) -> CompileError {
    CompileError { class, message: message.into(), location: Location::NONE }
}

/// A `SystemError` for instructions that make no valid graph.
pub(crate) fn malformed(what: &str) -> CompileError {
    error(ErrorClass::SystemError, format!("malformed control flow graph: {what}"))
}
