//! Bytes to trees over files, best of five: `throughput 3.14 < list`.
use std::io::Read;
use std::time::Instant;

fn main() {
    let target = std::env::args().nth(1).expect("a target").parse().expect("a target");
    let mut list = String::new();
    std::io::stdin().read_to_string(&mut list).expect("a list");
    let sources: Vec<_> = list
        .lines()
        .filter_map(|path| pycmill_source::Source::decode(&std::fs::read(path).ok()?).ok())
        .filter(|source| {
            let arena = bumpalo::Bump::new();
            let mut names = pycmill_ast::Names::new(&arena);
            pycmill_parser::fast_parse(target, source, &arena, &mut names, &mut Vec::new()).is_some()
        })
        .collect();
    let bytes: usize = sources.iter().map(|source| source.text().len()).sum();
    let mut best = [f64::MAX; 2];
    for _ in 0..5 {
        for (which, best) in best.iter_mut().enumerate() {
            let mut arena = bumpalo::Bump::new();
            let start = Instant::now();
            for source in &sources {
                arena.reset();
                let mut names = pycmill_ast::Names::new(&arena);
                let mut warnings = Vec::new();
                if which == 0 {
                    pycmill_parser::fast_parse(target, source, &arena, &mut names, &mut warnings);
                } else {
                    let most = pycmill_parser::DEFAULT_MAX_STR_DIGITS;
                    let _ = pycmill_parser::parse_foreign(target, source, most, &arena, &mut names, &mut warnings);
                }
            }
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!("{} MB: fast {:.0} MB/s, foreign {:.0} MB/s", bytes / 1_000_000, speed(best[0]), speed(best[1]));
}
