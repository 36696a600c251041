//! Compiles a source until the result is that of the file: for the release expected, then for others of its version, with
//! columns and without.

use pycmill_pyc::Optimization;
use pycmill_target::{LineTable, Target};

use crate::compare::{Code, Compared, Sameness, compare_code};
use crate::{Compiler, Options};

/// A source, and the file to be compared with.
pub(crate) struct Subject<'s> {
    pub(crate) source: &'s [u8],
    pub(crate) payload: &'s [u8],
    pub(crate) code: &'s Code<'s>,
}

/// How the result of an attempt compares with the file.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) release: Target,
    pub(crate) compared: Compared,
    /// Why the source does not compile.
    pub(crate) error: Option<String>,
}

/// The attempt with the most alike result; of equals the first. Releases are in the order in which they are likely.
pub(crate) fn best(
    compiler: &mut Compiler,
    subject: &Subject<'_>,
    releases: &[Target],
    levels: &[Optimization],
) -> Option<Attempt> {
    let mut best: Option<Attempt> = None;
    // Releases mostly write the same: what was compared is not compared again.
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for (release, level, debug_ranges) in settings(releases, levels) {
        let options = Options::new(subject.code.filename());
        let options = options.optimize(level).debug_ranges(debug_ranges).max_str_digits(0);
        let attempt = attempt(compiler, subject, release, options, &mut seen);
        let Some(attempt) = attempt else { continue };
        let is_better = best.as_ref().is_none_or(|best| attempt.rank() < best.rank());
        if is_better {
            best = Some(attempt);
        }
        if best.as_ref().is_some_and(|best| best.compared.sameness <= Sameness::OtherReferences) {
            break;
        }
    }
    best
}

fn settings(releases: &[Target], levels: &[Optimization]) -> impl Iterator<Item = (Target, Optimization, bool)> {
    releases.iter().flat_map(move |release| {
        levels.iter().flat_map(move |level| {
            // Only tables that have columns can lack them.
            let columns = if release.line_table() == LineTable::Locations { &[true, false][..] } else { &[true] };
            columns.iter().map(move |columns| (*release, *level, *columns))
        })
    })
}

/// One attempt; nothing if its result is one that was seen.
fn attempt(
    compiler: &mut Compiler,
    subject: &Subject<'_>,
    release: Target,
    options: Options<'_>,
    seen: &mut Vec<Vec<u8>>,
) -> Option<Attempt> {
    let attempt = |compared| Some(Attempt { release, compared, error: None });
    let failed = |error: String| {
        let compared = Compared { sameness: Sameness::Different, difference: None, distance: usize::MAX };
        Some(Attempt { release, compared, error: Some(error) })
    };
    let payload = match compiler.compile(release, subject.source, options) {
        Ok(compiled) => compiled.payload,
        Err(error) => return failed(error.to_string()),
    };
    if payload == subject.payload {
        compiler.reuse(payload);
        return attempt(Compared { sameness: Sameness::Identical, difference: None, distance: 0 });
    }
    if seen.contains(&payload) {
        compiler.reuse(payload);
        return None;
    }
    let compared = Code::read(release, &payload).map(|code| compare_code(subject.code, &code));
    seen.push(payload);
    compared.map_or_else(|error| failed(error.to_string()), attempt)
}

impl Attempt {
    /// Lower is more alike.
    const fn rank(&self) -> (Sameness, usize) {
        (self.compared.sameness, self.compared.distance)
    }
}
