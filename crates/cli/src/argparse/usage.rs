//! The usage.
//!
//! Follows `HelpFormatter._format_usage`.

use super::theme::Theme;
use super::{Action, Parser, Takes, help};

/// A piece of the usage that is not broken, with and without colours.
struct Part {
    plain: String,
    coloured: String,
}

const PREFIX: &str = "usage: ";

/// The usage with the empty line behind it, if one is due.
pub(crate) fn format(parser: &Parser, theme: Theme, is_followed: bool) -> String {
    let prog = &parser.prog;
    let (optional, positional): (Vec<&Action>, Vec<&Action>) =
        parser.actions.iter().filter(|action| !action.is_own).partition(|action| !action.is_positional());
    let optional: Vec<Part> = optional.into_iter().map(|action| option(action, theme)).collect();
    let positional: Vec<Part> = positional.into_iter().flat_map(|action| words(parser, action, theme)).collect();
    let width = help::width().saturating_sub(2);
    let body = arranged(prog, &optional, &positional, width);
    let end = if is_followed { "\n\n" } else { "\n" };
    format!("{}{PREFIX}{}{}{prog}{}{body}{end}", theme.usage, theme.reset, theme.prog, theme.reset)
}

/// What stands behind the name: on one line if it fits.
fn arranged(prog: &str, optional: &[Part], positional: &[Part], width: usize) -> String {
    let all = || optional.iter().chain(positional);
    let length = PREFIX.len() + prog.chars().count();
    if length + all().map(|part| part.plain.len() + 1).sum::<usize>() <= width {
        return all().map(|part| format!(" {}", part.coloured)).collect();
    }
    if length as f64 <= 0.75 * width as f64 {
        let indent = length + 1;
        let first = lines(optional, indent, length, width, false);
        let rest = lines(positional, indent, indent - 1, width, true);
        return first + &rest;
    }
    let together: Vec<&Part> = all().collect();
    let indent = PREFIX.len();
    let one = indent - 1 + together.iter().map(|part| part.plain.len() + 1).sum::<usize>() <= width;
    let separate =
        || lines(optional, indent, indent - 1, width, true) + &lines(positional, indent, indent - 1, width, true);
    if one { lines_of(&together, indent, indent - 1, width, true) } else { separate() }
}

fn lines(parts: &[Part], indent: usize, start: usize, width: usize, on_new_line: bool) -> String {
    lines_of(&parts.iter().collect::<Vec<_>>(), indent, start, width, on_new_line)
}

/// Parts behind each other while they fit. The first line may go on behind the name of the program.
fn lines_of(parts: &[&Part], indent: usize, start: usize, width: usize, on_new_line: bool) -> String {
    let margin = " ".repeat(indent);
    let mut out = String::new();
    let mut length = start;
    let mut is_empty = on_new_line;
    for part in parts {
        let is_full = length + 1 + part.plain.len() > width && !is_empty;
        if is_full || (is_empty && out.is_empty()) {
            out.push('\n');
            out.push_str(&margin);
            length = indent - 1;
        } else {
            out.push(' ');
        }
        out.push_str(&part.coloured);
        length += part.plain.len() + 1;
        is_empty = false;
    }
    out
}

/// An option in brackets.
fn option(action: &Action, theme: Theme) -> Part {
    let flag = action.flags[0];
    let colour = if flag.len() > 2 { theme.summary_long } else { theme.summary_short };
    let reset = theme.reset;
    if !action.takes_value() {
        return Part { plain: format!("[{flag}]"), coloured: format!("[{colour}{flag}{reset}]") };
    }
    let value = action.value_name();
    Part {
        plain: format!("[{flag} {value}]"),
        coloured: format!("[{colour}{flag} {}{value}{reset}]", theme.summary_label),
    }
}

/// A positional argument; what is repeated is a part of its own where usage is cut at blanks.
fn words(parser: &Parser, action: &Action, theme: Theme) -> Vec<Part> {
    let name = action.metavar;
    let part = |plain: String| Part { coloured: format!("{}{plain}{}", theme.summary_action, theme.reset), plain };
    match action.takes {
        Takes::SomeWords if parser.target.cuts_usage_at_blanks() => {
            vec![part(name.to_owned()), part(format!("[{name} ...]"))]
        }
        Takes::SomeWords => vec![part(format!("{name} [{name} ...]"))],
        _ if parser.target.repeats_name_of_any_words() => {
            vec![part(format!("[{name} [{name} ...]]"))]
        }
        _ => vec![part(format!("[{name} ...]"))],
    }
}
