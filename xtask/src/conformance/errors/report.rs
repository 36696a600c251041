//! The result as text: counts, then the groups of differences with one example each.

use std::collections::BTreeMap;

use super::compare::Sort;
use super::run::{Different, Outcome};
use crate::conformance::arguments::Arguments;

/// Longer snippets are cut.
const MOST_CHARACTERS: usize = 400;

/// Prints an outcome.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(crate) fn print(outcome: &Outcome, arguments: &Arguments) {
    println!("{}", text(outcome, arguments.groups, arguments.verbose));
}

fn text(outcome: &Outcome, most_groups: usize, verbose: bool) -> String {
    let groups = groups(&outcome.different);
    let mut text = groups.iter().take(most_groups).map(|group| group_text(group, verbose)).collect::<String>();
    if groups.len() > most_groups {
        text += &format!("  … and {} more groups\n", groups.len() - most_groups);
    }
    for source in outcome.unanswered.iter().take(3) {
        text += &format!("  no answer from CPython about {}\n", literal(source));
    }
    text + &summary(outcome)
}

/// The line at the end.
fn summary(outcome: &Outcome) -> String {
    let percent = 100.0 * outcome.equal() as f64 / outcome.snippets.max(1) as f64;
    let sorts = Sort::ALL.into_iter().filter(|sort| outcome.count(*sort) > 0);
    let sorts: Vec<String> = sorts.map(|sort| format!("{} {}", outcome.count(sort), sort.name())).collect();
    format!(
        "{} {} {}: {} snippets ({} rejected by CPython, {} without its answer), {} accept/reject differences or crashes, \
         {} equal in everything ({percent:.2} %){}{}\n",
        outcome.target,
        outcome.corpus,
        outcome.kind,
        outcome.snippets,
        outcome.rejected,
        outcome.unanswered.len(),
        outcome.disagreements(),
        outcome.equal(),
        if sorts.is_empty() { "" } else { "; first difference: " },
        sorts.join(", "),
    )
}

/// Snippets that differ in the same way, the largest group first and the shortest snippet first.
fn groups(different: &[Different]) -> Vec<Vec<&Different>> {
    let mut groups: BTreeMap<(Sort, &str), Vec<&Different>> = BTreeMap::new();
    for one in different {
        groups.entry((one.difference.sort, &one.difference.cause)).or_default().push(one);
    }
    let mut groups: Vec<Vec<&Different>> = groups.into_values().collect();
    groups.iter_mut().for_each(|group| group.sort_by_key(|one| one.source.len()));
    groups.sort_by_key(|group| (group[0].difference.sort > Sort::Accept, std::cmp::Reverse(group.len())));
    groups
}

fn group_text(group: &[&Different], verbose: bool) -> String {
    let first = group[0];
    let head = format!("{:6}  {}: {}\n", group.len(), first.difference.sort.name(), first.difference.cause);
    let mut text = format!("{head}        {}\n", literal(&first.source));
    text += &format!("        CPython: {}\n        ours:    {}\n", first.theirs.shown(), first.ours.shown());
    if verbose || first.difference.sort == Sort::Printed {
        for answer in [&first.theirs, &first.ours] {
            text += &answer.printed().lines().map(|line| format!("          | {line}\n")).collect::<String>();
        }
    }
    text
}

/// The bytes as a literal.
fn literal(source: &[u8]) -> String {
    let (prefix, text) = match std::str::from_utf8(source) {
        Ok(text) => ("", format!("{text:?}")),
        Err(_) => ("b", format!("\"{}\"", source.escape_ascii())),
    };
    let cut: String = text.chars().take(MOST_CHARACTERS).collect();
    format!("{prefix}{cut}{}", if cut.len() < text.len() { "…" } else { "" })
}
