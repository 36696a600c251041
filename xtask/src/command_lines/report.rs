//! What is said about the results: figures for each interpreter, differences by cause.

use std::collections::BTreeMap;
use std::fmt::Write;

use pycmill::Target;

use super::compare::Difference;

/// What became of a command.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) target: Target,
    /// File and line of its case.
    pub(crate) place: String,
    pub(crate) line: String,
    pub(crate) differences: Vec<Difference>,
}

/// The report as text.
pub(crate) fn render(checked: &[Checked], shown: usize) -> String {
    let mut out = String::new();
    let mut figures: BTreeMap<Target, (usize, usize)> = BTreeMap::new();
    for one in checked {
        let (all, same) = figures.entry(one.target).or_default();
        *all += 1;
        *same += usize::from(one.differences.is_empty());
    }
    for (target, (all, same)) in figures {
        let _ = writeln!(out, "{target}: {all} command lines, {same} the same, {} differ", all - same);
    }
    let groups = groups(checked);
    for ((aspect, cause), found) in groups.iter().take(shown) {
        group(&mut out, aspect, cause, found);
    }
    if groups.len() > shown {
        let _ = writeln!(out, "\n{} more groups", groups.len() - shown);
    }
    out
}

type Group<'a> = ((&'static str, String), Vec<(&'a Checked, &'a Difference)>);

/// The first difference of each command counts; largest groups first.
fn groups(checked: &[Checked]) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(&'static str, String), Vec<(&Checked, &Difference)>> = BTreeMap::new();
    for one in checked {
        // The text on standard error says more than the status.
        let weight = |difference: &&Difference| match difference.aspect {
            "stderr" => 0,
            "stdout" => 1,
            "status" => 2,
            _ => 3,
        };
        if let Some(difference) = one.differences.iter().min_by_key(weight) {
            groups.entry((difference.aspect, cause(difference))).or_default().push((one, difference));
        }
    }
    let mut groups: Vec<Group<'_>> = groups.into_iter().collect();
    groups.sort_by_key(|(_, found)| std::cmp::Reverse(found.len()));
    groups
}

/// The first lines that differ, without what is in quotes.
fn cause(difference: &Difference) -> String {
    let (theirs, ours) = first_lines(difference);
    format!("{} / {}", unquoted(theirs), unquoted(ours))
}

fn first_lines(difference: &Difference) -> (&str, &str) {
    let mut theirs = difference.theirs.split('\n');
    let mut ours = difference.ours.split('\n');
    loop {
        match (theirs.next(), ours.next()) {
            (Some(one), Some(other)) if one == other => {}
            (one, other) => return (one.unwrap_or("(nothing)"), other.unwrap_or("(nothing)")),
        }
    }
}

fn unquoted(line: &str) -> String {
    let mut out: Vec<&str> = line.split('\'').step_by(2).collect();
    if out.len() > 1 {
        out.insert(1, "…");
    }
    out.concat().chars().take(100).collect()
}

fn group(out: &mut String, aspect: &str, cause: &str, found: &[(&Checked, &Difference)]) {
    let _ = writeln!(out, "\n## {aspect}: {cause}\n{} commands", found.len());
    let mut places: BTreeMap<(&str, &str), Vec<Target>> = BTreeMap::new();
    for (checked, _) in found {
        places.entry((&checked.place, &checked.line)).or_default().push(checked.target);
    }
    for ((place, line), targets) in places.iter().take(8) {
        let targets: Vec<String> = targets.iter().map(Target::to_string).collect();
        let _ = writeln!(out, "  {place}  $ {line}   [{}]", targets.join(" "));
    }
    if places.len() > 8 {
        let _ = writeln!(out, "  and {} more", places.len() - 8);
    }
    let (first, _) = found[0];
    let (text, tree): (Vec<&Difference>, Vec<&Difference>) =
        first.differences.iter().partition(|one| ["status", "stdout", "stderr"].contains(&one.aspect));
    for difference in text.iter().chain(tree.iter().take(3)) {
        let _ = writeln!(out, "  {}:", difference.aspect);
        block(out, "CPython", &difference.theirs);
        block(out, "pycmill", &difference.ours);
    }
    if tree.len() > 3 {
        let _ = writeln!(out, "  and {} more differences in the tree", tree.len() - 3);
    }
}

fn block(out: &mut String, who: &str, text: &str) {
    for (index, line) in text.lines().take(30).enumerate() {
        let _ = writeln!(out, "    {:8}| {line}", if index == 0 { who } else { "" });
    }
    if text.is_empty() {
        let _ = writeln!(out, "    {who:8}| (nothing)");
    }
}
