//! Cases and their goldens: what interpreters make of small programs, in a file a reader can review.
//!
//! A golden has one section per group of interpreters and levels with the same answer, headed
//! `==== VERSION… -O LEVEL`. A section holds the code objects as text, then, behind `---- payload`, the bytes
//! that follow the header of the `.pyc` file; or, behind `---- rejected`, the message of `py_compile`.
//!
//! Invariant: what is recorded comes from an interpreter, never from the compiler under test; the text
//! is rendered from the recorded bytes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pycmill::Target;

/// Bytes of the payload per line.
const BYTES_PER_LINE: usize = 48;

/// What an interpreter answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// What follows the header of the `.pyc` file.
    Payload(Vec<u8>),
    /// The message of `py_compile`.
    Rejected(String),
}

/// All answers for one case, by level and release.
pub(crate) type Golden = BTreeMap<(u8, Target), Outcome>;

/// The cases below a directory, sorted.
pub(crate) fn cases(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("__pycache__") {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The words behind `# NAME:` in the comments on top of a case.
pub(crate) fn directive(source: &[u8], name: &str) -> Option<Vec<String>> {
    let text = String::from_utf8_lossy(source);
    let comments = text.lines().take_while(|line| line.starts_with('#'));
    let mut values =
        comments.filter_map(|line| line[1..].trim().strip_prefix(name)?.strip_prefix(':').map(str::to_owned));
    values.next().map(|value| value.split_whitespace().map(str::to_owned).collect())
}

/// The levels a case is compiled at: those of its `# optimize:` line, or 0.
pub(crate) fn levels(source: &[u8]) -> Vec<u8> {
    let words = directive(source, "optimize").unwrap_or_else(|| vec!["0".to_owned()]);
    words.iter().map(|word| word.parse().expect("`# optimize:` has numbers")).collect()
}

/// Whether only the tree of a case is compared: its comments say `# compare: tree`.
pub(crate) fn compares_tree_only(source: &[u8]) -> bool {
    directive(source, "compare").is_some_and(|words| words == ["tree"])
}

/// Whether a case is meant for a target: its `# versions:` line lists versions, releases and ranges such as `3.12-`; a
/// version at the end of a range means all its releases. Without the line it is meant for all.
pub(crate) fn is_for(source: &[u8], target: Target) -> bool {
    let Some(words) = directive(source, "versions") else { return true };
    words.iter().any(|word| {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        let release = |text: &str, any: u8| {
            let (minor, micro) = text.strip_prefix("3.").map(|text| text.split_once('.').unwrap_or((text, "")))?;
            Some((minor.parse::<u8>().ok()?, micro.parse::<u8>().unwrap_or(any)))
        };
        let releases = release(first, 0).unwrap_or((0, 0))..=release(last, u8::MAX).unwrap_or((u8::MAX, u8::MAX));
        releases.contains(&(target.version().minor(), target.micro()))
    })
}

/// Reads a golden.
pub(crate) fn read(text: &str) -> Result<Golden, String> {
    let mut golden = Golden::new();
    for section in text.split("==== ").skip(1) {
        let (head, body) = section.split_once('\n').ok_or("a section without a body")?;
        let (releases, level) = head.split_once(" -O").ok_or_else(|| format!("no level in '{head}'"))?;
        let level = level.trim().parse().map_err(|_| format!("no level in '{head}'"))?;
        let outcome = read_outcome(body)?;
        for release in releases.split_whitespace() {
            let target: Target = release.parse().map_err(|_| format!("no release: '{release}'"))?;
            golden.insert((level, target), outcome.clone());
        }
    }
    Ok(golden)
}

fn read_outcome(body: &str) -> Result<Outcome, String> {
    if let Some(message) = body.strip_prefix("---- rejected\n") {
        return Ok(Outcome::Rejected(message.strip_suffix('\n').unwrap_or(message).to_owned()));
    }
    let (_, hex) = body.split_once("---- payload\n").ok_or("a section without payload")?;
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16);
    digits.chunks(2).map(byte).collect::<Result<_, _>>().map(Outcome::Payload).map_err(|error| error.to_string())
}

/// Writes a golden; answers that are the same share a section.
pub(crate) fn render(golden: &Golden) -> String {
    let mut sections: Vec<(u8, Vec<Target>, &Outcome)> = Vec::new();
    for ((level, target), outcome) in golden {
        match sections.iter_mut().find(|(known, _, other)| known == level && *other == outcome) {
            Some((_, targets, _)) => targets.push(*target),
            None => sections.push((*level, vec![*target], outcome)),
        }
    }
    sections.into_iter().map(|(level, targets, outcome)| section(level, &targets, outcome)).collect()
}

fn section(level: u8, targets: &[Target], outcome: &Outcome) -> String {
    let releases: Vec<String> = targets.iter().map(Target::to_string).collect();
    let mut text = format!("==== {} -O{level}\n", releases.join(" "));
    match outcome {
        Outcome::Rejected(message) => text += &format!("---- rejected\n{message}\n"),
        Outcome::Payload(payload) => {
            text += code_text(targets[0], payload).trim_end();
            text += "\n---- payload\n";
            for line in payload.chunks(BYTES_PER_LINE) {
                line.iter().for_each(|byte| write!(text, "{byte:02x}").expect("strings take everything"));
                text.push('\n');
            }
        }
    }
    text
}

/// The code objects of a payload as text.
pub(crate) fn code_text(target: Target, payload: &[u8]) -> String {
    pycmill::dump_payload(target, payload).unwrap_or_else(|error| format!("unreadable: {error}\n"))
}
