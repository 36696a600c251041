//! Options that Python's commands lack.

use crate::argparse::Action;
use crate::argparse::Takes::{Nothing, Word};

/// Options of ours, as they stand behind the name of a command.
pub(crate) const OF_BOTH: [Action; 2] = [
    Action::own(
        &["--target"],
        Word,
        "VERSION",
        "version to write for: 3.13, or one release as in 3.13.0; may be repeated",
    ),
    Action::own(&["--python"], Word, "PATH", "write for this interpreter or virtual environment, which is not run"),
];

/// Options of ours for many files.
pub(crate) const OF_COMPILEALL: [Action; 5] = [
    Action::own(&["--strict"], Nothing, "", "a path that is not there is an error"),
    Action::own(
        &["--verify"],
        Nothing,
        "",
        "a file is up to date only if its invalidation mode is the one asked for, and its time and size or its hash are \
         those of the source",
    ),
    Action::own(
        &["--check"],
        Nothing,
        "",
        "change nothing, report missing and outdated files, exit with 1 if there are any",
    ),
    Action::own(&["--json"], Nothing, "", "print a report in JSON instead of messages"),
    Action::own(&["--no-progress"], Nothing, "", "no progress bar on terminals"),
];

/// Our options among the words behind a command, to be read like those in front of it.
pub(crate) fn among(words: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut words = words.iter().take_while(|word| *word != b"--");
    while let Some(word) = words.next() {
        let name = word.split(|byte| *byte == b'=').next().unwrap_or_default();
        let own = OF_BOTH.iter().chain(&OF_COMPILEALL).find(|action| action.flags[0].as_bytes() == name);
        let Some(action) = own else { continue };
        found.push(word.clone());
        if action.takes_value() && name == word {
            found.extend(words.next().cloned());
        }
    }
    found
}
