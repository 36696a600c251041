//! `cargo xtask bench --criterion`: the criterion benches of the crates, and their figures as a page.
//!
//! Follows the files that criterion writes for each measurement: `benchmark.json` and `estimates.json`.

use std::path::Path;
use std::{fs, io};

use serde_json::Value;
use walkdir::WalkDir;

use super::machine;
use crate::cargo::cargo;
use crate::conformance::root;

/// Packages and their benches.
const BENCHES: [(&str, &str); 3] = [("pycmill-parser", "parse"), ("pycmill-parser", "errors"), ("pycmill", "stages")];

/// One measurement.
#[derive(Debug)]
struct Figure {
    group: String,
    function: String,
    parameter: String,
    bytes: Option<u64>,
    /// The median and the ends of its interval of confidence, in nanoseconds.
    median: f64,
    low: f64,
    high: f64,
}

/// Runs the benches, prints the page and writes it if asked to.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(super) fn run(record: bool) -> io::Result<()> {
    let folder = root().join("target/criterion-record");
    let _ = fs::remove_dir_all(&folder);
    for (package, bench) in BENCHES {
        let words = ["bench", "--package", package, "--bench", bench, "--", "--noplot"];
        let status = cargo().args(words).env("CRITERION_HOME", &folder).status()?;
        if !status.success() {
            return Err(io::Error::other(format!("cargo bench --package {package} --bench {bench}: {status}")));
        }
    }
    let page = page(&figures(&folder)?);
    println!("{page}");
    if record { fs::write(root().join("docs/criterion.md"), page) } else { Ok(()) }
}

/// All measurements, in the order of their names.
fn figures(folder: &Path) -> io::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        let is_newest = entry.path().parent().is_some_and(|folder| folder.ends_with("new"));
        if entry.file_name() == "benchmark.json" && is_newest {
            figures.push(figure(entry.path())?);
        }
    }
    Ok(figures)
}

fn figure(benchmark: &Path) -> io::Result<Figure> {
    let read = |path: &Path| -> io::Result<Value> { Ok(serde_json::from_slice(&fs::read(path)?)?) };
    let (what, estimates) = (read(benchmark)?, read(&benchmark.with_file_name("estimates.json"))?);
    let text = |name: &str| what[name].as_str().unwrap_or_default().to_owned();
    let median = &estimates["median"];
    let number =
        |value: &Value| value.as_f64().ok_or_else(|| io::Error::other(format!("{}: no median", benchmark.display())));
    Ok(Figure {
        group: text("group_id"),
        function: text("function_id"),
        parameter: text("value_str"),
        bytes: what["throughput"]["Bytes"].as_u64(),
        median: number(&median["point_estimate"])?,
        low: number(&median["confidence_interval"]["lower_bound"])?,
        high: number(&median["confidence_interval"]["upper_bound"])?,
    })
}

/// `docs/criterion.md`.
fn page(figures: &[Figure]) -> String {
    let mut page = format!(
        "# Parts, one at a time\n\nWritten by `cargo xtask bench --criterion --record`: medians of criterion, with the ends of \
         their intervals of confidence (95 %), on files of the size of a large module. Whole commands are in \
         [benchmarks.md](benchmarks.md).\n\n{}, `cargo bench`.\n",
        machine::describe()
    );
    let mut group = None;
    for figure in figures {
        if group != Some(&figure.group) {
            group = Some(&figure.group);
            page += &format!(
                "\n## {}\n\n| what | on | median | between | MB/s |\n| --- | --- | ---: | ---: | ---: |\n",
                figure.group
            );
        }
        page += &row(figure);
    }
    page
}

fn row(figure: &Figure) -> String {
    let Figure { function, parameter, median, low, high, .. } = figure;
    let rate = figure.bytes.map_or_else(String::new, |bytes| format!("{:.1}", bytes as f64 * 1e3 / median));
    let between = format!("{} and {}", time(*low), time(*high));
    format!("| {function} | {parameter} | {} | {between} | {rate} |\n", time(*median))
}

/// Nanoseconds in the unit that suits them.
fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        long if long >= 1e6 => format!("{:.2} ms", long / 1e6),
        middle if middle >= 1e3 => format!("{:.2} µs", middle / 1e3),
        short => format!("{short:.1} ns"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_table_for_each_group() {
        let figure = |group: &str, bytes| Figure {
            group: group.to_owned(),
            function: "pycmill".to_owned(),
            parameter: "tables".to_owned(),
            bytes,
            median: 2e6,
            low: 1.5e3,
            high: 999.0,
        };
        let page = page(&[figure("parse", Some(400_000)), figure("parse", None), figure("errors", None)]);
        assert_eq!(page.matches("\n## ").count(), 2);
        assert!(page.contains("| pycmill | tables | 2.00 ms | 1.50 µs and 999.0 ns | 200.0 |"), "{page}");
    }
}
