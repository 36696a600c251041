//! Text to tree: the parser against `ruff_python_parser` and `rustpython-parser`.

use std::hint::black_box;

use bumpalo::Bump;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pycmill_ast::Names;
use pycmill_source::Source;
use pycmill_target::{Target, Version};

const SAMPLES: [(&str, &str); 2] =
    [("inventory", include_str!("data/inventory.py")), ("tables", include_str!("data/tables.py"))];

/// Files of the size of a large module.
const COPIES: usize = 16;

const TARGET: Target = Target::newest(Version::Python313);

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for (name, sample) in SAMPLES {
        // The docstring and the future import may stand at the start only.
        let text = sample.replace("from __future__ import annotations\n", "").repeat(COPIES);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let source = Source::from_text(&text);
        group.bench_with_input(BenchmarkId::new("pycmill", name), &source, |bencher, source| {
            let mut arena = Bump::new();
            bencher.iter(|| {
                arena.reset();
                let mut names = Names::new(&arena);
                let parsed = pycmill_parser::parse(TARGET, source, &arena, &mut names);
                black_box(parsed.expect("is valid").module.body.len())
            });
        });
        group.bench_with_input(BenchmarkId::new("pycmill, decode and parse", name), &text, |bencher, text| {
            let mut arena = Bump::new();
            bencher.iter(|| {
                arena.reset();
                let source = pycmill_parser::decode(TARGET, black_box(text.as_bytes())).expect("is text");
                let mut names = Names::new(&arena);
                let parsed = pycmill_parser::parse(TARGET, &source, &arena, &mut names);
                black_box(parsed.expect("is valid").module.body.len())
            });
        });
        // The lexer of the error pass: the other one is part of the fast parser.
        group.bench_with_input(BenchmarkId::new("pycmill, tracing lexer alone", name), &source, |bencher, source| {
            bencher.iter(|| pycmill_parser::names(TARGET, black_box(source)).len());
        });
        group.bench_with_input(BenchmarkId::new("ruff_python_parser", name), &text, |bencher, text| {
            bencher.iter(|| ruff_python_parser::parse_module(black_box(text)).expect("is valid"));
        });
        group.bench_with_input(BenchmarkId::new("rustpython-parser", name), &text, |bencher, text| {
            use rustpython_parser::Parse;
            bencher.iter(|| rustpython_parser::ast::Suite::parse(black_box(text), "sample.py").expect("is valid"));
        });
    }
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
