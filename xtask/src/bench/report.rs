//! The page: tables of medians and ratios.

use std::fmt::Write as _;
use std::time::Duration;

use super::contestants::Contest;
use super::growth::Growth;
use super::measure::Sample;
use super::shares::{self, Share};
use super::{Findings, machine, trees};

/// `docs/benchmarks.md`.
pub(crate) fn page(findings: &Findings) -> String {
    let mut page = head(findings);
    for contest in &findings.contests {
        page += &contest_table(contest);
    }
    page += &share_table(findings);
    page += &limits(findings);
    page += &growth_table(&findings.growth);
    for line in &findings.skipped {
        page += &format!("\n{line}\n");
    }
    page
}

fn head(findings: &Findings) -> String {
    let (size, interpreter) = (findings.size, &findings.interpreter);
    let uv = machine::first_line("uv", &["--version"]).unwrap_or_else(|| "no uv".to_owned());
    format!(
        "# Benchmarks

Written by `cargo xtask bench --record`. Medians of several runs, all commands in turn; `times as fast` compares time on
the wall with that of the command in bold; `spread` is how far the slowest run is from the fastest, in parts of the median.
Memory is the peak of the largest process.

{}. pycmill as `cargo xtask dist` builds it, {}; CPython {}, {uv}. Tree: {} files, {:.1} MB, {}.

![Time on the wall](benchmarks.svg)
",
        machine::describe(),
        findings.how,
        interpreter.target,
        size.files,
        size.bytes as f64 / 1e6,
        if trees::is_in_memory() { "read and written in memory" } else { "read and written on disk" }
    )
}

fn contest_table(contest: &Contest) -> String {
    let base = contest.contestants.iter().find(|one| one.name == contest.measured_by).map(|one| one.median().wall);
    let runs = contest.contestants.first().map_or(0, |one| one.samples.len());
    let mut text = format!(
        "\n## {}\n\n{runs} runs.\n\n| command | time | spread | processor | memory | times as fast |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
        contest.title
    );
    for one in &contest.contestants {
        let Sample { wall, processor, memory } = one.median();
        let name = if one.name == contest.measured_by { format!("**{}**", one.name) } else { one.name.clone() };
        let ratio = base.map_or(0.0, |base| base.as_secs_f64() / wall.as_secs_f64());
        let (wall, processor, spread) = (seconds(wall), seconds(processor), 100.0 * one.spread());
        let row =
            format!("| {name} | {wall} | {spread:.0} % | {processor} | {} MB | {ratio:.1} |\n", memory / 1_000_000);
        text += &row;
    }
    text
}

/// The stages, timed in the rounds of the first contest.
fn share_table(findings: &Findings) -> String {
    let (shares, bytes) = (&findings.shares, findings.size.bytes);
    let mut text =
        "\n## Stages, one worker\n\n| stage | time | share | MB/s |\n| --- | ---: | ---: | ---: |\n".to_owned();
    let total = shares::total(shares);
    for Share { stage, seconds } in shares {
        let (share, speed) = (100.0 * seconds / total, bytes as f64 / 1e6 / seconds);
        writeln!(text, "| {stage} | {seconds:.3} s | {share:.0} % | {speed:.0} |").expect("strings can be written to");
    }
    let command = findings.contests.first().and_then(|contest| contest.contestants.first());
    if let Some(command) = command {
        let (whole, name) = (command.median().wall.as_secs_f64(), &command.name);
        let part = 100.0 * total / whole;
        writeln!(text, "\nTogether {total:.3} s, {part:.0} % of `{name}` in the same rounds ({whole:.3} s).")
            .expect("strings can be written to");
    }
    text
}

/// How fast the whole could be if one part of the work were all there is.
fn limits(findings: &Findings) -> String {
    let base = findings.contests.first().and_then(|contest| {
        let base = contest.contestants.iter().find(|one| one.name == contest.measured_by)?;
        Some(base.median().wall.as_secs_f64())
    });
    let Some(base) = base else { return String::new() };
    let mut text =
        "\n## What stands in the way\n\nHow many times as fast as the command in bold one worker would be if it did \
        this part alone.\n\n| part | time | times as fast |\n| --- | ---: | ---: |\n"
            .to_owned();
    for (part, stages) in shares::PARTS {
        let seconds = shares::total(findings.shares.iter().filter(|share| stages.contains(&&*share.stage)));
        writeln!(text, "| {part} | {seconds:.3} s | {:.1} |", base / seconds).expect("strings can be written to");
    }
    text
}

fn growth_table(growth: &[Growth]) -> String {
    if growth.is_empty() {
        return String::new();
    }
    let mut text = "\n## Growth\n\nGenerated files, whole commands: the first line includes start-up.\n\n\
        | lines | time | per line | memory | CPython | its memory |\n| ---: | ---: | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    for Growth { lines, ours, theirs } in growth {
        let line = ours.wall.as_secs_f64() * 1e6 / *lines as f64;
        let theirs = theirs.map_or_else(
            || ["".to_owned(), "".to_owned()],
            |theirs| [seconds(theirs.wall), format!("{} MB", theirs.memory / 1_000_000)],
        );
        let (time, memory) = (seconds(ours.wall), ours.memory / 1_000_000);
        let [their_time, their_memory] = theirs;
        writeln!(text, "| {lines} | {time} | {line:.2} µs | {memory} MB | {their_time} | {their_memory} |")
            .expect("strings can be written to");
    }
    text
}

/// Three figures.
fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        0.0..0.1 => format!("{:.1} ms", seconds * 1e3),
        0.1..1.0 => format!("{:.0} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}
