//! Times the stages over a tree: `stage_times [--parse-only] TARGET TREE`, one line per stage with its seconds.
//!
//! The files are compiled one after the other by one thread; nothing is written to the tree. `--parse-only` stops behind
//! the parser stage and prints nothing, to be timed from outside.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, hint, io};

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_codegen::error::CompileError;
use pycmill_codegen::{Input, fold, future, symbols};
use pycmill_flow::Optimizer;
use pycmill_flow::assemble::Assembler;
use pycmill_flow::finish::Finish;
use pycmill_flow::ir::Unit;
use pycmill_object::{ObjId, Pool};
use pycmill_source::Source;
use pycmill_target::Target;
use walkdir::WalkDir;

/// That of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// In the order of the pipeline.
const STAGES: [&str; 10] =
    ["read", "decode", "parse", "fold", "symbols", "emit", "flow", "assemble", "marshal", "write"];

#[derive(Default)]
struct Clock {
    times: BTreeMap<&'static str, Duration>,
}

impl Clock {
    fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.add(stage, start.elapsed());
        result
    }

    fn add(&mut self, stage: &'static str, time: Duration) {
        *self.times.entry(stage).or_default() += time;
    }

    fn of(&self, stage: &str) -> Duration {
        self.times.get(stage).copied().unwrap_or_default()
    }
}

/// Finishes units with a clock; what serves one file after another.
#[derive(Default)]
struct Timed {
    clock: Clock,
    optimizer: Optimizer,
    assembler: Assembler,
    pool: Option<Pool>,
    emit: pycmill_codegen::Memory,
    writer: pycmill_marshal::Writer,
    payload: Vec<u8>,
}

impl Finish for Timed {
    fn finish(
        &mut self,
        target: Target,
        pool: &mut Pool,
        unit: &mut Unit,
        filename: ObjId,
    ) -> Result<ObjId, CompileError> {
        let flow = self.clock.time("flow", || self.optimizer.optimize(target, pool, unit))?;
        self.clock.time("assemble", || self.assembler.assemble(target, pool, unit, flow, filename))
    }
}

fn main() -> io::Result<()> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let parse_only = words.first().is_some_and(|word| word == "--parse-only");
    words.drain(..usize::from(parse_only));
    let [target, tree] = &words[..] else { return Err(io::Error::other("stage_times [--parse-only] TARGET TREE")) };
    let target: Target = target.parse().map_err(io::Error::other)?;
    let mut timed = Timed::default();
    let mut arena = Bump::new();
    for entry in WalkDir::new(tree).sort_by_file_name() {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "py") {
            arena.reset();
            let bytes = timed.clock.time("read", || fs::read(entry.path()))?;
            one(target, entry.path(), &bytes, &arena, &mut timed, parse_only)?;
        }
    }
    if !parse_only {
        print(&timed.clock);
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn print(clock: &Clock) {
    for stage in STAGES {
        println!("{stage} {:.6}", clock.of(stage).as_secs_f64());
    }
}

/// A file that CPython rejects only costs what it takes to find that out.
fn one(target: Target, path: &Path, bytes: &[u8], arena: &Bump, timed: &mut Timed, parse_only: bool) -> io::Result<()> {
    let clock = &mut timed.clock;
    let Ok(source) = clock.time("decode", || pycmill_parser::decode(target, bytes)) else { return Ok(()) };
    let mut names = Names::new(arena);
    let parsed = clock.time("parse", || pycmill_parser::parse(target, &source, arena, &mut names));
    let Ok(parsed) = parsed else { return Ok(()) };
    if parse_only {
        hint::black_box(parsed.module.body.len());
        return Ok(());
    }
    let filename = path.to_string_lossy();
    let options = pycmill_codegen::Options { filename: filename.as_bytes(), ..Default::default() };
    if compile(target, &source, &parsed.module, arena, &mut names, options, timed).is_ok() {
        let file = std::env::temp_dir().join("pycmill-stage-times.pyc");
        timed.clock.time("write", || fs::write(file, &timed.payload))?;
    }
    Ok(())
}

/// The stages behind the parser.
fn compile<'a>(
    target: Target,
    source: &Source,
    module: &pycmill_ast::Module<'a>,
    arena: &'a Bump,
    names: &mut Names<'a>,
    options: pycmill_codegen::Options<'_>,
    timed: &mut Timed,
) -> Result<(), CompileError> {
    let clock = &mut timed.clock;
    let lines = source.lines();
    let mut warnings = Vec::new();
    let features = clock.time("fold", || future::scan(target, module, names, lines))?;
    let context = fold::Context { target, lines, optimize: options.optimize, keeps_bool_invert: false, features };
    let module = clock.time("fold", || fold::fold(context, module, names, arena, &mut warnings));
    let symbols = clock.time("symbols", || symbols::build(target, &module, names, lines, &features))?;
    let finished = |clock: &Clock| clock.of("flow") + clock.of("assemble");
    let before = finished(clock);
    let pool = timed.pool.take().unwrap_or_default();
    let mut kept = std::mem::take(&mut timed.emit);
    let (memory, warnings) = (&mut kept, &mut warnings);
    let input = Input { module: &module, names, lines, symbols, features, pool, memory, warnings };
    let start = Instant::now();
    let emitted = pycmill_codegen::emit(target, input, options, timed);
    let whole = start.elapsed();
    timed.emit = kept;
    let code = emitted?;
    let Timed { clock, writer, payload, .. } = timed;
    clock.add("emit", whole.saturating_sub(finished(clock) - before));
    payload.clear();
    let mut pool = code.pool;
    // What cannot be written has no bytes.
    _ = clock.time("marshal", || writer.write_into(payload, target, &pool, code.code));
    clock.time("marshal", || pool.clear());
    timed.pool = Some(pool);
    Ok(())
}
