//! Reports for people.

use std::fmt::Write;

use pycmill::inspect::{Code, Inspection, ListingOptions, Place};
use pycmill::{Header, Validation};

use crate::arguments::{Inspect, Part};
use crate::problems::shown;

/// The parts that are wanted, with an empty line between them.
pub(super) fn report(command: &Inspect, inspection: &Inspection, codes: &[Code<'_>]) -> String {
    let wanted = if command.show.is_empty() { &[Part::Header, Part::Tree, Part::Listing][..] } else { &command.show };
    let options = listing_options(command);
    let is_whole = command.code.is_none();
    let mut parts = Vec::new();
    for part in [Part::Header, Part::Tree, Part::Listing, Part::Details, Part::Lines, Part::Handlers] {
        if !wanted.contains(&part) && !wanted.contains(&Part::All) {
            continue;
        }
        parts.push(match part {
            Part::Header => header(command, inspection),
            Part::Tree => tree(codes),
            Part::Listing if is_whole => inspection.listing(&options),
            Part::Listing => each(codes, |code| code.listing(&options)),
            Part::Details => each(codes, Code::details),
            Part::Lines => each(codes, lines),
            Part::Handlers => each(codes, handlers),
            Part::All => continue,
        });
    }
    parts.join("\n")
}

fn listing_options(command: &Inspect) -> ListingOptions {
    let mut options = ListingOptions::new();
    options.offsets = command.offsets;
    options.places = command.places;
    options
}

fn header(command: &Inspect, inspection: &Inspection) -> String {
    let (file, target) = (shown(&command.file), inspection.target());
    let Some(Header { magic, validation }) = inspection.header() else {
        return format!("{file}: a source, compiled for CPython {target}\n");
    };
    let mut text = format!("{file}: CPython {}, magic number {magic}\n", target.version());
    let _ = match validation {
        Validation::Timestamp { mtime, size } => {
            writeln!(text, "up to date if its source has {size} bytes and the time {mtime} ({})", time(mtime))
        }
        Validation::CheckedHash(hash) => writeln!(text, "up to date if its source has the hash {}", hex(hash)),
        Validation::UncheckedHash(hash) => {
            writeln!(text, "never compared with its source; the hash of that was {}", hex(hash))
        }
    };
    if inspection.trailing() > 0 {
        let _ = writeln!(text, "{} bytes follow the code", inspection.trailing());
    }
    text
}

fn hex(hash: [u8; 8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seconds since 1970 as a date and a time.
fn time(seconds: u32) -> String {
    let (days, rest) = (i64::from(seconds) / 86_400, seconds % 86_400);
    let (year, month, day) = pycmill::calendar::date(days);
    format!("{year}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", rest / 3600, rest / 60 % 60, rest % 60)
}

/// A line for each code object.
fn tree(codes: &[Code<'_>]) -> String {
    let least = codes.iter().map(Code::depth).min().unwrap_or(0);
    let mut text = String::new();
    for code in codes {
        // As many as any program has; those of a hostile file may be nested without end.
        let indent = 2 * (code.depth() - least).min(40);
        let instructions = code.instructions().count();
        let noun = if instructions == 1 { "instruction" } else { "instructions" };
        let name = if code.depth() == 0 { code.name() } else { code.name() + &signature(code) };
        let _ = writeln!(text, "{:indent$}{name}  line {}, {instructions} {noun}", "", code.first_line());
    }
    text
}

/// The parameters, for code that has any.
fn signature(code: &Code<'_>) -> String {
    let [positional, only, keywords] = code.argument_counts().map(|count| count as usize);
    let names = code.varnames();
    let name = |index: usize| names.get(index).cloned().unwrap_or_default();
    let has = |flag: u32| code.flags() & flag != 0;
    let mut parts: Vec<String> = (0..positional.min(names.len())).map(name).collect();
    if only > 0 && only <= parts.len() {
        parts.insert(only, "/".to_owned());
    }
    let rest = positional.saturating_add(keywords);
    if has(VARARGS) {
        parts.push(format!("*{}", name(rest)));
    } else if keywords > 0 {
        parts.push("*".to_owned());
    }
    parts.extend((positional..rest.min(names.len())).map(name));
    if has(VARKEYWORDS) {
        parts.push(format!("**{}", name(rest + usize::from(has(VARARGS)))));
    }
    // Classes and comprehensions have none that anyone wrote.
    if parts.is_empty() && !has(NEWLOCALS) { String::new() } else { format!("({})", parts.join(", ")) }
}

const NEWLOCALS: u32 = 0x2;
const VARARGS: u32 = 0x4;
const VARKEYWORDS: u32 = 0x8;

/// A part of each code object, under its name.
fn each<'i>(codes: &[Code<'i>], part: impl Fn(&Code<'i>) -> String) -> String {
    let titled = |code: &Code<'i>| format!("{}:\n{}", code.title(), part(code));
    codes.iter().map(titled).collect::<Vec<_>>().join("\n")
}

fn lines(code: &Code<'_>) -> String {
    let mut text = String::new();
    for span in code.spans() {
        let _ = writeln!(text, "  {:4} to {:4}  {}", span.start, span.end, place(span.place));
    }
    text
}

fn place(place: Place) -> String {
    let Some(line) = place.line else { return "no line".to_owned() };
    let at =
        |line: i64, column: Option<i64>| column.map_or_else(|| line.to_string(), |column| format!("{line}:{column}"));
    let (start, end) = (at(line, place.column), at(place.end_line.unwrap_or(line), place.end_column));
    if start == end { start } else { format!("{start} to {end}") }
}

fn handlers(code: &Code<'_>) -> String {
    let mut text = String::new();
    for handler in code.handlers() {
        let offset = if handler.has_offset { ", with the offset" } else { "" };
        let (start, end, target) = (handler.start, handler.end, handler.target);
        let _ = writeln!(text, "  {start:4} to {end:4}  handler at {target}, stack {}{offset}", handler.depth);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_readable() {
        assert_eq!(time(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(time(1_709_209_811), "2024-02-29 12:30:11 UTC");
        assert_eq!(time(u32::MAX), "2106-02-07 06:28:15 UTC");
    }
}
