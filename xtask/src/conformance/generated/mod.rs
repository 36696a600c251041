//! `cargo xtask conformance --generated`: programs made up for the comparison.
//!
//! Every program is a function of the version, the seed and its number. They cross scopes with statements and
//! expressions, and are valid but for every eighth. Besides the bytes, messages are compared. The first program of each
//! cause is made small and kept in `target/conformance/found`.

mod calls;
mod compound;
mod definitions;
mod expr;
mod interpolated;
mod literals;
mod patterns;
mod program;
mod reduce;
mod scope;
mod statements;
mod text;
mod writer;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use pycmill::Optimization;

use super::arguments::Arguments;
use super::check::{self, Verdict};
use super::corpus::Corpus;
use super::groups::{self, Group};
use super::interpreter::Interpreter;
use super::reference::Reference;
use super::root;
use super::run::{self, Summary};
use super::table;
pub(super) use program::program;
use reduce::Reducer;

/// How many programs are made up for each interpreter unless `--count` says otherwise.
const USUAL_COUNT: u64 = 1000;
/// So many candidates are tried to make one program small.
const TRIES: usize = 1500;
/// So many programs are written and compared at a time.
const AT_ONCE: u64 = 400;

/// Compares for every interpreter and level; true if nothing differs.
pub(super) fn run(arguments: &Arguments, interpreters: &[Interpreter]) -> io::Result<bool> {
    let mut clean = true;
    for interpreter in interpreters {
        for optimize in arguments.levels() {
            let mut summary = compare(arguments, interpreter, optimize)?;
            make_small(arguments, interpreter, &mut summary)?;
            table::print(&summary);
            remove_others(&summary)?;
            clean &= summary.is_clean();
        }
    }
    Ok(clean)
}

/// Compares all programs, a batch at a time: only those that differ are kept.
fn compare(arguments: &Arguments, interpreter: &Interpreter, optimize: Optimization) -> io::Result<Summary> {
    let folder = root().join(format!("target/conformance/generated/{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let mut whole: Option<Summary> = None;
    let mut first = 0;
    let count = arguments.count.unwrap_or(USUAL_COUNT);
    while first < count {
        let numbers = first..(first + AT_ONCE).min(count);
        let corpus = write(arguments, interpreter, &folder, numbers.clone())?;
        let summary = run::run(arguments, interpreter, &corpus, optimize)?;
        first = numbers.end;
        whole = Some(match whole {
            Some(whole) => joined(whole, summary),
            None => summary,
        });
    }
    let mut summary = whole.ok_or_else(|| io::Error::other("--count is 0"))?;
    summary.groups = groups::of(&summary.files);
    summary.groups.extend(of_messages(&summary));
    // A crash of the interpreter says nothing about us.
    summary.groups.retain(|group| group.stage != "reference");
    Ok(summary)
}

fn write(
    arguments: &Arguments,
    interpreter: &Interpreter,
    folder: &Path,
    numbers: std::ops::Range<u64>,
) -> io::Result<Corpus> {
    let mut files = Vec::new();
    for number in numbers {
        let file = folder.join(format!("{number}.py"));
        fs::write(&file, program(interpreter.target, arguments.seed, number))?;
        files.push(file);
    }
    Ok(Corpus { name: format!("generated, seed {}", arguments.seed), files })
}

/// The results of both.
fn joined(mut whole: Summary, next: Summary) -> Summary {
    whole.files.extend(next.files);
    whole
}

/// Programs that both sides reject with different messages.
fn of_messages(summary: &Summary) -> Vec<Group> {
    let mut groups: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for checked in &summary.files {
        if let Verdict::BothReject { same_message: false, ours, theirs } = &checked.verdict
            && tells_more(ours, theirs)
        {
            let cause = message_cause(ours, theirs);
            let details = format!("{ours}\ninstead of\n{theirs}");
            groups.entry(cause).or_default().push((checked.file.clone(), details));
        }
    }
    let group = |(cause, files)| Group { stage: "message", cause, files };
    groups.into_iter().map(group).collect()
}

/// The last lines of both messages; of equal ones it is the place that differs.
fn message_cause(ours: &str, theirs: &str) -> String {
    let (ours, theirs) = (last_line(ours), last_line(theirs));
    if ours == theirs { format!("place: {theirs}") } else { format!("{ours} instead of {theirs}") }
}

/// Without what is only true in one process: internal errors show addresses, and what is next to them.
fn last_line(message: &str) -> &str {
    let line = message.trim_end().lines().next_back().unwrap_or_default();
    if line.contains("SystemError") { line.split(" in unit ").next().unwrap_or(line) } else { line }
}

/// Whether the messages differ in more than that.
fn tells_more(ours: &str, theirs: &str) -> bool {
    !theirs.contains("SystemError") || last_line(ours) != last_line(theirs)
}

/// Puts the smallest program found before each group.
fn make_small(arguments: &Arguments, interpreter: &Interpreter, summary: &mut Summary) -> io::Result<()> {
    let optimize = summary.optimize;
    let kept = root().join("target/conformance/found");
    fs::create_dir_all(&kept)?;
    for (number, group) in summary.groups.iter_mut().enumerate().take(arguments.groups) {
        let Some((file, details)) = group.files.iter().min_by_key(|(file, _)| length(file)).cloned() else { continue };
        let text = fs::read_to_string(&file)?;
        let name = format!("{}-O{}-{number}.py", interpreter.target, optimize.level());
        let small = kept.join(name);
        let mut reference = Reference::forgetful(interpreter, optimize);
        let mut shows = |text: &str| {
            fs::write(&small, text).is_ok()
                && check::check(arguments, interpreter, &mut reference, &small, optimize)
                    .is_ok_and(|verdict| has_cause(&verdict, group.stage, &group.cause))
        };
        let text = if shows(&text) { Reducer::new(TRIES, shows).reduce(&text) } else { text };
        fs::write(&small, &text)?;
        group.files.retain(|(other, _)| *other != file);
        group.files.insert(0, (small, format!("{text}\n{details}")));
    }
    Ok(())
}

/// Removes the programs that no group names.
fn remove_others(summary: &Summary) -> io::Result<()> {
    let named: HashSet<&PathBuf> = summary.groups.iter().flat_map(|group| &group.files).map(|(file, _)| file).collect();
    let others = summary.files.iter().map(|checked| &checked.file).filter(|file| !named.contains(file));
    others.filter(|file| file.exists()).try_for_each(fs::remove_file)
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(u64::MAX, |data| data.len())
}

fn has_cause(verdict: &Verdict, stage: &str, cause: &str) -> bool {
    if let Verdict::BothReject { same_message: false, ours, theirs } = verdict {
        return stage == "message" && message_cause(ours, theirs) == cause;
    }
    groups::cause(verdict).is_some_and(|(its_stage, its_cause, _)| its_stage == stage && its_cause == cause)
}
