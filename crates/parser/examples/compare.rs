//! Compares the two parsers over files: `compare 3.13 FILE…`.
use std::io::Read;

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_source::Source;
use pycmill_target::Target;

fn main() {
    let mut args = std::env::args().skip(1);
    let target: Target = args.next().expect("a target").parse().expect("a target");
    let mut list = String::new();
    std::io::stdin().read_to_string(&mut list).expect("a list");
    let (mut same, mut differ, mut rejected, mut both) = (0, 0, 0, 0);
    for path in list.lines() {
        let Ok(bytes) = std::fs::read(path) else { continue };
        let Ok(source) = Source::decode(&bytes) else { continue };
        let arena = Bump::new();
        let mut names = Names::new(&arena);
        let mut old_warnings = Vec::new();
        let old = pycmill_parser::parse_foreign(
            target,
            &source,
            pycmill_parser::DEFAULT_MAX_STR_DIGITS,
            &arena,
            &mut names,
            &mut old_warnings,
        );
        let mut fast_names = Names::new(&arena);
        let mut warnings = Vec::new();
        let fast = pycmill_parser::fast_parse(target, &source, &arena, &mut fast_names, &mut warnings);
        match (old, fast) {
            (Ok(old), Some((fast, _, _))) => {
                let one = pycmill_parser::dump(target, &old, &names, source.lines());
                let other = pycmill_parser::dump(target, &fast, &fast_names, source.lines());
                if one == other {
                    if format!("{:?}", old_warnings) != format!("{warnings:?}") {
                        println!("WARN {path}\n   {:?}\n   {warnings:?}", old_warnings);
                    }
                    same += 1;
                } else {
                    differ += 1;
                    let at = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
                    let from = at.saturating_sub(150);
                    let cut = |text: &str| text.get(from..(at + 150).min(text.len())).unwrap_or("").to_owned();
                    println!("DIFF {path}\n   {}\n   {}", cut(&one), cut(&other));
                }
            }
            (Err(_), None) => both += 1,
            (Ok(_), None) => {
                rejected += 1;
                println!("REJECTED {path}");
            }
            (Err(error), Some(_)) => {
                println!("ACCEPTED {path} {error}");
            }
        }
    }
    println!("{target}: same {same} differ {differ} rejected {rejected} rejected by both {both}");
}
