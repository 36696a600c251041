//! The table of errors in `docs/conformance.md`.

use std::path::Path;
use std::{fs, io};

use super::run::Outcome;
use crate::conformance::docs::{self, ErrorFigures};

/// Replaces the rows of the outcomes.
pub(crate) fn update(path: &Path, outcomes: &[Outcome], allow_fall: bool) -> io::Result<()> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut page = docs::read(&text);
    for outcome in outcomes {
        let key = (outcome.corpus.clone(), outcome.target.to_string(), outcome.kind.to_owned());
        let new: ErrorFigures = [outcome.snippets, outcome.disagreements(), outcome.equal()];
        let old = page.errors.insert(key.clone(), new);
        if let Some(old) = old.filter(|old| !allow_fall && is_worse(new, *old)) {
            return Err(io::Error::other(format!("{key:?} falls from {old:?} to {new:?}; --allow-fall records it")));
        }
    }
    fs::write(path, docs::render(&page))
}

/// Whether a greater part differs.
const fn is_worse(
    [snippets, disagreements, equal]: ErrorFigures,
    [old_snippets, old_disagreements, old_equal]: ErrorFigures,
) -> bool {
    disagreements * old_snippets > old_disagreements * snippets || equal * old_snippets < old_equal * snippets
}
