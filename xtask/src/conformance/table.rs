//! The result as text.

use super::check::Verdict;
use super::run::Summary;

/// Files named per group.
const EXAMPLES: usize = 3;

/// The counts of a summary, in the order of the tables.
pub(crate) struct Counts {
    pub(crate) files: usize,
    pub(crate) identical: usize,
    pub(crate) both_reject: usize,
    pub(crate) same_message: usize,
    pub(crate) differ: usize,
    pub(crate) wrongly_rejected: usize,
    pub(crate) wrongly_accepted: usize,
    pub(crate) failed: usize,
}

impl Counts {
    pub(crate) fn of(summary: &Summary) -> Self {
        Self {
            files: summary.files.len(),
            identical: summary.count(|verdict| *verdict == Verdict::Identical),
            both_reject: summary.count(|verdict| matches!(verdict, Verdict::BothReject { .. })),
            same_message: summary.count(|verdict| matches!(verdict, Verdict::BothReject { same_message: true, .. })),
            differ: summary.count(|verdict| matches!(verdict, Verdict::Differs(_))),
            wrongly_rejected: summary.count(|verdict| matches!(verdict, Verdict::WronglyRejected(_))),
            wrongly_accepted: summary.count(|verdict| matches!(verdict, Verdict::WronglyAccepted(_))),
            failed: summary
                .count(|verdict| matches!(verdict, Verdict::Panicked(_) | Verdict::Stuck | Verdict::NoReference(_))),
        }
    }
}

/// Prints a summary.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(crate) fn print(summary: &Summary) {
    if !summary.quiet {
        print!("{}", text(summary));
    }
}

fn text(summary: &Summary) -> String {
    let counts = Counts::of(summary);
    let mut text = format!(
        "{} for {} -O{}: {} files, {} identical, {} rejected by both ({} with the same message)\n",
        summary.corpus,
        summary.target,
        summary.optimize.level(),
        counts.files,
        counts.identical,
        counts.both_reject,
        counts.same_message,
    );
    if summary.is_clean() {
        return text;
    }
    text += &format!(
        "  {} differ, {} wrongly rejected, {} wrongly accepted, {} without result\n\n  files  stage      cause\n",
        counts.differ, counts.wrongly_rejected, counts.wrongly_accepted, counts.failed
    );
    for group in summary.groups.iter().take(summary.shown_groups) {
        text += &format!("  {:5}  {:9}  {}\n", group.files.len(), group.stage, group.cause);
        for (file, _) in group.files.iter().take(EXAMPLES) {
            text += &format!("                      {}\n", file.display());
        }
        if summary.verbose {
            text += &indented(&group.files[0].1);
        }
    }
    let hidden = summary.groups.len().saturating_sub(summary.shown_groups);
    if hidden > 0 {
        text += &format!("  … and {hidden} more groups\n");
    }
    text
}

fn indented(details: &str) -> String {
    details.lines().map(|line| format!("          | {line}\n")).collect()
}
