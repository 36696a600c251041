//! What differs between two outcomes of one command.

use std::collections::BTreeSet;

use pycmill::Target;

use super::execute::Outcome;
use super::snapshot::{Entry, Snapshot};
use super::table::Compare;

/// One aspect in which the sides differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Difference {
    pub(crate) aspect: &'static str,
    /// What CPython did.
    pub(crate) theirs: String,
    /// What we did.
    pub(crate) ours: String,
}

/// The aspect of files with the same header and other code.
const CODE: &str = "code";

impl Difference {
    fn is_in_code(&self) -> bool {
        self.aspect == CODE
    }
}

/// All differences that count. Where the version's `py_compile` catches no error of the system, tracebacks count by their last
/// lines.
pub(crate) fn compare(target: Target, how: Compare, theirs: &Outcome, ours: &Outcome) -> Vec<Difference> {
    differences(how, theirs, ours, if target.py_compile_takes_options() { escaped } else { without_traceback })
}

/// All differences that count between programs for Windows. The library there is a zip of compiled files, which show in usages
/// and tracebacks.
pub(crate) fn compare_on_windows(how: Compare, theirs: &Outcome, ours: &Outcome) -> Vec<Difference> {
    differences(how, theirs, ours, |text| without_compiled_usage(&without_traceback(text)))
}

fn differences(how: Compare, theirs: &Outcome, ours: &Outcome, usual: impl Fn(&[u8]) -> String) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |aspect, theirs: String, ours: String| {
        if theirs != ours {
            found.push(Difference { aspect, theirs, ours });
        }
    };
    add("status", theirs.status.clone(), ours.status.clone());
    if how != Compare::Files {
        let shown = |text: &[u8]| if how == Compare::Sorted { sorted(text) } else { usual(text) };
        add("stdout", shown(&theirs.stdout), shown(&ours.stdout));
        let shown = |text: &[u8]| match how {
            Compare::Uncaught => last_line(&usual(text)),
            Compare::Library => without_library(text),
            _ => usual(text),
        };
        add("stderr", shown(&theirs.stderr), shown(&ours.stderr));
    }
    found.extend(trees(&theirs.tree, &ours.tree).filter(|one| how != Compare::Headers || !one.is_in_code()));
    found
}

/// A usage in one line, with the module's source for its name: how it is wrapped depends on the length of that.
fn without_compiled_usage<'t>(text: &'t str) -> String {
    let named = |text: &str| text.replace("compileall.pyc", "compileall.py").replace("py_compile.pyc", "py_compile.py");
    let Some(usage) = text.strip_prefix("usage: ") else { return named(text) };
    let mut lines = usage.split_inclusive('\n').peekable();
    let unended = |line: &'t str| line.strip_suffix("\\r\n").unwrap_or(line);
    let mut words = vec![unended(lines.next().unwrap_or_default())];
    while let Some(line) = lines.next_if(|line| line.starts_with("  ")) {
        words.push(unended(line).trim());
    }
    named(&format!("usage: {}\n{}", words.join(" "), lines.collect::<String>()))
}

/// Text with everything visible but the ends of lines.
fn escaped(bytes: &[u8]) -> String {
    let bytes = &without_temporary_names(bytes);
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let line = |line: &[u8]| match line.strip_suffix(b"\n") {
        Some(line) => format!("{}\n", visible(line)),
        None => visible(line),
    };
    lines.map(line).collect()
}

/// A file is written under another name first, which ends with a number that is never the same.
fn without_temporary_names(bytes: &[u8]) -> Vec<u8> {
    const END: &[u8] = b".pyc.";
    let mut out = Vec::with_capacity(bytes.len());
    for (index, byte) in bytes.iter().enumerate() {
        let digits = bytes[..=index].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        match bytes[..=index - digits.min(index)].ends_with(END) {
            true if digits == 1 => out.push(b'#'),
            true if digits > 1 => {}
            _ => out.push(*byte),
        }
    }
    out
}

/// Bytes as text, with escapes for what is not printable.
pub(crate) fn visible(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|one| match one.is_control() {
            true => out.extend(one.escape_default()),
            false => out.push(one),
        });
        chunk.invalid().iter().for_each(|byte| out.push_str(&format!("\\x{byte:02x}")));
    }
    out
}

fn sorted(bytes: &[u8]) -> String {
    let text = escaped(bytes);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

fn last_line(text: &str) -> String {
    text.trim_end().lines().next_back().unwrap_or_default().to_owned()
}

/// Warnings without the file and line of the library that they name, and without that line.
fn without_library(bytes: &[u8]) -> String {
    let text = escaped(bytes);
    let mut out = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let place = line.split_once("compileall.py:").and_then(|(_, rest)| rest.split_once(": "));
        out += place.map_or(line, |(_, message)| message);
        if place.is_some() {
            lines.next_if(|line| line.starts_with("  "));
        }
    }
    out
}

/// Text without what leads to the last line of a traceback.
fn without_traceback(text: &[u8]) -> String {
    let text = escaped(text);
    const HEADER: &str = "Traceback (most recent call last):";
    let Some((before, _)) = text.split_once(HEADER) else { return text };
    // Only the last of a chain of exceptions counts.
    let traceback = text.rsplit(HEADER).next().unwrap_or_default();
    let lines = traceback.split_inclusive('\n').skip(1);
    let end = lines.skip_while(|line| line.starts_with(' '));
    before.to_owned() + &end.collect::<String>()
}

fn trees<'a>(theirs: &'a Snapshot, ours: &'a Snapshot) -> impl Iterator<Item = Difference> + 'a {
    let names: BTreeSet<&Vec<u8>> = theirs.keys().chain(ours.keys()).collect();
    names.into_iter().filter_map(|name| entries(name, theirs.get(name), ours.get(name)))
}

fn entries(name: &[u8], theirs: Option<&Entry>, ours: Option<&Entry>) -> Option<Difference> {
    let difference = |aspect, theirs, ours| Some(Difference { aspect, theirs, ours });
    let name = visible(name);
    let (theirs, ours) = match (theirs, ours) {
        (Some(theirs), Some(ours)) => (theirs, ours),
        (theirs, ours) => {
            let shown = |entry: Option<&Entry>| entry.map_or_else(|| "nothing".to_owned(), |entry| entry.kind.clone());
            let shown = |entry| format!("{name}: {}", shown(entry));
            return difference("files", shown(theirs), shown(ours));
        }
    };
    if theirs.kind != ours.kind {
        return difference("files", format!("{name}: {}", theirs.kind), format!("{name}: {}", ours.kind));
    }
    if theirs.content != ours.content {
        let aspect = if theirs.content.get(..16) == ours.content.get(..16) { CODE } else { "bytes" };
        let (theirs, ours) = contents(&theirs.content, &ours.content);
        return difference(aspect, format!("{name}: {theirs}"), format!("{name}: {ours}"));
    }
    if theirs.mode != ours.mode {
        return difference("modes", format!("{name}: {:o}", theirs.mode), format!("{name}: {:o}", ours.mode));
    }
    if theirs.same_as != ours.same_as {
        let shown = |entry: &Entry| format!("{name} is {}", visible(&entry.same_as));
        return difference("hard links", shown(theirs), shown(ours));
    }
    let shown = |entry: &Entry| format!("{name}: {}", if entry.written { "written" } else { "left alone" });
    (theirs.written != ours.written).then(|| Difference { aspect: "written", theirs: shown(theirs), ours: shown(ours) })
}

/// The part around the first byte that differs.
fn contents(theirs: &[u8], ours: &[u8]) -> (String, String) {
    let at = theirs.iter().zip(ours).take_while(|(one, other)| one == other).count();
    let part = if at < 16 { "header" } else { "code" };
    let shown = |bytes: &[u8]| {
        let start = if at < 16 { 0 } else { at - 8 };
        let end = bytes.len().min(if at < 16 { 16 } else { at + 40 });
        format!("{part}, byte {at} of {}: …{}", bytes.len(), visible(&bytes[start.min(end)..end]))
    };
    (shown(theirs), shown(ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traceback_counts_by_its_last_line() {
        let text = b"a\nTraceback (most recent call last):\n  File \"x\", line 1\n    y()\nOSError: z\n";
        assert_eq!(without_traceback(text), "a\nOSError: z\n");
        let chain = [&text[2..], b"\nDuring handling\n\n", &text[2..]].concat();
        assert_eq!(without_traceback(&chain), "OSError: z\n");
    }

    #[test]
    fn only_the_numbers_of_temporary_names_go() {
        assert_eq!(escaped(b"a/x.cpython-313.pyc.140682'\n12 .pyc. 3"), "a/x.cpython-313.pyc.#'\n12 .pyc. 3");
    }
}
