//! Options that Python's commands lack.

use crate::argparse::Action;
use crate::argparse::Takes::{Choice, Int, Nothing, Word};

/// Options of ours, as they are given after the name of a command.
pub(crate) const OF_BOTH: [Action; 3] = [
    Action::own(
        &["--target"],
        Word,
        "VERSION",
        "target version: 3.13 (also cp313, py313), or one release as in 3.13.0; repeatable",
    ),
    Action::own(
        &["--python"],
        Word,
        "PATH",
        "target this interpreter or virtual environment (inspected, not executed)",
    ),
    Action::own(&["--json"], Nothing, "", "print a JSON report instead of messages"),
];

/// Options of ours for one file, which only a program in Python can express else.
pub(crate) const OF_PY_COMPILE: [Action; 4] = [
    Action::own(&["--cfile"], Word, "OUT", "write to this file; takes one source"),
    Action::own(&["--dfile"], Word, "NAME", "the name that goes into the code; takes one source"),
    Action::own(&["--optimize"], Int, "LEVEL", "optimization level, instead of -O and -OO"),
    Action::own(
        &["--invalidation-mode"],
        Choice(super::compileall::MODES),
        "",
        "how importers see whether the .pyc is up to date",
    ),
];

/// Options of ours for many files.
pub(crate) const OF_COMPILEALL: [Action; 12] = [
    Action::own(&["--strict"], Nothing, "", "fail if a given path does not exist"),
    Action::own(
        &["--verify"],
        Nothing,
        "",
        "check the whole header: a .pyc is up to date only if its mode, and its mtime and size or hash, match",
    ),
    Action::own(
        &["--check"],
        Nothing,
        "",
        "write nothing; list missing or outdated .pyc files and exit with status 1 if there are any",
    ),
    Action::own(&["--no-progress"], Nothing, "", "show no progress bar on terminals"),
    Action::own(
        &["--exclude"],
        Word,
        "GLOB",
        "pass over files and directories that match: tests, pkg/**/data_*.py; repeatable",
    ),
    Action::own(
        &["--include"],
        Word,
        "GLOB",
        "take up only files that match, or are in a directory that does; repeatable",
    ),
    Action::own(&["--tolerate"], Word, "GLOB", "report files that match and do not compile, but succeed; repeatable"),
    Action::own(&["--keep-going"], Nothing, "", "report files that do not compile, but succeed"),
    Action::own(&["--sourceless"], Nothing, "", "write the .pyc in the place of the source, and remove the source"),
    Action::own(
        &["--prune"],
        Nothing,
        "",
        "remove .pyc files in __pycache__ whose source is gone; with --check, list them",
    ),
    Action::own(
        &["--installed"],
        Word,
        "NAME",
        "take up what an installed distribution lists, and list the .pyc files in its RECORD; directories given are searched \
         for it, else those of the target's Python; repeatable",
    ),
    Action::own(&["--record"], Word, "PATH", "likewise, for a RECORD or .dist-info directory; repeatable"),
];

/// Our options among the words after a command, to be read like those before it.
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
