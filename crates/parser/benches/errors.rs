//! The error pass: a file whose last line is wrong, so that both passes of the grammar table run over all of it; and the first
//! pass alone, over a file that is right; and mutants of single tokens, as people and fuzzers make them.

#[expect(dead_code, reason = "the comparison with CPython uses all kinds of mutants")]
#[path = "../../../tests/support/mutants/mod.rs"]
mod mutants;

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mutants::{Kind, Mutants};
use pycmill_parser::{DEFAULT_MAX_STR_DIGITS, accepts, explain};
use pycmill_source::Source;
use pycmill_target::{Target, Version};

const SAMPLES: [(&str, &str); 2] =
    [("inventory", include_str!("data/inventory.py")), ("tables", include_str!("data/tables.py"))];

/// Files of the size of a large module.
const COPIES: usize = 16;

const MUTANTS: u64 = 1000;

fn errors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("errors");
    let target = Target::newest(Version::Python314);
    for (name, sample) in SAMPLES {
        let text = sample.replace("from __future__ import annotations\n", "").repeat(COPIES);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let right = Source::from_text(&text);
        group.bench_with_input(BenchmarkId::new("first pass", name), &right, |bencher, source| {
            bencher.iter(|| assert!(accepts(target, black_box(source), DEFAULT_MAX_STR_DIGITS)));
        });
        let wrong = Source::from_text(&format!("{text}\na b\n"));
        group.bench_with_input(BenchmarkId::new("both passes", name), &wrong, |bencher, source| {
            bencher.iter(|| {
                let error = explain(target, black_box(source), DEFAULT_MAX_STR_DIGITS, &mut Vec::new());
                black_box(error.expect("is wrong").line)
            });
        });
    }
    mutants_of_tokens(&mut group, target);
    group.finish();
}

/// A fixed set of mutants, whatever the parser says of each.
fn mutants_of_tokens(group: &mut BenchmarkGroup<'_, WallTime>, target: Target) {
    let mutants = Mutants::new(SAMPLES.map(|(_, sample)| sample.as_bytes().to_vec()).to_vec());
    let sources: Vec<Source> = (0..MUTANTS)
        .filter_map(|index| pycmill_parser::decode(target, &mutants.snippet(Kind::Tokens, 0, index)).ok())
        .collect();
    group.throughput(Throughput::Bytes(sources.iter().map(|source| source.text().len() as u64).sum()));
    group.bench_with_input(BenchmarkId::new("both passes", "token mutants"), &sources, |bencher, sources| {
        bencher.iter(|| {
            let explain = |source| explain(target, source, DEFAULT_MAX_STR_DIGITS, &mut Vec::new());
            sources.iter().filter_map(explain).count()
        });
    });
}

criterion_group!(benches, errors);
criterion_main!(benches);
