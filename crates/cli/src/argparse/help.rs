//! The help.
//!
//! Follows `HelpFormatter` (`_format_action`, `_format_text`, sections).

use super::theme::Theme;
use super::wrap::wrap;
use super::{Action, Parser, usage};

/// Where help begins at the latest.
const MAX_HELP_POSITION: usize = 24;
/// The indentation of sections.
const INDENT: usize = 2;
/// The least width of a column.
const LEAST_WIDTH: usize = 11;

/// The whole help.
pub(crate) fn format(parser: &Parser, theme: Theme) -> String {
    let width = width().saturating_sub(2);
    let position = MAX_HELP_POSITION.min(width.saturating_sub(20).max(2 * INDENT));
    let longest = parser.actions.iter().filter(|action| !action.is_own);
    let longest = longest.map(|action| invocation(parser, action).chars().count()).max().unwrap_or(0);
    let columns = Columns { width, position: position.min(longest + INDENT + 2) };
    let mut out = usage::format(parser, theme, true);
    out += &(wrap(parser.target, parser.description, width.max(LEAST_WIDTH)).join("\n") + "\n");
    let options = if parser.target.calls_options_optional() { "optional arguments" } else { "options" };
    for (title, positional) in [("positional arguments", true), (options, false)] {
        let is_part = |action: &&Action| action.is_positional() == positional && !action.is_own;
        let mut actions = parser.actions.iter().filter(is_part).peekable();
        if actions.peek().is_none() {
            continue;
        }
        out += &format!("\n{}{title}:{}\n", theme.heading, theme.reset);
        actions.for_each(|action| out += &entry(parser, action, theme, columns));
    }
    out
}

#[derive(Clone, Copy)]
struct Columns {
    width: usize,
    position: usize,
}

/// An argument and its help beside or below it.
fn entry(parser: &Parser, action: &Action, theme: Theme, columns: Columns) -> String {
    let plain = invocation(parser, action);
    let room = columns.position.saturating_sub(INDENT + 2);
    let header = coloured_invocation(parser, action, theme);
    let length = plain.chars().count();
    let mut out = if length <= room {
        format!("{:INDENT$}{header}{:2$}  ", "", "", room - length)
    } else {
        format!("{:INDENT$}{header}\n{:2$}", "", "", columns.position)
    };
    let lines = help_lines(parser, action, theme, columns.width.saturating_sub(columns.position).max(LEAST_WIDTH));
    out += &lines.join(&format!("\n{:1$}", "", columns.position));
    out + "\n"
}

fn invocation(parser: &Parser, action: &Action) -> String {
    coloured_invocation(parser, action, Theme::default())
}

/// The spellings of an option and its value.
fn coloured_invocation(parser: &Parser, action: &Action, theme: Theme) -> String {
    let reset = theme.reset;
    if action.is_positional() {
        return format!("{}{}{reset}", theme.action, action.metavar);
    }
    let flag = |flag: &&str| format!("{}{flag}{reset}", if flag.len() > 2 { theme.long } else { theme.short });
    let flags: Vec<String> = action.flags.iter().map(flag).collect();
    if !action.takes_value() {
        return flags.join(", ");
    }
    let value = format!("{}{}{reset}", theme.label, action.value_name());
    if parser.target.shares_metavar_of_spellings() {
        return format!("{} {value}", flags.join(", "));
    }
    flags.iter().map(|flag| format!("{flag} {value}")).collect::<Vec<_>>().join(", ")
}

/// The help in lines. Code loses its backquotes where it is coloured; lines are broken as if it were not coloured, and
/// if a word had to be broken there are no colours.
fn help_lines(parser: &Parser, action: &Action, theme: Theme, width: usize) -> Vec<String> {
    if theme.reset.is_empty() || !parser.target.colours_code_in_help() {
        return wrap(parser.target, action.help, width);
    }
    let plain = code(action.help, "", "");
    let coloured = code(action.help, theme.code, theme.reset);
    let lines = wrap(parser.target, &plain, width);
    let (mut plain_words, mut words) = (plain.split(' '), coloured.split(' '));
    let recoloured = lines.iter().map(|line| {
        let line = line.split(' ');
        line.map(|word| (plain_words.next() == Some(word)).then(|| words.next()).flatten()).collect::<Option<Vec<_>>>()
    });
    let recoloured: Option<Vec<String>> = recoloured.map(|line| line.map(|words| words.join(" "))).collect();
    recoloured.unwrap_or(lines)
}

/// A text with what stands between backquotes put between two other strings.
fn code(text: &str, open: &str, close: &str) -> String {
    text.split('`').enumerate().fold(String::new(), |out, (at, part)| match at % 2 {
        0 => out + part,
        _ => out + open + part + close,
    })
}

/// The width of the terminal (`shutil.get_terminal_size`).
pub(crate) fn width() -> usize {
    let asked = std::env::var_os("COLUMNS").and_then(|value| super::parse_int(value.as_encoded_bytes()));
    match asked.and_then(|columns| usize::try_from(columns).ok()).filter(|columns| *columns > 0) {
        Some(columns) => columns,
        None => console::Term::stdout()
            .size_checked()
            .map_or(80, |(_, columns)| if columns == 0 { 80 } else { columns.into() }),
    }
}
