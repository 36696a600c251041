//! Generated files of growing length: time and memory must grow no faster than the file.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use super::measure::{Sample, measure};
use super::trees;
use crate::conformance::interpreter::Interpreter;

/// How a file of a length was compiled.
pub(crate) struct Growth {
    pub(crate) lines: usize,
    pub(crate) ours: Sample,
    /// Missing where CPython would take too long.
    pub(crate) theirs: Option<Sample>,
}

const LENGTHS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// The longest file that CPython is asked to compile.
const LONGEST_OF_THEIRS: usize = 1_000_000;

/// How often each file is compiled.
const RUNS: usize = 3;

/// Compiles files of all lengths.
pub(crate) fn measure_all(ours: &Path, interpreter: &Interpreter) -> io::Result<Vec<Growth>> {
    LENGTHS.into_iter().map(|lines| measure_one(ours, interpreter, lines)).collect()
}

fn measure_one(ours: &Path, interpreter: &Interpreter, lines: usize) -> io::Result<Growth> {
    let file = trees::folder().join(format!("growth/lines_{lines}.py"));
    fs::create_dir_all(file.parent().expect("is in a folder"))?;
    fs::write(&file, source(lines))?;
    let target = interpreter.target.to_string();
    let mine = median(|| {
        let mut command = Command::new(ours);
        command.args(["--target", &target, "py_compile"]).arg(&file);
        command
    })?;
    let theirs = (lines <= LONGEST_OF_THEIRS).then(|| {
        median(|| {
            let mut command = Command::new(&interpreter.path);
            command.args(["-m", "py_compile"]).arg(&file);
            command
        })
    });
    Ok(Growth { lines, ours: mine, theirs: theirs.transpose()? })
}

fn median(command: impl Fn() -> Command) -> io::Result<Sample> {
    let samples: io::Result<Vec<Sample>> = (0..RUNS).map(|_| measure(&mut command())).collect();
    Ok(Sample::median(&samples?))
}

/// A module of that many lines: functions, classes, tables and module code, no two alike.
fn source(lines: usize) -> String {
    let mut text = String::with_capacity(lines * 32);
    for number in 0..lines.div_ceil(LINES_OF_A_PART) {
        part(&mut text, number);
    }
    let end = text.match_indices('\n').nth(lines - 1).map_or(text.len(), |(at, _)| at + 1);
    text.truncate(end);
    text
}

const LINES_OF_A_PART: usize = 20;

fn part(text: &mut String, n: usize) {
    write!(
        text,
        "LIMIT_{n} = {n} * 60
NAMES_{n} = ('alpha_{n}', 'beta_{n}', 'gamma')
TABLE_{n} = {{'key_{n}': [1, {n}, LIMIT_{n}], 'other': {{}}}}
def work_{n}(first, second=LIMIT_{n}, *rest, flag=False, **named):
    total = first + second * {n}
    for index, item in enumerate(rest):
        if item is None or index > {n}:
            continue
        total += item.value(flag=flag)
    return f'{{total:>10}} of {{len(named)}}'
class Thing_{n}(object):
    size = {n}
    def run(self, path, mode='r'):
        try:
            with open(path, mode) as file:
                return [line.strip() for line in file if line]
        except OSError as error:
            self.error_{n} = error
            return work_{n}(error.errno, flag=True)
    name = property(lambda self: self.size + {n})
"
    )
    .expect("strings can be written to");
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_source_has_that_many_lines() {
        for lines in [1, 20, 999] {
            assert_eq!(super::source(lines).lines().count(), lines);
        }
    }
}
