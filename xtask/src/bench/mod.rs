//! `cargo xtask bench`: this compiler, CPython's `compileall`, uv and a plain copy on one tree, in turn.
//!
//! Every round runs every contestant once, so that a machine that slows down slows all of them; what is reported are
//! medians and ratios of medians. `--record` writes `docs/benchmarks.md` and its chart. `--criterion` runs the criterion benches
//! instead, and records `docs/criterion.md`.

mod chart;
mod contestants;
mod criterion;
mod further;
mod growth;
mod machine;
mod measure;
mod report;
mod shares;
mod trees;
mod uv;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::command;
use crate::conformance::interpreter::{self, Interpreter};
use crate::conformance::root;
use crate::dist::{self, Built, Guide};
use contestants::{Contest, Contestant};
use growth::Growth;
use measure::{Median, Sample, measure};
use shares::Share;
pub(crate) use trees::{clean, copy_sources};

/// Times the compiler beside CPython, uv and a plain copy.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask bench")]
struct Arguments {
    /// Which CPython
    #[arg(long, default_value = "3.13")]
    target: String,
    /// The tree to compile [default: the interpreter's standard library]
    #[arg(long)]
    tree: Option<PathBuf>,
    /// Another CPython whose library is compiled, too; may be repeated
    #[arg(long, default_values = ["3.11", "3.15"])]
    also: Vec<String>,
    /// Another tree to compile; may be repeated
    #[arg(long, value_name = "NAME=PATH", value_parser = further::read)]
    also_tree: Vec<further::Tree>,
    /// How often each command runs
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Leave out the generated files of growing length
    #[arg(long)]
    no_growth: bool,
    /// Run the criterion benches of the crates instead
    #[arg(long)]
    criterion: bool,
    /// Write docs/benchmarks.md and its chart, with --criterion docs/criterion.md
    #[arg(long)]
    record: bool,
    #[command(flatten)]
    guide: Guide,
}

/// Everything that a run found out.
struct Findings {
    /// How our command was built.
    how: String,
    interpreter: Interpreter,
    /// Files and bytes of the tree.
    size: trees::Size,
    contests: Vec<Contest>,
    shares: Vec<Share>,
    growth: Vec<Growth>,
    /// Why something was left out.
    skipped: Vec<String>,
}

/// Runs the command.
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("bench", words, |arguments| run(arguments).map(|()| true))
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn run(arguments: &Arguments) -> io::Result<()> {
    if arguments.criterion {
        return criterion::run(arguments.record);
    }
    let findings = find_out(arguments)?;
    std::fs::remove_dir_all(trees::folder())?;
    let page = report::page(&findings);
    println!("{page}");
    if arguments.record {
        std::fs::write(root().join("docs/benchmarks.md"), page)?;
        chart::draw(&root().join("docs/benchmarks.svg"), &findings)?;
    }
    Ok(())
}

fn find_out(arguments: &Arguments) -> io::Result<Findings> {
    let interpreter = interpreter::choose(&arguments.target, &[])?.remove(0);
    let Built { command, stages, how, .. } = dist::build(&arguments.guide)?;
    let tree = trees::prepare(arguments.tree.as_deref().unwrap_or(&interpreter.library), "tree")?;
    let mut skipped = Vec::new();
    if !interpreter.starts_workers() {
        skipped.push(
            "`compileall -j 0` was left out: this interpreter only starts through a wrapper that it does not know."
                .to_owned(),
        );
    }
    let uv = uv::Environment::make(&interpreter, &tree, "environment").map_err(|why| skipped.push(why)).ok();
    let mut contests = contestants::all(&interpreter, &command, &stages, &tree, uv.as_ref())?;
    contests.extend(further::all(arguments, &interpreter, &command, &mut skipped)?);
    // The stages take part in the rounds of the first contest, so that their sum can be compared with its figures.
    let mut rounds = Vec::new();
    for (at, contest) in contests.iter_mut().enumerate() {
        for _ in 0..arguments.runs * contest.repeats {
            compete(contest)?;
            if at == 0 {
                rounds.push(shares::measure(&stages, &interpreter, &tree)?);
            }
        }
    }
    let shares = shares::middle(rounds);
    let growth = if arguments.no_growth { Vec::new() } else { growth::measure_all(&command, &interpreter)? };
    Ok(Findings { how, size: trees::size(&tree)?, interpreter, contests, shares, growth, skipped })
}

/// One round: every contestant once, one after the other.
fn compete(contest: &mut Contest) -> io::Result<()> {
    for contestant in &mut contest.contestants {
        (contestant.prepare)()?;
        contestant.samples.push(measure(&mut (contestant.command)())?);
    }
    Ok(())
}

impl Contestant {
    fn median(&self) -> Median {
        Sample::median(&self.samples)
    }

    /// How far the times on the wall are apart, as a part of their median: the noise of the machine.
    fn spread(&self) -> f64 {
        let walls = || self.samples.iter().map(|sample| sample.wall.as_secs_f64());
        let (least, most) = (walls().fold(f64::INFINITY, f64::min), walls().fold(0.0, f64::max));
        if self.samples.is_empty() { 0.0 } else { (most - least) / self.median().wall.as_secs_f64() }
    }
}
