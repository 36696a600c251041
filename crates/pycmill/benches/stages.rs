//! Each stage alone, in bytes of source per second.
//!
//! The files are those of the parser's bench, repeated to the length of a large module. What a stage needs from the ones
//! before is made outside the clock.

use std::cell::RefCell;
use std::hint::black_box;

use bumpalo::Bump;
use criterion::{
    BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use pycmill::Validation;
use pycmill_ast::{Module, Names};
use pycmill_codegen::error::CompileError;
use pycmill_codegen::future::Features;
use pycmill_codegen::symbols::table::SymbolTable;
use pycmill_codegen::{Compiled, Input, Memory, Options, fold, future, symbols};
use pycmill_flow::Optimizer;
use pycmill_flow::finish::{CompileUnits, Finish};
use pycmill_flow::ir::{Flow, Unit};
use pycmill_flow::{self as flow, assemble};
use pycmill_object::{ObjId, Pool};
use pycmill_source::Source;
use pycmill_target::{Target, Version};

const SAMPLES: [(&str, &str); 2] = [
    ("inventory", include_str!("../../parser/benches/data/inventory.py")),
    ("tables", include_str!("../../parser/benches/data/tables.py")),
];

/// Files of the size of a large module.
const COPIES: usize = 16;

const OPTIONS: Options<'_> =
    Options { filename: b"sample.py", optimize: 0, keeps_bool_invert: false, looked_up_characters: false };

const TARGET: Target = Target::newest(Version::Python313);

fn stages(criterion: &mut Criterion) {
    for (name, sample) in SAMPLES {
        // The future import may stand at the start only.
        let text = sample.replace("from __future__ import annotations\n", "").repeat(COPIES);
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        front(&mut group, &text);
        back(&mut group, &text);
        group.finish();
    }
}

/// Up to the symbol table.
fn front(group: &mut BenchmarkGroup<'_, WallTime>, text: &str) {
    group.bench_function("decode", |bencher| {
        bencher.iter(|| pycmill_parser::decode(TARGET, black_box(text.as_bytes())))
    });
    let source = Source::from_text(text);
    group.bench_function("parse", |bencher| {
        let mut arena = Bump::new();
        bencher.iter(|| {
            arena.reset();
            let mut names = Names::new(&arena);
            let parsed = pycmill_parser::parse(TARGET, &source, &arena, &mut names).expect("is valid");
            black_box(parsed.module.body.len())
        });
    });
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let module = pycmill_parser::parse(TARGET, &source, &arena, &mut names).expect("is valid").module;
    let features = future::scan(TARGET, &module, &names, source.lines()).expect("is valid");
    group.bench_function("fold", |bencher| {
        let mut arena = Bump::new();
        bencher.iter(|| {
            arena.reset();
            black_box(fold::fold(context(&source, features), &module, &names, &arena, &mut Vec::new()).body.len())
        });
    });
    group.bench_function("symbols", |bencher| {
        bencher.iter(|| symbols::build(TARGET, &module, &mut names, source.lines(), &features).is_ok());
    });
}

fn context(source: &Source, features: Features) -> fold::Context<'_> {
    fold::Context { target: TARGET, lines: source.lines(), optimize: 0, keeps_bool_invert: false, features }
}

/// From the symbol table on.
fn back(group: &mut BenchmarkGroup<'_, WallTime>, text: &str) {
    let source = Source::from_text(text);
    emit_alone(group, &source);
    group.bench_function("flow", |bencher| {
        bencher.iter_batched(
            || collected(&source),
            |(mut pool, units)| {
                let mut optimizer = Optimizer::default();
                units.into_iter().filter(|(unit, _)| optimizes(&mut optimizer, &mut pool, unit.clone())).count()
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("assemble", |bencher| {
        bencher.iter_batched(
            || collected(&source),
            |(mut pool, units)| {
                for (unit, flow) in &units {
                    black_box(assemble::assemble(TARGET, &mut pool, unit, flow, unit.name).is_ok());
                }
            },
            BatchSize::PerIteration,
        );
    });
    let compiled = emit(&source, &mut CompileUnits::default());
    group.bench_function("marshal", |bencher| {
        bencher.iter(|| pycmill_marshal::write(TARGET, &compiled.pool, compiled.code).expect("can be written"));
    });
    let payload = pycmill_marshal::write(TARGET, &compiled.pool, compiled.code).expect("can be written");
    let folder = tempfile::tempdir().expect("a folder for what is written");
    let file = folder.path().join("sample.pyc");
    group.bench_function("write", |bencher| {
        bencher.iter(|| {
            let validation = Validation::Timestamp { mtime: 0, size: 0 };
            std::fs::write(&file, pycmill::file_bytes(TARGET, validation, &payload)).expect("can be written");
        });
    });
}

/// Leaves the units as they are: the code generator alone.
struct Nothing;

impl Finish for Nothing {
    fn finish(&mut self, _: Target, _: &mut Pool, unit: &mut Unit, _: ObjId) -> Result<ObjId, CompileError> {
        black_box(unit);
        Ok(Pool::NONE)
    }
}

/// Keeps every unit as it came, and what the passes made of it.
#[derive(Default)]
struct Collect {
    units: Vec<(Unit, Flow)>,
}

impl Finish for Collect {
    fn finish(&mut self, target: Target, pool: &mut Pool, unit: &mut Unit, file: ObjId) -> Result<ObjId, CompileError> {
        let before = unit.clone();
        let flow = flow::optimize(target, pool, unit)?;
        let code = assemble::assemble(target, pool, unit, &flow, file);
        self.units.push((before, flow));
        code
    }
}

fn collected(source: &Source) -> (Pool, Vec<(Unit, Flow)>) {
    let mut collect = Collect::default();
    let compiled = emit(source, &mut collect);
    (compiled.pool, collect.units)
}

fn optimizes(optimizer: &mut Optimizer, pool: &mut Pool, mut unit: Unit) -> bool {
    optimizer.optimize(TARGET, pool, &mut unit).is_ok()
}

/// The code generator on a tree and a symbol table that are made outside the clock.
fn emit_alone(group: &mut BenchmarkGroup<'_, WallTime>, source: &Source) {
    let arena = Bump::new();
    let names = RefCell::new(Names::new(&arena));
    let (module, features) = folded(source, &arena, &mut names.borrow_mut());
    group.bench_function("emit", |bencher| {
        bencher.iter_batched(
            || table(source, &module, &mut names.borrow_mut(), features),
            |symbols| generate(source, &module, &mut names.borrow_mut(), (symbols, features), &mut Nothing).code,
            BatchSize::PerIteration,
        );
    });
}

/// Everything from the text to the code generator's end.
fn emit(source: &Source, finish: &mut dyn Finish) -> Compiled {
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let (module, features) = folded(source, &arena, &mut names);
    let symbols = table(source, &module, &mut names, features);
    generate(source, &module, &mut names, (symbols, features), finish)
}

fn folded<'a>(source: &Source, arena: &'a Bump, names: &mut Names<'a>) -> (Module<'a>, Features) {
    let module = pycmill_parser::parse(TARGET, source, arena, names).expect("is valid").module;
    let features = future::scan(TARGET, &module, names, source.lines()).expect("is valid");
    (fold::fold(context(source, features), &module, names, arena, &mut Vec::new()), features)
}

fn table<'a>(source: &Source, module: &Module<'a>, names: &mut Names<'a>, features: Features) -> SymbolTable {
    symbols::build(TARGET, module, names, source.lines(), &features).expect("is valid")
}

fn generate<'a>(
    source: &Source,
    module: &Module<'a>,
    names: &mut Names<'a>,
    (symbols, features): (SymbolTable, Features),
    finish: &mut dyn Finish,
) -> Compiled {
    let mut warnings = Vec::new();
    let (lines, pool) = (source.lines(), Pool::new());
    let memory = &mut Memory::default();
    let input = Input { module, names, lines, symbols, features, pool, memory, warnings: &mut warnings };
    pycmill_codegen::emit(TARGET, input, OPTIONS, finish).expect("is valid")
}

criterion_group!(benches, stages);
criterion_main!(benches);
